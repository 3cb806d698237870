#include "registers/flaws.hpp"

#include <algorithm>
#include <utility>

#include "text/encoding.hpp"

namespace tartip::registers {

std::string printable(std::string_view text) {
  constexpr std::size_t k_most = 80;
  std::string result;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (characters++ == k_most) {
      result += "…";
      break;
    }
    const std::string_view rest = text.substr(i);
    std::size_t length = 1;
    while (length < rest.size() && length < 4 && (static_cast<unsigned char>(rest[length]) & 0xC0) == 0x80) ++length;
    const std::string_view character = rest.substr(0, length);
    if (text::find_broken_utf8(character) != std::string_view::npos) {
      result += "\xEF\xBF\xBD";
      ++i;
      continue;
    }
    const auto first = static_cast<unsigned char>(character[0]);
    if (first < 0x20 || first == 0x7F) {
      result += first == 0 ? "␀" : " ";
    } else {
      result += character;
    }
    i += length;
  }
  return result;
}

std::string escaped(std::string_view text) {
  static constexpr char k_digits[] = "0123456789ABCDEF";
  std::string result;
  while (!text.empty()) {
    const std::size_t good = std::min({text.find('\0'), text::find_broken_utf8(text), text.size()});
    result += text.substr(0, good);
    if (good == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[good]);
    result += "\\x";
    result += k_digits[byte >> 4];
    result += k_digits[byte & 15];
    text.remove_prefix(good + 1);
  }
  return result;
}

Flaw flaw_of(std::string key, std::string_view value, std::vector<Argument> arguments, std::string column) {
  return {std::move(column), printable(value), std::move(key), std::move(arguments)};
}

std::size_t find_undefined(std::string_view text) {
  const std::size_t replaced = text.find("\xEF\xBF\xBD");
  for (std::size_t at = text.find('\xC2'); at != std::string_view::npos && at < replaced;
       at = text.find('\xC2', at + 1)) {
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0xFFU;
    if (next >= 0x80 && next <= 0x9F && next != 0x85) return at;
  }
  return replaced;
}

bool set_encoding_flaw(Record& record, bool converted) {
  if (const std::size_t nul = record.raw.find('\0'); nul != std::string_view::npos) {
    record.flaw = flaw_of("quarantine.nul", record.raw, {{"byte", std::to_string(nul + 1)}});
    return true;
  }
  const std::size_t broken = converted ? find_undefined(record.raw) : text::find_broken_utf8(record.raw);
  if (broken == std::string_view::npos) return false;
  const std::size_t from = broken > 20 ? broken - 20 : 0;
  record.flaw = flaw_of(converted ? "quarantine.undefined_byte" : "quarantine.broken_utf8", record.raw.substr(from),
                        {{"byte", std::to_string(broken + 1)}});
  return true;
}

}  // namespace tartip::registers
