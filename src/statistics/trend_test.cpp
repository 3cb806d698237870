#include "statistics/trend.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "support/panels.hpp"

using namespace tartip::statistics;
using namespace tartip;
using doctest::Approx;
using test::months_from;
using test::panel_of;

namespace {

TrendOptions year(const char* text) {
  TrendOptions options;
  options.current = *axes::parse_span(text);
  return options;
}

}  // namespace

TEST_CASE("a burst stands out of the range of its month, the season does not") {
  std::vector<double> values;
  for (int y = 0; y < 5; ++y)
    for (int m = 0; m < 12; ++m) values.push_back(100 + (m == 6 ? 200 : 0) + (y % 2 == 0 ? 4 : -4));
  values[4 * 12 + 2] = 190;  // March of the last year
  values[4 * 12 + 9] = 40;   // October
  const cube::Panel panel = panel_of({{"", "", values}}, months_from(2018, 60));
  const Trend trend = trend_of(panel, 0, year("2022"));
  CHECK(trend.state == TrendState::ranged);
  CHECK(trend.baseline_years == 4);
  REQUIRE(trend.points.size() == 12);
  CHECK(trend.points[2].against == Against::above);
  CHECK(trend.points[9].against == Against::below);
  CHECK(trend.points[6].against == Against::within);
  CHECK(trend.points[6].usual == Approx(300));
  CHECK(trend.points[0].year_before.value == 96);
  CHECK(trend.outside == 2);
  CHECK(trend.outside_by_chance == Approx(0.6));
  CHECK(trend.points[6].low > 240);
  CHECK(trend.points[6].high < 360);
}

TEST_CASE("too few years give values and last year's, but no range") {
  const cube::Panel panel = panel_of({{"", "", std::vector<double>(36, 10.0)}}, months_from(2020, 36));
  const Trend trend = trend_of(panel, 0, year("2022"));
  CHECK(trend.state == TrendState::too_few_years);
  CHECK(trend.baseline_years == 2);
  CHECK(trend.points[0].value.value == 10);
  CHECK(trend.points[0].year_before.value == 10);
  CHECK(std::isnan(trend.points[0].low));
  CHECK(trend.points[0].against == Against::none);
  CHECK(trend.outside_by_chance == 0);
}

TEST_CASE("missing and partial months neither count as baseline nor are judged") {
  std::vector<double> values(60, 50.0);
  values[1] = NAN;  // February of the first year: four years are left, then three
  values[13] = NAN;
  values[51] = NAN;  // April of the shown year
  cube::Panel panel = panel_of({{"", "", values}}, months_from(2018, 60));
  panel.cells[52] = cube::Cell::partial;  // May: 50 so far
  const Trend trend = trend_of(panel, 0, year("2022"));
  CHECK(trend.points[0].years == 4);
  CHECK(trend.points[1].years == 2);
  CHECK(trend.points[1].against == Against::none);
  CHECK(std::isnan(trend.points[1].high));
  CHECK(trend.points[3].against == Against::none);
  CHECK(trend.points[4].against == Against::none);
  CHECK(trend.points[5].against == Against::within);
}

TEST_CASE("a month that never had an event: one is usual, many are not") {
  std::vector<double> values(60, 0.0);
  values[50] = 1;
  values[55] = 6;
  const Trend trend = trend_of(panel_of({{"", "", values}}, months_from(2018, 60)), 0, year("2022"));
  CHECK(trend.points[0].low == 0);
  CHECK(trend.points[2].against == Against::within);
  CHECK(trend.points[7].against == Against::above);
}

TEST_CASE("all series together; units without a season; amounts; nothing") {
  const std::vector<double> ten(60, 10.0);
  const cube::Panel panel = panel_of({{"r1", "", ten}, {"r2", "", ten}}, months_from(2018, 60));
  CHECK(trend_of(panel, k_all_series, year("2022")).points[0].value.value == 20);

  std::vector<axes::Period> years;
  for (int y = 40; y < 53; ++y) years.push_back({axes::Unit::year, y});
  const Trend yearly = trend_of(panel_of({{"", "", std::vector<double>(13, 5.0)}}, years), 0, year("2022"));
  CHECK(yearly.state == TrendState::not_periodic);
  CHECK(yearly.points.size() == 1);

  TrendOptions amounts = year("2022");
  amounts.kind = Kind::amount;
  CHECK(trend_of(panel, 0, amounts).state == TrendState::amounts);
  CHECK(trend_of(panel_of({}), k_all_series, year("2022")).points.empty());
}
