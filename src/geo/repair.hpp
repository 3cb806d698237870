// Is this area drawn properly, and if not, can it be mended without inventing anything?
//
// A ring that is not closed is closed; doubled points and rings without extent go; outer rings are turned
// counter-clockwise and holes clockwise (RFC 7946). Rings that cross themselves or each other are redrawn as the ground
// they cover. What is left of the plane area tells how much that changed: above 1 % the shape meant something else, and
// a person has to look.
#pragma once
#include <cstddef>

#include "base/error.hpp"
#include "geo/geometry.hpp"

namespace tartip::geo {

struct Repair {
  MultiPolygon area;
  std::size_t closed = 0;    // rings that were open
  std::size_t turned = 0;    // rings that ran the wrong way round
  std::size_t dropped = 0;   // rings without extent
  bool redrawn = false;      // some ring crossed itself or another
  double changed_share = 0;  // of the plane area, by redrawing
  // Direction is a convention that many files ignore: turning a ring alone is no repair that anybody needs to hear of.
  bool worth_a_remark() const { return closed > 0 || dropped > 0 || redrawn; }
};

inline constexpr double k_most_change_by_repair = 0.01;

// Errors: a coordinate that is not finite, nothing left, or a change above k_most_change_by_repair. An empty area stays
// empty. O(vertices log vertices) when nothing crosses.
Result<Repair> repair(const MultiPolygon& area);

}  // namespace tartip::geo
