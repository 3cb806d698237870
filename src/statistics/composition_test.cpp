#include "statistics/composition.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "base/random.hpp"
#include "support/panels.hpp"

using namespace tartip::statistics;
using namespace tartip;
using doctest::Approx;

namespace {

PartValue part(const std::string& code, double current, double previous) {
  return {code, {}, {current, cube::Cell::complete}, {previous, cube::Cell::complete}, Match::same, {}};
}

double contributions(const Composition& composition) {
  double sum = 0;
  for (const Part& one : composition.parts) sum += one.contribution;
  return sum;
}

}  // namespace

TEST_CASE("a falling total with opposite parts: Kazakhstan, first half of 2025") {
  // 64 529 offences (−6.5 %) = 52 117 crimes (−11.7 %) + 12 412 misdemeanours (+24 %), as published.
  const double crimes = std::round(52'117 / (1 - 0.117));
  const double misdemeanours = std::round(12'412 / 1.24);
  const Composition composition =
      compose({part("misdemeanours", 12'412, misdemeanours), part("crimes", 52'117, crimes)});
  CHECK(composition.total.current == 64'529);
  CHECK(composition.total.percent == Approx(-6.5).epsilon(0.01));
  REQUIRE(composition.parts.size() == 2);
  CHECK(composition.parts[0].code == "crimes");
  CHECK_FALSE(composition.parts[0].offsets);
  CHECK(composition.parts[1].offsets);
  CHECK(composition.parts[1].change.verdict == Verdict::rise);
  CHECK(composition.opposite);
  CHECK(composition.parts[0].points + composition.parts[1].points == Approx(composition.total.percent).epsilon(1e-12));
  CHECK(contributions(composition) == composition.total.absolute);
  CHECK(composition.gross_rise + composition.gross_fall == composition.total.absolute);
}

TEST_CASE("contributions add up to the total for any numbers, with a rest and with what is not known") {
  Random random(5);
  for (int run = 0; run < 200; ++run) {
    std::vector<PartValue> parts;
    double current = 0;
    double previous = 0;
    const auto count = static_cast<int>(random.below(30));
    for (int i = 0; i < count; ++i) {
      parts.push_back(part("c" + std::to_string(i), static_cast<double>(random.below(100)),
                           static_cast<double>(random.below(100))));
      current += parts.back().current.value;
      previous += parts.back().previous.value;
    }
    CompositionOptions options;
    options.most_parts = 8;
    options.total_current = Observation{current + static_cast<double>(random.below(3)), cube::Cell::complete};
    options.total_previous = Observation{previous + static_cast<double>(random.below(3)), cube::Cell::complete};
    const Composition composition = compose(parts, options);
    if (parts.empty()) continue;
    CHECK(contributions(composition) == composition.total.absolute);
    CHECK(composition.gross_rise + composition.gross_fall == composition.total.absolute);
    CHECK(composition.parts.size() <= 10);
    CHECK(composition.whole);
    double share = 0;
    for (const Part& one : composition.parts) share += one.share_current;
    if (composition.total.current > 0) CHECK(share == Approx(100));
  }
}

TEST_CASE("parts appear, vanish, are gathered, and are ordered with ties by code") {
  CompositionOptions options;
  options.most_parts = 3;
  const Composition composition = compose(
      {part("b", 5, 15), part("a", 15, 5), part("new", 40, 0), part("old", 0, 3), part("x", 2, 1), part("", 1, 1)},
      options);
  REQUIRE(composition.parts.size() == 5);
  CHECK(composition.parts[0].kind == PartKind::appeared);
  CHECK(composition.parts[1].code == "a");
  CHECK(composition.parts[2].code == "b");
  CHECK(composition.parts[3].kind == PartKind::rest);
  CHECK(composition.parts[3].members == 2);
  CHECK(composition.parts[3].change.current == 2);
  CHECK(composition.parts[3].change.previous == 4);
  CHECK(composition.parts[4].kind == PartKind::not_known);
  CHECK(std::isnan(composition.parts[3].p_adjusted));
  CHECK(composition.parts[1].p_adjusted >= composition.parts[1].change.p);
  CHECK(compose({part("old", 0, 3)}).parts[0].kind == PartKind::vanished);
}

TEST_CASE("a missing or refused part makes the composition incomplete, and is shown last") {
  std::vector<PartValue> parts = {part("a", 10, 20), part("b", 10, 5)};
  parts.push_back({"m", {}, {NAN, cube::Cell::missing}, {4, cube::Cell::complete}, Match::same, {}});
  const Composition missing = compose(parts);
  CHECK_FALSE(missing.whole);
  CHECK(missing.total.basis == Basis::missing);
  CHECK(missing.parts.back().code == "m");
  CHECK(std::isnan(missing.parts.back().contribution));
  CHECK(missing.parts.front().contribution == -10);

  std::vector<PartValue> refused = {part("a", 10, 20), part("b", 8, 0)};
  refused[1].match = Match::refused;
  const Composition broken = compose(refused);
  CHECK_FALSE(broken.whole);
  CHECK(broken.total.absolute == -2);
  CHECK(broken.parts[1].change.basis == Basis::not_comparable);
}

TEST_CASE("nothing, zeros, one part") {
  const Composition none = compose({});
  CHECK(none.parts.empty());
  CHECK(none.total.basis == Basis::missing);
  const Composition zero = compose({part("a", 0, 0), part("b", 0, 0)});
  CHECK(zero.total.basis == Basis::both_zero);
  CHECK(std::isnan(zero.parts[0].share_current));
  CHECK(std::isnan(zero.parts[0].points));
  CHECK_FALSE(zero.opposite);
  CHECK(compose({part("a", 3, 6)}).parts[0].points == -50);
}

TEST_CASE("the parts of a pairing by territory and class are its classes; joined ground does not break them") {
  using test::panel_of;
  const std::vector<ComparableGroup> ground = {{{1}, {2}, {1}, {2}, Match::refused, Reason::succession_unknown}};
  const std::vector<ComparableGroup> classes = {{{8}, {}, {8}, {}, Match::refused, Reason::class_begins}};
  const cube::Panel now = panel_of({{"r1", "c7", {1}}, {"r1", "c8", {2}}, {"r3", "c7", {3}}});
  const cube::Panel before = panel_of({{"r2", "c7", {5}}, {"r3", "c7", {6}}});
  const auto parts = parts_of(pair_panels(now, &before, ground, classes));
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].code == "c7");
  CHECK(parts[0].current.value == 4);
  CHECK(parts[0].previous.value == 11);
  CHECK(parts[0].match == Match::same);
  CHECK(parts[1].match == Match::refused);
}
