#include "statistics/observation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tartip::statistics {

Observation added(const Observation& a, const Observation& b) {
  const cube::Cell cell = std::max(a.cell, b.cell);  // complete < partial < missing
  if (cell == cube::Cell::missing || std::isnan(a.value) || std::isnan(b.value))
    return {std::numeric_limits<double>::quiet_NaN(), cube::Cell::missing};
  return {a.value + b.value, cell};
}

Observation sum_of(std::span<const double> values, std::span<const cube::Cell> cells) {
  if (values.empty()) return {std::numeric_limits<double>::quiet_NaN(), cube::Cell::missing};
  Observation sum;
  for (std::size_t i = 0; i < values.size(); ++i) sum = added(sum, {values[i], cells[i]});
  return sum;
}

Observation sum_of(const cube::Panel& panel, std::size_t series) {
  return sum_of(panel.row(series), panel.row_cells(series));
}

}  // namespace tartip::statistics
