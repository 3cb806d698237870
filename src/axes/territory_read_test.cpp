// A territory out of its description and files, and what is wrong with them.
#include <doctest/doctest.h>

#include <cmath>

#include "axes/test_country.hpp"

using namespace tartip;
using namespace tartip::axes;
using test::Country;
using test::k_after;
using test::k_before;
using test::on;
using test::Scene;
using Quality = Territory::PopulationQuality;

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
