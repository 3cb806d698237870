#include "geo/grid.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "geo/measure.hpp"

using namespace tartip;
using namespace tartip::geo;

TEST_CASE("cells in degrees all have the same area, far from the centre too") {
  const Grid grid = Grid::in_degrees({67, 48}, 25'000);
  CHECK(grid.cell_km2() == 625);
  for (const GridCell cell : {GridCell{0, 0}, GridCell{-30, 12}, GridCell{40, -25}, GridCell{-5, 30}}) {
    const Polygon polygon = grid.polygon_of(cell);
    CHECK(polygon.outer.front() == polygon.outer.back());
    CHECK(area_km2({polygon}) == doctest::Approx(625).epsilon(2e-4));
  }
}

TEST_CASE("a cell holds the points that its polygon holds") {
  const Grid grid = Grid::in_degrees({67, 48}, 25'000);
  Random random(5);
  for (int i = 0; i < 500; ++i) {
    const Point point{47 + 40 * random.uniform(), 41 + 14 * random.uniform()};
    const auto cell = grid.cell_of(point);
    REQUIRE(cell);
    const Box box = box_of({grid.polygon_of(*cell)});
    CHECK(point.x >= box.low.x - 1e-3);
    CHECK(point.x <= box.high.x + 1e-3);
    CHECK(point.y >= box.low.y - 1e-3);
    CHECK(point.y <= box.high.y + 1e-3);
  }
  CHECK_FALSE(grid.cell_of({std::numeric_limits<double>::quiet_NaN(), 48}));
  CHECK_FALSE(grid.cell_of({67, 95}));
}

TEST_CASE("a local kilometre plane: corners, edges, negative cells") {
  const Grid grid = Grid::in_plane(*Projection::named("local:km"), 10'000);
  CHECK(grid.cell_of({0, 0}) == GridCell{0, 0});
  CHECK(grid.cell_of({9.999, 10}) == GridCell{0, 1});
  CHECK(grid.cell_of({-0.001, -10.5}) == GridCell{-1, -2});
  CHECK(grid.corner({-1, 2}) == Point{-10'000, 20'000});
  CHECK(grid.polygon_of({1, 2}).outer == Ring{{10, 20}, {20, 20}, {20, 30}, {10, 30}, {10, 20}});
}

TEST_CASE("what of each cell lies inside an outline: shares add up to the outline's area") {
  const Grid grid = Grid::in_plane(*Projection::named("local:km"), 10'000);
  // An L with a hole: 30 × 30 km without the upper right 15 × 15 km, and without 2 × 2 km inside.
  const MultiPolygon outline{
      {{{0, 0}, {30, 0}, {30, 15}, {15, 15}, {15, 30}, {0, 30}, {0, 0}}, {{{4, 4}, {6, 4}, {6, 6}, {4, 6}, {4, 4}}}}};
  const auto cells = grid.cells_inside(outline);
  REQUIRE(cells);
  CHECK(cells->size() == 8);  // (2, 2) has none
  double sum = 0;
  for (const CellInside& inside : *cells) {
    sum += inside.km2;
    if (inside.cell == GridCell{0, 0}) CHECK(inside.km2 == doctest::Approx(96));
    if (inside.cell == GridCell{1, 1}) CHECK(inside.km2 == doctest::Approx(75));
    if (inside.cell == GridCell{1, 0}) CHECK(inside.km2 == doctest::Approx(100));
  }
  CHECK(sum == doctest::Approx(900 - 225 - 4));

  const Grid degrees = Grid::in_degrees({67, 48}, 30'000);
  const MultiPolygon country{{{{50, 42}, {80, 43}, {85, 50}, {70, 55}, {52, 51}, {60, 47}, {50, 42}}, {}}};
  const auto shares = degrees.cells_inside(country);
  REQUIRE(shares);
  sum = 0;
  for (const CellInside& inside : *shares) {
    sum += inside.km2;
    CHECK(inside.km2 <= 900.0001);
  }
  CHECK(sum == doctest::Approx(area_km2(country)).epsilon(2e-5));
}

TEST_CASE("an empty outline has no cells, an absurd one is refused") {
  const Grid grid = Grid::in_plane(*Projection::named("local:m"), 1);
  CHECK(grid.cells_inside({})->empty());
  CHECK_FALSE(grid.cells_inside({{{{0, 0}, {1e9, 0}, {1e9, 1e9}, {0, 0}}, {}}}));
  CHECK_FALSE(grid.cells_inside({{{{0, 0}, {std::numeric_limits<double>::infinity(), 0}, {1, 1}, {0, 0}}, {}}}));
}
