// A grid of square cells of equal area: which cell holds a point, where a cell lies, how much of it is inside an
// outline.
//
// In degrees, the cells are squares of a Lambert azimuthal equal-area plane around a centre; in a local plane, squares
// of that plane. Cell (0, 0) has its lower left corner at the plane's origin. A point on a cell's left or lower edge
// belongs to it. const and safe from any number of threads.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "geo/geometry.hpp"
#include "geo/projection.hpp"

namespace tartip::geo {

struct GridCell {
  std::int32_t column = 0;
  std::int32_t row = 0;
  friend auto operator<=>(const GridCell&, const GridCell&) = default;
};

struct CellInside {
  GridCell cell;
  double km2 = 0;  // of the cell inside the outline
};

class Grid {
 public:
  static Grid in_degrees(Point centre, double side_metres);
  // The same with the equal-area plane given, as an answer names it (cube::Panel::grid_plane).
  static Grid in_degrees(Projection equal_area, double side_metres);
  // `plane` "local:m", "local:km" or a projected system: points are given in its units.
  static Grid in_plane(Projection plane, double side_metres);

  double side_metres() const { return side_; }
  double cell_km2() const { return side_ * side_ / 1e6; }

  // Nothing for a point that is not finite, or farther than the plane reaches.
  std::optional<GridCell> cell_of(Point point) const;
  // Lower left corner in metres of the plane: (column, row) × side.
  Point corner(GridCell cell) const { return {cell.column * side_, cell.row * side_}; }
  // The square as a closed ring in the coordinates of the points; in degrees every side has a point in its middle.
  Polygon polygon_of(GridCell cell) const;

  // The cells that share ground with the outline, in order, each with how much; their sum is the outline's area. In
  // degrees the outline's edges are walked in steps of at most 0.1°. Nothing when a point of the outline cannot be
  // projected or the outline would need more than ten million cells. O(vertices × columns of the box).
  std::optional<std::vector<CellInside>> cells_inside(const MultiPolygon& outline) const;

 private:
  Grid(Projection plane, double side_metres, bool degrees);
  std::optional<Point> to_metres(Point point) const;
  std::optional<Ring> to_metres(const Ring& ring) const;

  Projection plane_;
  double side_ = 0;
  bool degrees_ = false;
};

}  // namespace tartip::geo
