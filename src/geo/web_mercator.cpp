#include "geo/web_mercator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tartip::geo {
namespace {

constexpr double k_radians = std::numbers::pi / 180;

Ring to_world(const Ring& degrees) {
  Ring world;
  world.reserve(degrees.size());
  for (const Point& point : degrees) world.push_back(geo::to_world(point));
  return world;
}

}  // namespace

Point to_world(Point degrees) {
  const double latitude = std::clamp(degrees.y, -k_mercator_latitude, k_mercator_latitude) * k_radians;
  return {degrees.x / 360 + 0.5, std::clamp(0.5 - std::asinh(std::tan(latitude)) / (2 * std::numbers::pi), 0.0, 1.0)};
}

Point from_world(Point world) {
  return {(world.x - 0.5) * 360, std::atan(std::sinh((0.5 - world.y) * 2 * std::numbers::pi)) / k_radians};
}

MultiPolygon to_world(const MultiPolygon& degrees) {
  MultiPolygon world;
  world.reserve(degrees.size());
  for (const Polygon& polygon : degrees) {
    Polygon& drawn = world.emplace_back(Polygon{to_world(polygon.outer), {}});
    for (const Ring& hole : polygon.holes) drawn.holes.push_back(to_world(hole));
  }
  return world;
}

bool TileAddress::exists() const {
  if (zoom < 0 || zoom > k_deepest_zoom) return false;
  const std::int64_t tiles = std::int64_t{1} << zoom;
  return column >= 0 && column < tiles && row >= 0 && row < tiles;
}

Box TileAddress::world() const {
  const double side = std::ldexp(1.0, -zoom);
  const double west = static_cast<double>(column) * side, north = static_cast<double>(row) * side;
  return {{west, north}, {west + side, north + side}};
}

Box TileAddress::degrees() const {
  const Box square = world();
  const Point north_west = from_world(square.low), south_east = from_world(square.high);
  return {{north_west.x, south_east.y}, {south_east.x, north_west.y}};
}

}  // namespace tartip::geo
