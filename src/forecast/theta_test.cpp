#include "forecast/theta.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "forecast/ces.hpp"
#include "forecast/decomposition.hpp"
#include "support/classic_series.hpp"

using namespace tartip::forecast;

// R 4.2.2, forecast 8.20: thetaf(AirPassengers, 24), thetaf(Nile, 1).
TEST_CASE("Theta gives R's numbers") {
  const auto air = theta({tartip::test::air_passengers(), 12}, {.horizon = 24});
  REQUIRE(air);
  CHECK(air->mean[0] == doctest::Approx(440.078191082).epsilon(1e-5));
  CHECK(air->mean[11] == doctest::Approx(447.644908743).epsilon(1e-5));
  CHECK(air->mean[23] == doctest::Approx(461.915395767).epsilon(1e-5));
  CHECK(fit_theta({tartip::test::air_passengers(), 12})->alpha == doctest::Approx(0.837752089949).epsilon(1e-3));
  CHECK(fit_theta({tartip::test::air_passengers(), 12})->drift == doctest::Approx(1.3230696288).epsilon(1e-8));
  const auto nile = theta({tartip::test::nile(), 1}, {.horizon = 1});
  // R stops at α = 0.245668, a little above the least squares (its own ets(Nile, "ANN") gives 0.245534).
  CHECK(nile->mean[0] == doctest::Approx(799.811996216).epsilon(5e-5));
  CHECK(nile->bands[1].upper[0] == doctest::Approx(1082.50104987).epsilon(1e-3));
}

TEST_CASE("a straight line is carried on by the dynamic form, half of it by the plain one") {
  std::vector<double> line;
  for (int t = 0; t < 40; ++t) line.push_back(100 + 3.0 * t);
  const auto dynamic = dynamic_theta({line, 1}, {.horizon = 4});
  REQUIRE(dynamic);
  CHECK(dynamic->mean[3] == doctest::Approx(100 + 3.0 * 43).epsilon(0.01));
  CHECK(theta({line, 1}, {.horizon = 4})->mean[3] < 100 + 3.0 * 43);
}

TEST_CASE("the dynamic form's parameters are the least squares") {
  const auto fit = fit_dynamic_theta({tartip::test::nile(), 1});
  REQUIRE(fit);
  CHECK(fit->line_weight >= 0);
  CHECK(fit->line_weight <= 1);
  const auto squares = [](const std::vector<double>& fitted) {
    double sum = 0;
    for (std::size_t t = 2; t < fitted.size(); ++t)
      sum += (tartip::test::nile()[t] - fitted[t]) * (tartip::test::nile()[t] - fitted[t]);
    return sum;
  };
  // Plain Theta is one of its cases but for how the line is estimated: the dynamic form may not be clearly worse.
  CHECK(squares(fit->fitted) < 1.02 * squares(fit_theta({tartip::test::nile(), 1})->fitted));
}

TEST_CASE("seasonal shapes: sums, refusals, the test of seasonality") {
  const auto shape = seasonal_indices(tartip::test::air_passengers(), 12, Shape::multiplicative);
  REQUIRE(shape);
  double sum = 0;
  for (double s : *shape) sum += s;
  CHECK(sum == doctest::Approx(12));
  CHECK((*shape)[6] == doctest::Approx(1.2265555).epsilon(1e-6));  // R: decompose(AirPassengers, "mult")$figure[7]
  CHECK(!seasonal_indices(std::span<const double>(tartip::test::air_passengers()).first(23), 12, Shape::additive));
  CHECK(is_seasonal(tartip::test::air_passengers(), 12));
  CHECK(!is_seasonal(tartip::test::nile(), 12));
  CHECK(!is_seasonal(std::vector<double>(50, 1.0), 12));
}

TEST_CASE("short, constant, negative and zero series have an answer") {
  const std::vector<double> same(30, 4.0), zeros(30, 0.0), few = {1, 2, 4, 3};
  CHECK(theta({same, 12}, {.horizon = 2})->mean[1] == doctest::Approx(4));
  CHECK(dynamic_theta({zeros, 12}, {.horizon = 2})->mean[1] == 0);
  CHECK(ces({same, 12}, {.horizon = 2})->mean[1] == doctest::Approx(4));
  CHECK(std::isfinite(dynamic_theta({few, 1}, {.horizon = 6})->mean[5]));
  CHECK(theta({std::span<const double>(few).first(2), 1}, {}).error().key == "error.forecast.too_short");
  std::vector<double> negative;
  for (int t = 0; t < 48; ++t) negative.push_back(-50 + 10 * std::sin(2 * M_PI * t / 12) + 0.1 * t);
  const auto additive = theta({negative, 12}, {.horizon = 12});
  CHECK(additive->mean[3] == doctest::Approx(-50 + 10 * std::sin(2 * M_PI * 51 / 12.0) + 0.1 * 50).epsilon(0.05));
}

TEST_CASE("complex smoothing follows a season and a level") {
  const auto fit = fit_ces({tartip::test::air_passengers(), 12});
  REQUIRE(fit);
  CHECK(fit->season.size() == 12);
  const Prediction p = predict(*fit, {.horizon = 12});
  CHECK(p.mean[6] > p.mean[1]);  // July above February
  CHECK(p.mean[6] > 560);
  CHECK(p.deviation[11] > p.deviation[0]);
  const auto again = refit_ces({tartip::test::air_passengers(), 12}, *fit);
  CHECK(again.log_likelihood >= fit->log_likelihood - 1e-3);
  CHECK(fit_ces({std::span<const double>(tartip::test::air_passengers()).first(15), 12}, CesSeason::partial)
            .error()
            .key == "error.forecast.ces_season");
}
