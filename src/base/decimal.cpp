#include "base/decimal.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace tartip {

std::optional<Decimal> Decimal::parse(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(std::abs(value) < 1e12)) return std::nullopt;
  const auto thousandths = static_cast<std::int64_t>(std::llround(value * 1000.0));
  // A sum that a spreadsheet made of binary numbers may be some units in the last place away from its decimal.
  const double nearest = static_cast<double>(thousandths) / 1000.0;
  const double slack = 8 * (std::nextafter(std::abs(value), INFINITY) - std::abs(value));
  if (std::abs(value - nearest) > slack) return std::nullopt;
  return of_thousandths(thousandths);
}

std::string Decimal::text() const {
  const std::int64_t size = std::abs(thousandths_);
  std::string text = (thousandths_ < 0 ? "-" : "") + std::to_string(size / 1000);
  if (size % 1000 == 0) return text;
  std::string fraction = std::to_string(1000 + size % 1000).substr(1);
  while (fraction.back() == '0') fraction.pop_back();
  return text + "." + fraction;
}

}  // namespace tartip
