#include "forecast/combination.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "forecast/backtest.hpp"
#include "support/classic_series.hpp"

using namespace tartip;
using namespace tartip::forecast;

namespace {

const History k_air{tartip::test::air_passengers(), 12};

std::vector<double> counts(std::size_t n, double mean, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) y.push_back(static_cast<double>(random.poisson(mean)));
  return y;
}

}  // namespace

TEST_CASE("members are weighed by their back-test and their weights sum to one") {
  const auto result = combine(k_air, {.horizon = 12});
  REQUIRE_MESSAGE(result, result.error().describe());
  CHECK(result->shares.size() == 5);
  CHECK(result->origins == 8);
  double sum = 0;
  for (const Share& share : result->shares) {
    sum += share.weight;
    CHECK(share.error > 0);
    CHECK(share.error < result->naive_error);  // all follow season and trend
  }
  CHECK(sum == doctest::Approx(1));
  for (const Share& a : result->shares)
    for (const Share& b : result->shares)
      if (a.error < b.error) CHECK(a.weight > b.weight);
  const Prediction& p = result->prediction;
  CHECK(p.fitted.size() == 144);
  for (std::size_t h = 0; h < 12; ++h) {
    CHECK(p.bands[1].lower[h] < p.bands[0].lower[h]);
    CHECK(p.bands[0].lower[h] < p.mean[h]);
    CHECK(p.bands[0].upper[h] < p.bands[1].upper[h]);
  }
}

TEST_CASE("one member is that method with measured limits") {
  const auto result = combine(k_air, {.horizon = 6}, {.members = {"ets"}});
  REQUIRE(result);
  CHECK(result->shares.size() == 1);
  CHECK(result->prediction.method.starts_with("ETS("));
  CHECK(combine(k_air, {.horizon = 6}, {.members = {"oracle"}}).error().key == "error.forecast.member");
}

TEST_CASE("what was never negative is not forecast to be") {
  const auto y = counts(60, 0.7, 3);
  const auto result = combine({y, 12}, {.horizon = 12, .levels = {0.95}});
  REQUIRE(result);
  for (std::size_t h = 0; h < 12; ++h) {
    CHECK(result->prediction.bands[0].lower[h] >= 0);
    CHECK(result->prediction.mean[h] >= 0);
  }
}

TEST_CASE("every length from one value on has an answer") {
  const auto y = counts(40, 20, 1);
  for (std::size_t n = 1; n <= y.size(); ++n) {
    CAPTURE(n);
    const auto result = combine({std::span<const double>(y).first(n), 12}, {.horizon = 14});
    REQUIRE_MESSAGE(result, result.error().describe());
    CHECK(result->prediction.mean.size() == 14);
    CHECK(std::isfinite(result->prediction.mean[13]));
    CHECK(std::isnan(result->prediction.bands[0].lower[0]) == (n < 4));
  }
  CHECK(combine({{}, 12}, {}).error().key == "error.forecast.too_short");
}

TEST_CASE("constant, all-zero and nearly constant series") {
  const std::vector<double> zeros(36, 0.0);
  CHECK(combine({zeros, 12}, {.horizon = 3})->prediction.mean == std::vector<double>{0, 0, 0});
  std::vector<double> spike(36, 5.0);
  spike[20] = 6;
  const auto result = combine({spike, 12}, {.horizon = 3});
  REQUIRE(result);
  CHECK(result->prediction.mean[0] == doctest::Approx(5).epsilon(0.1));
}

TEST_CASE("a history that repeats itself exactly is forecast exactly") {
  for (const double size : {1e-9, 1.0, 1e12}) {
    CAPTURE(size);
    std::vector<double> y;
    for (int t = 0; t < 60; ++t) y.push_back(size * (10 + t % 12));
    const auto result = combine({y, 12}, {.horizon = 2});
    REQUIRE(result);
    CHECK(result->prediction.mean[1] == doctest::Approx(size * 11).epsilon(1e-6));
    CHECK(result->prediction.bands[1].lower[1] == doctest::Approx(size * 11).epsilon(1e-6));
    CHECK(result->prediction.bands[1].upper[1] == doctest::Approx(size * 11).epsilon(1e-6));
  }
}

TEST_CASE("a long season is taken off and put back") {
  std::vector<double> y;
  for (int t = 0; t < 52 * 4; ++t) y.push_back(200 + 50 * std::sin(2 * M_PI * t / 52) + (t * 7919 % 13));
  const auto result = combine({y, 52}, {.horizon = 26});
  REQUIRE(result);
  CHECK(result->prediction.mean[12] > 235);
  CHECK(result->prediction.mean[25] < result->prediction.mean[12] - 20);
}

TEST_CASE("the week within the year is not lost") {
  std::vector<double> y;
  for (int t = 0; t < 4 * 365 + 28; ++t)
    y.push_back(100 + (t % 7 == 5 ? 30 : 0) + 20 * std::sin(2 * M_PI * t / 365.25) + (t * 7919 % 11) * 0.4);
  const auto result = combine({std::span(y).first(4 * 365), 365}, {.horizon = 28});
  REQUIRE(result);
  for (std::size_t h = 0; h < 28; ++h) {
    CAPTURE(h);
    CHECK(std::abs(result->prediction.mean[h] - y[4 * 365 + h]) < 8);
  }
}

TEST_CASE("small counts have whole limits that hold what they claim") {
  for (const double mean : {0.3, 1.0, 4.0}) {
    double inside = 0, steps = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const auto y = counts(132, mean, 100 + seed);
      const auto p = combine({std::span(y).first(120), 12}, {.horizon = 12, .levels = {0.8}})->prediction;
      for (std::size_t h = 0; h < 12; ++h, ++steps) {
        REQUIRE(p.bands[0].lower[h] == std::floor(p.bands[0].lower[h]));
        REQUIRE(p.bands[0].upper[h] == std::floor(p.bands[0].upper[h]));
        inside += p.bands[0].lower[h] <= y[120 + h] && y[120 + h] <= p.bands[0].upper[h] ? 1 : 0;
      }
    }
    CAPTURE(mean);
    CHECK(inside / steps >= 0.8);
  }
  const std::vector<double> none(12, 0.0);
  const auto p = combine({none, 12}, {.horizon = 1})->prediction;
  CHECK(p.mean[0] == 0);
  CHECK(p.bands[1].upper[0] == 1);  // none in a year does not mean never
}

TEST_CASE("the median of the members lies among them, each weighing the same") {
  const auto result = combine(k_air, {.horizon = 12}, {.median = true});
  REQUIRE(result);
  CHECK(result->prediction.method == "median");
  for (const Share& share : result->shares) CHECK(share.weight == doctest::Approx(0.2));
  std::vector<std::vector<double>> each;
  for (const Share& share : result->shares)
    each.push_back(combine(k_air, {.horizon = 12}, {.members = {share.member}})->prediction.mean);
  for (std::size_t h = 0; h < 12; ++h) {
    std::vector<double> means;
    for (const auto& one : each) means.push_back(one[h]);
    std::sort(means.begin(), means.end());
    CHECK(result->prediction.mean[h] == doctest::Approx(means[2]));
  }
  CHECK(find_method("median")->predict(k_air, {.horizon = 12})->mean == result->prediction.mean);
}

TEST_CASE("any number of threads gives the same bytes") {
  std::vector<std::vector<double>> series;
  for (std::uint64_t s = 0; s < 12; ++s) series.push_back(counts(40 + 3 * s, 30, s));
  const auto run = [&](int threads) {
    std::vector<std::vector<double>> uppers(series.size());
    parallel_for(
        series.size(),
        [&](std::size_t i) {
          uppers[i] = combine({series[i], 12}, {.horizon = 6})->prediction.bands[1].upper;
        },
        threads);
    return uppers;
  };
  CHECK(run(1) == run(2));
}

TEST_CASE("the back-test sees only what lies before each origin") {
  const Method& method = *find_method("theta");
  const BacktestOptions options{.horizon = 3, .origins = 4, .stride = 2};
  const auto trials = backtest(k_air, method, options);
  REQUIRE(trials);
  REQUIRE(trials->size() == 12);
  CHECK(trials->front().origin == 135);
  CHECK(trials->back().origin == 141);
  CHECK(trials->front().truth == tartip::test::air_passengers()[135]);
  std::vector<double> changed(tartip::test::air_passengers().begin(), tartip::test::air_passengers().end());
  for (std::size_t t = 135; t < changed.size(); ++t) changed[t] *= 3;
  CHECK(backtest({changed, 12}, method, options)->front().mean == trials->front().mean);
}

TEST_CASE("scores of the back-test are what their definitions say") {
  const Method& method = *find_method("snaive");
  const auto trials = backtest(k_air, method, {.horizon = 12, .origins = 3});
  REQUIRE(trials);
  const Summary summary = summarise(*trials);
  CHECK(summary.card.count == 36);
  double smape = 0;
  for (const Trial& t : *trials) smape += 200 * std::abs(t.truth - t.mean) / (t.truth + t.mean) / 36;
  CHECK(summary.smape == doctest::Approx(smape));
  // The yardstick against itself: no skill but for the grid of quantiles against the closed form.
  CHECK(std::abs(summary.card.skill) < 0.05);
  CHECK(summarise(*backtest(k_air, *find_method("auto"), {.horizon = 12, .origins = 3})).card.skill > 0.3);
  CHECK(backtest({std::span<const double>(tartip::test::air_passengers()).first(12), 12}, method, {.horizon = 12})
            .error()
            .key == "error.forecast.too_short");
}
