// The shapes of the other rooms' vocabulary, without the weight of Boost.Geometry.
// Coordinates are longitude, latitude in degrees or metres in a plane: whoever holds a shape says which.
#pragma once
#include <vector>

namespace tartip::geo {

struct Point {
  double x = 0;  // longitude or easting
  double y = 0;  // latitude or northing
  friend bool operator==(const Point&, const Point&) = default;
};

struct Box {
  Point low;
  Point high;
};

using Ring = std::vector<Point>;  // closed: first point equals last

struct Polygon {
  Ring outer;
  std::vector<Ring> holes;
  friend bool operator==(const Polygon&, const Polygon&) = default;
};

using MultiPolygon = std::vector<Polygon>;

}  // namespace tartip::geo
