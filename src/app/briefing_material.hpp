// Gathers from the centre what a briefing says of one register: the same panels that `cube query` gives, in the periods
// and levels that suit the register.
#pragma once
#include <optional>
#include <string>

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
};

// Errors: not_found for the register; bad_data `error.briefing.empty` when it holds no events.
Result<briefing::Material> gather_material(Centre& centre, const MaterialRequest& request);

}  // namespace tartip::app
