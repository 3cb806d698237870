// The dispersion of a series from its monthly history, to widen the intervals of its changes.
#pragma once
#include <cstddef>

#include "cube/panel.hpp"
#include "stats/dispersion.hpp"

namespace tartip::statistics {

// The panel's periods must be months, quarters or weeks (weeks 1–52 are used); any other unit, partial and missing
// cells, and a history of less than two years leave φ = 1, not estimated. `until` (usually the start of the compared
// periods) is not needed: the year effects of the model take a change of level out, so that the compared years may be
// part of the history.
stats::Dispersion dispersion_of(const cube::Panel& history, std::size_t series);

// Of all series together (their sum), for totals.
stats::Dispersion dispersion_of_total(const cube::Panel& history);

}  // namespace tartip::statistics
