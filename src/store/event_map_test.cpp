#include "store/event_map.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "base/random.hpp"
#include "store/test_centre.hpp"

using namespace tartip;
using test::TestCentre;

namespace {

const std::string k_points = R"(id = "thefts"
[time]
columns = ["day"]
formats = ["%Y-%m-%d"]
[place]
x = "lon"
y = "lat"
crs = "EPSG:4326"
[class]
column = "kind"
[[quantity]]
id = "damage"
column = "damage"
[[attribute]]
id = "light"
column = "light"
[[text]]
id = "story"
column = "story"
)";

struct Thefts {
  TestCentre centre;
  std::vector<geo::Point> points;

  Thefts() {
    centre.add_register(k_points);
    Random random(5);
    std::string csv = "day,lon,lat,kind,damage,light,story\n";
    for (int i = 0; i < 2000; ++i) {
      points.push_back({76 + 2 * random.uniform(), 42 + 2 * random.uniform()});
      csv += "2022-0" + std::to_string(1 + i % 9) + "-11," + std::to_string(points.back().x) + "," +
             std::to_string(points.back().y) + (i % 4 == 0 ? ",bike" : ",purse") + "," + std::to_string(i) +
             (i % 2 == 0 ? ",day" : ",night") + ",who and how\n";
    }
    centre.import("thefts", centre.write("thefts.csv", csv));
  }
};

}  // namespace

TEST_CASE("Squares of a tile hold each event once") {
  Thefts made;
  store::EventSelection selection{.register_id = "thefts"};
  for (const int zoom : {0, 4, 9}) {
    std::map<std::pair<std::int64_t, std::int64_t>, double> counted, expected;
    const std::int64_t tiles = std::int64_t{1} << zoom;
    const double squares = static_cast<double>(tiles) * 64;
    for (const geo::Point& point : made.points) {
      // The imported text has six decimals.
      const geo::Point read{std::round(point.x * 1e6) / 1e6, std::round(point.y * 1e6) / 1e6};
      const geo::Point world = geo::to_world(read);
      ++expected[{static_cast<std::int64_t>(world.x * squares), static_cast<std::int64_t>(world.y * squares)}];
    }
    const geo::Point low = geo::to_world({75.9, 44.1}), high = geo::to_world({78.1, 41.9});
    const auto tile_of = [&](double x) { return static_cast<std::int64_t>(x * static_cast<double>(tiles)); };
    for (std::int64_t row = tile_of(low.y); row <= tile_of(high.y); ++row)
      for (std::int64_t column = tile_of(low.x); column <= tile_of(high.x); ++column) {
        auto found = made.centre.store().count_squares(selection, {zoom, column, row}, 64);
        REQUIRE(found);
        for (const auto& square : *found) {
          CHECK(square.column >= 0);
          CHECK(square.column < 64);
          counted[{column * 64 + square.column, row * 64 + square.row}] += square.events;
        }
      }
    CHECK(counted == expected);
  }
}

TEST_CASE("Squares follow the filter") {
  Thefts made;
  store::EventSelection selection{.register_id = "thefts"};
  const auto total = [&] {
    auto found = made.centre.store().count_squares(selection, {}, 8);
    REQUIRE(found);
    double sum = 0;
    for (const auto& square : *found) sum += square.events;
    return sum;
  };
  CHECK(total() == 2000);
  selection.filter.classes = {"bike"};
  CHECK(total() == 500);
  selection.filter.classes = {"purse"};
  selection.filter.attributes = {{"light", {"day"}}};
  CHECK(total() == 500);
  selection.filter = {};
  selection.filter.period = axes::parse_span("2022-01").value();
  CHECK(total() == 223);
  selection.known_on = test::k_now - 1;
  CHECK(total() == 0);
}

TEST_CASE("A window gives events in pages, by day, without free texts") {
  Thefts made;
  store::EventSelection selection{.register_id = "thefts"};
  auto page = made.centre.store().events_in(selection, {.offset = 1990, .limit = 20, .count = true});
  REQUIRE(page);
  CHECK(page->matched == 2000);
  CHECK(page->rows.rows.size() == 10);
  std::vector<std::string> names;
  for (const auto& column : page->rows.columns) names.push_back(column.name);
  CHECK(names == std::vector<std::string>{"id", "day", "hour", "class", "damage", "light"});
  CHECK(std::get<std::string>(page->rows.rows.back()[1]) == "2022-09-11");
  CHECK(page->rows.rows.back()[2].index() == 0);
  CHECK(std::get<double>(page->rows.rows.back()[4]) >= 0);

  const geo::Box box{{76.5, 42.25}, {77, 43}};
  std::size_t inside = 0;
  for (const geo::Point& point : made.points)
    inside += point.x >= box.low.x && point.x <= box.high.x && point.y >= box.low.y && point.y <= box.high.y ? 1 : 0;
  page = made.centre.store().events_in(selection, {.degrees = box, .count = true});
  REQUIRE(page);
  CHECK(page->rows.rows.size() == inside);
  CHECK(page->matched == static_cast<std::int64_t>(inside));
  for (const auto& place : page->places) {
    REQUIRE(place);
    CHECK(place->x >= 76.5);
    CHECK(place->y <= 43);
  }
  // Across the 180° meridian: west of the eastern edge or east of the western one.
  page = made.centre.store().events_in(selection, {.degrees = geo::Box{{77, 41}, {76.5, 45}}, .count = true});
  REQUIRE(page);
  CHECK(page->matched > 1000);
  CHECK(page->matched < 2000);

  const std::string id = std::get<std::string>(page->rows.rows[0][0]);
  page = made.centre.store().events_in(selection, {.id = id});
  REQUIRE(page);
  REQUIRE(page->rows.rows.size() == 1);
  CHECK(std::get<std::string>(page->rows.rows[0][0]) == id);
  page = made.centre.store().events_in(selection, {.id = "1'; DROP TABLE events_thefts; --"});
  REQUIRE(page);
  CHECK(page->rows.rows.empty());
}

TEST_CASE("A register without longitude and latitude has no map") {
  TestCentre centre;
  centre.add_register("id = \"plain\"\n[time]\ncolumns = [\"day\"]\nformats = [\"%Y-%m-%d\"]\n");
  for (const char* id : {"plain", "none"}) {
    auto squares = centre.store().count_squares({.register_id = id}, {}, 8);
    REQUIRE_FALSE(squares);
    CHECK(squares.error().key == (id == std::string("plain") ? "error.map.no_points" : "error.store.register.absent"));
    CHECK_FALSE(centre.store().events_in({.register_id = id}, {}).has_value());
  }
}
