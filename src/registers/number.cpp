#include "registers/number.hpp"

#include <array>

#include "base/number.hpp"

namespace tartip::registers {
namespace {

constexpr std::size_t k_longest = 64;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<double> parse_plain(std::string_view text) {
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  const char second = text.front() == '-' && text.size() > 1 ? text[1] : text.front();
  if (!is_digit(second) && second != '.') return std::nullopt;
  return number_in<double>(text);
}

// The length of the thousands mark at the head of the text.
std::size_t mark_length(std::string_view text, char thousands) {
  if (text.front() == thousands) return 1;
  if (thousands == ' ' && text.starts_with("\xC2\xA0")) return 2;
  if (thousands == ' ' && text.starts_with("\xE2\x80\xAF")) return 3;
  return 0;
}

}  // namespace

std::optional<double> parse_number(std::string_view text, char decimal, char thousands) {
  if (decimal == '.' && thousands == 0) return parse_plain(text);
  std::array<char, k_longest> plain{};
  std::size_t length = 0;
  std::size_t digits = 0;  // since the last mark, or the start
  bool marked = false;
  bool fraction = false;
  while (!text.empty()) {
    if (length == plain.size()) return std::nullopt;
    const char c = text.front();
    std::size_t taken = 1;
    if (!fraction && c == decimal) {
      if (marked && digits != 3) return std::nullopt;
      fraction = true;
      plain[length++] = '.';
    } else if (const std::size_t mark = thousands == 0 ? 0 : mark_length(text, thousands); mark > 0) {
      if (fraction || digits == 0 || digits > 3 || (marked && digits != 3)) return std::nullopt;
      marked = true;
      digits = 0;
      taken = mark;
    } else if (c == '.' && decimal != '.') {
      return std::nullopt;
    } else {
      if (is_digit(c)) ++digits;
      if (!is_digit(c) && marked && !fraction && digits != 3) return std::nullopt;
      plain[length++] = c;
    }
    text.remove_prefix(taken);
  }
  if (marked && !fraction && digits != 3) return std::nullopt;
  return parse_plain({plain.data(), length});
}

}  // namespace tartip::registers
