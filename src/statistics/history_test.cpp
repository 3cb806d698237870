#include "statistics/history.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "statistics/season.hpp"
#include "support/panels.hpp"

using namespace tartip::statistics;
using namespace tartip;
using doctest::Approx;
using test::panel_of;

namespace {
const std::vector<double> k_small = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3,
                                     8, 4, 6, 2, 6, 4, 3, 3, 8, 3, 2, 7, 9, 5, 0, 2, 8, 8};
}

TEST_CASE("months are laid out by year; the estimate is that of the table") {
  const cube::Panel panel = panel_of({{"", "", k_small}}, test::months_from(2020, 36));
  CHECK(dispersion_of(panel, 0).phi == Approx(1.37620059618).epsilon(1e-7));
  CHECK(dispersion_of_total(panel).phi == Approx(1.37620059618).epsilon(1e-7));
}

TEST_CASE("partial months are left out, series are added for the total") {
  cube::Panel panel = panel_of({{"r1", "", k_small}, {"r2", "", k_small}}, test::months_from(2020, 36));
  CHECK(dispersion_of_total(panel).phi > dispersion_of(panel, 1).phi);  // twice the same noise is not independent
  panel.cells[35] = cube::Cell::partial;
  CHECK(dispersion_of(panel, 0).degrees == 21);
}

TEST_CASE("no season, one year, nothing: not estimated") {
  CHECK_FALSE(dispersion_of_total(panel_of({})).estimated());
  CHECK_FALSE(dispersion_of(panel_of({{"", "", {5}}}), 0).estimated());
  CHECK_FALSE(
      dispersion_of(panel_of({{"", "", std::vector<double>(12, 5)}}, test::months_from(2020, 12)), 0).estimated());
  std::vector<axes::Period> years;
  for (int y = 0; y < 30; ++y) years.push_back({axes::Unit::year, y});
  CHECK_FALSE(dispersion_of(panel_of({{"", "", std::vector<double>(30, 5)}}, years), 0).estimated());
}

TEST_CASE("parts of the year") {
  const auto day = [](const char* text) { return *axes::parse_day(text); };
  const auto month = season_of(axes::period_of(day("2022-09-17"), axes::Unit::month));
  CHECK(month->year == 2022);
  CHECK(month->part == 8);
  CHECK(season_of(axes::period_of(day("2022-09-17"), axes::Unit::quarter))->part == 2);
  CHECK(season_of(axes::period_of(day("2022-09-17"), axes::Unit::half_year))->part == 1);
  // ISO 8601: 2021-01-03 is a Sunday of week 53 of 2020; 2024-12-30 is a Monday of week 1 of 2025.
  CHECK_FALSE(season_of(axes::period_of(day("2021-01-03"), axes::Unit::week)).has_value());
  const auto week = season_of(axes::period_of(day("2024-12-30"), axes::Unit::week));
  CHECK(week->year == 2025);
  CHECK(week->part == 0);
  CHECK_FALSE(season_of(axes::period_of(day("2022-09-17"), axes::Unit::day)).has_value());
}
