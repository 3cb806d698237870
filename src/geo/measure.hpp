// How large, how far, where to write the name.
#pragma once
#include "geo/geometry.hpp"

namespace tartip::geo {

// Of the ring in its own units, positive when it runs counter-clockwise. Closed or not; 0 for fewer than three points.
double signed_area(const Ring& ring);

// Of the area in its own units squared: outer rings less holes, whichever way they run.
double plane_area(const MultiPolygon& area);

// Of an area in degrees on the WGS 84 ellipsoid, in km². Edges are straight in longitude and latitude; they are walked
// in steps of at most 0.1°, which leaves an error below 1e-6 of the area. Exact authalic latitude (Snyder 1987, eq.
// 3-12). O(vertices).
double area_km2(const MultiPolygon& degrees);

// Around all points; low > high when there is none.
Box box_of(const MultiPolygon& area);

// Even-odd rule; points on the ring itself may fall either way.
bool holds(const Ring& ring, Point point);

// Centre of gravity of the plane figure; of the points' box when the area is zero; the origin when there are no points.
Point centroid(const MultiPolygon& area);

// A point well inside the largest polygon: its centroid when that is inside, else the middle of the longest of 17
// horizontal chords. The centre of the box when the area is degenerate.
Point label_point(const MultiPolygon& area);

}  // namespace tartip::geo
