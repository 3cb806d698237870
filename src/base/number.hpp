// A text that is a number and nothing else, as programs write it: "12", "-0.5", "1e3"; no blanks, no plus sign, no
// thousands. Nothing for anything else, for what does not fit the type, and for infinities and NaN.
#pragma once
#include <charconv>
#include <cmath>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

namespace tartip {

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if constexpr (std::floating_point<Number>)
    if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace tartip
