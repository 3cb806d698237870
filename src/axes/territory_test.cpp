#include "axes/territory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::axes;

namespace {

using Quality = Territory::PopulationQuality;

Day on(const char* text) {
  return *parse_day(text);
}

// A country drawn in letters: every letter is a district of one degree a cell, its region is given beside it.
struct Scene {
  std::string rows;  // lines from north to south
  std::map<char, std::string> codes;

  std::string geojson() const {
    std::map<char, std::string> polygons;
    double y = static_cast<double>(std::count(rows.begin(), rows.end(), '\n'));
    std::size_t line = 0;
    for (std::size_t i = 0; i < rows.size();) {
      const char c = rows[i];
      const std::size_t begin = i;
      while (i < rows.size() && rows[i] == c) ++i;  // neighbours in a row are one rectangle
      if (c == '\n') {
        --y;
        line = i;
      } else if (c != '.') {
        const double west = static_cast<double>(begin - line);
        const double east = static_cast<double>(i - line);
        const auto at = [](double px, double py) { return "[" + std::to_string(px) + "," + std::to_string(py) + "]"; };
        std::string& mine = polygons[c];
        mine += (mine.empty() ? "" : ",") + ("[[" + at(west, y - 1)) + "," + at(east, y - 1) + "," + at(east, y) + "," +
                at(west, y) + "," + at(west, y - 1) + "]]";
      }
    }
    std::string text = R"({"type":"FeatureCollection","features":[)";
    for (const auto& [letter, cells] : polygons)
      text += std::string(text.back() == '[' ? "" : ",") + R"({"type":"Feature","properties":{"code":")" +
              codes.at(letter) + R"(","name":"Name )" + letter +
              R"("},"geometry":{"type":"MultiPolygon","coordinates":[)" + cells + "]}}";
    return text + "]}";
  }
};

// Two epochs: region 1 (north) is cut in two in 2022 and its eastern districts get new codes; region 2 stays.
struct Country {
  test::TemporaryFolder folder;
  std::string more;        // added to the description
  std::string population;  // regions.csv
  std::string regions_before = Scene{"NNNN\nSSSS\n", {{'N', "100"}, {'S', "200"}}}.geojson();
  std::string regions_after = Scene{"NNEE\nSSSS\n", {{'N', "100"}, {'E', "300"}, {'S', "200"}}}.geojson();
  std::string districts_before =
      Scene{"aabc\nddee\n", {{'a', "101"}, {'b', "102"}, {'c', "103"}, {'d', "201"}, {'e', "202"}}}.geojson();
  std::string districts_after =
      Scene{"aabc\nddee\n", {{'a', "101"}, {'b', "301"}, {'c', "302"}, {'d', "201"}, {'e', "202"}}}.geojson();

  Result<Territory> read(std::vector<Error>* remarks = nullptr) {
    folder.write("maps/r1.geojson", regions_before);
    folder.write("maps/r2.geojson", regions_after);
    folder.write("maps/d1.geojson", districts_before);
    folder.write("maps/d2.geojson", districts_after);
    if (!population.empty()) folder.write("maps/people.csv", population);
    return Territory::read(folder.write("describe/country.toml", R"(
id = "country"
name = { en = "Country" }
source = "Nobody"
[[level]]
id = "region"
[[level]]
id = "district"
[[units]]
level = "region"
file = "r1.geojson"
until = 2022-06-08
code = "code"
name = { en = "name" }
[[units]]
level = "region"
file = "r2.geojson"
from = "2022-06-08"
code = "code"
name = { en = "name" }
[[units]]
level = "district"
file = "d1.geojson"
until = 2022-06-08
code = "code"
name = { en = "name" }
parent_prefix = 1
[[units]]
level = "district"
file = "d2.geojson"
from = 2022-06-08
code = "code"
name = { en = "name" }
parent_prefix = 1
)" + more),
                           folder.path() / "maps", remarks);
  }
  std::string key() {
    const auto made = read();
    return made ? "" : made.error().key;
  }
};

Result<Territory> tree(std::vector<TerritoryUnit> units, std::vector<Succession> successions = {}) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    units[i].number = static_cast<std::int32_t>(i);
    if (units[i].valid == Span{}) units[i].valid = {k_first_day, k_last_day};
  }
  return Territory::make("t", {}, "EPSG:4326", "s", {{"region", {}}, {"district", {}}}, std::move(units),
                         std::move(successions));
}

TerritoryUnit unit(const char* code, std::int32_t level = 0, std::int32_t parent = -1,
                   std::map<int, double> population = {}) {
  TerritoryUnit made;
  made.code = code;
  made.level = level;
  made.parent = parent;
  made.population = std::move(population);
  return made;
}

TerritoryUnit lived(const char* code, const char* from, const char* to) {
  TerritoryUnit made = unit(code);
  made.valid = {on(from), on(to)};
  return made;
}

const Day k_before = on("2022-06-07");
const Day k_after = on("2022-06-08");

}  // namespace

TEST_CASE("a region is split: units end and begin, the unchanged ones go on") {
  Country country;
  std::vector<Error> remarks;
  const auto made = country.read(&remarks);
  if (!made) MESSAGE(made.error().describe());
  REQUIRE(made);
  const Territory& territory = *made;
  CHECK(remarks.empty());
  const auto north_before = territory.unit_with_code("100", 0, k_before);
  const auto north_after = territory.unit_with_code("100", 0, k_after);
  REQUIRE(north_before);
  REQUIRE(north_after);
  CHECK(*north_before != *north_after);
  CHECK(territory.unit_with_code("200", 0, k_before) == territory.unit_with_code("200", 0, k_after));
  CHECK_FALSE(territory.unit_with_code("300", 0, k_before));
  // The same district under a region that is another one now is another unit; under the one that stayed it stayed.
  CHECK(territory.unit_with_code("101", 1, k_before) != territory.unit_with_code("101", 1, k_after));
  CHECK(territory.unit_with_code("201", 1, k_before) == territory.unit_with_code("201", 1, k_after));
  CHECK(territory.ancestor(*territory.unit_with_code("301", 1, k_after), 0) ==
        *territory.unit_with_code("300", 0, k_after));
  CHECK(territory.ancestor(*north_after, 1) == -1);
  CHECK(territory.ancestor(*north_after, 0) == *north_after);

  // A point has its district of the day.
  CHECK(territory.unit_at({2.5, 1.5}, k_before) == *territory.unit_with_code("102", 1, k_before));
  CHECK(territory.unit_at({2.5, 1.5}, k_after) == *territory.unit_with_code("301", 1, k_after));
  CHECK(territory.unit_at({9, 9}, k_after) == -1);
  CHECK(territory.unit_at({std::nan(""), 1}, k_after) == -1);

  const auto regions = territory.bridge(0, k_before, k_after);
  REQUIRE(regions.size() == 2);
  for (const auto& group : regions) CHECK(group.exact);
  const auto split =
      std::find_if(regions.begin(), regions.end(), [](const auto& group) { return group.after.size() == 2; });
  REQUIRE(split != regions.end());
  CHECK(split->before == std::vector{*north_before});
  const auto districts = territory.bridge(1, k_before, k_after);
  CHECK(districts.size() == 5);
  for (const auto& group : districts) {
    CHECK(group.exact);
    CHECK(group.before.size() == 1);
    CHECK(group.after.size() == 1);
  }
  // Asked the other way round, the sides change places; on one day everything is itself.
  const auto back = territory.bridge(0, k_after, k_before);
  CHECK(std::any_of(back.begin(), back.end(),
                    [](const auto& group) { return group.before.size() == 2 && group.after.size() == 1; }));
  for (const auto& group : territory.bridge(1, k_after, k_after)) CHECK(group.before == group.after);
}

TEST_CASE("ground that nobody explains makes the comparison inexact, and is told") {
  Country country;
  country.districts_after = Scene{"aab.\nddee\n", {{'a', "101"}, {'b', "301"}, {'d', "201"}, {'e', "202"}}}.geojson();
  std::vector<Error> remarks;
  const auto made = country.read(&remarks);
  REQUIRE(made);
  REQUIRE(remarks.size() == 1);
  CHECK(remarks[0].key == "remark.territory.succession_unsure");
  std::size_t inexact = 0;
  for (const auto& group : made->bridge(1, k_before, k_after)) inexact += group.exact ? 0 : 1;
  CHECK(inexact == 1);
}

TEST_CASE("a stated succession is believed, and one between unknown units refused") {
  Country country;
  country.more =
      "[[succession]]\nlevel = \"district\"\nday = 2022-06-08\nfrom = \"103\"\nto = [\"302\", \"301\"]\nshare = [0.9, "
      "0.1]\n"
      "[[succession]]\nlevel = \"district\"\nday = 2022-06-08\nfrom = \"102\"\nto = \"301\"\n";
  const auto made = country.read();
  REQUIRE(made);
  const auto groups = made->bridge(1, k_before, k_after);
  CHECK(groups.size() == 4);
  CHECK(std::any_of(groups.begin(), groups.end(),
                    [](const auto& g) { return g.before.size() == 2 && g.after.size() == 2 && g.exact; }));
  country.more = "[[succession]]\nlevel = \"district\"\nday = 2022-06-08\nfrom = \"999\"\nto = \"301\"\n";
  CHECK(country.key() == "error.territory.succession_unknown");
  country.more = "[[succession]]\nlevel = \"district\"\nfile = \"s.csv\"\n";
  country.folder.write("maps/s.csv", "from,to,day,share\n102,301,2022-06-08,1\n103,302,2022-06-08,1\n");
  CHECK(country.key().empty());
  country.folder.write("maps/s.csv", "from,to,day,share\n102,301,2022-06-08,1.5\n");
  CHECK(country.key() == "error.territory.share");
}

TEST_CASE("population: long and wide CSV, names, aliases, totals, unmatched rows") {
  Country country;
  country.population =
      "unit,year,population\nname n,2020,1000\nname n,2022,1200\n300,2022,300\nTotal,2022,9\nSouth 1,2022,50\nname "
      "n,2021,-\n"
      "Atlantis,2022,1\n";
  country.more =
      "[[population]]\nlevel = \"region\"\nfile = \"people.csv\"\nunit = \"unit\"\nyear_column = \"year\"\nday = "
      "\"12-31\"\n"
      "ignore = [\"Total\"]\naliases = { \"South 1\" = \"200\" }\n";
  std::vector<Error> remarks;
  const auto made = country.read(&remarks);
  if (!made) MESSAGE(made.error().describe());
  REQUIRE(made);
  REQUIRE(remarks.size() == 1);
  CHECK(remarks[0].key == "remark.territory.population_unmatched");
  CHECK(remarks[0].arguments[1].value == "1");
  // On 31 December 2022 the region of that code was the smaller one.
  CHECK(made->residents(*made->unit_with_code("100", 0, k_before), 2020).count == 1000);
  CHECK(made->residents(*made->unit_with_code("100", 0, k_after), 2022).count == 1200);
  CHECK(made->residents(*made->unit_with_code("100", 0, k_before), 2022).quality == Quality::nearest);
  CHECK(made->residents(*made->unit_with_code("200", 0, k_after), 2022).count == 50);

  country.population = "unit;2021;2022;note\n200;10;11;x\n";
  country.more = "[[population]]\nlevel = \"region\"\nfile = \"people.csv\"\nunit = \"unit\"\nwide = true\n";
  const auto wide = country.read();
  REQUIRE(wide);
  CHECK(wide->residents(*wide->unit_with_code("200", 0, k_after), 2021).count == 10);
  CHECK(wide->residents(*wide->unit_with_code("200", 0, k_after), 2022).count == 11);

  country.population = "unit;2021;how;kind\n200;10;counted;a\n100;20;guessed;a\n";
  country.more =
      "[[population]]\nlevel = \"region\"\nfile = \"people.csv\"\nunit = \"unit\"\nwide = true\n"
      "only = { how = [\"counted\", \"measured\"], kind = \"a\" }\n";
  const auto counted = country.read();
  REQUIRE(counted);
  CHECK(counted->residents(*counted->unit_with_code("200", 0, k_after), 2021).count == 10);
  CHECK(counted->residents(*counted->unit_with_code("100", 0, k_after), 2021).quality == Quality::unknown);
  country.more.replace(country.more.find("how ="), 5, "hov =");
  CHECK(country.key() == "error.table.no_column");
  country.more = "[[population]]\nlevel = \"region\"\nfile = \"people.csv\"\nunit = \"unit\"\nwide = true\n";

  for (const char* bad : {"-5", "many", "1e999", "nan"}) {
    country.population = std::string("unit;2021\n200;") + bad + "\n";
    CHECK(country.key() == "error.territory.population_count");
  }
  country.population = "unit;note\n200;1\n";
  CHECK(country.key() == "error.territory.no_year_columns");
}

TEST_CASE("residents say how they are known") {
  const auto made = tree({unit("a", 0, -1, {{2010, 100}, {2020, 200}}), unit("b"), unit("b1", 1, 1, {{2020, 10}}),
                          unit("b2", 1, 1, {{2019, 5}}), unit("c"), unit("c1", 1, 4, {{2020, 1}}), unit("c2", 1, 4)});
  REQUIRE(made);
  const auto check = [&](std::int32_t number, int year, Quality quality, double count) {
    const auto residents = made->residents(number, year);
    CHECK(residents.quality == quality);
    CHECK(residents.count == doctest::Approx(count));
  };
  check(0, 2010, Quality::given, 100);
  check(0, 2015, Quality::interpolated, 150);
  check(0, 2022, Quality::nearest, 200);
  check(0, 2008, Quality::nearest, 100);
  check(0, 2023, Quality::unknown, 0);
  check(1, 2020, Quality::summed, 15);
  check(4, 2020, Quality::unknown, 0);  // one child is not known
}

TEST_CASE("what cannot be a territory is refused") {
  const auto key = [](const Result<Territory>& made) { return made ? std::string{} : made.error().key; };
  CHECK(key(tree({unit("a"), unit("a")})) == "error.territory.code_twice");
  CHECK(key(tree({unit("a"), unit("a", 1, 0)})).empty());  // another level
  CHECK(key(tree({lived("a", "2000-01-01", "2010-01-01"), lived("a", "2010-01-01", "2020-01-01")})).empty());
  CHECK(key(tree({lived("a", "2000-01-01", "2010-01-02"), lived("a", "2010-01-01", "2020-01-01")})) ==
        "error.territory.code_twice");
  CHECK(key(tree({unit("")})) == "error.territory.no_code");
  CHECK(key(tree({lived("a", "2010-01-01", "2010-01-01")})) == "error.territory.never_valid");
  CHECK(key(tree({unit("a"), unit("b", 0, 0)})) == "error.territory.parent_not_above");
  CHECK(key(tree({lived("a", "2000-01-01", "2010-01-01"), unit("b", 1, 0)})) == "error.territory.parent_not_valid");
  CHECK(key(tree({unit("a", 0, -1, {{2020, -1}})})) == "error.territory.population");
  CHECK(key(tree({unit("a", 0, -1, {{2020, std::nan("")}})})) == "error.territory.population");
  CHECK(key(tree({unit("a"), unit("b", 1, 0)}, {{0, 1, k_after, 1}})) == "error.territory.succession");
  CHECK(key(tree({unit("a"), unit("b")}, {{0, 1, k_after, 1.5}})) == "error.territory.succession");
}

TEST_CASE("bridges through units that lived only in between, and lost shares") {
  const auto made = tree({lived("a", "2000-01-01", "2010-01-01"), lived("b", "2010-01-01", "2015-01-01"),
                          lived("c", "2015-01-01", "2030-01-01"), lived("x", "2000-01-01", "2012-01-01"),
                          lived("y", "2012-01-01", "2030-01-01")},
                         {{0, 1, on("2010-01-01"), 1}, {1, 2, on("2015-01-01"), 1}, {3, 4, on("2012-01-01"), 0.6}});
  REQUIRE(made);
  const auto groups = made->bridge(0, on("2005-01-01"), on("2020-01-01"));
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].before == std::vector<std::int32_t>{0});
  CHECK(groups[0].after == std::vector<std::int32_t>{2});
  CHECK(groups[0].exact);
  CHECK_FALSE(groups[1].exact);  // 40 % of x went nobody knows where
}

TEST_CASE("names are found folded, within a unit, and not when they are several") {
  auto units = std::vector{unit("a"), unit("b"), unit("a1", 1, 0), unit("b1", 1, 1)};
  units[2].names.by_language = {{"es", "Álamos"}, {"en", "Alamos"}};
  units[3].names.by_language = {{"es", "ALAMOS"}};
  units[0].names.by_language = {{"ru", "Семей «қала»"}};
  const auto made = tree(units);
  REQUIRE(made);
  CHECK(made->unit_with_name("семей қала", 0, k_after) == 0);
  CHECK_FALSE(made->unit_with_name("alamos", 1, k_after));
  CHECK(made->unit_with_name("alamos", 1, k_after, 0) == 2);
  CHECK(made->unit_with_name("alamos", 1, k_after, 1) == 3);
  CHECK(made->unit_with_name("ALAMOS", 1, k_after) == 3);  // spelt exactly so
  CHECK_FALSE(made->unit_with_name("", 1, k_after));
}

TEST_CASE("mistakes in a description and its files are told") {
  Country slip;
  slip.more = "paren = \"x\"\n";
  CHECK(slip.key() == "error.toml.unknown_word");
  slip.more = "zzz = \"x\"\n";
  CHECK(slip.key() == "error.toml.unknown_word_at_all");
  Country property;
  property.more = "[[units]]\nlevel = \"district\"\nfile = \"d1.geojson\"\ncode = \"kode\"\n";
  const auto made = property.read();
  REQUIRE_FALSE(made);
  CHECK(made.error().key == "error.territory.no_property");
  CHECK(made.error().arguments[2].value == "code");
  Country level;
  level.more = "[[units]]\nlevel = \"distrikt\"\nfile = \"d1.geojson\"\ncode = \"code\"\n";
  CHECK(level.key() == "error.territory.unknown_level");
  Country absent;
  absent.more = "[[units]]\nlevel = \"district\"\nfile = \"nowhere.geojson\"\ncode = \"code\"\n";
  CHECK(absent.key() == "error.file.unreadable");
  Country parent;
  parent.districts_after = Scene{"a\n", {{'a', "901"}}}.geojson();
  CHECK(parent.key() == "error.territory.parent_unknown");
  Country reversed;
  reversed.more =
      "[[units]]\nlevel = \"district\"\nfile = \"d1.geojson\"\ncode = \"code\"\nfrom = 2022-01-01\nuntil = "
      "2021-01-01\n";
  CHECK(reversed.key() == "error.territory.epoch_reversed");
  Country day;
  day.more = "[[units]]\nlevel = \"district\"\nfile = \"d1.geojson\"\ncode = \"code\"\nfrom = \"2022-02-30\"\n";
  CHECK(day.key() == "error.toml.not_a_day");
  Country bow_tie;
  bow_tie.regions_after = R"({"type":"FeatureCollection","features":[{"properties":{"code":"100","name":"N"},"geometry":
    {"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,1.8],[0,0]]]}}]})";
  const auto crossed = bow_tie.read();
  REQUIRE_FALSE(crossed);
  CHECK(crossed.error().key == "error.territory.area_changes_too_much");
  CHECK(crossed.error().where.line == 1);
  CHECK(crossed.error().where.column.empty());
  Country far;
  far.regions_after = R"({"type":"FeatureCollection","features":[{"properties":{"code":"100","name":"N"},"geometry":
    {"type":"Polygon","coordinates":[[[199,94],[200,94],[200,95],[199,95],[199,94]]]}}]})";
  const auto outside = far.read();
  REQUIRE_FALSE(outside);
  CHECK(outside.error().key == "error.territory.not_degrees");
  CHECK(outside.error().where.file == "r2.geojson");
  CHECK(outside.error().where.line == 1);
  Country empty;
  empty.regions_after = R"({"type":"FeatureCollection","features":[]})";
  CHECK(empty.key() == "error.territory.no_units");
  property.more = "[[units]]\nlevel = \"district\"\nfile = \"d1.geojson\"\ncode = \"something else\"\n";
  CHECK(property.key() == "error.territory.no_property_at_all");
}

TEST_CASE("units of one level that lie on one another on one day are told, with how much") {
  Country country;
  country.districts_after =
      Scene{"aabc\nddee\n", {{'a', "101"}, {'b', "301"}, {'c', "302"}, {'d', "201"}, {'e', "202"}}}.geojson();
  country.districts_after.insert(
      country.districts_after.size() - 2,
      R"(,{"properties":{"code":"203","name":"Over"},"geometry":{"type":"Polygon","coordinates":[[[1.5,0],[2.5,0],[2.5,1],[1.5,1],[1.5,0]]]}})");
  std::vector<Error> remarks;
  REQUIRE(country.read(&remarks));
  const auto overlap =
      std::find_if(remarks.begin(), remarks.end(), [](const Error& e) { return e.key == "remark.territory.overlap"; });
  REQUIRE(overlap != remarks.end());
  CHECK(overlap->arguments[1].value == "district");
  CHECK(overlap->arguments[2].value == "2");
  CHECK(overlap->arguments[5].value == "50");
}

TEST_CASE("units without areas come from CSV, with their own days") {
  test::TemporaryFolder folder;
  folder.write("units.csv", "code,name,since,until\n1,First,,2020-01-01\n2,Second,2020-01-01,\n");
  const auto made = Territory::read(folder.write("t.toml", R"(
id = "t"
source = "s"
plane = "local:km"
[[level]]
id = "unit"
[[units]]
level = "unit"
file = "units.csv"
code = "code"
name = { en = "name" }
from_property = "since"
until_property = "until"
)"));
  REQUIRE(made);
  CHECK(made->units()[0].valid == Span{k_first_day, on("2020-01-01")});
  CHECK(made->units()[1].valid == Span{on("2020-01-01"), k_last_day});
  CHECK(made->unit_at({0, 0}, k_after) == -1);
  CHECK(made->plane() == "local:km");
}

TEST_CASE("a parent that the file calls by another name is found by its alias, or refused by name") {
  test::TemporaryFolder folder;
  folder.write("regions.csv", "code,name\n10,Jizzakh region\n");
  folder.write("districts.csv", "code,name,region\n101,Forish,Jizzakh\n");
  const std::string text = R"(
id = "t"
source = "s"
plane = "local:km"
[[level]]
id = "region"
[[level]]
id = "district"
[[units]]
level = "region"
file = "regions.csv"
code = "code"
name = { en = "name" }
[[units]]
level = "district"
file = "districts.csv"
code = "code"
name = { en = "name" }
parent = "region"
)";
  CHECK(Territory::read(folder.write("t.toml", text)).error().key == "error.territory.parent_unknown");
  const auto made = Territory::read(folder.write("t.toml", text + "parent_aliases = { Jizzakh = \"10\" }\n"));
  REQUIRE(made);
  CHECK(made->units()[1].parent == 0);
}
