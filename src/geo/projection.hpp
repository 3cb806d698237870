// From a named coordinate system to longitude and latitude (WGS 84) and back (PROJ).
//
// Names are those of PROJ: "EPSG:26910", "EPSG:4326", a PROJ string such as "+proj=laea …". Axis order is always x =
// east or longitude, y = north or latitude, whatever the authority says. "local:m" and "local:km" name a plane that is
// not on the globe: points keep their place in metres, and have no longitude and latitude.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "geo/geometry.hpp"

namespace tartip::geo {

class Projection {
 public:
  // An unknown name is an error. ≈20 ms when PROJ's database is asked; a point then costs ≈1 µs.
  static Result<Projection> named(const std::string& name);
  // An equal-area plane (Lambert azimuthal) in metres around a centre in degrees, for grids and densities.
  static Projection equal_area(Point centre);
  ~Projection();
  Projection(Projection&&) noexcept;
  Projection& operator=(Projection&&) noexcept;

  const std::string& name() const;
  bool is_geographic() const;      // the plane's own units are degrees
  bool is_local() const;           // "local:…": no longitude and latitude exist
  double metres_per_unit() const;  // of the plane: 1000 for "local:km", 0.3048 for feet; NaN when the units are degrees

  // Nothing when the point lies outside what the projection can express, or the plane is local. Safe from any number of
  // threads.
  std::optional<Point> to_degrees(Point in_plane) const;
  std::optional<Point> from_degrees(Point degrees) const;

 private:
  struct Pipeline;
  explicit Projection(std::unique_ptr<Pipeline> pipeline);
  std::unique_ptr<Pipeline> pipeline_;
};

}  // namespace tartip::geo
