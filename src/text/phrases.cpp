#include "text/phrases.hpp"

#include <unicode/listformatter.h>
#include <unicode/unistr.h>

#include <memory>

#include "base/require.hpp"

namespace tartip::text {
namespace {

icu::Locale locale_of(std::string_view language) {
  return icu::Locale(language == "kk" ? "kk" : language == "ru" ? "ru" : "en_GB");  // no comma before "and"
}

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

}  // namespace

std::string list(std::string_view language, const std::vector<std::string>& items) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::ListFormatter> format(icu::ListFormatter::createInstance(locale_of(language), status));
  require(U_SUCCESS(status) != 0, "ICU lacks the form of lists");
  std::vector<icu::UnicodeString> texts;
  texts.reserve(items.size());
  for (const std::string& item : items) texts.push_back(to_icu(item));
  icu::UnicodeString joined;
  format->format(texts.data(), static_cast<int32_t>(texts.size()), joined, status);
  require(U_SUCCESS(status) != 0, "ICU cannot join a list");
  return to_utf8(joined);
}

std::string capitalised(std::string_view language, std::string_view text) {
  const icu::UnicodeString whole = to_icu(text);
  if (whole.isEmpty()) return {};
  const int32_t first = whole.moveIndex32(0, 1);
  icu::UnicodeString letter(whole, 0, first);
  letter.toUpper(locale_of(language));
  return to_utf8(letter + icu::UnicodeString(whole, first));
}

}  // namespace tartip::text
