#include "geo/repair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/multi_polygon.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <cmath>

#include "geo/measure.hpp"
#include "geo/overlay.hpp"

namespace tartip::geo {
namespace {

namespace bg = boost::geometry;
using BoostPoint = bg::model::d2::point_xy<double>;
using BoostPolygon = bg::model::polygon<BoostPoint, false>;  // counter-clockwise
using BoostMultiPolygon = bg::model::multi_polygon<BoostPolygon>;

// On a line, or fewer than three points. A ring that crosses itself may have extent and yet no signed area.
bool has_no_extent(const Ring& closed) {
  const auto far = std::find_if(closed.begin(), closed.end(), [&](Point p) { return p != closed.front(); });
  if (far == closed.end()) return true;
  const double x = far->x - closed.front().x;
  const double y = far->y - closed.front().y;
  return std::all_of(far, closed.end(),
                     [&](Point p) { return x * (p.y - closed.front().y) == y * (p.x - closed.front().x); });
}

// Rings without extent come back empty.
Ring tidy(const Ring& ring, Repair& result, bool outer) {
  Ring tidied;
  tidied.reserve(ring.size() + 1);
  for (const Point& point : ring)
    if (tidied.empty() || point != tidied.back()) tidied.push_back(point);
  if (tidied.size() > 1 && tidied.front() != tidied.back()) {
    tidied.push_back(tidied.front());
    ++result.closed;
  }
  if (tidied.size() < 4 || has_no_extent(tidied)) {
    ++result.dropped;
    return {};
  }
  if (const double area = signed_area(tidied); area != 0 && (area > 0) != outer) {
    std::reverse(tidied.begin(), tidied.end());
    ++result.turned;
  }
  return tidied;
}

BoostMultiPolygon to_boost(const MultiPolygon& area) {
  const auto copy = [](const Ring& from, auto& to) {
    to.reserve(from.size());
    for (const Point& point : from) to.emplace_back(point.x, point.y);
  };
  BoostMultiPolygon result;
  result.resize(area.size());
  for (std::size_t i = 0; i < area.size(); ++i) {
    copy(area[i].outer, result[i].outer());
    result[i].inners().resize(area[i].holes.size());
    for (std::size_t h = 0; h < area[i].holes.size(); ++h) copy(area[i].holes[h], result[i].inners()[h]);
  }
  return result;
}

bool finite(const MultiPolygon& area) {
  const auto all = [](const Ring& ring) {
    return std::all_of(ring.begin(), ring.end(), [](Point p) { return std::isfinite(p.x) && std::isfinite(p.y); });
  };
  return std::all_of(area.begin(), area.end(), [&](const Polygon& polygon) {
    return all(polygon.outer) && std::all_of(polygon.holes.begin(), polygon.holes.end(), all);
  });
}

}  // namespace

Result<Repair> repair(const MultiPolygon& area) {
  Repair result;
  if (!finite(area)) return fail(Code::bad_data, "error.repair.not_finite");
  for (const Polygon& polygon : area) {
    Polygon tidied;
    tidied.outer = tidy(polygon.outer, result, true);
    if (tidied.outer.empty()) continue;
    for (const Ring& hole : polygon.holes)
      if (Ring ring = tidy(hole, result, false); !ring.empty()) tidied.holes.push_back(std::move(ring));
    result.area.push_back(std::move(tidied));
  }
  if (!area.empty() && result.area.empty()) return fail(Code::bad_data, "error.repair.nothing_left");

  if (bg::is_valid(to_boost(result.area))) return result;
  const double before = plane_area(result.area);
  MultiPolygon redrawn = dissolved(result.area);
  const double after = plane_area(redrawn);
  if (redrawn.empty()) return fail(Code::bad_data, "error.repair.nothing_left");
  result.redrawn = true;
  result.changed_share = std::abs(after - before) / std::max(before, after);
  if (!(result.changed_share <= k_most_change_by_repair))
    return fail(Code::bad_data, "error.repair.changes_too_much",
                {{"percent", fmt::format("{:.1f}", result.changed_share * 100)}});
  result.area = std::move(redrawn);
  return result;
}

}  // namespace tartip::geo
