// Which cells of an answer are complete, partial or missing.
#include <doctest/doctest.h>

#include <cmath>

#include "store/test_country.hpp"

using namespace tartip;
using namespace tartip::test;
using Values = std::vector<double>;
using cube::Cell;

TEST_CASE("zero is counted, missing is not known") {
  Country country;
  cube::Query query = about("2022-01..2022-04");
  query.every = axes::Unit::month;
  const cube::Panel panel = country.ask(query);
  CHECK(std::isnan(panel.values[0]));  // January is not covered
  CHECK(panel.cells == std::vector<Cell>{Cell::missing, Cell::complete, Cell::complete, Cell::complete});
  CHECK(Values(panel.values.begin() + 1, panel.values.end()) == Values{2, 1, 0});
  CHECK(panel.left_out == 1);
  CHECK(country.ask(about("2022-02..2022-12")).values == Values{6});
  CHECK(country.ask(about("2022")).cells.front() == Cell::partial);
  query.filter.period = span("2022-02-10..2022-03-31");
  CHECK(country.ask(query).cells == std::vector<Cell>{Cell::partial, Cell::complete});
  CHECK(country.ask(query).values == Values{1, 1});
}

TEST_CASE("a sum is missing where nothing was reported") {
  Country country;
  cube::Query query = about("2022-02..2022-07");
  query.every = axes::Unit::month;
  query.measure = cube::Measure::sum;
  query.quantity = "damage";
  const cube::Panel panel = country.ask(query);
  CHECK(panel.cells ==
        std::vector<Cell>{Cell::partial, Cell::complete, Cell::complete, Cell::complete, Cell::missing, Cell::missing});
  CHECK(panel.values[0] == 100);
  CHECK(panel.values[1] == 50);
  CHECK(panel.values[2] == 0);
  query.quantity = "weight";
  CHECK(country.refusal(query) == "error.cube.quantity");
}

TEST_CASE("coverage made from the days of a register of months") {
  TestCentre centre;
  centre.add_register("id = \"m\"\n[time]\ncolumns=[\"d\"]\nformats=[\"%Y-%m-%d\"]\n");
  cube::Query query;
  query.register_id = "m";
  CHECK(centre.store().query(query).error().key == "error.cube.nothing");
  centre.import("m", centre.write("m.csv", "d\n2021-01-01\n2021-02-01\n2021-12-01\n"));
  query.every = axes::Unit::month;
  const auto panel = centre.store().query(query).value();
  CHECK(axes::text_of(panel.covered) == "2021");
  CHECK(panel.cells.back() == Cell::complete);
  CHECK(panel.values == Values{1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
}

TEST_CASE("nothing is covered beyond the day of the cut, or before the first import") {
  TestCentre centre;
  centre.add_register("id = \"seen\"\ncovers = \"2023\"\n[time]\ncolumns = [\"day\"]\nformats = [\"%Y-%m-%d\"]\n");
  const auto end_of = [](const char* day) { return span(day).to.time_since_epoch().count() * axes::k_micros_per_day; };
  store::ImportOptions options;
  options.known_on = end_of("2023-03-10");
  centre.import("seen", centre.write("a.csv", "day\n2023-02-01\n"), options);
  cube::Query query;
  query.register_id = "seen";
  query.every = axes::Unit::month;
  query.filter.period = span("2023-01..2023-05");
  const auto cells = [&](axes::Micros cut) {
    query.known_on = cut;
    const auto panel = centre.store().query(query);
    REQUIRE(panel);
    for (std::size_t i = 0; i < panel->cells.size(); ++i)
      CHECK(std::isnan(panel->values[i]) == (panel->cells[i] == Cell::missing));
    return panel->cells;
  };
  const auto c = Cell::complete, p = Cell::partial, m = Cell::missing;
  CHECK(cells(end_of("2023-03-09")) == std::vector<Cell>{m, m, m, m, m});
  CHECK(cells(end_of("2023-03-10")) == std::vector<Cell>{c, c, p, m, m});
  // The day ends five hours earlier in Almaty, six hours later in Mexico City.
  const axes::Micros hour = axes::k_micros_per_day / 24;
  CHECK(cells(end_of("2023-03-31") - 5 * hour - 1) == std::vector<Cell>{c, c, c, m, m});
  CHECK(cells(end_of("2023-03-31") + 6 * hour - 1) == std::vector<Cell>{c, c, c, m, m});
  CHECK(cells(end_of("2023-06-30")) == std::vector<Cell>{c, c, c, c, c});
  query.filter.period = {};
  query.known_on = end_of("2023-03-09");
  CHECK(centre.store().query(query).error().key == "error.cube.nothing_then");
}
