// The descriptions that come with the project, read with the real files where they are.
#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "axes/territory.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::axes;

namespace {

Result<Territory> described(const std::string& name, std::vector<Error>& remarks) {
  return Territory::read(test::source_file("descriptions/territory/" + name + ".toml"),
                         std::filesystem::path(TARTIP_SHARED_DIR) / "data", &remarks);
}

void show(const std::vector<Error>& remarks) {
  for (const Error& remark : remarks) MESSAGE(remark.describe());
}

std::size_t valid_on(const Territory& territory, std::int32_t level, Day day) {
  std::size_t count = 0;
  for (const TerritoryUnit& unit : territory.units()) count += unit.level == level && unit.valid.contains(day) ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("Kazakhstan before and after 8 June 2022") {
  if (!test::shared_file("data/kz-territory/kz_adm2_2024.geojson")) return;
  std::vector<Error> remarks;
  const auto kazakhstan = described("kazakhstan", remarks);
  if (!kazakhstan) MESSAGE(kazakhstan.error().describe());
  REQUIRE(kazakhstan);
  const Day old_map = *parse_day("2022-06-07");
  const Day new_map = *parse_day("2022-06-08");
  CHECK(valid_on(*kazakhstan, 0, old_map) == 17);
  CHECK(valid_on(*kazakhstan, 0, new_map) == 20);
  CHECK(valid_on(*kazakhstan, 1, old_map) == 216);
  CHECK(valid_on(*kazakhstan, 1, new_map) == 224);

  const auto east_before = kazakhstan->unit_with_code("630000000", 0, old_map);
  const auto east_after = kazakhstan->unit_with_code("630000000", 0, new_map);
  REQUIRE(east_before);
  REQUIRE(east_after);
  CHECK(*east_before != *east_after);
  CHECK(kazakhstan->unit_with_code("110000000", 0, old_map) == kazakhstan->unit_with_code("110000000", 0, new_map));
  CHECK(kazakhstan->unit_with_name("Абай", 0, new_map) == kazakhstan->unit_with_code("100000000", 0, new_map));
  CHECK_FALSE(kazakhstan->unit_with_code("100000000", 0, old_map));

  // Semey, before and after it became the centre of Abay region.
  const geo::Point semey{80.25, 50.41};
  CHECK(kazakhstan->ancestor(kazakhstan->unit_at(semey, old_map), 0) == *east_before);
  CHECK(kazakhstan->ancestor(kazakhstan->unit_at(semey, new_map), 0) ==
        *kazakhstan->unit_with_code("100000000", 0, new_map));
  CHECK(kazakhstan->unit_at({71.43, 51.13}, new_map) >= 0);  // Astana
  CHECK(kazakhstan->unit_at({37.6, 55.75}, new_map) == -1);  // Moscow
  CHECK(kazakhstan->unit_at(semey, *parse_day("2010-01-01")) == -1);

  const auto regions = kazakhstan->bridge(0, old_map, new_map);
  CHECK(regions.size() == 17);
  std::size_t changed = 0;
  for (const auto& group : regions) {
    CHECK(group.exact);
    CHECK(group.before.size() == 1);
    if (group.after.size() != 1) {
      ++changed;
      CHECK(group.after.size() == 2);
    }
  }
  CHECK(changed == 3);

  const auto districts = kazakhstan->bridge(1, old_map, new_map);
  std::size_t before = 0;
  std::size_t after = 0;
  std::size_t exact = 0;
  for (const auto& group : districts) {
    before += group.before.size();
    after += group.after.size();
    exact += group.exact ? 1 : 0;
  }
  CHECK(before == 216);
  CHECK(after == 224);
  CHECK(exact + 15 > districts.size());
  MESSAGE("district groups: ", districts.size(), ", exact: ", exact,
          ", successions: ", kazakhstan->successions().size());

  const auto given = kazakhstan->residents(*east_before, 2021);
  CHECK(given.quality == Territory::PopulationQuality::given);
  CHECK(given.count > 1.3e6);
  CHECK(kazakhstan->residents(*east_after, 2023).count < 0.8e6);
  CHECK(kazakhstan->residents(*kazakhstan->unit_with_code("100000000", 0, new_map), 2023).count == 610205);
  show(remarks);
}

TEST_CASE("Mexico City: names that repeat, residents from JSON") {
  if (!test::shared_file("data/mexico-city-crime/neighbourhoods.geojson")) return;
  std::vector<Error> remarks;
  const auto city = described("mexico_city", remarks);
  if (!city) MESSAGE(city.error().describe());
  REQUIRE(city);
  const Day day = *parse_day("2021-03-01");
  CHECK(valid_on(*city, 0, day) == 16);
  CHECK(valid_on(*city, 1, day) == 1651);
  const auto borough = city->unit_with_name("ALVARO OBREGON", 0, day);
  REQUIRE(borough);
  const auto unit = city->unit_with_code("ALVARO OBREGON||1ra Ampliacion Presidentes", 1, day);
  REQUIRE(unit);
  CHECK(city->ancestor(*unit, 0) == *borough);
  CHECK(city->residents(*unit, 2020).quality == Territory::PopulationQuality::unknown);  // found by its centre only
  CHECK(city->residents(*city->unit_with_code("ALVARO OBREGON||1ra Victoria", 1, day), 2020).count == 2111);
  CHECK(city->residents(*borough, 2020).count == 759'137);
  double everybody = 0;
  for (const TerritoryUnit& each : city->units())
    if (each.level == 0) everybody += city->residents(each.number, 2020).count;
  CHECK(everybody == 9'209'944);  // INEGI, census of 2020: Ciudad de México
  // Names that differ by accents only are told apart by their spelling.
  CHECK(city->unit_with_name("Valle Gómez", 1, day) == city->unit_with_code("CUAUHTEMOC||Valle Gómez", 1, day));
  // A name that stands in several boroughs is nobody's until the borough is said.
  std::map<std::string, std::set<std::int32_t>> boroughs_by_name;
  for (const TerritoryUnit& each : city->units())
    if (each.level == 1) boroughs_by_name[each.names.in("es")].insert(each.parent);
  std::size_t repeated = 0;
  std::size_t found = 0;
  for (const auto& [name, boroughs] : boroughs_by_name) {
    if (boroughs.size() < 2) continue;
    ++repeated;
    CHECK_FALSE(city->unit_with_name(name, 1, day));
    found += city->unit_with_name(name, 1, day, *boroughs.begin()) ? 1U : 0U;
  }
  CHECK(repeated > 10);
  CHECK(found * 10 > repeated * 9);  // a few repeat within their borough too, but for case or accents
  show(remarks);
}

TEST_CASE("Chicago's community areas and Northumbria's wards") {
  const Day day = *parse_day("2022-03-01");
  std::vector<Error> remarks;
  if (test::shared_file("data/chicago-crime/community_areas.geojson")) {
    const auto chicago = described("chicago", remarks);
    REQUIRE(chicago);
    CHECK(valid_on(*chicago, 0, day) == 77);
    CHECK(chicago->unit_with_name("Rogers Park", 0, day) == chicago->unit_with_code("1", 0, day));
  }
  if (test::shared_file("data/northumbria-antisocial-behaviour/wards.geojson")) {
    const auto northumbria = described("northumbria", remarks);
    REQUIRE(northumbria);
    CHECK(valid_on(*northumbria, 0, day) == 177);
    CHECK(northumbria->residents(*northumbria->unit_with_code("E05001067", 0, day), 2022).count == 8028);
  }
  show(remarks);
}
