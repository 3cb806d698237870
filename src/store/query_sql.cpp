#include "store/query_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tartip::store {

std::string ordinal_sql(axes::Unit unit) {
  switch (unit) {
    case axes::Unit::hour:
      return "(day - DATE '1970-01-01') * 24 + hour";
    case axes::Unit::day:
      return "day - DATE '1970-01-01'";
    case axes::Unit::week:
      return "(day - DATE '1970-01-05' + 70000000) // 7 - 9999999";  // week 0 began on Monday 1969-12-29
    case axes::Unit::month:
      return "year(day) * 12 + month(day) - 23641";
    case axes::Unit::quarter:
      return "year(day) * 4 + (month(day) - 1) // 3 - 7880";
    case axes::Unit::half_year:
      return "year(day) * 2 + (month(day) - 1) // 6 - 3940";
    case axes::Unit::year:
      return "year(day) - 1970";
  }
  return "0";
}

std::string exact_sum_sql(const std::string& quantity, const Magnitudes& magnitudes) {
  const auto& [largest, smallest, rows] = magnitudes;
  if (!std::isfinite(largest)) return "sum(" + quantity + " ORDER BY " + quantity + ")";
  constexpr int k_bits = 126, k_mantissa = 53, k_most_shift = 1000;
  int row_bits = 0, top = 0, bottom = 0;
  (void)std::frexp(std::max(rows, 1.0), &row_bits);
  (void)std::frexp(largest, &top);  // largest < 2^top
  (void)std::frexp(smallest, &bottom);
  const int width = k_bits - k_mantissa - row_bits;
  const auto power = [](int exponent) { return fmt::format("{:.17e}::DOUBLE", std::ldexp(1.0, exponent)); };
  std::string sql;
  for (int high = top; sql.empty() || high >= bottom; high -= width) {
    const int shift = std::min(width + k_mantissa - high, k_most_shift);
    std::string whole = "CAST(" + quantity + " * " + power(shift) + " AS HUGEINT)";
    if (top - bottom >= width) {
      const std::string size = "abs(" + quantity + ")";
      whole = "CASE WHEN " + size + " < " + power(high) + " AND " + size + " >= " + power(high - width) + " THEN " +
              whole + " END";
    }
    sql += (sql.empty() ? "" : " + ") + ("coalesce(sum(" + whole + ")::DOUBLE, 0) * " + power(-shift));
  }
  return sql;
}

}  // namespace tartip::store
