#include "axes/territory.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "axes/test_country.hpp"

using namespace tartip;
using namespace tartip::axes;
using test::Country;
using test::k_after;
using test::k_before;
using test::on;
using test::Scene;

namespace {

using Quality = Territory::PopulationQuality;

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
