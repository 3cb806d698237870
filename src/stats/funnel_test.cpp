#include "stats/funnel.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <vector>

#include "base/random.hpp"

using namespace tartip::stats;
using doctest::Approx;

TEST_CASE("limits enclose exactly the counts that the exact tails allow") {
  // Poisson with mean 30: R's qpois gives 15 and 48 at 0.1 % and 99.9 %, 20 and 41 at 2.5 % and 97.5 %.
  const FunnelModel model{.centre = 0.3, .options = {.spread = Spread::poisson}};
  const FunnelLimits limits = funnel_limits(model, 100);
  CHECK(limits.action.low * 100 > 14);
  CHECK(limits.action.low * 100 <= 15);
  CHECK(limits.action.high * 100 > 48);
  CHECK(limits.action.high * 100 <= 49);
  CHECK(limits.warning.low * 100 > 19);
  CHECK(limits.warning.low * 100 <= 20);
  CHECK(limits.warning.high * 100 > 41);
  CHECK(limits.warning.high * 100 <= 42);
  // Interpolation at the lower limit: 15 − (F(15) − 0.001) / (F(15) − F(14)), R's ppois.
  const double part = (0.001947479777872 - 0.001) / (0.001947479777872 - 0.000920682396149);
  CHECK(limits.action.low * 100 == Approx(15 - part).epsilon(1e-9));
  CHECK(funnel_tail(model, 14, 100).below == Approx(0.000920682396149).epsilon(1e-9));
  CHECK(chance_outside(model, 100, 0.998) == Approx(0.000920682396149 + 1 - 0.999112977736250).epsilon(1e-9));
}

TEST_CASE("a point is beyond the line exactly when its tail is below the level, for every size") {
  for (const double tau2 : {0.0, 0.04, 1.0}) {
    const FunnelModel model{.centre = 1, .tau2 = tau2};
    for (double mean = 0.02; mean < 300; mean *= 1.37) {
      const FunnelLimits limits = funnel_limits(model, mean);
      CHECK(limits.action.low <= limits.warning.low);
      CHECK(limits.action.high >= limits.warning.high);
      for (double count = 0; count < 5 * mean + 20; ++count) {
        const FunnelTail tail = funnel_tail(model, count, mean);
        const double rate = count / mean;
        if (std::abs(tail.above - 0.001) > 1e-9) CHECK((rate > limits.action.high) == (tail.above <= 0.001));
        if (std::abs(tail.below - 0.001) > 1e-9) CHECK((rate < limits.action.low) == (tail.below <= 0.001));
      }
    }
  }
}

TEST_CASE("limits move without jumps") {
  const FunnelModel model{.centre = 1};
  FunnelLimits last = funnel_limits(model, 0.5);
  for (double mean = 0.501; mean < 40; mean += 0.001) {
    const FunnelLimits next = funnel_limits(model, mean);
    CHECK(std::abs(next.action.high * mean - last.action.high * (mean - 0.001)) < 0.02);
    CHECK(std::abs(next.action.low * mean - last.action.low * (mean - 0.001)) < 0.02);
    last = next;
  }
}

TEST_CASE("with variance between territories the limits are negative binomial") {
  // mean 30, τ² = 0.04: size 25; R's qnbinom gives 10, 16, 47, 60.
  const FunnelModel model{.centre = 0.3, .tau2 = 0.04};
  const FunnelLimits limits = funnel_limits(model, 100);
  CHECK(std::ceil(limits.action.low * 100) == 10);
  CHECK(std::ceil(limits.warning.low * 100) == 16);
  CHECK(std::floor(limits.warning.high * 100) == 47);
  CHECK(std::floor(limits.action.high * 100) == 60);
  CHECK(funnel_tail(model, 15, 100).below == Approx(0.0225170580557).epsilon(1e-9));
  CHECK(funnel_tail(model, 50, 100).above == Approx(0.0155812573764).epsilon(1e-9));
}

TEST_CASE("planted overdispersion is found again, and none where there is none") {
  double tau2 = 0;
  double phi = 0;
  double null_tau2 = 0;
  constexpr int k_runs = 60;
  for (std::uint64_t run = 0; run < k_runs; ++run) {
    tartip::Random random(11, run);
    std::vector<double> exposures;
    std::vector<double> varying;
    std::vector<double> bursty;
    std::vector<double> plain;
    for (int i = 0; i < 400; ++i) {
      const double mean = std::exp(std::log(20.0) + random.uniform() * std::log(100.0));
      exposures.push_back(mean);
      varying.push_back(static_cast<double>(random.poisson(mean * random.gamma(10) / 10)));  // τ² = 0.1
      bursty.push_back(static_cast<double>(random.poisson(random.gamma(mean / 2) * 2)));     // φ = 3
      plain.push_back(static_cast<double>(random.poisson(mean)));
    }
    tau2 += fit_funnel(varying, exposures, {.spread = Spread::additive}).tau2 / k_runs;
    phi += fit_funnel(bursty, exposures, {.spread = Spread::multiplicative}).phi / k_runs;
    null_tau2 += fit_funnel(plain, exposures, {.spread = Spread::additive}).tau2 / k_runs;
  }
  CHECK(tau2 == Approx(0.1).epsilon(0.1));
  CHECK(phi == Approx(3).epsilon(0.1));
  CHECK(null_tau2 < 0.0005);
}

TEST_CASE("nothing, zeros, few units, bad rows") {
  CHECK(std::isnan(fit_funnel({}, {}).centre));
  CHECK(std::isnan(funnel_limits(fit_funnel({}, {}), 5).action.low));

  const FunnelModel zero = fit_funnel(std::vector<double>(20, 0.0), std::vector<double>(20, 3.0));
  CHECK(zero.centre == 0);
  CHECK(funnel_limits(zero, 3).action.low == 0);
  CHECK(funnel_tail(zero, 0, 3).p == 1);

  const FunnelModel few = fit_funnel(std::vector<double>{1, 500}, std::vector<double>{10, 10});
  CHECK(few.tau2 == 0);
  CHECK(few.units == 2);

  constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
  const FunnelModel bad = fit_funnel(std::vector<double>{k_nan, -1, 4, 4}, std::vector<double>{1, 1, 0, 8});
  CHECK(bad.units == 1);
  CHECK(bad.centre == 0.5);
  CHECK(std::isnan(funnel_tail(bad, 1, 0).p));
  CHECK(chance_outside(bad, k_nan, 0.95) == 0);

  // All alike: no spread to estimate, the limits are Poisson.
  CHECK(fit_funnel(std::vector<double>(50, 7.0), std::vector<double>(50, 1.0)).tau2 == 0);
}
