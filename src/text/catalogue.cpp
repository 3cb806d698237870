#include "text/catalogue.hpp"

#include <unicode/fmtable.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/unistr.h>

#include <boost/json.hpp>
#include <charconv>
#include <mutex>
#include <optional>
#include <set>

#include "base/require.hpp"
#include "catalogues.hpp"

namespace tartip::text {
namespace {

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string as_text(const Given& given) {
  struct {
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return std::to_string(number); }
  } const write;
  return std::visit(write, given.value);
}

struct Message {
  std::string pattern;
  std::unique_ptr<icu::MessageFormat> format;  // made when first used; nothing when the pattern is wrong
  std::set<std::string> numbers;               // arguments that the message formats as numbers or plurals
};

std::set<std::string> number_arguments(const icu::UnicodeString& pattern) {
  std::set<std::string> names;
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern parsed(pattern, nullptr, status);
  if (U_FAILURE(status)) return names;
  for (int32_t i = 0; i + 1 < parsed.countParts(); ++i) {
    const icu::MessagePattern::Part& part = parsed.getPart(i);
    if (part.getType() != UMSGPAT_PART_TYPE_ARG_START) continue;
    const UMessagePatternArgType type = part.getArgType();
    if (type == UMSGPAT_ARG_TYPE_NONE || type == UMSGPAT_ARG_TYPE_SELECT) continue;
    std::string name;
    parsed.getSubstring(parsed.getPart(i + 1)).toUTF8String(name);
    names.insert(name);
  }
  return names;
}

icu::Formattable formattable(const Given& given, bool wants_number) {
  if (const auto* whole = std::get_if<std::int64_t>(&given.value))
    return icu::Formattable(static_cast<int64_t>(*whole));
  if (const auto* real = std::get_if<double>(&given.value)) return icu::Formattable(*real);
  const std::string& text = std::get<std::string>(given.value);
  if (wants_number) {
    std::int64_t whole = 0;
    const char* const end = text.data() + text.size();
    if (auto [at, error] = std::from_chars(text.data(), end, whole); error == std::errc{} && at == end)
      return icu::Formattable(static_cast<int64_t>(whole));
    double real = 0;
    if (auto [at, error] = std::from_chars(text.data(), end, real); error == std::errc{} && at == end)
      return icu::Formattable(real);
  }
  return icu::Formattable(to_icu(text));
}

}  // namespace

struct Catalogue::Messages {
  std::string language;
  std::map<std::string, Message, std::less<>> by_key;
  std::mutex formatting;  // ICU fills caches of a MessageFormat while it formats

  // Nothing: no such key, a broken pattern or an argument of the wrong kind.
  std::optional<std::string> format(std::string_view key, const std::vector<Given>& arguments) {
    const std::lock_guard lock(formatting);
    const auto found = by_key.find(key);
    if (found == by_key.end()) return std::nullopt;
    Message& message = found->second;
    UErrorCode status = U_ZERO_ERROR;
    if (!message.format) {
      const icu::UnicodeString pattern = to_icu(message.pattern);
      message.format = std::make_unique<icu::MessageFormat>(pattern, icu::Locale(language.c_str()), status);
      message.numbers = number_arguments(pattern);
      if (U_FAILURE(status)) {
        message.format.reset();
        return std::nullopt;
      }
    }
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (const Given& given : arguments) {
      names.push_back(to_icu(given.name));
      values.push_back(formattable(given, message.numbers.contains(given.name)));
    }
    icu::UnicodeString text;
    message.format->format(names.data(), values.data(), static_cast<int32_t>(names.size()), text, status);
    if (U_FAILURE(status)) return std::nullopt;
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
  }
};

Catalogue::Catalogue(std::unique_ptr<Messages> messages) : messages_(std::move(messages)) {}

const Catalogue& Catalogue::in(std::string_view language) {
  const auto read = [](std::string_view name, std::string_view json) {
    auto messages = std::make_unique<Messages>();
    messages->language = name;
    boost::json::error_code error;
    const boost::json::value parsed = boost::json::parse(boost::json::string_view(json.data(), json.size()), error);
    require(!error && parsed.is_object(), "a built-in catalogue is not a JSON object");
    for (const auto& [key, value] : parsed.as_object()) {
      require(value.is_string(), "a message is not a string");
      messages->by_key[std::string(key)].pattern = std::string(value.as_string());
    }
    return Catalogue(std::move(messages));
  };
  static const Catalogue english = read("en", embedded::messages_en());
  static const Catalogue russian = read("ru", embedded::messages_ru());
  static const Catalogue kazakh = read("kk", embedded::messages_kk());
  return language == "kk" ? kazakh : language == "ru" ? russian : english;
}

const std::string& Catalogue::language() const {
  return messages_->language;
}

bool Catalogue::has(std::string_view key) const {
  return messages_->by_key.contains(key);
}

std::string Catalogue::format(std::string_view key, const std::vector<Given>& arguments) const {
  if (auto text = messages_->format(key, arguments)) return *text;
  if (language() != "en")
    if (auto text = in("en").messages_->format(key, arguments)) return *text;
  std::string visible(key);
  for (const Given& given : arguments) visible += " " + given.name + "=" + as_text(given);
  return visible;
}

std::string Catalogue::explain(const Error& error) const {
  std::vector<Given> arguments;
  arguments.reserve(error.arguments.size());
  for (const Argument& argument : error.arguments) arguments.push_back({argument.name, argument.value});
  std::string place = error.where.file;
  const auto add = [&](const std::string& part) { place += (place.empty() ? "" : ", ") + part; };
  if (error.where.line != 0) add(format("place.line", {{"line", std::to_string(error.where.line)}}));
  if (!error.where.column.empty()) add(format("place.column", {{"column", error.where.column}}));
  const std::string sentence = format(error.key, arguments);
  return place.empty() ? sentence : place + ": " + sentence;
}

std::vector<std::string> Catalogue::keys() const {
  std::vector<std::string> all;
  for (const auto& [key, message] : messages_->by_key) all.push_back(key);
  return all;
}

std::string Catalogue::pattern(std::string_view key) const {
  const auto found = messages_->by_key.find(key);
  return found == messages_->by_key.end() ? std::string() : found->second.pattern;
}

}  // namespace tartip::text
