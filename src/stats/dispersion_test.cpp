#include "stats/dispersion.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "base/random.hpp"

using namespace tartip::stats;
using doctest::Approx;

namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

// Deaths from bronchitis, emphysema and asthma in the United Kingdom 1974–1979, both sexes (Diggle 1990; R's ldeaths).
const std::vector<double> k_deaths = {
    3035, 2552, 2704, 2554, 2014, 1655, 1721, 1524, 1596, 2074, 2199, 2512, 2933, 2889, 2938, 2497, 1870, 1726,
    1607, 1545, 1396, 1787, 2076, 2837, 2787, 3891, 3179, 2011, 1636, 1580, 1489, 1300, 1356, 1653, 2013, 2823,
    3102, 2294, 2385, 2444, 1748, 1554, 1498, 1361, 1346, 1564, 1640, 2293, 2815, 3137, 2679, 1969, 1870, 1633,
    1529, 1366, 1357, 1570, 1535, 2491, 3084, 2605, 2573, 2143, 1693, 1504, 1461, 1354, 1333, 1492, 1781, 1915};

}  // namespace

TEST_CASE("the dispersion of a two-way table equals R's quasi-Poisson glm with the stated corrections") {
  const Dispersion all = dispersion_from_history(k_deaths, 12);
  CHECK(all.phi == Approx(18.4305422579).epsilon(1e-7));
  CHECK(all.degrees == 55);
  CHECK(all.drawn_in == 1);  // the influenza of February 1976
  CHECK(all.size == Approx(2056.625 / 17.4305422579).epsilon(1e-7));

  std::vector<double> gaps = k_deaths;
  gaps[4] = k_nan;
  gaps[39] = -1;
  const Dispersion some = dispersion_from_history(gaps, 12);
  CHECK(some.phi == Approx(18.2447583144).epsilon(1e-6));
  CHECK(some.degrees == 53);

  const std::vector<double> small = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3,
                                     8, 4, 6, 2, 6, 4, 3, 3, 8, 3, 2, 7, 9, 5, 0, 2, 8, 8};
  CHECK(dispersion_from_history(small, 12).phi == Approx(1.37620059618).epsilon(1e-7));
}

TEST_CASE("too little history, no events and no noise leave the Poisson assumption") {
  CHECK_FALSE(dispersion_from_history({}, 12).estimated());
  CHECK_FALSE(dispersion_from_history(std::vector<double>(12, 5.0), 12).estimated());
  CHECK_FALSE(dispersion_from_history(std::vector<double>(60, 0.0), 12).estimated());
  CHECK_FALSE(dispersion_from_history(std::vector<double>(60, k_nan), 12).estimated());
  const Dispersion constant = dispersion_from_history(std::vector<double>(60, 7.0), 12);
  CHECK(constant.estimated());
  CHECK(constant.phi == 1);
  CHECK(std::isinf(constant.size));
}

TEST_CASE("years and months without events are left out") {
  std::vector<double> counts = k_deaths;
  counts.resize(84, 0.0);  // a year before the register began
  CHECK(dispersion_from_history(counts, 12).phi == Approx(18.4305422579).epsilon(1e-7));
}

TEST_CASE("a planted dispersion is found again") {
  // 200 histories of 6 × 12 months, mean 1 … 20, negative binomial with φ = 3; the mean of the estimates within 5 %.
  double sum = 0;
  for (std::uint64_t run = 0; run < 200; ++run) {
    tartip::Random random(7, run);
    std::vector<double> counts;
    for (int i = 0; i < 72; ++i) {
      const double mean = 1 + 19.0 * (i % 12) / 11;
      const double shape = mean / 2;
      counts.push_back(static_cast<double>(random.poisson(random.gamma(shape) * 2)));
    }
    sum += dispersion_from_history(counts, 12).phi;
  }
  CHECK(sum / 200 == Approx(3).epsilon(0.07));
}
