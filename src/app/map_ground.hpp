// The pieces of ground that a map shows: the units of a territory's level, or cells of equal area.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "axes/territory.hpp"
#include "base/error.hpp"
#include "briefing/material.hpp"
#include "cube/panel.hpp"
#include "store/overview.hpp"

namespace tartip::app {

// The level with the most units that still fit on one map, at least two, most of them with a name and an area or
// residents. Events placed by code are known down to the level of that code (`deepest`) only.
std::optional<std::int32_t> level_to_show(const axes::Territory& territory, axes::Day day,
                                          std::optional<std::int32_t> deepest);

axes::Day middle_of(axes::Span span);

// Everything the top-level areas of the territory cover on that day.
geo::MultiPolygon outline_of(const axes::Territory& territory, axes::Day day);

// A round side at which so many events fill cells well enough to be told from their neighbours; 0: there is no ground.
double fitting_side(double events, const geo::MultiPolygon& outline, const store::Overview& overview, bool degrees);

// Sets level, grounds and exposure (residents, where most units have them) of the units valid on that day.
void add_units(const axes::Territory& territory, std::int32_t level, axes::Day day, briefing::Place& place);

// Sets grounds and exposure (square kilometres, where the outline is known) of the cells that share ground with the
// outline; without one, of the cells that the panels name. The panels' grid and `place.cell_metres` are the same.
Status add_cells(const std::vector<const cube::Panel*>& panels, const geo::MultiPolygon& outline,
                 briefing::Place& place);

}  // namespace tartip::app
