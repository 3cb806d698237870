#include "geo/repair.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "geo/measure.hpp"
#include "geo/overlay.hpp"

using namespace tartip;
using namespace tartip::geo;

namespace {

Ring square(double x, double y, double side) {
  return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}};
}

}  // namespace

TEST_CASE("a proper area comes back as it is") {
  const MultiPolygon area{{square(0, 0, 10), {{{4, 4}, {4, 6}, {6, 6}, {6, 4}, {4, 4}}}}};
  const auto repaired = repair(area);
  REQUIRE(repaired);
  CHECK_FALSE(repaired->worth_a_remark());
  CHECK(repaired->turned == 0);
  CHECK(repaired->area[0].outer == area[0].outer);
  CHECK(repaired->area[0].holes == area[0].holes);
}

TEST_CASE("open rings are closed, wrong directions turned, rings without extent dropped") {
  const auto repaired =
      repair({{{{0, 0}, {0, 10}, {10, 10}, {10, 10}, {10, 0}}, {square(4, 4, 2), {{5, 5}, {6, 6}, {5, 5}}}}});
  REQUIRE(repaired);
  CHECK(repaired->closed == 1);
  CHECK(repaired->turned == 2);
  CHECK(repaired->dropped == 1);
  CHECK(repaired->worth_a_remark());
  CHECK_FALSE(repaired->redrawn);
  CHECK(signed_area(repaired->area[0].outer) == 100);
  REQUIRE(repaired->area[0].holes.size() == 1);
  CHECK(signed_area(repaired->area[0].holes[0]) == -4);
}

TEST_CASE("a small loop where a line crosses itself is redrawn, with hardly any area lost") {
  // The left side crosses itself near the bottom and makes a loop of 0.01 outside.
  const auto repaired =
      repair({{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 1}, {0.1, 0.5}, {0.1, 0.6}, {-0.1, 0.9}, {0, 0}}, {}}});
  REQUIRE(repaired);
  CHECK(repaired->redrawn);
  CHECK(repaired->worth_a_remark());
  CHECK(repaired->changed_share < 0.002);
  CHECK(plane_area(repaired->area) == doctest::Approx(100).epsilon(0.002));
  const auto again = repair(repaired->area);
  REQUIRE(again);
  CHECK_FALSE(again->redrawn);
}

TEST_CASE("a bow-tie means something else than was drawn: refused") {
  const auto refused = repair({{{{0, 0}, {10, 10}, {10, 0}, {0, 9}, {0, 0}}, {}}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().key == "error.repair.changes_too_much");
  // Its two halves may even make a signed area of nothing.
  const auto even = repair({{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}, {}}});
  REQUIRE_FALSE(even);
  CHECK(even.error().key == "error.repair.changes_too_much");
  CHECK(even.error().arguments[0].value == "100.0");
}

TEST_CASE("polygons of one area that overlap are refused when the ground shrinks by more than 1 %") {
  CHECK_FALSE(repair({{square(0, 0, 10), {}}, {square(5, 0, 10), {}}}));
  const auto little = repair({{square(0, 0, 10), {}}, {square(9.99, 0, 10), {}}});
  REQUIRE(little);
  CHECK(little->redrawn);
  CHECK(plane_area(little->area) == doctest::Approx(199.9).epsilon(1e-6));
}

TEST_CASE("nothing to repair, nothing left, and coordinates that are not numbers") {
  CHECK(repair({})->area.empty());
  CHECK(repair({{{{1, 1}, {2, 2}, {1, 1}}, {}}}).error().key == "error.repair.nothing_left");
  CHECK(repair({{{{1, 1}, {2, 2}, {4, 4}, {3, 3}, {1, 1}}, {}}}).error().key == "error.repair.nothing_left");
  // There and back the same way.
  CHECK(repair({{{{0, 0}, {2, 0}, {2, 2}, {2, 0}, {0, 0}}, {}}}).error().key == "error.repair.nothing_left");
  CHECK(repair({{{{1, 1}, {2, std::numeric_limits<double>::quiet_NaN()}, {3, 1}}, {}}}).error().key ==
        "error.repair.not_finite");
}

TEST_CASE("shared ground of two areas") {
  const MultiPolygon a{{square(0, 0, 10), {}}};
  CHECK(shared_area(a, {{square(5, 5, 10), {}}}) == doctest::Approx(25).epsilon(1e-6));
  CHECK(shared_area(a, a) == doctest::Approx(100).epsilon(1e-6));
  CHECK(shared_area(a, {{square(2, 2, 6), {square(3, 3, 2)}}}) == doctest::Approx(32).epsilon(1e-6));
  CHECK(shared_area(a, {{square(20, 0, 10), {}}}) == 0);
  CHECK(shared_area(a, {{square(10, 0, 10), {}}}) == doctest::Approx(0));
  CHECK(shared_area(a, {}) == 0);
}
