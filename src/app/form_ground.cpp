#include "app/form_ground.hpp"

#include "axes/territory_description.hpp"
#include "described.hpp"

namespace tartip::app {

Result<std::vector<statistics::CodeSuccession>> known_successions() {
  auto known = axes::parse_territory(embedded::kazakhstan(), "kazakhstan.toml");
  if (!known) return pass(known);
  std::vector<statistics::CodeSuccession> all;
  for (const axes::StatedSuccession& one : known->successions)
    if (one.level == 0) all.push_back({one.from, one.to, one.day});
  return all;
}

}  // namespace tartip::app
