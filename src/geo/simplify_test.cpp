#include "geo/simplify.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/random.hpp"
#include "geo/geojson.hpp"
#include "geo/measure.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::geo;

namespace {

std::size_t points_of(const std::vector<MultiPolygon>& areas) {
  std::size_t count = 0;
  for (const MultiPolygon& area : areas)
    for (const Polygon& polygon : area) {
      count += polygon.outer.size();
      for (const Ring& hole : polygon.holes) count += hole.size();
    }
  return count;
}

using Segment = std::pair<std::pair<double, double>, std::pair<double, double>>;

// Edges without direction, and how many rings use each.
std::map<Segment, int> segments_of(const std::vector<MultiPolygon>& areas) {
  std::map<Segment, int> segments;
  const auto add = [&](const Ring& ring) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      Segment segment{{ring[i].x, ring[i].y}, {ring[i + 1].x, ring[i + 1].y}};
      if (segment.second < segment.first) std::swap(segment.first, segment.second);
      ++segments[segment];
    }
  };
  for (const MultiPolygon& area : areas)
    for (const Polygon& polygon : area) {
      add(polygon.outer);
      for (const Ring& hole : polygon.holes) add(hole);
    }
  return segments;
}

// A country of 3 × 3 districts with crooked borders, each starting its ring somewhere else, and an enclave in the
// middle one.
std::vector<MultiPolygon> country() {
  Random random(11);
  std::map<std::pair<int, int>, Ring> lines;  // between neighbouring corners, in increasing order
  const auto line = [&](int x1, int y1, int x2, int y2) {
    Ring& points = lines[{x1 * 10 + y1, x2 * 10 + y2}];
    if (points.empty())
      for (int i = 0; i <= 40; ++i) {
        const double t = i / 40.0;
        const double wobble = i == 0 || i == 40 ? 0 : 0.05 * (random.uniform() - 0.5);
        points.push_back({x1 + t * (x2 - x1) + (x1 == x2 ? wobble : 0), y1 + t * (y2 - y1) + (y1 == y2 ? wobble : 0)});
      }
    return points;
  };
  std::vector<MultiPolygon> areas;
  for (int x = 0; x < 3; ++x)
    for (int y = 0; y < 3; ++y) {
      Ring ring;
      const auto add = [&](Ring part, bool reversed) {
        if (reversed) std::reverse(part.begin(), part.end());
        if (!ring.empty()) ring.pop_back();
        ring.insert(ring.end(), part.begin(), part.end());
      };
      add(line(x, y, x + 1, y), false);
      add(line(x + 1, y, x + 1, y + 1), false);
      add(line(x, y + 1, x + 1, y + 1), true);
      add(line(x, y, x, y + 1), true);
      ring.pop_back();
      std::rotate(ring.begin(), ring.begin() + 17 * (x + 3 * y) % 160, ring.end());
      ring.push_back(ring.front());
      areas.push_back({{ring, {}}});
    }
  Ring enclave;
  for (int i = 0; i < 60; ++i) {
    const double r = 0.2 + 0.01 * random.uniform();
    enclave.push_back({1.5 + r * std::cos(i * 0.10471975511965977), 1.5 + r * std::sin(i * 0.10471975511965977)});
  }
  enclave.push_back(enclave.front());
  Ring hole(enclave.rbegin(), enclave.rend());
  hole.pop_back();
  std::rotate(hole.begin(), hole.begin() + 23, hole.end());
  hole.push_back(hole.front());
  areas[4][0].holes.push_back(hole);
  areas.push_back({{enclave, {}}});
  return areas;
}

}  // namespace

TEST_CASE("neighbours keep exactly the same border, enclaves too") {
  const auto areas = country();
  for (const std::size_t most : {600U, 200U, 80U, 1U}) {
    const auto small = simplify(areas, {.most_points = most});
    REQUIRE(small.size() == areas.size());
    CHECK(points_of(small) <= most + 120);
    CHECK(points_of(small) < points_of(areas));
    for (const auto& [segment, uses] : segments_of(small)) {
      const auto on_outside = [&](const std::pair<double, double>& p) {
        return p.first < 0.1 || p.first > 2.9 || p.second < 0.1 || p.second > 2.9;
      };
      if (!on_outside(segment.first) || !on_outside(segment.second)) CHECK(uses == 2);
    }
    double sum = 0;
    for (const MultiPolygon& area : small) {
      sum += plane_area(area);
      for (const Polygon& polygon : area) CHECK(polygon.outer.size() >= 4);
    }
    // With no point to spare the four corners of the square go, and half a district with each.
    CHECK(sum == doctest::Approx(most == 1 ? 7 : 9).epsilon(0.05));
  }
}

TEST_CASE("with room enough nothing changes but where a ring begins") {
  const auto areas = country();
  const auto same = simplify(areas, {.most_points = 100'000});
  CHECK(segments_of(same) == segments_of(areas));
}

TEST_CASE("empty areas stay empty, islands go but the last") {
  CHECK(simplify({}, {}).empty());
  CHECK(simplify({{}}, {}) == std::vector<MultiPolygon>{{}});
  Ring coast;
  for (int i = 0; i <= 400; ++i) {
    const double angle = 2 * 3.141592653589793 * (i % 400) / 400;
    coast.push_back({10 * std::cos(angle), 10 * std::sin(angle)});
  }
  const Ring islet{{20, 0}, {20.001, 0}, {20.001, 0.001}, {20, 0}};
  const auto small = simplify({{{coast, {}}, {islet, {}}}, {{islet, {}}}}, {.most_points = 30});
  CHECK(small[0].size() >= 1);
  CHECK(small[1].size() == 1);
}

TEST_CASE("Kazakhstan's districts for a small map") {
  const auto file = test::shared_file("data/kz-territory/kz_adm2_2024.geojson");
  if (!file) return;
  const auto features = read_geojson(*file);
  REQUIRE(features);
  std::vector<MultiPolygon> areas;
  for (const Feature& feature : *features) areas.push_back(feature.area);
  const auto small = simplify(areas, {.most_points = 6000, .y_weight = 1.5});
  CHECK(points_of(small) < 9000);
  double before = 0;
  double after = 0;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    CHECK_FALSE(small[i].empty());
    before += area_km2(areas[i]);
    after += area_km2(small[i]);
  }
  CHECK(after == doctest::Approx(before).epsilon(0.01));
}
