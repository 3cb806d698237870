#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "store/test_country.hpp"

using namespace tartip;
using namespace tartip::test;
using Values = std::vector<double>;
using cube::Cell;

TEST_CASE("a register of totals counts what its rows stand for") {
  TestCentre centre;
  centre.add_register(
      "id = \"totals\"\ncovers = \"2022\"\ncounts = \"cases\"\n[time]\ncolumns = [\"month\"]\nformats = [\"%Y-%m\"]\n"
      "[[quantity]]\nid = \"cases\"\ncolumn = \"cases\"\n");
  cube::Query query = about("2022");
  query.register_id = "totals";
  query.every = axes::Unit::month;
  // It claims to cover the year, but holds nothing yet: that is not zero.
  const auto before = centre.store().query(query);
  REQUIRE(before);
  CHECK(before->cells.front() == Cell::missing);
  centre.import("totals", centre.write("t.csv", "month,cases\n2022-01,10\n2022-01,5\n2022-02,\n2022-03,7\n"));
  const auto panel = centre.store().query(query);
  REQUIRE(panel);
  CHECK(panel->values[0] == 15);
  CHECK(panel->cells[1] == Cell::missing);  // not reported
  CHECK(panel->values[2] == 7);
  CHECK(panel->values[3] == 0);
}

TEST_CASE("unlike things are never added up") {
  TestCentre centre;
  const std::string months = "[time]\ncolumns = [\"month\"]\nformats = [\"%Y-%m\"]\n";
  const auto quantity = [](const std::string& id) {
    return "[[quantity]]\nid = \"" + id + "\"\ncolumn = \"" + id + "\"\n";
  };
  centre.add_register("id = \"kinds\"\ncounts = \"n\"\nadds_up = \"within_class\"\n" + months +
                      "[class]\ncolumn = \"kind\"\n" + quantity("n"));
  centre.import("kinds", centre.write("k.csv", "month,kind,n\n2022-01,people,3\n2022-01,kilogrammes,500\n"));
  cube::Query query = about("2022-01");
  query.register_id = "kinds";
  const auto refusal = [&] { return centre.store().query(query).error().key; };
  CHECK(refusal() == "error.cube.name_class");
  query.class_level = "class";
  CHECK(centre.store().query(query)->values == std::vector<double>{500, 3});
  query.measure = cube::Measure::share;
  CHECK(refusal() == "error.cube.name_class");
  query.measure = cube::Measure::count;
  query.class_level = {};
  query.filter.classes = {"people", "kilogrammes"};
  CHECK(refusal() == "error.cube.name_class");
  query.filter.classes = {"people"};
  CHECK(centre.store().query(query)->values == std::vector<double>{3});

  centre.add_register("id = \"wide\"\nadds_up = \"within_quantity\"\n" + months + quantity("thefts") +
                      quantity("deaths"));
  centre.import("wide", centre.write("w.csv", "month,thefts,deaths\n2022-01,7,1\n2022-02,9,\n"));
  query = about("2022");
  query.register_id = "wide";
  CHECK(refusal() == "error.cube.name_quantity");
  query.quantity = "thefts";
  CHECK(centre.store().query(query)->values == std::vector<double>{16});
  query.quantity = "weight";
  CHECK(refusal() == "error.cube.quantity");
}

TEST_CASE("units are followed through time") {
  Country country;
  cube::Query query = about("2022-06..2022-07");
  query.territory_level = "district";
  query.every = axes::Unit::month;
  const cube::Panel panel = country.ask(query);
  CHECK(codes(panel.territories) == std::vector<std::string>{"a1", "a2", "b1", "b2"});
  CHECK(panel.row(2)[0] == 1);
  CHECK(panel.row_cells(2)[1] == Cell::missing);  // b1 is no more
  CHECK(panel.row_cells(3)[0] == Cell::missing);  // b2 is not yet
  CHECK(panel.row(3)[1] == 1);
  query.territory_level = "region";
  const cube::Panel regions = country.ask(query);
  CHECK(codes(regions.territories) == std::vector<std::string>{"A", "B"});
  CHECK(regions.values == Values{0, 0, 1, 1});
  query.territory_level = "village";
  auto refused = country.store().query(query);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().key == "error.cube.level");
  CHECK(refused.error().describe().find("region, district") != std::string::npos);
}

TEST_CASE("what has no unit is counted as not known") {
  Country country;
  cube::Query query = about("2022-02..2022-12");
  query.territory_level = "region";
  query.class_level = "section";
  const cube::Panel panel = country.ask(query);
  CHECK(codes(panel.territories) == std::vector<std::string>{"A", "B", ""});
  CHECK(codes(panel.classes) == std::vector<std::string>{"P", "V"});
  CHECK(panel.values == Values{3, 0, 0, 2, 1, 0});
}

TEST_CASE("filters go down the trees and take text as text") {
  Country country;
  cube::Query query = about("2022-02..2022-12");
  query.filter.territories = {"A"};
  CHECK(country.ask(query).values == Values{3});
  query.filter.classes = {"P1"};
  CHECK(country.ask(query).values == Values{2});
  CHECK(country.ask(query).left_out == 1);
  query.filter.territories = {"district:b1", "b2"};
  query.filter.classes = {"V"};
  CHECK(country.ask(query).values == Values{2});
  query.filter.territories = {"nowhere"};
  CHECK(country.refusal(query) == "error.cube.unit");
  query.filter.territories = {};
  query.filter.classes = {"X9"};
  CHECK(country.refusal(query) == "error.cube.class");
  query.filter.classes = {};
  query.filter.attributes = {{"place", {"it's; DROP TABLE"}}};
  CHECK(country.ask(query).values == Values{1});
  query.filter.attributes = {{"place", {"home", "street"}}};
  CHECK(country.ask(query).values == Values{5});
  query.filter.attributes = {{"colour\"", {"red"}}};
  CHECK(country.refusal(query) == "error.cube.attribute");
}

TEST_CASE("rates by residents, shares by columns") {
  Country country;
  cube::Query query = about("2022-02..2022-12");
  query.measure = cube::Measure::rate;
  query.per = 1000;
  query.territory_level = "district";
  const cube::Panel rates = country.ask(query);
  CHECK(rates.residents[0] == 600);
  CHECK(rates.row(0)[0] == doctest::Approx(2 / 0.6));
  CHECK(rates.row_cells(3)[0] == Cell::missing);  // residents of b2 are not known
  CHECK(rates.row_cells(4)[0] == Cell::missing);  // nor of "not known"
  query.territory_level.reset();
  CHECK(country.ask(query).values.front() == doctest::Approx(6 / 1.5));
  query.filter.territories = {"A"};
  CHECK(country.ask(query).values.front() == doctest::Approx(3));
  cube::Query shares = about("2022-02..2022-12");
  shares.measure = cube::Measure::share;
  shares.class_level = "section";
  CHECK(country.ask(shares).values == Values{4.0 / 6, 2.0 / 6});
}

TEST_CASE("a crosswalk shares events out by its weights") {
  Country country;
  cube::Query query = about("2022-02..2022-12");
  query.class_scheme = "iccs";
  query.class_level = axes::Classification::iccs().levels().front().id;
  const cube::Panel panel = country.ask(query);
  double total = 0;
  for (std::size_t s = 0; s < panel.series.size(); ++s) {
    const std::string& code = panel.classes[s].code;
    total += panel.values[s];
    if (code == "05") CHECK(panel.values[s] == doctest::Approx(3.75));
    if (code == "07") CHECK(panel.values[s] == doctest::Approx(0.25));
    if (code.empty()) CHECK(panel.values[s] == 2);  // V1 has no counterpart
  }
  CHECK(total == doctest::Approx(6));
  query.class_scheme = "code";
  query.class_level = "article";
  CHECK(country.ask(query).values == Values{3, 1, 2});
}

TEST_CASE("hours and weeks") {
  Country country;
  cube::Query query = about("2022-02-01");
  query.every = axes::Unit::hour;
  const cube::Panel hours = country.ask(query);
  CHECK(hours.periods.size() == 24);
  CHECK(hours.values[10] == 1);
  CHECK(hours.left_out == 1);
  for (const axes::Unit every : {axes::Unit::day, axes::Unit::week, axes::Unit::month, axes::Unit::quarter,
                                 axes::Unit::half_year, axes::Unit::year}) {
    query = about("2022-01-31..2022-12-31");
    query.every = every;
    const cube::Panel panel = country.ask(query);
    for (const char* day : {"2022-02-01", "2022-02-15", "2022-03-01", "2022-06-30", "2022-07-01", "2022-12-31"}) {
      const auto column = axes::period_of(axes::parse_day(day).value(), every).ordinal - panel.periods.front().ordinal;
      CHECK(panel.values[static_cast<std::size_t>(column)] >= 1);
    }
  }
}

TEST_CASE("grid cells of a local plane and of the globe") {
  TestCentre centre;
  centre.add_register(
      "id = \"local\"\n[time]\ncolumns=[\"d\"]\nformats=[\"%Y-%m-%d\"]\n[place]\nx=\"x\"\ny=\"y\"\ncrs=\"local:m\"\n");
  centre.add_register("id = \"globe\"\n[time]\ncolumns=[\"d\"]\nformats=[\"%Y-%m-%d\"]\n[place]\nx=\"x\"\ny=\"y\"\n");
  centre.import("local",
                centre.write("l.csv", "d,x,y\n2022-01-01,5,5\n2022-01-02,-5,5\n2022-01-03,9,9\n2022-01-03,,\n"));
  cube::Query query;
  query.register_id = "local";
  query.cell_metres = 10;
  const auto local = centre.store().query(query).value();
  CHECK(codes(local.territories) == std::vector<std::string>{"-10,0", "0,0", ""});
  CHECK(local.values == Values{1, 2, 1});
  CHECK(local.grid_plane == "local:m");
  // 0.01 degrees of latitude are about 1.1 km.
  centre.import(
      "globe",
      centre.write("g.csv", "d,x,y\n2022-01-01,70.001,50.001\n2022-01-02,70.002,50.002\n2022-01-03,70.001,50.021\n"));
  query.register_id = "globe";
  query.cell_metres = 1000;
  const auto globe = centre.store().query(query).value();
  CHECK(codes(globe.territories) == std::vector<std::string>{"0,0", "0,2000"});
  CHECK(globe.values == Values{2, 1});
  query.measure = cube::Measure::rate;
  CHECK(centre.store().query(query).error().key == "error.cube.cells_rate");
}

TEST_CASE("sums are the same bytes on any number of threads, and right over many orders of magnitude") {
  struct Case {
    int least, most;  // powers of ten
  };
  for (const Case range : {Case{-2, 2}, Case{-6, 6}, Case{-200, 200}}) {
    CAPTURE(range.most);
    TestCentre centre;
    centre.add_register(
        "id = \"paid\"\ncovers = \"2022\"\n[time]\ncolumns = [\"day\"]\nformats = [\"%Y-%m-%d\"]\n[class]\ncolumn = "
        "\"kind\"\n[[quantity]]\nid = \"sum\"\ncolumn = \"sum\"\n");
    Random random(11);
    std::string text = "day,kind,sum\n";
    std::vector<long double> expected(5, 0);
    for (int i = 0; i < 300'000; ++i) {
      const auto kind = random.below(5);
      const int power =
          range.least + static_cast<int>(random.below(static_cast<std::uint64_t>(range.most - range.least)));
      const std::string amount = "0.1" + std::to_string(random.below(1'000'000)) + "e" + std::to_string(power);
      expected[kind] += std::stod(amount);
      text += "2022-01-0" + std::to_string(1 + i % 9) + ",k" + std::to_string(kind) + "," + amount + "\n";
    }
    REQUIRE(centre.import("paid", centre.write("a.csv", text)).rows.fresh == 300'000);
    cube::Query query;
    query.register_id = "paid";
    query.measure = cube::Measure::sum;
    query.quantity = "sum";
    query.class_level = "class";
    query.filter.period = span("2022");
    std::vector<Values> outcomes;
    for (const int threads : {1, 2, 4, 4, 4}) {
      store::Options options;
      options.threads = threads;
      centre.reopen(options);
      const auto panel = centre.store().query(query);
      INFO((panel ? std::string() : panel.error().describe()));
      REQUIRE(panel);
      outcomes.push_back(panel->values);
      CHECK(panel->values == outcomes.front());
    }
    for (std::size_t kind = 0; kind < 5; ++kind)
      CHECK(outcomes.front()[kind] == doctest::Approx(static_cast<double>(expected[kind])).epsilon(1e-14));
  }
}

TEST_CASE("an answer that is too large is refused") {
  Country country;
  cube::Query query = about("0001..9999");
  query.every = axes::Unit::hour;
  CHECK(country.refusal(query) == "error.cube.too_large");
}
