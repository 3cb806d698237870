// What `map areas` and `map shapes` are asked: a register, a period, and the pieces of ground to count on.
#pragma once
#include <string>

#include "app/centre.hpp"
#include "app/operation.hpp"
#include "briefing/material.hpp"
#include "cube/panel.hpp"

namespace tartip::app {

struct MapQuestion {
  cube::Query query;  // with its period and its split by level or cell
  briefing::Place place;
  cube::Panel panel;  // as asked; its periods are the map's
  bool sample = false, points = false;
  std::string level_id;
};

// The period as asked, else the last complete year, else all there is; the ground as asked (`territory`, `cell`), else
// the level that a briefing would show, else cells; counted. Errors: those of question_of; bad_data
// `error.briefing.empty`; not_found `error.territory.level`; bad_input `error.map.no_ground`, `error.cube.name_class`;
// too_large `error.map.too_many`.
Result<MapQuestion> map_question(const Call& call, Centre& centre);

}  // namespace tartip::app
