#include "geo/projection.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <thread>
#include <vector>

using namespace tartip;
using namespace tartip::geo;

TEST_CASE("EPSG:26910, UTM zone 10 north: the central meridian and a known place") {
  const auto utm = Projection::named("EPSG:26910");
  REQUIRE(utm);
  CHECK_FALSE(utm->is_geographic());
  CHECK_FALSE(utm->is_local());
  CHECK(utm->metres_per_unit() == 1);
  // By the definition of UTM (Snyder 1987, ch. 8): on the equator at the central meridian, east 500 000 m, north 0 m.
  const auto origin = utm->to_degrees({500'000, 0});
  REQUIRE(origin);
  CHECK(origin->x == doctest::Approx(-123).epsilon(1e-9));
  CHECK(std::abs(origin->y) < 1e-6);
  // Meridian arc to 45° N on GRS 80 is 4 984 944.378 m; times the scale 0.9996.
  const auto north = utm->from_degrees({-123, 45});
  REQUIRE(north);
  CHECK(north->x == doctest::Approx(500'000).epsilon(1e-8));
  CHECK(north->y == doctest::Approx(4'984'944.378 * 0.9996).epsilon(1e-7));
  // Vancouver, 49.2827° N 123.1207° W, there and back.
  const auto city = utm->from_degrees({-123.1207, 49.2827});
  REQUIRE(city);
  CHECK(city->x == doctest::Approx(491'225).epsilon(1e-4));
  const auto back = utm->to_degrees(*city);
  REQUIRE(back);
  CHECK(back->x == doctest::Approx(-123.1207).epsilon(1e-9));
  CHECK(back->y == doctest::Approx(49.2827).epsilon(1e-9));
}

TEST_CASE("axis order is east, north, whatever the authority says") {
  const auto gauss = Projection::named("EPSG:2540");  // Pulkovo 1995 / 3-degree Gauss–Kruger, northing first in EPSG
  REQUIRE(gauss);
  const auto point = gauss->from_degrees({71.5, 51.1});
  REQUIRE(point);
  CHECK(point->y > 5e6);                                // the northing
  const auto lambert = Projection::named("EPSG:4258");  // ETRS89, latitude first in EPSG
  REQUIRE(lambert);
  CHECK(lambert->is_geographic());
  CHECK(std::isnan(lambert->metres_per_unit()));
  CHECK(lambert->to_degrees({10, 50})->x == doctest::Approx(10));
}

TEST_CASE("degrees themselves pass unchanged when they are on the globe") {
  const auto degrees = Projection::named("EPSG:4326");
  REQUIRE(degrees);
  CHECK(degrees->is_geographic());
  CHECK(degrees->to_degrees({71.4, 51.1}) == Point{71.4, 51.1});
  CHECK_FALSE(degrees->to_degrees({71.4, 91}));
  CHECK_FALSE(degrees->to_degrees({181, 0}));
  CHECK_FALSE(degrees->to_degrees({std::numeric_limits<double>::quiet_NaN(), 0}));
}

TEST_CASE("a local plane has no longitude and latitude, and says its unit") {
  const auto kilometres = Projection::named("local:km");
  REQUIRE(kilometres);
  CHECK(kilometres->is_local());
  CHECK(kilometres->metres_per_unit() == 1000);
  CHECK_FALSE(kilometres->to_degrees({1, 2}));
  CHECK_FALSE(kilometres->from_degrees({1, 2}));
  CHECK(Projection::named("local:m")->metres_per_unit() == 1);
}

TEST_CASE("an unknown system is an error, not a crash") {
  for (const char* name : {"EPSG:999999", "", "nonsense", "+proj=nonsense", "EPSG:1671", "local:miles"}) {
    const auto unknown = Projection::named(name);
    CAPTURE(name);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().key == "error.projection.unknown");
  }
}

TEST_CASE("what a projection cannot express is nothing") {
  const auto mercator = Projection::named("EPSG:3857");
  REQUIRE(mercator);
  const auto half = Projection::named("+proj=gnom +lat_0=90");  // sees less than a hemisphere
  REQUIRE(half);
  CHECK(half->from_degrees({0, 45}));
  CHECK_FALSE(half->from_degrees({0, -45}));
  CHECK_FALSE(mercator->from_degrees({500, 0}));
  CHECK_FALSE(mercator->to_degrees({std::numeric_limits<double>::infinity(), 0}));
}

TEST_CASE("one projection serves many threads") {
  const Projection plane = Projection::equal_area({67, 48});
  const auto expected = plane.from_degrees({71.4, 51.1});
  REQUIRE(expected);
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (int& mine : wrong)
    threads.emplace_back([&plane, &mine, expected] {
      for (int i = 0; i < 2000; ++i) mine += plane.from_degrees({71.4, 51.1}) == expected ? 0 : 1;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}
