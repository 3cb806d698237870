// A raster over the box of all areas. Building marks the cells that borders touch; the others lie wholly in one area or
// in none and answer at once. A touched cell keeps its candidates, and each candidate its edges sorted into the
// raster's rows, so that the exact test looks only at edges beside the point.
#include "geo/locator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace tartip::geo {
namespace {

constexpr std::int32_t k_nothing = -1;
constexpr int k_fewest_cells_a_side = 16;
constexpr int k_most_cells_a_side = 1024;
// Cells are marked a little beyond an edge, far more than rounding can move a point's cell and far less than matters
// for speed.
constexpr double k_margin_in_cells = 1e-6;

// An edge from its lower to its upper end (by y, then x), so that two areas that share it compute exactly the same
// sign.
struct Edge {
  Point low;
  Point high;
  std::int32_t polygon = 0;
};

enum class Side { left, right, on };

Side side_of(const Edge& edge, Point p) {
  const double cross =
      (edge.high.x - edge.low.x) * (p.y - edge.low.y) - (edge.high.y - edge.low.y) * (p.x - edge.low.x);
  return cross > 0 ? Side::left : cross < 0 ? Side::right : Side::on;
}

struct AreaEdges {
  std::int32_t first_row = 0;
  std::vector<std::uint32_t> row_begin;  // rows first_row …; one more than rows
  std::vector<Edge> edges;               // by row, then polygon
};

// Crossing number of a ray to the right, polygon by polygon; a point on an edge is inside.
bool holds(const Edge* edge, const Edge* end, Point p) {
  bool inside = false;
  std::int32_t polygon = -1;
  for (; edge != end; ++edge) {
    if (edge->polygon != polygon) {
      if (inside) return true;
      polygon = edge->polygon;
    }
    if (p.y < edge->low.y || p.y > edge->high.y) continue;
    if (edge->low.y == edge->high.y) {
      if (p.x >= edge->low.x && p.x <= edge->high.x) return true;
      continue;
    }
    const Side side = side_of(*edge, p);
    if (side == Side::on) return true;
    // The upper end belongs to the next edge: a vertex is passed once.
    if (side == Side::left && p.y < edge->high.y) inside = !inside;
  }
  return inside;
}

}  // namespace

struct Locator::Index {
  Box box{{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()},
          {-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}};
  std::int32_t columns = 1, rows = 1;
  double per_x = 0, per_y = 0;      // cells per unit
  std::vector<std::int32_t> cells;  // an area, k_nothing, or −2 − the beginning of its list in `candidates`
  std::vector<std::int32_t>
      candidates;  // lists: areas to test in order; ~area ends a list: it holds the whole cell; k_end ends it too
  std::vector<AreaEdges> areas;

  static constexpr std::int32_t k_end = std::numeric_limits<std::int32_t>::max();

  std::int32_t column_of(double x) const { return clamp((x - box.low.x) * per_x, columns); }
  std::int32_t row_of(double y) const { return clamp((y - box.low.y) * per_y, rows); }
  static std::int32_t clamp(double cell, std::int32_t count) {
    return cell <= 0 ? 0 : std::min(static_cast<std::int32_t>(cell), count - 1);
  }

  bool area_holds(const AreaEdges& area, std::int32_t row, Point p) const {
    const std::int32_t r = row - area.first_row;
    if (r < 0 || r + 1 >= static_cast<std::int32_t>(area.row_begin.size())) return false;
    const Edge* edges = area.edges.data();
    return holds(edges + area.row_begin[static_cast<std::size_t>(r)],
                 edges + area.row_begin[static_cast<std::size_t>(r) + 1], p);
  }

  void build(const std::vector<MultiPolygon>& shapes);
  AreaEdges sort_into_rows(const std::vector<Edge>& edges) const;
  std::vector<std::pair<std::int32_t, std::int32_t>> cells_touched(const Edge& edge) const;
};

namespace {

std::vector<Edge> edges_of(const MultiPolygon& shape) {
  std::vector<Edge> edges;
  std::int32_t number = 0;
  for (const Polygon& polygon : shape) {
    const auto add = [&](const Ring& ring) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        Point a = ring[i];
        Point b = ring[(i + 1) % ring.size()];
        if (a == b || !std::isfinite(a.x + a.y + b.x + b.y)) continue;
        if (b.y < a.y || (b.y == a.y && b.x < a.x)) std::swap(a, b);
        edges.push_back({a, b, number});
      }
    };
    add(polygon.outer);
    for (const Ring& hole : polygon.holes) add(hole);
    ++number;
  }
  return edges;
}

}  // namespace

AreaEdges Locator::Index::sort_into_rows(const std::vector<Edge>& edges) const {
  AreaEdges area;
  if (edges.empty()) return area;
  std::int32_t last_row = 0;
  area.first_row = rows;
  for (const Edge& edge : edges) {
    area.first_row = std::min(area.first_row, row_of(edge.low.y));
    last_row = std::max(last_row, row_of(edge.high.y));
  }
  // A counting sort: it keeps the order of polygons within a row.
  std::vector<std::uint32_t>& begin = area.row_begin;
  begin.assign(static_cast<std::size_t>(last_row - area.first_row) + 2, 0);
  const auto each_row = [&](const Edge& edge, const auto& body) {
    for (std::int32_t row = row_of(edge.low.y); row <= row_of(edge.high.y); ++row)
      body(static_cast<std::size_t>(row - area.first_row));
  };
  for (const Edge& edge : edges) each_row(edge, [&](std::size_t row) { ++begin[row + 1]; });
  for (std::size_t row = 1; row < begin.size(); ++row) begin[row] += begin[row - 1];
  area.edges.resize(begin.back());
  std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
  for (const Edge& edge : edges) each_row(edge, [&](std::size_t row) { area.edges[next[row]++] = edge; });
  return area;
}

std::vector<std::pair<std::int32_t, std::int32_t>> Locator::Index::cells_touched(const Edge& edge) const {
  std::vector<std::pair<std::int32_t, std::int32_t>> touched;  // row, column
  const double margin_x = k_margin_in_cells / per_x;
  const double margin_y = k_margin_in_cells / per_y;
  const double height = edge.high.y - edge.low.y;
  const double slope = height > 0 ? (edge.high.x - edge.low.x) / height : 0;
  const auto [least_x, greatest_x] = std::minmax(edge.low.x, edge.high.x);
  const std::int32_t first = row_of(edge.low.y - margin_y);
  const std::int32_t last = row_of(edge.high.y + margin_y);
  for (std::int32_t row = first; row <= last; ++row) {
    double from = least_x;
    double to = greatest_x;
    if (first != last && height > 0) {
      const double bottom = std::clamp(box.low.y + row / per_y - margin_y, edge.low.y, edge.high.y);
      const double top = std::clamp(box.low.y + (row + 1) / per_y + margin_y, edge.low.y, edge.high.y);
      const double x1 = edge.low.x + (bottom - edge.low.y) * slope;
      const double x2 = edge.low.x + (top - edge.low.y) * slope;
      from = std::max(least_x, std::min(x1, x2));
      to = std::min(greatest_x, std::max(x1, x2));
    }
    for (std::int32_t column = column_of(from - margin_x); column <= column_of(to + margin_x); ++column)
      touched.emplace_back(row, column);
  }
  return touched;
}

void Locator::Index::build(const std::vector<MultiPolygon>& shapes) {
  std::vector<std::vector<Edge>> edges;
  edges.reserve(shapes.size());
  std::size_t count = 0;
  for (const MultiPolygon& shape : shapes) {
    edges.push_back(edges_of(shape));
    count += edges.back().size();
    for (const Edge& edge : edges.back()) {
      box.low = {std::min({box.low.x, edge.low.x, edge.high.x}), std::min(box.low.y, edge.low.y)};
      box.high = {std::max({box.high.x, edge.low.x, edge.high.x}), std::max(box.high.y, edge.high.y)};
    }
  }
  const double side =
      std::clamp(4 * std::sqrt(static_cast<double>(count)), double{k_fewest_cells_a_side}, double{k_most_cells_a_side});
  columns = rows = static_cast<std::int32_t>(side);
  per_x = box.high.x > box.low.x ? columns / (box.high.x - box.low.x) : 1;
  per_y = box.high.y > box.low.y ? rows / (box.high.y - box.low.y) : 1;
  areas.resize(shapes.size());

  const auto cell_at = [this](std::int32_t row, std::int32_t column) {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column);
  };
  cells.assign(cell_at(rows, 0), k_nothing);
  std::vector<std::vector<std::int32_t>> lists;
  const auto add = [&](std::size_t cell, std::int32_t candidate) {
    std::int32_t& value = cells[cell];
    if (value >= 0) return;
    if (value == k_nothing) {
      if (candidate < 0) {
        value = ~candidate;
        return;
      }
      value = -2 - static_cast<std::int32_t>(lists.size());
      lists.emplace_back();
    }
    auto& list = lists[static_cast<std::size_t>(-2 - value)];
    if (list.empty() || list.back() >= 0) list.push_back(candidate);
  };

  // Areas come in order of index, so that the first that holds a point is the answer, and a cell held wholly is closed
  // to later ones.
  for (std::size_t a = 0; a < shapes.size(); ++a) {
    if (edges[a].empty()) continue;
    areas[a] = sort_into_rows(edges[a]);
    std::vector<std::pair<std::int32_t, std::int32_t>> touched;
    for (const Edge& edge : edges[a]) {
      const auto more = cells_touched(edge);
      touched.insert(touched.end(), more.begin(), more.end());
    }
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    const auto area = static_cast<std::int32_t>(a);
    for (std::size_t i = 0; i < touched.size(); ++i) {
      const auto [row, column] = touched[i];
      add(cell_at(row, column), area);
      // Between two touched cells of a row no border runs: one test tells for all of them.
      if (i + 1 == touched.size() || touched[i + 1].first != row || touched[i + 1].second == column + 1) continue;
      const Point middle{box.low.x + (column + 1.5) / per_x, box.low.y + (row + 0.5) / per_y};
      if (!area_holds(areas[a], row, middle)) continue;
      for (std::int32_t c = column + 1; c < touched[i + 1].second; ++c) add(cell_at(row, c), ~area);
    }
  }

  std::map<std::vector<std::int32_t>, std::int32_t> places;
  for (std::int32_t& cell : cells) {
    if (cell >= k_nothing) continue;
    const auto& list = lists[static_cast<std::size_t>(-2 - cell)];
    const auto [place, added] = places.emplace(list, -2 - static_cast<std::int32_t>(candidates.size()));
    if (added) {
      candidates.insert(candidates.end(), list.begin(), list.end());
      candidates.push_back(k_end);
    }
    cell = place->second;
  }
}

Locator::Locator(const std::vector<MultiPolygon>& areas) : index_(std::make_unique<Index>()) {
  index_->build(areas);
}
Locator::~Locator() = default;
Locator::Locator(Locator&&) noexcept = default;
Locator& Locator::operator=(Locator&&) noexcept = default;

std::int32_t Locator::find(Point point) const {
  const Index& index = *index_;
  // Also false for a coordinate that is not a number, and for everything when there are no areas.
  if (!(point.x >= index.box.low.x && point.x <= index.box.high.x && point.y >= index.box.low.y &&
        point.y <= index.box.high.y))
    return k_nothing;
  const std::int32_t row = index.row_of(point.y);
  const std::int32_t cell = index.cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(index.columns) +
                                        static_cast<std::size_t>(index.column_of(point.x))];
  if (cell >= k_nothing) return cell;
  for (const std::int32_t* candidate = index.candidates.data() + (-2 - cell); *candidate != Index::k_end; ++candidate) {
    if (*candidate < 0) return ~*candidate;
    if (index.area_holds(index.areas[static_cast<std::size_t>(*candidate)], row, point)) return *candidate;
  }
  return k_nothing;
}

}  // namespace tartip::geo
