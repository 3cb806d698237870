#include "geo/overlay.hpp"

#include <algorithm>
#include <boost/polygon/polygon.hpp>
#include <cmath>
#include <cstdint>

#include "geo/measure.hpp"

namespace tartip::geo {
namespace {

namespace bp = boost::polygon;
using Coordinate = std::int32_t;
using Set = bp::polygon_set_data<Coordinate>;
using LatticePolygon = bp::polygon_with_holes_data<Coordinate>;

constexpr double k_steps = 1 << 30;

struct Lattice {
  Point low;
  double step = 1;

  explicit Lattice(const Box& box) : low(box.low) {
    const double side = std::max(box.high.x - box.low.x, box.high.y - box.low.y);
    if (side > 0 && std::isfinite(side)) step = side / k_steps;
  }
  // Holes may reach beyond the outer rings that the box was made of: they are cut at the box.
  bp::point_data<Coordinate> on(Point point) const {
    const auto place = [this](double offset) {
      return static_cast<Coordinate>(std::llround(std::clamp(offset / step, -k_steps / 2, k_steps * 1.5)));
    };
    return {place(point.x - low.x), place(point.y - low.y)};
  }
  Point off(bp::point_data<Coordinate> point) const { return {low.x + point.x() * step, low.y + point.y() * step}; }
};

void insert(Set& set, const Ring& ring, const Lattice& lattice) {
  std::vector<bp::point_data<Coordinate>> points;
  points.reserve(ring.size());
  for (const Point& point : ring)
    if (std::isfinite(point.x) && std::isfinite(point.y)) points.push_back(lattice.on(point));
  if (points.size() < 3) return;
  bp::polygon_data<Coordinate> polygon;
  polygon.set(points.begin(), points.end());
  set.insert(polygon);
}

Set set_of(const MultiPolygon& area, const Lattice& lattice) {
  using namespace bp::operators;  // NOLINT: Boost.Polygon's set algebra
  Set ground;
  for (const Polygon& polygon : area) {
    Set outer;
    Set holes;
    insert(outer, polygon.outer, lattice);
    for (const Ring& hole : polygon.holes) insert(holes, hole, lattice);
    if (!polygon.holes.empty()) outer -= holes;
    ground += outer;
  }
  return ground;
}

Box box_around(const MultiPolygon& a, const MultiPolygon& b) {
  const Box first = box_of(a);
  const Box second = box_of(b);
  return {{std::min(first.low.x, second.low.x), std::min(first.low.y, second.low.y)},
          {std::max(first.high.x, second.high.x), std::max(first.high.y, second.high.y)}};
}

template <class Iterator>
Ring ring_of(Iterator begin, Iterator end, const Lattice& lattice, bool counter_clockwise) {
  Ring ring;
  for (; begin != end; ++begin) ring.push_back(lattice.off(*begin));
  if (!ring.empty() && ring.front() != ring.back()) ring.push_back(ring.front());
  if ((signed_area(ring) > 0) != counter_clockwise) std::reverse(ring.begin(), ring.end());
  return ring;
}

}  // namespace

double shared_area(const MultiPolygon& a, const MultiPolygon& b) {
  using namespace bp::operators;  // NOLINT: Boost.Polygon's set algebra
  const Box box_a = box_of(a);
  const Box box_b = box_of(b);
  if (box_a.low.x > box_b.high.x || box_b.low.x > box_a.high.x || box_a.low.y > box_b.high.y ||
      box_b.low.y > box_a.high.y)
    return 0;
  if (a.empty() || b.empty()) return 0;
  const Lattice lattice(box_around(a, b));
  Set both = set_of(a, lattice);
  both &= set_of(b, lattice);
  return static_cast<double>(bp::area(both)) * lattice.step * lattice.step;
}

MultiPolygon dissolved(const MultiPolygon& area) {
  MultiPolygon result;
  if (area.empty()) return result;
  const Lattice lattice(box_of(area));
  std::vector<LatticePolygon> polygons;
  set_of(area, lattice).get(polygons);
  for (const LatticePolygon& polygon : polygons) {
    Polygon simple;
    simple.outer = ring_of(polygon.begin(), polygon.end(), lattice, true);
    for (auto hole = polygon.begin_holes(); hole != polygon.end_holes(); ++hole)
      simple.holes.push_back(ring_of(hole->begin(), hole->end(), lattice, false));
    result.push_back(std::move(simple));
  }
  return result;
}

}  // namespace tartip::geo
