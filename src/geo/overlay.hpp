// What two areas share, and one area made of whatever rings were drawn. Boost.Polygon on a lattice of 2³⁰ steps across
// both areas (some millimetres for a country), where every result is exact: crossed and doubled rings cannot make it
// fail. O(n log n).
#pragma once
#include "geo/geometry.hpp"

namespace tartip::geo {

// In the areas' own units squared; 0 when one is empty.
double shared_area(const MultiPolygon& a, const MultiPolygon& b);

// The ground that the outer rings cover less the ground that the holes cover, as simple polygons: outer rings
// counter-clockwise, holes clockwise, closed, none crossing itself or another.
MultiPolygon dissolved(const MultiPolygon& area);

}  // namespace tartip::geo
