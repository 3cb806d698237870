#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "store/test_centre.hpp"

using namespace tartip;
using test::TestCentre;
using Values = std::vector<double>;
using cube::Cell;

namespace {

axes::Span span(const std::string& text) {
  return axes::parse_span(text).value();
}

axes::TerritoryUnit unit(std::int32_t number, std::int32_t level, std::int32_t parent, const std::string& code,
                         axes::Span valid, double residents) {
  axes::TerritoryUnit made;
  made.number = number;
  made.level = level;
  made.parent = parent;
  made.code = code;
  made.names.by_language["en"] = "Unit " + code;
  made.valid = valid;
  if (residents > 0) made.population[2022] = residents;
  return made;
}

// Region A with districts a1 and a2; region B with district b1, which ends in June 2022 and is followed by b2.
axes::Territory small_country() {
  const axes::Span always{axes::k_first_day, axes::k_last_day};
  std::vector<axes::TerritoryUnit> units = {unit(0, 0, -1, "A", always, 1000),
                                            unit(1, 0, -1, "B", always, 500),
                                            unit(2, 1, 0, "a1", always, 600),
                                            unit(3, 1, 0, "a2", always, 400),
                                            unit(4, 1, 1, "b1", {axes::k_first_day, span("2022-07").from}, 500),
                                            unit(5, 1, 1, "b2", {span("2022-07").from, axes::k_last_day}, 0)};
  units[2].area = {{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}, {}}};
  return axes::Territory::make("country", {{{"en", "Country"}}}, "EPSG:4326", "test",
                               {{"region", {}}, {"district", {}}}, units, {{4, 5, span("2022-07").from, 1}})
      .value();
}

axes::Classification small_code() {
  const axes::Span always{axes::k_first_day, axes::k_last_day};
  std::vector<axes::ClassItem> items = {{0, 0, -1, "P", {{{"en", "property"}}}, always, true},
                                        {1, 1, 0, "P1", {{{"en", "theft"}}}, always, true},
                                        {2, 1, 0, "P2", {{{"en", "fraud"}}}, always, true},
                                        {3, 0, -1, "V", {{{"en", "violence"}}}, always, true},
                                        {4, 1, 3, "V1", {{{"en", "assault"}}}, always, true}};
  return axes::Classification::make("code", {{{"en", "Code"}}}, "test", {{"section", {}}, {"article", {}}}, items,
                                    {{"iccs", {{1, "05", 1}, {2, "07", 0.25}, {2, "05", 0.75}}}})
      .value();
}

const std::string k_register = R"(id = "offences"
covers = "2022-02..2022-12"
[time]
columns = ["day"]
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
required = false
outside = "keep"
[place]
territory = "country"
code = "district"
level = "district"
[class]
column = "article"
scheme = "code"
[[quantity]]
id = "damage"
column = "damage"
[[attribute]]
id = "place"
column = "place"
)";

const std::string k_rows =
    "day,district,article,damage,place\n"
    "2022-02-01 10:30,a1,P1,100,street\n"
    "2022-02-15,a1,P1,,street\n"
    "2022-03-01,a2,P2,50,home\n"
    "2022-06-30,b1,V1,,home\n"
    "2022-07-01,b2,V1,,home\n"
    "2022-12-31,,P1,7,it's; DROP TABLE\n"
    ",a1,P1,1,street\n";

struct Country : TestCentre {
  Country() {
    REQUIRE(store().save_territory(small_country()));
    REQUIRE(store().save_classification(small_code()));
    add_register(k_register);
    const auto account = import("offences", write("a.csv", k_rows));
    REQUIRE(account.rows.fresh == 7);
  }
  cube::Panel ask(const cube::Query& query) {
    auto panel = store().query(query);
    INFO((panel ? std::string() : panel.error().describe()));
    REQUIRE(panel);
    return *panel;
  }
  std::string refusal(const cube::Query& query) {
    auto panel = store().query(query);
    REQUIRE_FALSE(panel);
    return panel.error().key;
  }
};

cube::Query about(const std::string& period) {
  cube::Query query;
  query.register_id = "offences";
  query.filter.period = span(period);
  return query;
}

std::vector<std::string> codes(const std::vector<cube::Member>& members) {
  std::vector<std::string> list;
  for (const cube::Member& member : members) list.push_back(member.code);
  return list;
}

}  // namespace

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

TEST_CASE("an answer that is too large is refused") {
  Country country;
  cube::Query query = about("0001..9999");
  query.every = axes::Unit::hour;
  CHECK(country.refusal(query) == "error.cube.too_large");
}
