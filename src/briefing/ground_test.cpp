#include "briefing/ground.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "briefing/test_material.hpp"
#include "statistics/table.hpp"

using namespace tartip;
using namespace tartip::briefing;
using doctest::Approx;

namespace {

constexpr int k_districts = 4;

std::vector<cube::Member> districts() {
  std::vector<cube::Member> members;
  for (std::int32_t number = 0; number < k_districts; ++number)
    members.push_back(
        {number, number < 2 ? "KZ63" : "KZ" + std::to_string(number), {}});  // a redrawn unit keeps its code
  return members;
}

// Months of six years whose counts vary far more than Poisson.
cube::Panel monthly_by_district() {
  cube::Panel panel;
  panel.span = {test::year(2017).from, test::year(2022).to};
  panel.periods = axes::periods_in(panel.span, axes::Unit::month);
  panel.territories = districts();
  Random random(20);
  for (std::int32_t s = 0; s < k_districts; ++s) {
    panel.series.push_back({s, -1});
    for (std::size_t p = 0; p < panel.periods.size(); ++p) {
      panel.values.push_back(static_cast<double>(random.poisson(20 * (1 + s) * random.gamma(2) / 2)));
      panel.cells.push_back(cube::Cell::complete);
    }
  }
  return panel;
}

cube::Panel of_year(const cube::Panel& monthly, int year) {
  cube::Panel panel;
  panel.span = test::year(year);
  panel.territories = monthly.territories;
  panel.series = monthly.series;
  for (std::size_t s = 0; s < monthly.series.size(); ++s) {
    double sum = 0;
    for (std::size_t p = 0; p < monthly.periods.size(); ++p)
      if (axes::first_day(monthly.periods[p]) >= panel.span.from && axes::first_day(monthly.periods[p]) < panel.span.to)
        sum += monthly.row(s)[p];
    panel.values.push_back(sum);
    panel.cells.push_back(cube::Cell::complete);
    panel.residents.push_back(10'000.0 * static_cast<double>(s + 1));
  }
  return panel;
}

}  // namespace

TEST_CASE("a district's rate, interval, standing and change are those of the table") {
  const cube::Panel monthly = monthly_by_district();
  const cube::Panel now = of_year(monthly, 2022), before = of_year(monthly, 2021);

  statistics::TableOptions options;
  options.header.period = now.span;
  options.header.per = 10'000;
  options.history = &monthly;
  options.ranking.seed = 1;
  const statistics::StatTable table = statistics::build_table(now, &before, options);

  Material material = test::register_of({100}, {100});
  Place place;
  place.exposure = Exposure::residents;
  place.per = 10'000;
  place.now = now;
  place.before = before;
  place.monthly = monthly;
  for (const cube::Member& member : districts())
    place.grounds.push_back({member.number, member.code, {}, {}, 10'000.0 * (member.number + 1)});
  material.place = std::move(place);
  const PlaceFigures figures = gather_place(material, Making(), Voice("en"));

  REQUIRE(table.rows.size() == 1 + k_districts);
  for (std::size_t i = 0; i < k_districts; ++i) {
    const statistics::TableRow& row = table.rows[1 + i];
    const GroundFigures& ground = figures.grounds[i];
    CHECK(ground.count.value == row.change.current);
    CHECK(ground.value == Approx(row.rate).epsilon(1e-12));
    CHECK(ground.low == row.rate_low);
    CHECK(ground.high == row.rate_high);
    CHECK(row.dispersion > 2);
    CHECK(static_cast<int>(figures.ranking.units[i].standing) == static_cast<int>(row.ranked.standing));
    CHECK(figures.ranking.units[i].rank_low == row.ranked.rank_low);
    REQUIRE(ground.change != nullptr);
    CHECK(ground.change->change.low == row.change.low);
    CHECK(ground.change->change.high == row.change.high);
    CHECK(ground.change->change.p == row.change.p);
    CHECK(statistics::corrected_verdict(ground.change->change, ground.change->p_adjusted) == row.change.verdict);
  }
}

TEST_CASE("units that were joined for a comparison share its change, each naming the other") {
  // Kazakhstan, 8 June 2022: East Kazakhstan gave Abay away; both are compared with the old region as one.
  const cube::Panel monthly = monthly_by_district();
  Material material = test::register_of({100}, {100});
  Place place;
  place.exposure = Exposure::residents;
  place.now = of_year(monthly, 2022);
  cube::Panel before;
  before.span = test::year(2021);
  before.territories = {{9, "KZ63", {}}, {2, "KZ2", {}}, {3, "KZ3", {}}};
  before.series = {{0, -1}, {1, -1}, {2, -1}};
  before.values = {500, 700, 800};
  before.cells.resize(3);
  place.before = before;
  using statistics::Match, statistics::Reason;
  place.comparable = {{{0, 1}, {9}, {0, 1}, {9}, Match::bridged, Reason::units_joined}};
  const char* const names[] = {"East Kazakhstan", "Abay", "Astana", "Almaty"};
  for (const cube::Member& member : districts())
    place.grounds.push_back({member.number, member.code, {{{"en", names[member.number]}}}, {}, 10'000});
  material.place = std::move(place);
  const PlaceFigures figures = gather_place(material, Making(), Voice("en"));
  REQUIRE(figures.grounds[0].change != nullptr);
  CHECK(figures.grounds[0].change == figures.grounds[1].change);
  CHECK(figures.grounds[0].change->change.previous == 500);
  CHECK(figures.grounds[0].together_with == std::vector<std::string>{"Abay"});
  CHECK(figures.grounds[1].together_with == std::vector<std::string>{"East Kazakhstan"});
  CHECK(figures.grounds[2].together_with.empty());
  REQUIRE(figures.redrawn.size() == 1);
  CHECK(figures.redrawn[0].now == std::vector<std::string>{"East Kazakhstan", "Abay"});
  CHECK(figures.redrawn[0].before == std::vector<std::string>{"KZ63"});
  CHECK_FALSE(figures.redrawn[0].refused);
}
