#include "disclosure/suppression.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "disclosure/audit.hpp"
#include "disclosure/test_counts.hpp"
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

TEST_CASE("in tables of many shapes no primary cell can be recovered inside its protection, from inside neither") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    const int chapters = seed % 3 == 0 ? 2 : 1;
    auto table = test::counts_of({.regions = 3, .districts = 4, .chapters = chapters, .offences = 4, .seed = seed});
    for (Cell& cell : table.cells) cell.single = cell.value == 1;
    for (const bool insiders : {false, true}) {
      CAPTURE(insiders);
      const auto pattern = suppress(table, {.against_insiders = insiders, .attempts = 2}).value();
      const auto attacked = audit(table, pattern.hidden, {.whole_numbers = true, .against_insiders = insiders}).value();
      CHECK(attacked.exposed <= pattern.unprotected.size());
      if (!insiders) CHECK(pattern.unprotected.empty());
      for (const HiddenCell& cell : attacked.hidden)
        CHECK((!cell.exposed || std::count(pattern.unprotected.begin(), pattern.unprotected.end(), cell.cell) == 1));
      std::size_t hidden = 0;
      for (std::size_t c = 0; c < table.cells.size(); ++c) {
        hidden += pattern.hidden[c];
        CHECK((!table.cells[c].primary || pattern.hidden[c] == 1));
        CHECK((table.cells[c].may_hide || pattern.hidden[c] == 0));
      }
      CHECK(hidden == pattern.primary + pattern.secondary);
    }
  }
}

TEST_CASE("no secondary cell is hidden in vain") {
  const auto table = test::counts_of({.regions = 3, .districts = 5, .offences = 6, .seed = 4});
  const auto pattern = suppress(table).value();
  REQUIRE(pattern.secondary > 0);
  for (std::size_t c = 0; c < table.cells.size(); ++c) {
    if (pattern.hidden[c] == 0 || table.cells[c].primary) continue;
    auto without = pattern.hidden;
    without[c] = 0;
    CHECK(audit(table, without).value().exposed > 0);
  }
}

TEST_CASE("amounts of very different sizes are protected by their own amounts") {
  // Three branches by two regions in tenge; one cell is one firm's; the margins are known.
  SumTable table;
  for (const double value : {9.1e11, 4e7, 3.2e9, 5e5, 7.7e8, 2.5e10})
    table.cells.push_back({.value = value, .cost = value});
  const auto margin = [&](std::vector<std::size_t> parts) {
    double sum = 0;
    for (const std::size_t part : parts) sum += table.cells[part].value;
    table.sums.push_back({table.cells.size(), std::move(parts)});
    table.cells.push_back({.value = sum, .may_hide = false});
  };
  margin({0, 2, 4});
  margin({1, 3, 5});
  for (const std::size_t b : {0u, 2u, 4u}) margin({b, b + 1});
  Cell& firm = table.cells[1];
  firm.primary = true;
  firm.down = firm.up = 6e6;
  const auto pattern = suppress(table).value();
  CHECK(pattern.unprotected.empty());
  CHECK(pattern.secondary == 3);
  CHECK(pattern.hidden[1] == 1);
  CHECK(audit(table, pattern.hidden).value().exposed == 0);
}

TEST_CASE("what cannot be protected is named and stays hidden") {
  // One offence in the only district that may be hidden: its total says it.
  SumTable table{.cells = {{.value = 3}, {.value = 0, .may_hide = false}, {.value = 3, .may_hide = false}},
                 .sums = {{2, {0, 1}}}};
  table.cells[0].primary = true;
  table.cells[0].down = table.cells[0].up = 2;
  const auto pattern = suppress(table).value();
  CHECK(pattern.unprotected == std::vector<std::size_t>{0});
  CHECK(pattern.hidden == std::vector<std::uint8_t>{1, 0, 0});
  const auto attacked = audit(table, pattern.hidden).value();
  CHECK(attacked.exposed == 1);
  CHECK(attacked.exact == 1);
}

TEST_CASE("nothing primary, nothing hidden; the same call gives the same pattern; broken tables are refused") {
  SumTable table = test::counts_of({.seed = 9});
  CHECK(suppress(table)->hidden == suppress(table)->hidden);
  SumTable plain = table;
  for (Cell& cell : plain.cells) cell.primary = false;
  CHECK(suppress(plain)->secondary == 0);
  CHECK(suppress({})->hidden.empty());
  const auto key = [](const SumTable& bad) {
    const auto result = suppress(bad);
    return result.has_value() ? "" : result.error().key;
  };
  SumTable bad = table;
  bad.cells.back().value += 1;
  CHECK(key(bad) == "error.disclosure.sum_differs");
  bad = table;
  bad.sums[0].parts[0] = bad.cells.size();
  CHECK(key(bad) == "error.disclosure.sum_names");
  bad = table;
  bad.cells[0].value = std::nan("");
  CHECK(key(bad) == "error.disclosure.cell");
  bad = table;
  for (Cell& cell : bad.cells) cell.may_hide = false;
  CHECK(key(bad) == "error.disclosure.shown_primary");
}
