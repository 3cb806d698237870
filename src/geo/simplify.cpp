#include "geo/simplify.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <queue>
#include <unordered_map>

#include "geo/measure.hpp"

namespace tartip::geo {
namespace {

constexpr double k_forever = std::numeric_limits<double>::infinity();

struct PointHash {
  std::size_t operator()(const Point& point) const {
    // Adding 0 makes −0 and 0, which are equal, one.
    const auto x = std::hash<double>{}(point.x + 0.0);
    return x ^ (std::hash<double>{}(point.y + 0.0) + 0x9e3779b97f4a7c15ULL + (x << 6) + (x >> 2));
  }
};

bool before(const Point& a, const Point& b) {
  return a.x != b.x ? a.x < b.x : a.y < b.y;
}

// Up to two different neighbours are kept; a third makes the point a junction.
struct Meeting {
  std::vector<Point> neighbours;
  void add(const Point& point) {
    if (neighbours.size() < 3 && std::find(neighbours.begin(), neighbours.end(), point) == neighbours.end())
      neighbours.push_back(point);
  }
};

struct Arc {
  std::vector<Point> points;
  std::vector<double> weights;   // the least triangle at which a point is still there; ends stay forever
  std::size_t least_inside = 0;  // points between the ends that must stay
  int uses = 0;
};

struct ArcUse {
  std::size_t arc = 0;
  bool reversed = false;
};

using ArcRing = std::vector<ArcUse>;

struct ArcPolygon {
  ArcRing outer;
  std::vector<ArcRing> holes;
};

double triangle(const Point& a, const Point& b, const Point& c, double y_weight) {
  return std::abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2 * y_weight;
}

// A point that goes later than one beside it never weighs less, so that any threshold leaves a consistent line.
std::vector<double> weights_of(const std::vector<Point>& points, double y_weight) {
  const std::size_t n = points.size();
  std::vector<double> weights(n, k_forever);
  std::vector<std::size_t> left(n), right(n);
  using Entry = std::pair<double, std::size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  std::vector<double> current(n, k_forever);
  for (std::size_t i = 0; i < n; ++i) {
    left[i] = i == 0 ? 0 : i - 1;
    right[i] = i + 1;
    if (i == 0 || i + 1 == n) continue;
    current[i] = triangle(points[i - 1], points[i], points[i + 1], y_weight);
    queue.emplace(current[i], i);
  }
  double floor = 0;
  while (!queue.empty()) {
    const auto [weight, i] = queue.top();
    queue.pop();
    if (weight != current[i] || weights[i] != k_forever) continue;
    weights[i] = floor = std::max(floor, weight);
    right[left[i]] = right[i];
    left[right[i]] = left[i];
    for (const std::size_t beside : {left[i], right[i]}) {
      if (beside == 0 || beside + 1 == n) continue;
      current[beside] = triangle(points[left[beside]], points[beside], points[right[beside]], y_weight);
      queue.emplace(current[beside], beside);
    }
  }
  return weights;
}

class Arcs {
 public:
  explicit Arcs(const std::vector<MultiPolygon>& areas) {
    for (const MultiPolygon& area : areas)
      for (const Polygon& polygon : area) {
        note(polygon.outer);
        for (const Ring& hole : polygon.holes) note(hole);
      }
  }

  ArcRing cut(const Ring& closed);
  std::vector<Arc>& list() { return arcs_; }

 private:
  void note(const Ring& ring);
  ArcUse use(std::vector<Point> points);
  bool junction(const Point& point) const { return meetings_.at(point).neighbours.size() > 2; }

  std::unordered_map<Point, Meeting, PointHash> meetings_;
  std::map<std::vector<std::pair<double, double>>, std::size_t> known_;
  std::vector<Arc> arcs_;
};

std::size_t corners(const Ring& ring) {
  return ring.size() > 1 && ring.front() == ring.back() ? ring.size() - 1 : ring.size();
}

void Arcs::note(const Ring& ring) {
  const std::size_t n = corners(ring);
  for (std::size_t i = 0; i < n; ++i) {
    Meeting& meeting = meetings_[ring[i]];
    meeting.add(ring[(i + 1) % n]);
    meeting.add(ring[(i + n - 1) % n]);
  }
}

ArcUse Arcs::use(std::vector<Point> points) {
  // Both sides of a border come to the same arc: it runs from its lesser end, or, closed, towards its lesser neighbour.
  const bool closed = points.front() == points.back();
  const bool reversed = closed ? before(points[points.size() - 2], points[1]) : before(points.back(), points.front());
  if (reversed) std::reverse(points.begin(), points.end());
  std::vector<std::pair<double, double>> key;
  key.reserve(points.size());
  for (const Point& point : points) key.emplace_back(point.x, point.y);
  const auto [place, added] = known_.emplace(std::move(key), arcs_.size());
  if (added) arcs_.push_back({std::move(points), {}, 0, 0});
  ++arcs_[place->second].uses;
  return {place->second, reversed};
}

ArcRing Arcs::cut(const Ring& closed) {
  ArcRing uses;
  const std::size_t n = corners(closed);
  if (n < 3) return uses;
  std::size_t start = n;
  for (std::size_t i = 0; i < n && start == n; ++i)
    if (junction(closed[i])) start = i;
  // An island begins at its least point, wherever the file began it.
  if (start == n)
    start = static_cast<std::size_t>(
        std::min_element(closed.begin(), closed.begin() + static_cast<std::ptrdiff_t>(n), before) - closed.begin());
  std::vector<Point> points{closed[start]};
  for (std::size_t step = 1; step <= n; ++step) {
    const Point& point = closed[(start + step) % n];
    points.push_back(point);
    if (step < n && !junction(point)) continue;
    uses.push_back(use(std::move(points)));
    points = {point};
  }
  for (const ArcUse& part : uses) {
    Arc& arc = arcs_[part.arc];
    const std::size_t least = uses.size() == 1 ? 2 : uses.size() == 2 ? 1 : 0;
    arc.least_inside = std::min(std::max(arc.least_inside, least), arc.points.size() - 2);
  }
  return uses;
}

// The threshold at which about `most` points stay.
double threshold_for(const std::vector<Arc>& arcs, std::size_t most) {
  std::vector<double> weights;
  std::size_t always = 0;
  for (const Arc& arc : arcs)
    for (double weight : arc.weights) {
      if (weight == k_forever)
        always += static_cast<std::size_t>(arc.uses);
      else
        weights.insert(weights.end(), static_cast<std::size_t>(arc.uses), weight);
    }
  if (always + weights.size() <= most) return 0;
  const std::size_t stay = most > always ? most - always : 0;
  if (stay == 0) return k_forever;
  const auto place = weights.begin() + static_cast<std::ptrdiff_t>(weights.size() - stay);
  std::nth_element(weights.begin(), place, weights.end());
  return *place;
}

std::vector<Point> kept(const Arc& arc, double threshold) {
  std::vector<double> inside(arc.weights.begin() + 1, arc.weights.end() - 1);
  if (arc.least_inside > 0) {
    const auto place = inside.begin() + static_cast<std::ptrdiff_t>(arc.least_inside) - 1;
    std::nth_element(inside.begin(), place, inside.end(), std::greater<>());
    threshold = std::min(threshold, *place);
  }
  std::vector<Point> points;
  for (std::size_t i = 0; i < arc.points.size(); ++i)
    if (arc.weights[i] >= threshold) points.push_back(arc.points[i]);
  return points;
}

Ring joined(const ArcRing& uses, const std::vector<std::vector<Point>>& lines) {
  Ring ring;
  for (const ArcUse& part : uses) {
    const std::vector<Point>& line = lines[part.arc];
    if (!ring.empty()) ring.pop_back();
    if (part.reversed)
      ring.insert(ring.end(), line.rbegin(), line.rend());
    else
      ring.insert(ring.end(), line.begin(), line.end());
  }
  return ring;
}

}  // namespace

std::vector<MultiPolygon> simplify(const std::vector<MultiPolygon>& areas, const SimplifyOptions& options) {
  Arcs arcs(areas);
  std::vector<std::vector<ArcPolygon>> cut(areas.size());
  for (std::size_t a = 0; a < areas.size(); ++a)
    for (const Polygon& polygon : areas[a]) {
      ArcPolygon pieces{arcs.cut(polygon.outer), {}};
      for (const Ring& hole : polygon.holes) pieces.holes.push_back(arcs.cut(hole));
      cut[a].push_back(std::move(pieces));
    }
  for (Arc& arc : arcs.list()) arc.weights = weights_of(arc.points, options.y_weight);
  const double threshold = std::max(threshold_for(arcs.list(), options.most_points), options.least_triangle);
  std::vector<std::vector<Point>> lines;
  lines.reserve(arcs.list().size());
  for (const Arc& arc : arcs.list()) lines.push_back(kept(arc, threshold));

  const auto invisible = [&](const ArcRing& uses, const Ring& ring) {
    const bool alone = uses.size() == 1 && arcs.list()[uses[0].arc].uses == 1;
    return alone && std::isfinite(threshold) && std::abs(signed_area(ring)) * options.y_weight < threshold;
  };
  std::vector<MultiPolygon> result(areas.size());
  for (std::size_t a = 0; a < areas.size(); ++a) {
    std::size_t largest = 0;
    for (std::size_t p = 1; p < areas[a].size(); ++p)
      if (std::abs(signed_area(areas[a][p].outer)) > std::abs(signed_area(areas[a][largest].outer))) largest = p;
    for (std::size_t p = 0; p < areas[a].size(); ++p) {
      Polygon polygon{joined(cut[a][p].outer, lines), {}};
      if (polygon.outer.empty() || (p != largest && invisible(cut[a][p].outer, polygon.outer))) continue;
      for (const ArcRing& uses : cut[a][p].holes)
        if (Ring hole = joined(uses, lines); !hole.empty() && !invisible(uses, hole))
          polygon.holes.push_back(std::move(hole));
      result[a].push_back(std::move(polygon));
    }
  }
  return result;
}

}  // namespace tartip::geo
