// Fewer points for small maps, with neighbours still fitting together.
//
// Borders are cut into arcs where three areas meet; each arc loses the points whose triangle with their neighbours is
// smallest (Visvalingam & Whyatt 1993, "Line generalisation by repeated elimination of points"), once for both sides.
// So shared borders stay shared, no gaps or overlaps open along them. Borders are shared when they run through exactly
// the same points. Arcs are simplified one by one: at strong reduction two of them may come to cross; it is for
// drawing, not for measuring. O(vertices log vertices); deterministic.
#pragma once
#include <cstddef>
#include <vector>

#include "geo/geometry.hpp"

namespace tartip::geo {

struct SimplifyOptions {
  std::size_t most_points = 4000;  // of all areas together, aimed at: junctions and the least a ring needs always stay
  double y_weight = 1;             // how long a unit of y is in units of x: 1/cos(latitude) for degrees
  double least_triangle = 0;       // points whose triangle is smaller go however few there are, in units of x squared
};

// As many areas as given, in their order. Rings too small to be seen at this reduction (and not shared) go, but the
// largest polygon of every area stays.
std::vector<MultiPolygon> simplify(const std::vector<MultiPolygon>& areas, const SimplifyOptions& options);

}  // namespace tartip::geo
