// One number with its standing: how much, and whether the register covers what it stands for.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "cube/panel.hpp"

namespace tartip::statistics {

// Counts have a sampling interval; amounts (hectares, tenge) are added up and have none.
enum class Kind : std::uint8_t { count, amount };

struct Observation {
  double value = 0;  // NaN when missing
  cube::Cell cell = cube::Cell::complete;
};

// The sum of a row: complete only when every cell is, missing when one is missing (the sum of the rest would be too
// small and look like a fall), else partial. No cells: missing.
Observation sum_of(std::span<const double> values, std::span<const cube::Cell> cells);
Observation sum_of(const cube::Panel& panel, std::size_t series);
// The sum of two observations under the same rule.
Observation added(const Observation& a, const Observation& b);

}  // namespace tartip::statistics
