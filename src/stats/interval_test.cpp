#include "stats/interval.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

using namespace tartip::stats;
using doctest::Approx;

namespace {
constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
}

TEST_CASE("the exact interval of a Poisson count equals R's poisson.test") {
  CHECK(poisson_interval(0).low == 0);
  CHECK(poisson_interval(0).high == Approx(3.68887945411).epsilon(1e-10));
  CHECK(poisson_interval(1).low == Approx(0.0253178079843).epsilon(1e-10));
  CHECK(poisson_interval(1).high == Approx(5.5716433909389).epsilon(1e-10));
  CHECK(poisson_interval(10).low == Approx(4.79538869613).epsilon(1e-10));
  CHECK(poisson_interval(100).high == Approx(121.6267937924).epsilon(1e-10));
}

TEST_CASE("intervals of a share equal R's binom.test and prop.test without correction") {
  CHECK(clopper_pearson(7, 20).low == Approx(0.153909204785).epsilon(1e-10));
  CHECK(clopper_pearson(7, 20).high == Approx(0.592188534533).epsilon(1e-10));
  CHECK(clopper_pearson(0, 20).low == 0);
  CHECK(clopper_pearson(0, 20).high == Approx(0.168433470983).epsilon(1e-10));
  CHECK(clopper_pearson(20, 20).high == 1);
  CHECK(wilson(7, 20).low == Approx(0.181191824101).epsilon(1e-10));
  CHECK(wilson(7, 20).high == Approx(0.567145723315).epsilon(1e-10));
  CHECK(wilson(0, 20).low == 0);
  CHECK(wilson(20, 20).high == 1);
}

TEST_CASE("no trials say nothing, bad input gives no interval") {
  CHECK(clopper_pearson(0, 0).low == 0);
  CHECK(wilson(0, 0).high == 1);
  for (const Interval& none : {poisson_interval(k_nan), poisson_interval(-1), poisson_interval(HUGE_VAL),
                               poisson_interval(3, 1), clopper_pearson(5, 4), wilson(-1, 4), wilson(1, k_nan)}) {
    CHECK(std::isnan(none.low));
    CHECK(std::isnan(none.high));
  }
}

TEST_CASE("a fractional count lies between its whole neighbours, a huge one is nearly normal") {
  CHECK(poisson_interval(2.5).low > poisson_interval(2).low);
  CHECK(poisson_interval(2.5).high < poisson_interval(3).high);
  const Interval huge = poisson_interval(1e10);
  CHECK(huge.low == Approx(1e10 - 1.96 * 1e5).epsilon(1e-8));
  CHECK(huge.high == Approx(1e10 + 1.96 * 1e5).epsilon(1e-8));
}
