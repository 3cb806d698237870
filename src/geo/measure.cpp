#include "geo/measure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <vector>

namespace tartip::geo {
namespace {

constexpr double k_radius_km = 6378.137;  // WGS 84, semi-major axis
constexpr double k_flattening = 1 / 298.257223563;
constexpr double k_eccentricity2 = k_flattening * (2 - k_flattening);
constexpr double k_longest_step = 0.1;  // degrees of latitude
constexpr double k_degree = std::numbers::pi / 180;
constexpr int k_chords = 17;

// q of Snyder (3-12): a²·q/2 per radian of longitude is the ellipsoid's area between the equator and the latitude.
double band(double latitude) {
  const double e = std::sqrt(k_eccentricity2);
  const double s = std::sin(latitude * k_degree);
  return (1 - k_eccentricity2) * (s / (1 - k_eccentricity2 * s * s) + std::atanh(e * s) / e);
}

double ring_km2(const Ring& ring) {
  double sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i];
    const Point b = ring[(i + 1) % ring.size()];
    const int steps = std::max(1, static_cast<int>(std::ceil(std::abs(b.y - a.y) / k_longest_step)));
    double before = band(a.y);
    for (int step = 1; step <= steps; ++step) {
      const double after = band(a.y + (b.y - a.y) * step / steps);
      sum += (b.x - a.x) / steps * (before + after) / 2;
      before = after;
    }
  }
  return std::abs(sum) * k_degree * k_radius_km * k_radius_km / 2;
}

template <class RingArea>
double total(const MultiPolygon& area, RingArea ring_area) {
  double sum = 0;
  for (const Polygon& polygon : area) {
    sum += ring_area(polygon.outer);
    for (const Ring& hole : polygon.holes) sum -= ring_area(hole);
  }
  return sum;
}

// The longest stretch of the horizontal line at `y` inside the polygon.
std::optional<std::pair<double, double>> chord(const Polygon& polygon, double y) {
  std::vector<double> crossings;
  const auto cross = [&](const Ring& ring) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Point a = ring[i];
      const Point b = ring[(i + 1) % ring.size()];
      if ((a.y <= y) != (b.y <= y)) crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
    }
  };
  cross(polygon.outer);
  for (const Ring& hole : polygon.holes) cross(hole);
  std::sort(crossings.begin(), crossings.end());
  std::optional<std::pair<double, double>> longest;
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
    if (!longest || crossings[i + 1] - crossings[i] > longest->second - longest->first)
      longest = {crossings[i], crossings[i + 1]};
  return longest;
}

}  // namespace

double signed_area(const Ring& ring) {
  // Relative to the first point: degrees far from the origin would lose digits.
  double sum = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i)
    sum +=
        (ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) - (ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
  return sum / 2;
}

double plane_area(const MultiPolygon& area) {
  return total(area, [](const Ring& ring) { return std::abs(signed_area(ring)); });
}

double area_km2(const MultiPolygon& degrees) {
  return total(degrees, ring_km2);
}

Box box_of(const MultiPolygon& area) {
  constexpr double k_far = std::numeric_limits<double>::infinity();
  Box box{{k_far, k_far}, {-k_far, -k_far}};
  for (const Polygon& polygon : area)
    for (const Point& point : polygon.outer) {
      box.low = {std::min(box.low.x, point.x), std::min(box.low.y, point.y)};
      box.high = {std::max(box.high.x, point.x), std::max(box.high.y, point.y)};
    }
  return box;
}

bool holds(const Ring& ring, Point point) {
  bool inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i];
    const Point b = ring[(i + 1) % ring.size()];
    if ((a.y <= point.y) != (b.y <= point.y) && point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x))
      inside = !inside;
  }
  return inside;
}

Point centroid(const MultiPolygon& area) {
  const Box box = box_of(area);
  if (box.low.x > box.high.x) return {};
  const Point origin = box.low;
  double weight = 0;
  Point sum;
  const auto add = [&](const Ring& ring, double sign) {
    const double direction = signed_area(ring) < 0 ? -sign : sign;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Point a{ring[i].x - origin.x, ring[i].y - origin.y};
      const Point& next = ring[(i + 1) % ring.size()];
      const Point b{next.x - origin.x, next.y - origin.y};
      const double cross = (a.x * b.y - b.x * a.y) * direction;
      weight += cross / 2;
      sum.x += (a.x + b.x) * cross / 6;
      sum.y += (a.y + b.y) * cross / 6;
    }
  };
  for (const Polygon& polygon : area) {
    add(polygon.outer, 1);
    for (const Ring& hole : polygon.holes) add(hole, -1);
  }
  if (!(weight > 0)) return {(box.low.x + box.high.x) / 2, (box.low.y + box.high.y) / 2};
  return {origin.x + sum.x / weight, origin.y + sum.y / weight};
}

Point label_point(const MultiPolygon& area) {
  const auto largest = std::max_element(area.begin(), area.end(), [](const Polygon& a, const Polygon& b) {
    return std::abs(signed_area(a.outer)) < std::abs(signed_area(b.outer));
  });
  if (largest == area.end()) return {};
  const Point centre = centroid({*largest});
  const auto in_hole = [&](const Ring& hole) { return holds(hole, centre); };
  if (holds(largest->outer, centre) && std::none_of(largest->holes.begin(), largest->holes.end(), in_hole))
    return centre;
  const Box box = box_of({*largest});
  Point best{(box.low.x + box.high.x) / 2, (box.low.y + box.high.y) / 2};
  double width = 0;
  for (int i = 1; i <= k_chords; ++i) {
    const double y = box.low.y + (box.high.y - box.low.y) * i / (k_chords + 1);
    const auto longest = chord(*largest, y);
    if (!longest || longest->second - longest->first <= width) continue;
    width = longest->second - longest->first;
    best = {(longest->first + longest->second) / 2, y};
  }
  return best;
}

}  // namespace tartip::geo
