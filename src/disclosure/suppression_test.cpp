#include "disclosure/suppression.hpp"

#include <doctest/doctest.h>

#include "disclosure/audit.hpp"
#include "disclosure/test_table.hpp"

using namespace tartip;
using namespace tartip::disclosure;

namespace {

const std::vector<std::string> k_cases = {"district-offence-0", "district-offence-1",  "district-offence-2",
                                          "linked-issue-136",   "sdctable-microdata1", "region-district-offence"};

}  // namespace

TEST_CASE("the reference tables are protected at the least cost that integer programming has proved") {
  for (const std::string& name : k_cases) {
    const auto file = test::shared_file("reference/disclosure/suppression/" + name + ".json");
    if (!file) continue;
    for (const bool by_count : {true, false}) {
      CAPTURE(name);
      CAPTURE(by_count);
      const auto read = test::reference_case(*file, [&](double value) { return by_count ? 1 : value + 1; });
      const auto pattern = suppress(read.table);
      REQUIRE(pattern.has_value());
      CHECK(pattern->unprotected.empty());
      CHECK(pattern->whole);
      const auto& optimum = read.json.at("optimal");
      std::size_t hidden = 0;
      double cost = 0;
      for (std::size_t c = 0; c < read.keys.size(); ++c) {
        if (pattern->hidden[c] == 0) continue;
        ++hidden;
        cost += read.table.cells[c].cost;
      }
      if (by_count)
        CHECK(hidden == optimum.at("by_count").at("suppressed").to_number<std::size_t>());
      else
        CHECK(cost == optimum.at("by_value_plus_one").at("cost").to_number<double>());
      const auto attacked = audit(read.table, pattern->hidden, {.whole_numbers = true});
      REQUIRE(attacked.has_value());
      CHECK(attacked->exposed == 0);
    }
  }
}
