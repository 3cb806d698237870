// Gathers from the centre what a briefing says of one register: the same panels that `cube query` gives, in the periods
// and levels that suit the register.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/centre.hpp"
#include "axes/calendar.hpp"
#include "base/error.hpp"
#include "briefing/material.hpp"

namespace tartip::app {

struct MaterialRequest {
  std::string register_id;
  std::optional<axes::Span> period;  // nothing: the register's last complete year, else all it covers
  bool cumulative = false;
  std::optional<axes::Micros> known_on;
  std::string known_on_text;
  std::vector<std::string> classes;  // only these, with all below them
  std::vector<std::string> territories =
      {};                // the same for units; what is counted of the whole register is left out then
  std::string quantity;  // says how many events a row stands for; empty: as the register says
};

// The request as a question that every panel of the material begins with.
cube::Query base_query(const MaterialRequest& request);

// Errors: not_found for the register; bad_input for a register of unlike things of which none is chosen, and for a
// quantity that is measured in a unit; bad_data `error.briefing.empty` when it holds no events.
Result<briefing::Material> gather_material(Centre& centre, const MaterialRequest& request);

}  // namespace tartip::app
