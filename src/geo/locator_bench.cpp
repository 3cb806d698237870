// A million points to 224 districts: Kazakhstan's when ../shared is there, else as many generated ones with crooked
// borders.
#include "geo/locator.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/random.hpp"
#include "geo/geojson.hpp"
#include "geo/measure.hpp"

using namespace tartip;
using namespace tartip::geo;

namespace {

constexpr std::size_t k_points = 1'000'000;
constexpr std::size_t k_checked = 2000;

// 16 × 14 districts; every border of 70 points, the same for both neighbours.
std::vector<MultiPolygon> generated() {
  const auto corner = [](int x, int y) {
    Random random(17, static_cast<std::uint64_t>(x * 1000 + y));
    return Point{x + 0.3 * random.uniform(), y + 0.3 * random.uniform()};
  };
  const auto add_line = [](Ring& ring, Point from, Point to) {
    const bool turned = to.x + 1000 * to.y < from.x + 1000 * from.y;
    const Point a = turned ? to : from;
    const Point b = turned ? from : to;
    Random random(19, static_cast<std::uint64_t>(a.x * 1e6) * 7919 + static_cast<std::uint64_t>(b.y * 1e6));
    Ring line;
    for (int i = 0; i < 70; ++i) {
      const double t = i / 70.0;
      const double wobble = i == 0 ? 0 : 0.02 * (random.uniform() - 0.5);
      line.push_back({a.x + t * (b.x - a.x) + wobble, a.y + t * (b.y - a.y) - wobble});
    }
    line.push_back(b);
    if (turned)
      ring.insert(ring.end(), line.rbegin(), line.rend() - 1);
    else
      ring.insert(ring.end(), line.begin(), line.end() - 1);
  };
  std::vector<MultiPolygon> areas;
  for (int x = 0; x < 16; ++x)
    for (int y = 0; y < 14; ++y) {
      Ring ring;
      add_line(ring, corner(x, y), corner(x + 1, y));
      add_line(ring, corner(x + 1, y), corner(x + 1, y + 1));
      add_line(ring, corner(x + 1, y + 1), corner(x, y + 1));
      add_line(ring, corner(x, y + 1), corner(x, y));
      ring.push_back(ring.front());
      areas.push_back({{ring, {}}});
    }
  return areas;
}

std::vector<MultiPolygon> districts() {
  const std::filesystem::path file = "../shared/data/kz-territory/kz_adm2_2024.geojson";
  if (!std::filesystem::exists(file)) return generated();
  const auto features = read_geojson(file);
  if (!features) return generated();
  std::vector<MultiPolygon> areas;
  for (const Feature& feature : *features) areas.push_back(feature.area);
  return areas;
}

std::int32_t find_slowly(const std::vector<MultiPolygon>& areas, Point point) {
  for (std::size_t i = 0; i < areas.size(); ++i)
    for (const Polygon& polygon : areas[i]) {
      bool inside = holds(polygon.outer, point);
      for (const Ring& hole : polygon.holes) inside = inside && !holds(hole, point);
      if (inside) return static_cast<std::int32_t>(i);
    }
  return -1;
}

std::vector<Point> points_over(const std::vector<MultiPolygon>& areas) {
  Box box = box_of(areas[0]);
  for (const MultiPolygon& area : areas) {
    const Box other = box_of(area);
    box = {{std::min(box.low.x, other.low.x), std::min(box.low.y, other.low.y)},
           {std::max(box.high.x, other.high.x), std::max(box.high.y, other.high.y)}};
  }
  Random random(23);
  std::vector<Point> points(k_points);
  for (Point& point : points)
    point = {box.low.x + random.uniform() * (box.high.x - box.low.x),
             box.low.y + random.uniform() * (box.high.y - box.low.y)};
  return points;
}

void check(const Locator& locator, const std::vector<MultiPolygon>& areas, const std::vector<Point>& points) {
  for (std::size_t i = 0; i < k_checked; ++i)
    if (locator.find(points[i]) != find_slowly(areas, points[i])) {
      std::fputs("the locator is wrong\n", stderr);
      std::exit(1);
    }
}

void locate(benchmark::State& state) {
  const auto areas = districts();
  const auto points = points_over(areas);
  const Locator locator(areas);
  check(locator, areas, points);
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (const Point& point : points) sum += locator.find(point);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(points.size()));
}
BENCHMARK(locate)->Unit(benchmark::kMillisecond);

void build(benchmark::State& state) {
  const auto areas = districts();
  for (auto _ : state) {
    const Locator locator(areas);
    benchmark::DoNotOptimize(locator.find({70, 48}));
  }
}
BENCHMARK(build)->Unit(benchmark::kMillisecond);

void slow_search(benchmark::State& state) {
  const auto areas = districts();
  const auto points = points_over(areas);
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < k_checked; ++i) sum += find_slowly(areas, points[i]);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(k_checked));
}
BENCHMARK(slow_search)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
