#include "geo/locator.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <thread>

#include "base/random.hpp"
#include "geo/geojson.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::geo;

namespace {

Ring square(double x, double y, double side) {
  return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}};
}

// Slow and honest: every ring of every area, ray casting with all edges; a point on an edge is inside.
bool on_or_in(const Polygon& polygon, Point p) {
  bool inside = false;
  std::vector<Ring> rings = polygon.holes;
  rings.push_back(polygon.outer);
  for (const Ring& ring : rings)
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const Point a = ring[i];
      const Point b = ring[i + 1];
      const double cross = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
      if (cross == 0 && p.x >= std::min(a.x, b.x) && p.x <= std::max(a.x, b.x) && p.y >= std::min(a.y, b.y) &&
          p.y <= std::max(a.y, b.y))
        return true;
      if ((a.y > p.y) != (b.y > p.y) && (b.y > a.y ? cross > 0 : cross < 0)) inside = !inside;
    }
  return inside;
}

std::int32_t find_slowly(const std::vector<MultiPolygon>& areas, Point p) {
  for (std::size_t i = 0; i < areas.size(); ++i)
    for (const Polygon& polygon : areas[i])
      if (on_or_in(polygon, p)) return static_cast<std::int32_t>(i);
  return -1;
}

// A star-shaped ring on whole numbers, so that points on its border can be met exactly.
Ring random_ring(Random& random, int corners, int centre_x, int centre_y, int radius) {
  Ring ring;
  for (int i = 0; i < corners; ++i) {
    const double angle = 2 * 3.141592653589793 * i / corners;
    const double distance = radius * (0.3 + 0.7 * random.uniform());
    ring.push_back(
        {centre_x + std::round(distance * std::cos(angle)), centre_y + std::round(distance * std::sin(angle))});
  }
  ring.push_back(ring.front());
  return ring;
}

}  // namespace

TEST_CASE("a point belongs to the area around it, a border to the first area") {
  const Locator locator({{{square(0, 0, 10), {square(4, 4, 2)}}}, {{square(10, 0, 10), {}}}, {{square(5, 0, 10), {}}}});
  CHECK(locator.find({1, 1}) == 0);
  CHECK(locator.find({10, 5}) == 0);    // shared by 0 and 1
  CHECK(locator.find({11, 5}) == 1);    // 2 overlaps it
  CHECK(locator.find({5, 5}) == 2);     // in the hole of 0, on the border of 2
  CHECK(locator.find({4.5, 5}) == -1);  // in the hole
  CHECK(locator.find({4, 5}) == 0);     // on the hole's border
  CHECK(locator.find({20, 10}) == 1);   // the box's own corner
  CHECK(locator.find({0, 0}) == 0);
  CHECK(locator.find({-1, 5}) == -1);
  CHECK(locator.find({25, 5}) == -1);
}

TEST_CASE("coordinates that are not numbers are nowhere, and no areas hold nothing") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  const Locator one({{{square(0, 0, 1), {}}}});
  for (const Point point : {Point{nan, 0.5}, Point{0.5, nan}, Point{infinity, 0.5}, Point{0.5, -infinity}})
    CHECK(one.find(point) == -1);
  CHECK(Locator({}).find({0, 0}) == -1);
  CHECK(Locator({{}, {{{}, {}}}}).find({0, 0}) == -1);
  // An area without extent is only its line.
  CHECK(Locator({{{{{0, 0}, {2, 0}, {0, 0}}, {}}}}).find({1, 0}) == 0);
}

TEST_CASE("the locator answers as the slow search does: random areas, holes, overlaps, islands, borders") {
  Random random(20220608);
  for (int scene = 0; scene < 60; ++scene) {
    std::vector<MultiPolygon> areas;
    const auto count = 1 + random.below(12);
    for (std::uint64_t a = 0; a < count; ++a) {
      MultiPolygon area;
      for (std::uint64_t part = 0; part <= random.below(3); ++part) {
        const int x = static_cast<int>(random.below(200));
        const int y = static_cast<int>(random.below(200));
        Polygon polygon{random_ring(random, 5 + static_cast<int>(random.below(40)), x, y, 60), {}};
        if (random.below(2) == 0) polygon.holes.push_back(random_ring(random, 6, x, y, 10));
        area.push_back(std::move(polygon));
      }
      areas.push_back(std::move(area));
    }
    const Locator locator(areas);
    int differences = 0;
    for (int i = 0; i < 4000; ++i) {
      Point point{random.uniform() * 320 - 60, random.uniform() * 320 - 60};
      if (i % 2 == 0) point = {std::round(point.x), std::round(point.y)};  // often on corners and borders
      if (i % 7 == 0) {                                                    // a corner itself
        const Ring& ring = areas[random.below(areas.size())][0].outer;
        point = ring[random.below(ring.size())];
      }
      differences += locator.find(point) != find_slowly(areas, point) ? 1 : 0;
    }
    CHECK(differences == 0);
  }
}

TEST_CASE("neighbours that share a border leave no gap and no overlap beside it") {
  // Two areas along a crooked border of awkward numbers; points within rounding of it must have exactly one owner.
  Random random(7);
  Ring border;
  for (int i = 0; i <= 50; ++i) border.push_back({0.1 * random.uniform(), i / 50.0});
  Ring left{{-1, 0}};
  left.insert(left.end(), border.begin(), border.end());
  left.push_back({-1, 1});
  left.push_back({-1, 0});
  Ring right{{1, 0}, {1, 1}};
  right.insert(right.end(), border.rbegin(), border.rend());
  right.push_back({1, 0});
  const Locator both({{{left, {}}}, {{right, {}}}});
  const Locator only_right({{{right, {}}}});
  int lost = 0;
  int doubled = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::size_t edge = random.below(50);
    const double t = random.uniform();
    Point p{border[edge].x + t * (border[edge + 1].x - border[edge].x),
            border[edge].y + t * (border[edge + 1].y - border[edge].y)};
    const double before = p.x;
    p.x = std::nextafter(p.x, i % 2 == 0 ? -2.0 : 2.0);
    const auto owner = both.find(p);
    lost += owner < 0 ? 1 : 0;
    // Strictly in the left area, and in the right one asked alone: then it lies on the border itself.
    doubled += owner == 0 && only_right.find(p) == 0 && only_right.find({before - 1e-9, p.y}) == 0 ? 1 : 0;
  }
  CHECK(lost == 0);
  CHECK(doubled == 0);
}

TEST_CASE("any number of threads get the same answers") {
  const Locator locator({{{square(0, 0, 10), {}}}, {{square(10, 0, 10), {}}}});
  std::vector<std::vector<std::int32_t>> answers(4);
  std::vector<std::thread> threads;
  for (auto& mine : answers)
    threads.emplace_back([&locator, &mine] {
      Random random(3);
      for (int i = 0; i < 10'000; ++i) mine.push_back(locator.find({random.uniform() * 25, random.uniform() * 12}));
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : answers) CHECK(mine == answers[0]);
}

TEST_CASE("Kazakhstan's 224 districts: the locator answers as the slow search does") {
  const auto file = test::shared_file("data/kz-territory/kz_adm2_2024.geojson");
  if (!file) return;
  const auto features = read_geojson(*file);
  REQUIRE(features);
  REQUIRE(features->size() == 224);
  std::vector<MultiPolygon> areas;
  for (const Feature& feature : *features) areas.push_back(feature.area);
  const Locator locator(areas);
  Random random(1);
  int differences = 0;
  int found = 0;
  for (int i = 0; i < 3000; ++i) {
    const Point point{46 + 42 * random.uniform(), 40 + 16 * random.uniform()};
    const auto answer = locator.find(point);
    differences += answer != find_slowly(areas, point) ? 1 : 0;
    found += answer >= 0 ? 1 : 0;
  }
  CHECK(differences == 0);
  CHECK(found > 1200);
}
