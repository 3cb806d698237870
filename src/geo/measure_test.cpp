#include "geo/measure.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "geo/geojson.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::geo;

TEST_CASE("the area of the whole ellipsoid, and of a band of it") {
  // WGS 84: 510 065 621.724 km² (NIMA TR8350.2, authalic radius 6 371.0071809 km).
  const MultiPolygon globe{{{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}}, {}}};
  CHECK(area_km2(globe) == doctest::Approx(510'065'621.724).epsilon(1e-9));
  // One degree square at the equator: the integral of the two radii of curvature, done numerically elsewhere.
  const MultiPolygon degree{{{{10, 0}, {11, 0}, {11, 1}, {10, 1}, {10, 0}}, {}}};
  CHECK(area_km2(degree) == doctest::Approx(12'308.4639).epsilon(1e-8));
}

TEST_CASE("plane area, direction, holes") {
  const Ring outer{{0, 0}, {4, 0}, {4, 4}, {0, 4}};
  const Ring hole{{1, 1}, {2, 1}, {2, 2}, {1, 2}, {1, 1}};
  CHECK(signed_area(outer) == 16);
  CHECK(signed_area({outer.rbegin(), outer.rend()}) == -16);
  CHECK(plane_area({{outer, {hole}}}) == 15);
  CHECK(signed_area({}) == 0);
  CHECK(area_km2({}) == 0);
}

TEST_CASE("the label stands inside, also in a horseshoe and beside a hole") {
  const MultiPolygon horseshoe{{{{0, 0}, {10, 0}, {10, 10}, {8, 10}, {8, 2}, {2, 2}, {2, 10}, {0, 10}, {0, 0}}, {}}};
  CHECK_FALSE(holds(horseshoe[0].outer, centroid(horseshoe)));
  CHECK(holds(horseshoe[0].outer, label_point(horseshoe)));
  const MultiPolygon ring{{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{{2, 2}, {8, 2}, {8, 8}, {2, 8}, {2, 2}}}}};
  const Point label = label_point(ring);
  CHECK(holds(ring[0].outer, label));
  CHECK_FALSE(holds(ring[0].holes[0], label));
  CHECK(centroid({{{{0, 0}, {6, 0}, {0, 6}, {0, 0}}, {}}}) == Point{2, 2});
  CHECK(label_point({}) == Point{0, 0});
}

TEST_CASE("Kazakhstan is as large as the yearbook says") {
  const auto file = test::shared_file("data/kz-territory/kz_adm1_2024.geojson");
  if (!file) return;
  const auto regions = read_geojson(*file);
  REQUIRE(regions);
  double sum = 0;
  for (const Feature& region : *regions) sum += area_km2(region.area);
  // 2 724.9 thousand km² (Bureau of National Statistics); the polygons are generalised.
  CHECK(sum == doctest::Approx(2'724'900).epsilon(0.01));
}
