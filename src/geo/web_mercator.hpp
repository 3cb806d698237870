// The square world of map tiles (spherical Web Mercator, EPSG:3857, scaled to one): x grows to the east from 180° W,
// y to the south from 85.0511° N, both from 0 to 1. Tiles divide it: at zoom z into 2^z columns and 2^z rows, counted
// from the north-western corner (OGC Two Dimensional Tile Matrix Set 2.0, WebMercatorQuad). For drawing, never for
// measuring: a degree at 51° N is drawn 1.6 times as long as at the equator.
#pragma once
#include <cstdint>

#include "geo/geometry.hpp"

namespace tartip::geo {

inline constexpr int k_deepest_zoom = 24;
inline constexpr double k_mercator_latitude = 85.051128779806604;  // the square's edge

// Latitudes beyond the square's edges lie on them; longitudes beyond ±180° lie outside 0 … 1.
Point to_world(Point degrees);
Point from_world(Point world);
MultiPolygon to_world(const MultiPolygon& degrees);

struct TileAddress {
  int zoom = 0;
  std::int64_t column = 0, row = 0;

  bool exists() const;  // zoom 0 … k_deepest_zoom, column and row within it
  Box world() const;    // low is the north-western corner
  Box degrees() const;  // low is the south-western corner
};

}  // namespace tartip::geo
