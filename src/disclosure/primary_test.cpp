#include "disclosure/primary.hpp"

#include <doctest/doctest.h>

using namespace tartip;
using namespace tartip::disclosure;

namespace {

std::optional<Sensitivity> of(const Contributions& cell, const PrimaryRules& rules) {
  const auto found = assess(cell, rules);
  REQUIRE(found.has_value());
  return *found;
}

}  // namespace

TEST_CASE("small counts are sensitive, zero only when asked") {
  const PrimaryRules rules{.least = 5};
  CHECK_FALSE(of({.total = 0, .count = 0}, rules));
  for (const int n : {1, 4}) CHECK(of({.total = 1.0 * n, .count = n}, rules)->rule == PrimaryRule::few);
  CHECK_FALSE(of({.total = 5, .count = 5}, rules));
  CHECK(of({.total = 1, .count = 1}, rules)->down == 1);
  CHECK(of({.total = 1, .count = 1}, rules)->up == 2);
  CHECK(of({.total = 4, .count = 4}, rules)->down == 2);
  CHECK(of({.total = 0}, {.least = 5, .zeros = Zeros::sensitive})->rule == PrimaryRule::zero);
}

TEST_CASE("dominance and p per cent, with the protection at which the rule would just be kept") {
  // Hundepool et al. 2012, section 4.2: contributions 50, 30, 10, 5, 5.
  const Contributions cell{.total = 100, .count = 5, .largest = {50, 30, 10}};
  CHECK_FALSE(of(cell, {.dominance_n = 2, .dominance_k = 80, .counts = false}));  // exactly 80 per cent
  const auto dominated = of(cell, {.dominance_n = 2, .dominance_k = 75, .counts = false});
  REQUIRE(dominated.has_value());
  CHECK(dominated->rule == PrimaryRule::dominance);
  CHECK(dominated->up == doctest::Approx(80 / 0.75 - 100));
  // Others than the two largest: 20; the second estimates the largest to within 40 per cent.
  CHECK_FALSE(of(cell, {.p = 40, .counts = false}));
  const auto close = of(cell, {.p = 50, .counts = false});
  REQUIRE(close.has_value());
  CHECK(close->rule == PrimaryRule::p_percent);
  CHECK(close->up == doctest::Approx(5));  // a total of 105 would leave 25 to the others
  // A single contributor: the whole total is its own.
  const auto alone = of({.total = 70, .count = 1, .largest = {70}}, {.p = 10, .counts = false});
  REQUIRE(alone.has_value());
  CHECK(alone->up == doctest::Approx(7));
}

TEST_CASE("an amount with few contributors is protected by a share of itself; the widest protection counts") {
  const PrimaryRules rules{.least = 3, .p = 10, .width_percent = 20, .counts = false};
  const auto found = of({.total = 1000, .count = 2, .largest = {900, 100}}, rules);
  REQUIRE(found.has_value());
  CHECK(found->rule == PrimaryRule::few);
  CHECK(found->up == 200);  // p per cent alone would ask 90
}

TEST_CASE("contributions that make no sense are refused") {
  const PrimaryRules p{.p = 10, .counts = false};
  CHECK(assess({.total = 10, .count = 3, .largest = {5}}, p).error().key == "error.disclosure.contributions");
  CHECK(assess({.total = 10, .count = 2, .largest = {5, 6}}, p).error().key == "error.disclosure.contributions");
  CHECK(assess({.total = 10, .count = 2, .largest = {8, 6}}, p).error().key == "error.disclosure.contributions");
  CHECK(assess({.total = -1, .count = 2}, {.least = 3}).error().key == "error.disclosure.contributions");
  CHECK(assess({.total = 1, .count = 1}, {.p = 150}).error().key == "error.disclosure.rule");
  CHECK(assess({.total = 1, .count = 1}, {.dominance_n = 1}).error().key == "error.disclosure.rule");
}
