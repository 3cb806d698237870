// The dispersion of a series from its monthly history, to widen the intervals of its changes.
#pragma once
#include <cstddef>
#include <span>

#include "cube/panel.hpp"
#include "stats/dispersion.hpp"

namespace tartip::statistics {

// The panel's periods must be months, quarters, half-years or ISO weeks (1–52); with any other unit, or with less than
// two years, φ = 1 and not estimated. Partial and missing cells are left out. The compared years may be part of the
// history: the year effects of the model take a change of level out.
stats::Dispersion dispersion_of(const cube::Panel& history, std::size_t series);

// Of the sum of some series, and of all: for joined units and totals.
stats::Dispersion dispersion_of(const cube::Panel& history, std::span<const std::size_t> series);
stats::Dispersion dispersion_of_total(const cube::Panel& history);

}  // namespace tartip::statistics
