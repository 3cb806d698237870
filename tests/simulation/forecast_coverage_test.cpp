// Do the intervals of a forecast cover what they claim, on series that the model itself makes? Two points are allowed
// either side: φ, θ and variances are estimated and taken as known.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "base/random.hpp"
#include "forecast/arima.hpp"
#include "forecast/count_regression.hpp"
#include "forecast/intermittent.hpp"
#include "forecast/mstl.hpp"
#include "forecast/shocks.hpp"
#include "share.hpp"

using namespace tartip;
using namespace tartip::forecast;
using tartip::simulation::Share;

namespace {

constexpr double k_pi = 3.14159265358979323846;
constexpr double k_points = 0.02;

struct Coverage {
  Share at_80, at_95;
  void count(const Prediction& prediction, std::span<const double> truth) {
    for (std::size_t h = 0; h < truth.size(); ++h) {
      at_80.count(prediction.bands[0].lower[h] <= truth[h] && truth[h] <= prediction.bands[0].upper[h]);
      at_95.count(prediction.bands[1].lower[h] <= truth[h] && truth[h] <= prediction.bands[1].upper[h]);
    }
  }
  // A count's interval holds more than it claims, because counts jump: the truth is placed at random within its jump of
  // the forecast's distribution, known by its quantiles.
  void count_jump(const Prediction& prediction, std::span<const double> truth, Random& random) {
    for (std::size_t h = 0; h < truth.size(); ++h) {
      double below = 0, up_to = 0;
      for (const Band& band : prediction.bands)
        for (const double quantile : {band.lower[h], band.upper[h]}) {
          below += quantile < truth[h] ? 1 : 0;
          up_to += quantile <= truth[h] ? 1 : 0;
        }
      const double u =
          (below + random.uniform() * (up_to - below)) / (2 * static_cast<double>(prediction.bands.size()));
      at_80.count(std::abs(u - 0.5) <= 0.40);
      at_95.count(std::abs(u - 0.5) <= 0.475);
    }
  }
  static std::vector<double> dense_levels() {  // quantiles 0.0025, 0.0075, … 0.9975
    std::vector<double> levels;
    for (int i = 0; i < 100; ++i) levels.push_back(0.995 - 0.01 * i);
    return levels;
  }
  void check() const {
    CAPTURE(at_80.value());
    CAPTURE(at_95.value());
    CHECK(std::abs(at_80.value() - 0.80) <= k_points);
    CHECK(std::abs(at_95.value() - 0.95) <= k_points);
    MESSAGE("80: " << 100 * at_80.value() << ", 95: " << 100 * at_95.value());
  }
};

struct Process {
  ArimaOrder order;
  std::vector<double> ar, ma;
  double seasonal_ma = 0;
};

std::vector<double> simulate(const Process& process, std::size_t n, Random& random) {
  const std::size_t warm = 200, m = 12;
  std::vector<double> e(warm + n), w(warm + n, 0);
  for (double& value : e) value = random.normal();
  for (std::size_t t = m + 3; t < e.size(); ++t) {
    const auto shock = [&](std::size_t at) { return e[at] + (at >= m ? process.seasonal_ma * e[at - m] : 0); };
    w[t] = shock(t);
    for (std::size_t i = 0; i < process.ar.size(); ++i) w[t] += process.ar[i] * w[t - 1 - i];
    for (std::size_t i = 0; i < process.ma.size(); ++i) w[t] += process.ma[i] * shock(t - 1 - i);
  }
  for (int d = 0; d < process.order.d; ++d)
    for (std::size_t t = 1; t < w.size(); ++t) w[t] += w[t - 1];
  for (int d = 0; d < process.order.D; ++d)
    for (std::size_t t = m; t < w.size(); ++t) w[t] += w[t - m];
  return {w.begin() + static_cast<std::ptrdiff_t>(warm), w.end()};
}

}  // namespace

TEST_CASE("ARIMA of a known form covers") {
  const Process processes[] = {{{.p = 1, .q = 1, .constant = true}, {0.7}, {-0.3}},
                               {{.d = 1, .q = 1}, {}, {-0.6}},
                               {{.p = 2, .d = 1}, {0.5, -0.3}, {}},
                               {{.d = 1, .q = 1, .D = 1, .Q = 1}, {}, {-0.4}, -0.6}};
  for (const Process& process : processes) {
    Coverage coverage;
    for (std::uint64_t run = 0; run < 500; ++run) {
      Random random(41, run);
      const auto y = simulate(process, 172, random);
      const auto fit = fit_arima({std::span(y).first(160), 12}, {.order = process.order});
      REQUIRE(fit.has_value());
      coverage.count(predict(*fit, {.horizon = 12}), std::span(y).subspan(160));
    }
    coverage.check();
  }
}

TEST_CASE("STL with exponential smoothing covers") {
  Coverage coverage;
  for (std::uint64_t run = 0; run < 500; ++run) {
    Random random(42, run);
    double level = 100;
    std::vector<double> y;
    for (int t = 0; t < 180; ++t) {
      level += 0.4 * random.normal();
      y.push_back(level + 10 * std::sin(2 * k_pi * t / 12) + 2 * random.normal());
    }
    coverage.count(mstl({std::span(y).first(168), 12}, {.horizon = 12}).value(), std::span(y).subspan(168));
  }
  coverage.check();
}

TEST_CASE("intermittent counts are covered") {
  for (const Intermittent method : {Intermittent::croston, Intermittent::sba, Intermittent::tsb, Intermittent::adida}) {
    Coverage coverage;
    for (std::uint64_t run = 0; run < 1500; ++run) {
      Random random(43, run);
      std::vector<double> y;
      for (int t = 0; t < 156; ++t)
        y.push_back(random.uniform() < 0.35 ? 1 + static_cast<double>(random.poisson(0.8)) : 0);
      const auto prediction =
          predict_intermittent({std::span(y).first(150), 1}, method, {.horizon = 6, .levels = Coverage::dense_levels()})
              .value();
      coverage.count_jump(prediction, std::span(y).subspan(150), random);
    }
    coverage.check();
  }
}

TEST_CASE("negative-binomial regression covers") {
  for (const double theta : {8.0, 1e6}) {
    Coverage coverage;
    for (std::uint64_t run = 0; run < 600; ++run) {
      Random random(44, run);
      std::vector<double> y;
      for (int t = 0; t < 72; ++t) {
        const double mu = std::exp(2 + 0.4 * std::sin(2 * k_pi * t / 12));
        y.push_back(static_cast<double>(random.poisson(theta > 1e5 ? mu : mu * random.gamma(theta) / theta)));
      }
      const auto prediction =
          counts({std::span(y).first(60), 12}, {.horizon = 12, .levels = Coverage::dense_levels()}).value();
      coverage.count_jump(prediction, std::span(y).subspan(60), random);
    }
    coverage.check();
  }
}

TEST_CASE("shocks in series without shocks: at most the stated chance") {
  const std::string worlds[] = {"independent",
                                "autoregressive",
                                "wandering",
                                "slowly wandering",
                                "season",
                                "few counts",
                                "counts, more variable than Poisson"};
  for (int world = 0; world < 7; ++world) {
    Share alarms;
    for (std::uint64_t run = 0; run < 200; ++run) {
      Random random(45 + static_cast<std::uint64_t>(world), run);
      std::vector<double> y(96);
      double state = 0, before = 0;
      for (std::size_t t = 0; t < y.size(); ++t) {
        const double e = random.normal();
        switch (world) {
          case 0:
            y[t] = e;
            break;
          case 1:
            y[t] = state = 0.6 * state + e;
            break;
          case 2:
            y[t] = state += e;
            break;
          case 3:
            y[t] = state += e - 0.7 * before;
            break;
          case 4:
            y[t] = 10 * std::sin(2 * k_pi * static_cast<double>(t) / 12) + e;
            break;
          case 5:
            y[t] = static_cast<double>(random.poisson(4));
            break;
          default:
            y[t] = static_cast<double>(random.poisson(20 * random.gamma(8) / 8));
            break;
        }
        before = e;
      }
      alarms.count(!find_shocks({y, 12}).value().found.empty());
    }
    CAPTURE(worlds[world]);
    CAPTURE(alarms.value());
    CHECK(alarms.at_most(0.05));
    MESSAGE(worlds[world] << ": " << 100 * alarms.value() << " %");
  }
}
