// Two panels side by side: each row of this period with the same row of the period it is compared with.
//
// Rows are matched by the member's number in its axis, by code for grid cells and "not known". A row that one panel
// lacks had no events there: it is 0 with the standing of that panel as a whole. A panel without any row says nothing:
// missing. Groups of comparability.hpp add units up; a row whose unit or class stands in no group is matched as it is.
#pragma once
#include <cstdint>
#include <vector>

#include "cube/panel.hpp"
#include "statistics/comparability.hpp"
#include "statistics/observation.hpp"

namespace tartip::statistics {

struct Pair {
  std::vector<cube::Member> territories;  // one; several when units were joined (this side's; the other's when this has
                                          // none); none when not split
  std::vector<cube::Member> classes;      // one; none when not split
  Observation current;
  Observation previous;
  double residents = 0;           // of this period; NaN when not known
  double residents_previous = 0;  // NaN when not known
  Match match = Match::same;
  Reason reason = Reason::none;
};

struct Pairing {
  std::vector<Pair> rows;  // in the order of the current panel, then rows that only the previous one has
  Observation current;     // all rows together
  Observation previous;
  double residents = 0;  // each territory once; NaN when one is not known
  double residents_previous = 0;
};

// `previous` may be null: every previous value is then missing.
//
// Where the register covers the whole span, a count is partial only because its unit or class was not valid all the
// time. Bridged units hold the ground together throughout, and the total holds every event: both are then complete. An
// amount may be partial because it was not always reported, and stays so.
Pairing pair_panels(const cube::Panel& current, const cube::Panel* previous,
                    const std::vector<ComparableGroup>& territories = {},
                    const std::vector<ComparableGroup>& classes = {}, Kind kind = Kind::count);

}  // namespace tartip::statistics
