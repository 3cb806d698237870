#include "geo/grid.hpp"

#include <algorithm>
#include <cmath>

#include "base/require.hpp"
#include "geo/measure.hpp"

namespace tartip::geo {
namespace {

constexpr double k_longest_step = 0.1;  // degrees
constexpr double k_most_cells = 1e7;
constexpr double k_farthest_cell = 2e9;  // fits an int32

// What a half-plane leaves of a ring (Sutherland & Hodgman 1974). Where a concave ring falls apart the pieces stay
// joined by a line there and back, which has no area: signed areas stay exact.
template <class Keep, class Cut>
Ring clipped(const Ring& ring, Keep keep, Cut cut) {
  Ring result;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i];
    const Point b = ring[(i + 1) % ring.size()];
    if (keep(a)) result.push_back(a);
    if (keep(a) != keep(b)) result.push_back(cut(a, b));
  }
  return result;
}

Ring between_x(const Ring& ring, double low, double high) {
  const auto at = [](double x) {
    return [x](Point a, Point b) { return Point{x, a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y)}; };
  };
  return clipped(
      clipped(
          ring, [low](Point p) { return p.x >= low; }, at(low)),
      [high](Point p) { return p.x <= high; }, at(high));
}

Ring between_y(const Ring& ring, double low, double high) {
  const auto at = [](double y) {
    return [y](Point a, Point b) { return Point{a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), y}; };
  };
  return clipped(
      clipped(
          ring, [low](Point p) { return p.y >= low; }, at(low)),
      [high](Point p) { return p.y <= high; }, at(high));
}

struct SignedRing {
  Ring ring;
  double sign = 1;
};

Box box_of_rings(const std::vector<SignedRing>& rings) {
  MultiPolygon all;
  for (const SignedRing& part : rings) all.push_back({part.ring, {}});
  return box_of(all);
}

}  // namespace

Grid::Grid(Projection plane, double side_metres, bool degrees)
    : plane_(std::move(plane)), side_(side_metres), degrees_(degrees) {
  require(side_ > 0 && std::isfinite(side_), "a grid cell has a side");
}

Grid Grid::in_degrees(Point centre, double side_metres) {
  return in_degrees(Projection::equal_area(centre), side_metres);
}

Grid Grid::in_degrees(Projection equal_area, double side_metres) {
  return {std::move(equal_area), side_metres, true};
}

Grid Grid::in_plane(Projection plane, double side_metres) {
  require(!plane.is_geographic(), "a grid lies in a plane");
  return {std::move(plane), side_metres, false};
}

std::optional<Point> Grid::to_metres(Point point) const {
  if (degrees_) return plane_.from_degrees(point);
  const double unit = plane_.metres_per_unit();
  return Point{point.x * unit, point.y * unit};
}

std::optional<GridCell> Grid::cell_of(Point point) const {
  const auto metres = to_metres(point);
  if (!metres) return std::nullopt;
  const double column = std::floor(metres->x / side_);
  const double row = std::floor(metres->y / side_);
  if (!(std::abs(column) < k_farthest_cell && std::abs(row) < k_farthest_cell)) return std::nullopt;
  return GridCell{static_cast<std::int32_t>(column), static_cast<std::int32_t>(row)};
}

Polygon Grid::polygon_of(GridCell cell) const {
  const Point low = corner(cell);
  Ring ring;
  const auto add = [&](double right, double up) {
    const Point metres{low.x + right * side_, low.y + up * side_};
    if (!degrees_) {
      const double unit = plane_.metres_per_unit();
      ring.push_back({metres.x / unit, metres.y / unit});
    } else if (const auto point = plane_.to_degrees(metres)) {
      ring.push_back(*point);
    }
  };
  add(0, 0);
  if (degrees_) add(0.5, 0);
  add(1, 0);
  if (degrees_) add(1, 0.5);
  add(1, 1);
  if (degrees_) add(0.5, 1);
  add(0, 1);
  if (degrees_) add(0, 0.5);
  if (!ring.empty()) ring.push_back(ring.front());
  return {std::move(ring), {}};
}

std::optional<Ring> Grid::to_metres(const Ring& ring) const {
  Ring result;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i];
    const Point b = ring[(i + 1) % ring.size()];
    const double length = std::max(std::abs(b.x - a.x), std::abs(b.y - a.y));
    if (!std::isfinite(length)) return std::nullopt;
    const int steps = degrees_ ? std::max(1, static_cast<int>(std::ceil(length / k_longest_step))) : 1;
    for (int step = 0; step < steps; ++step) {
      const double part = static_cast<double>(step) / steps;
      const auto metres = to_metres(Point{a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)});
      if (!metres) return std::nullopt;
      result.push_back(*metres);
    }
  }
  return result;
}

std::optional<std::vector<CellInside>> Grid::cells_inside(const MultiPolygon& outline) const {
  std::vector<SignedRing> rings;
  const auto add = [&](const Ring& ring, double sign) {
    auto metres = to_metres(ring);
    if (!metres) return false;
    rings.push_back({std::move(*metres), sign});
    return true;
  };
  for (const Polygon& polygon : outline) {
    if (!add(polygon.outer, 1)) return std::nullopt;
    for (const Ring& hole : polygon.holes)
      if (!add(hole, -1)) return std::nullopt;
  }
  std::vector<CellInside> cells;
  const Box box = box_of_rings(rings);
  if (!(box.low.x <= box.high.x)) return cells;
  if ((box.high.x - box.low.x) / side_ * ((box.high.y - box.low.y) / side_) > k_most_cells) return std::nullopt;

  // Column by column, then row by row inside the strip: each cell sees only the edges of its strip.
  for (double column = std::floor(box.low.x / side_); column * side_ < box.high.x; ++column) {
    std::vector<SignedRing> strip;
    for (const SignedRing& part : rings)
      if (Ring ring = between_x(part.ring, column * side_, (column + 1) * side_); ring.size() > 2)
        strip.push_back({std::move(ring), part.sign});
    if (strip.empty()) continue;
    const Box strip_box = box_of_rings(strip);
    for (double row = std::floor(strip_box.low.y / side_); row * side_ < strip_box.high.y; ++row) {
      double area = 0;
      for (const SignedRing& part : strip)
        area += part.sign * std::abs(signed_area(between_y(part.ring, row * side_, (row + 1) * side_)));
      // Below a millionth of the cell it is rounding along a border.
      if (area > 1e-6 * side_ * side_)
        cells.push_back({{static_cast<std::int32_t>(column), static_cast<std::int32_t>(row)}, area / 1e6});
    }
  }
  std::sort(cells.begin(), cells.end(), [](const CellInside& a, const CellInside& b) { return a.cell < b.cell; });
  return cells;
}

}  // namespace tartip::geo
