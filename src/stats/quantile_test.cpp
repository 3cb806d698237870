#include "stats/quantile.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace tartip::stats;
using doctest::Approx;

TEST_CASE("quantiles equal R's type 7") {
  const std::vector<double> values = {20, 1, 10, 3, NAN, 4, 12};
  CHECK(quantile(values, 0.1) == Approx(2));
  CHECK(quantile(values, 0.25) == Approx(3.25));
  CHECK(median(values) == Approx(7));
  CHECK(quantile(values, 0.9) == Approx(16));
  CHECK(quantile(values, 0) == 1);
  CHECK(quantile(values, 1) == 20);
}

TEST_CASE("one value, ties, infinities and nothing") {
  CHECK(quantile(std::vector<double>{5}, 0.3) == 5);
  CHECK(quantile(std::vector<double>{2, 2, 2}, 0.4) == 2);
  CHECK(quantile(std::vector<double>{HUGE_VAL, HUGE_VAL}, 0.5) == HUGE_VAL);
  CHECK(std::isnan(quantile({}, 0.5)));
  CHECK(std::isnan(quantile(std::vector<double>{NAN}, 0.5)));
  CHECK(std::isnan(quantile(std::vector<double>{1, 2}, 1.5)));
}
