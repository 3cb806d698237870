#include "statistics/rate.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace tartip::statistics;
using doctest::Approx;

TEST_CASE("the exact interval of a count, per so many residents") {
  // R 4.2.2: poisson.test(10, 50000)$conf.int * 1e5
  const auto interval = rate_interval(10, 50'000);
  CHECK(interval.low == Approx(9.590778).epsilon(1e-6));
  CHECK(interval.high == Approx(36.78071).epsilon(1e-6));
}

TEST_CASE("dispersion widens: that of count / φ, times φ") {
  // R 4.2.2: 4 * qgamma(.025, 100 / 4), 4 * qgamma(.975, 100 / 4 + 1)
  const auto wide = rate_interval(100, 1000, {.per = 1000, .dispersion = 4});
  CHECK(wide.low == Approx(4 * 16.17868).epsilon(1e-5));
  CHECK(wide.high == Approx(4 * 36.90493).epsilon(1e-5));
  const auto plain = rate_interval(100, 1000, {.per = 1000}), below_one = rate_interval(100, 1000, {1000, 0.5, 0.95});
  CHECK(below_one.low == plain.low);
  CHECK(below_one.high == plain.high);
}

TEST_CASE("what has no rate has no interval") {
  CHECK(rate_interval(0, 10).low == 0);
  CHECK(std::isnan(rate_interval(-1, 10).low));
  CHECK(std::isnan(rate_interval(NAN, 10).high));
  CHECK(std::isnan(rate_interval(5, 0).low));
  CHECK(std::isnan(rate_interval(5, NAN).low));
  CHECK(std::isnan(rate_interval(5, -3).high));
}
