// Registers of the tests for imports, and how they are imported and counted.
#pragma once
#include <optional>
#include <string>

#include "store/test_centre.hpp"

namespace tartip::test {

inline const std::string k_keyless = R"(id = "thefts"
[time]
columns = ["day"]
formats = ["%Y-%m-%d"]
[class]
column = "kind"
)";

inline const std::string k_keyed = R"(id = "cases"
key = ["number"]
[time]
columns = ["day"]
formats = ["%Y-%m-%d", "%d.%m.%Y"]
[[quantity]]
id = "damage"
column = "damage"
min = 0
)";

inline const std::string k_versioned = R"(id = "cases"
covers = "2022"
key = ["number"]
version = "version"
[time]
columns = ["day"]
formats = ["%Y-%m-%d"]
)";

inline store::RowCounts counts(std::int64_t fresh, std::int64_t updated, std::int64_t unchanged,
                               std::int64_t quarantined) {
  return {fresh + updated + unchanged + quarantined, fresh, updated, unchanged, quarantined};
}

inline double counted(TestCentre& centre, const std::string& id, std::optional<axes::Micros> known_on = {}) {
  cube::Query query;
  query.register_id = id;
  query.filter.period = axes::parse_span("2020..2023").value();
  query.known_on = known_on;
  auto panel = centre.store().query(query);
  INFO((panel ? std::string() : panel.error().describe()));
  REQUIRE(panel);
  return panel->values.front();
}

inline store::ImportOptions at(axes::Micros moment) {
  store::ImportOptions options;
  options.now = moment;
  return options;
}

inline store::ImportOptions reread() {
  store::ImportOptions options;
  options.reread = true;
  return options;
}

inline constexpr axes::Micros k_hour = 3'600'000'000;

}  // namespace tartip::test
