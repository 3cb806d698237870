#include "stats/multiple.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace tartip::stats;
using doctest::Approx;

TEST_CASE("adjusted p-values equal R's p.adjust") {
  const std::vector<double> p = {0.205, 0.001, 0.039, 0.008, 0.041, 0.042, 0.074, 0.06};
  const std::vector<double> bh = {0.205, 0.008, 0.0672, 0.032, 0.0672, 0.0672, 0.0845714285714, 0.08};
  const std::vector<double> family = {0.234, 0.008, 0.234, 0.056, 0.234, 0.234, 0.234, 0.234};
  const auto by_rate = benjamini_hochberg(p);
  const auto by_family = holm(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    CHECK(by_rate[i] == Approx(bh[i]).epsilon(1e-10));
    CHECK(by_family[i] == Approx(family[i]).epsilon(1e-10));
  }
}

TEST_CASE("missing tests do not count, ties share, none is none") {
  const auto adjusted = benjamini_hochberg(std::vector<double>{0.02, NAN, 0.02});
  CHECK(adjusted[0] == Approx(0.02));
  CHECK(adjusted[2] == Approx(0.02));
  CHECK(std::isnan(adjusted[1]));
  CHECK(holm(std::vector<double>{0.02, NAN, 0.02})[2] == Approx(0.04));
  CHECK(benjamini_hochberg({}).empty());
  CHECK(holm(std::vector<double>{1, 1})[0] == 1);
}
