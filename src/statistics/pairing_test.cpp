#include "statistics/pairing.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support/panels.hpp"

using namespace tartip::statistics;
using namespace tartip;
using cube::Cell;
using test::panel_of;

TEST_CASE("rows are matched by member; a row that one side lacks had no events there") {
  const cube::Panel now = panel_of({{"r1", "", {3, 4}, 1000}, {"r2", "", {5, 5}, 500}}, test::months_from(2022, 2));
  const cube::Panel before =
      panel_of({{"r2", "", {1, 1}, 450}, {"r3", "", {2, 0}, 70}, {"?", "", {6, 0}}}, test::months_from(2021, 2));
  const Pairing pairing = pair_panels(now, &before);
  REQUIRE(pairing.rows.size() == 4);
  CHECK(pairing.rows[0].current.value == 7);
  CHECK(pairing.rows[0].previous.value == 0);
  CHECK(pairing.rows[0].previous.cell == Cell::complete);
  CHECK(pairing.rows[1].previous.value == 2);
  CHECK(pairing.rows[1].residents_previous == 450);
  CHECK(pairing.rows[2].territories.front().code == "r3");
  CHECK(pairing.rows[2].current.value == 0);
  CHECK(pairing.rows[3].territories.front().code.empty());
  CHECK(pairing.current.value == 17);
  CHECK(pairing.previous.value == 10);
  CHECK(std::isnan(pairing.residents));  // r3 has no residents on this side
}

TEST_CASE("missing months make the sum missing, and the total with it") {
  const cube::Panel now = panel_of({{"r1", "", {3, NAN}}, {"r2", "", {5, 5}}}, test::months_from(2022, 2));
  const Pairing pairing = pair_panels(now, nullptr);
  CHECK(pairing.rows[0].current.cell == Cell::missing);
  CHECK(std::isnan(pairing.rows[0].current.value));
  CHECK(pairing.rows[1].current.value == 10);
  CHECK(pairing.current.cell == Cell::missing);
  CHECK(pairing.rows[1].previous.cell == Cell::missing);
}

TEST_CASE("an empty panel is missing, not zero") {
  const cube::Panel none = panel_of({});
  const cube::Panel now = panel_of({{"r1", "", {3}}});
  const Pairing pairing = pair_panels(now, &none);
  REQUIRE(pairing.rows.size() == 1);
  CHECK(pairing.rows[0].previous.cell == Cell::missing);
  CHECK(std::isnan(pairing.rows[0].previous.value));
  CHECK(pair_panels(none, nullptr).rows.empty());
  CHECK(pair_panels(none, nullptr).current.cell == Cell::missing);
}

TEST_CASE("joined units are added on each side, their residents counted once") {
  // r1 was split into r2 and r3 in the middle of this year.
  ComparableGroup split{{1, 2, 3}, {1}, {2, 3}, {1}, Match::bridged, Reason::units_joined};
  const cube::Panel now =
      panel_of({{"r1", "", {10}, 100}, {"r2", "", {7}, 60}, {"r3", "", {4}, 41}, {"r4", "", {2}, 9}});
  const cube::Panel before = panel_of({{"r1", "", {18}, 99}, {"r4", "", {1}, 8}});
  const Pairing pairing = pair_panels(now, &before, {split});
  REQUIRE(pairing.rows.size() == 2);
  const Pair& joined = pairing.rows[0];
  CHECK(joined.current.value == 21);
  CHECK(joined.previous.value == 18);
  CHECK(joined.residents == 101);
  CHECK(joined.residents_previous == 99);
  CHECK(joined.territories.size() == 3);
  CHECK(joined.match == Match::bridged);
  CHECK(pairing.rows[1].match == Match::same);
  CHECK(pairing.residents == 110);
  CHECK(pairing.residents_previous == 107);
}

TEST_CASE("two axes: a class that breaks is refused in every territory, residents count once a territory") {
  const std::vector<ComparableGroup> classes = {{{7}, {7}, {7}, {7}, Match::same, Reason::none},
                                                {{8}, {}, {8}, {}, Match::refused, Reason::class_begins}};
  const cube::Panel now =
      panel_of({{"r1", "c7", {1}, 100}, {"r1", "c8", {2}, 100}, {"r2", "c7", {3}, 50}, {"r2", "c8", {4}, 50}});
  const cube::Panel before = panel_of({{"r1", "c7", {5}, 90}, {"r2", "c7", {6}, 40}});
  const Pairing pairing = pair_panels(now, &before, {}, classes);
  REQUIRE(pairing.rows.size() == 4);
  CHECK(pairing.rows[1].match == Match::refused);
  CHECK(pairing.rows[1].reason == Reason::class_begins);
  CHECK(pairing.rows[2].match == Match::same);
  CHECK(pairing.residents == 150);
}

TEST_CASE("units that end and begin within the span are whole together, and so is the total") {
  using namespace std::chrono;
  // As Kazakhstan's regions of 8 June 2022: r1 was split into r2 and r3 within the earlier span.
  const std::vector<ComparableGroup> split = {
      {{2, 3}, {1, 2, 3}, {2, 3}, {2, 3}, Match::bridged, Reason::units_joined}};
  const axes::Span year{sys_days(2023y / 1 / 1), sys_days(2024y / 1 / 1)};
  const axes::Span year_before{sys_days(2022y / 1 / 1), sys_days(2023y / 1 / 1)};
  cube::Panel now = panel_of({{"r2", "", {7}, 60}, {"r3", "", {4}, 41}, {"r4", "", {2}, 9}});
  cube::Panel before = panel_of({{"r1", "", {8}}, {"r2", "", {3}, 60}, {"r3", "", {2}, 40}, {"r4", "", {1}, 8}});
  before.cells = {Cell::partial, Cell::partial, Cell::partial, Cell::complete};
  now.span = year;
  before.span = year_before;
  now.covered = before.covered = {year_before.from, year.to};
  Pairing pairing = pair_panels(now, &before, split);
  REQUIRE(pairing.rows.size() == 2);
  CHECK(pairing.rows[0].previous.value == 13);
  CHECK(pairing.rows[0].previous.cell == Cell::complete);
  CHECK(pairing.previous.value == 14);
  CHECK(pairing.previous.cell == Cell::complete);

  // A unit of its own that was not there all the time is not the same ground; only the total is.
  pairing = pair_panels(now, &before);
  CHECK(pairing.rows[0].previous.cell == Cell::partial);
  CHECK(pairing.previous.cell == Cell::complete);
  // An amount may be partial because it was not reported.
  CHECK(pair_panels(now, &before, split, {}, Kind::amount).rows[0].previous.cell == Cell::partial);
  // The register does not cover the first day.
  before.covered.from += days(1);
  pairing = pair_panels(now, &before, split);
  CHECK(pairing.rows[0].previous.cell == Cell::partial);
  CHECK(pairing.previous.cell == Cell::partial);
}
