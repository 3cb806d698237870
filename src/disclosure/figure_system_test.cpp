#include "disclosure/figure_system.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "base/random.hpp"

using namespace tartip;
using namespace tartip::disclosure;

namespace {

const PrimaryRules k_rules{.least = 5};

std::set<std::string> hidden_of(const FigureSystem& system, const FigureProtection& made) {
  std::set<std::string> names;
  for (std::size_t q = 0; q < made.hidden.size(); ++q)
    if (made.hidden[q] != 0) names.insert(system.quantities()[q].name);
  return names;
}

// Three regions that add up to a country, all told.
FigureSystem regions(std::int64_t a, std::int64_t b, std::int64_t c) {
  FigureSystem system;
  std::vector<std::size_t> parts;
  std::int64_t all = 0;
  for (const auto& [name, value] : {std::pair("A", a), std::pair("B", b), std::pair("C", c)}) {
    parts.push_back(system.add(name, Decimal(value)));
    all += value;
  }
  const std::size_t total = system.add("country", Decimal(all));
  system.add_sum(total, parts, true, "rest");
  for (const std::size_t q : {parts[0], parts[1], parts[2], total}) system[q].told = true;
  return system;
}

}  // namespace

TEST_CASE("a small count goes, and the cheapest other with it; what is left cannot be computed") {
  const FigureSystem system = regions(3, 20, 900);
  const FigureProtection made = protect(system, {.rules = k_rules}).value();
  CHECK(hidden_of(system, made) == std::set<std::string>{"A", "B"});
  CHECK(made.primary == 1);
  CHECK(made.secondary == 1);
  CHECK(made.exposed == 0);
  REQUIRE(made.withheld.size() == 2);
  CHECK(made.withheld[0].reason == WithheldFor::few);
  CHECK(made.withheld[0].low == 0);
  CHECK(made.withheld[0].high == 23);
  CHECK(made.withheld[0].reached);
  CHECK(made.withheld[1].reason == WithheldFor::secondary);
}

TEST_CASE("nothing small, nothing withheld; a zero is no secret") {
  const FigureSystem system = regions(0, 20, 900);
  const FigureProtection made = protect(system, {.rules = k_rules}).value();
  CHECK(hidden_of(system, made).empty());
  CHECK(made.withheld.empty());
  CHECK(protect(FigureSystem(), {.rules = k_rules}).value().hidden.empty());
}

TEST_CASE("what is left of a total is protected although nobody publishes it") {
  FigureSystem system;
  const std::size_t total = system.add("total", Decimal(50)), part = system.add("crimes", Decimal(48));
  system.add_sum(total, {part}, false, "total less crimes");
  system[total].told = system[part].told = true;
  const FigureProtection made = protect(system, {.rules = k_rules}).value();
  // 50 − 48 = 2: one of the two told counts must go.
  CHECK(hidden_of(system, made).contains("total less crimes"));
  CHECK(made.secondary == 1);
  CHECK(made.exposed == 0);
  const auto rest = std::find_if(made.withheld.begin(), made.withheld.end(), [&](const WithheldQuantity& one) {
    return system.quantities()[one.quantity].name == "total less crimes";
  });
  REQUIRE(rest != made.withheld.end());
  CHECK(rest->reason == WithheldFor::few);
  CHECK(rest->low == 0);
  CHECK(rest->high >= 4);

  FigureSystem broken;  // more parts than whole: a form that contradicts itself ties nothing together
  const std::size_t small = broken.add("total", Decimal(5)), large = broken.add("part", Decimal(9));
  broken.add_sum(small, {large}, false, "rest");
  CHECK(broken.sums().empty());
}

TEST_CASE("what was told cannot be hidden; what was withheld stays so") {
  FigureSystem shown = regions(3, 20, 900);
  shown[*shown.find("A")].shown = true;
  const FigureProtection told = protect(shown, {.rules = k_rules}).value();
  REQUIRE(told.shown.size() == 1);
  CHECK(shown.quantities()[told.shown[0]].name == "A");
  CHECK(hidden_of(shown, told).empty());

  FigureSystem kept = regions(7, 20, 900);
  kept[*kept.find("A")].withheld = kept[*kept.find("C")].withheld = true;
  const FigureProtection made = protect(kept, {.rules = k_rules}).value();
  CHECK(hidden_of(kept, made) == std::set<std::string>{"A", "C"});
  CHECK(made.withheld[0].reason == WithheldFor::kept);
  CHECK(made.withheld[0].needed_low == made.withheld[0].needed_high);

  // A and B told before: C − nothing protects A's neighbour, so a small C lies open, and that is said.
  FigureSystem open = regions(20, 30, 3);
  for (const char* name : {"A", "B", "country"}) open[*open.find(name)].shown = true;
  CHECK(protect(open, {.rules = k_rules}).value().exposed == 1);
}

TEST_CASE("amounts are judged by those behind them, and not at all when they are not known") {
  FigureSystem system;
  const std::size_t known = system.add("damage A", Decimal(100)), unknown = system.add("damage B", Decimal(100));
  for (const std::size_t q : {known, unknown}) system[q].is_count = false, system[q].told = true;
  system[known].contributors = 2;
  system[unknown].contributors.reset();
  const FigureProtection made = protect(system, {.rules = {.least = 3, .width_percent = 20}}).value();
  CHECK(hidden_of(system, made) == std::set<std::string>{"damage A"});
  CHECK(made.withheld[0].needed_low == 80);
  CHECK(made.withheld[0].needed_high == 120);
  CHECK(made.withheld[0].high > 1e300);
  CHECK(protect(system, {.rules = {.least = 3, .dominance_n = 1, .dominance_k = 80}}).error().key ==
        "error.disclosure.contributions");
}

TEST_CASE("over random systems no small quantity, told or left over, lies closer than its protection") {
  Random random(11);
  for (int trial = 0; trial < 20; ++trial) {
    CAPTURE(trial);
    // Regions × rows, each a part of the row “total”, and a share of each that is counted by a second quantity.
    FigureSystem system;
    std::vector<std::vector<std::size_t>> of_row(4);
    for (int region = 0; region < 4; ++region) {
      std::vector<std::size_t> rows;
      Decimal all;
      for (int row = 0; row < 3; ++row) {
        const Decimal value(static_cast<std::int64_t>(random.poisson(row == 0 ? 4 : 30)));
        const std::string name = std::to_string(region) + "/" + std::to_string(row);
        rows.push_back(system.add(name, value));
        of_row[static_cast<std::size_t>(row)].push_back(rows.back());
        all += value;
        const std::size_t part = system.add(
            name + " solved",
            Decimal(std::min<std::int64_t>(value.thousandths() / 1000, static_cast<std::int64_t>(random.poisson(8)))));
        system.add_sum(rows.back(), {part}, false, name + " unsolved");
        system[rows.back()].told = system[part].told = true;
      }
      const Decimal others(static_cast<std::int64_t>(random.poisson(6)));
      const std::size_t total = system.add(std::to_string(region) + "/total", all + others);
      system[total].told = true;
      of_row[3].push_back(total);
      system.add_sum(total, rows, false, std::to_string(region) + "/others");
    }
    for (std::size_t row = 0; row < of_row.size(); ++row) {
      Decimal all;
      for (const std::size_t part : of_row[row]) all += system.quantities()[part].value;
      const std::size_t country = system.add("country/" + std::to_string(row), all);
      system[country].told = true;
      system.add_sum(country, of_row[row], true, "");
    }
    const FigureProtection one = protect(system, {.rules = k_rules, .threads = 1}).value();
    CHECK(one.exposed == 0);
    for (const WithheldQuantity& withheld : one.withheld) {
      const Quantity& quantity = system.quantities()[withheld.quantity];
      CHECK(one.hidden[withheld.quantity] == 1);
      if (quantity.value < Decimal(5) && quantity.value > Decimal()) CHECK(withheld.high - withheld.low >= 2);
    }
    CHECK(protect(system, {.rules = k_rules, .threads = 2}).value().hidden == one.hidden);
  }
}
