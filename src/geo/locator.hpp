// Which area holds this point? Answers a million points a second and core for some hundred districts.
//
// Areas are given once; `find` is const and safe from any number of threads. A point on a shared border, or in an
// overlap, belongs to the area with the lowest index (holes' borders too): the answer never depends on order of
// questions or on threads, and a point beside a border shared by two areas is always in exactly one of them, whatever
// the rounding. A ring that is not closed is closed; rings of a polygon count by the even-odd rule. A point in no area,
// or with a coordinate that is not finite, gives -1. Cost: building O(vertices log vertices); a question O(1) for most
// points (cells of a raster that lie wholly in one area), O(vertices of the candidates nearby) for the rest.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "geo/geometry.hpp"

namespace tartip::geo {

class Locator {
 public:
  explicit Locator(const std::vector<MultiPolygon>& areas);
  ~Locator();
  Locator(Locator&&) noexcept;
  Locator& operator=(Locator&&) noexcept;

  std::int32_t find(Point point) const;

 private:
  struct Index;
  std::unique_ptr<Index> index_;
};

}  // namespace tartip::geo
