#include "forecast/arima.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

#include "base/random.hpp"
#include "forecast/arma_likelihood.hpp"
#include "support/classic_series.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::forecast;
using doctest::Approx;

namespace {

constexpr double k_gap = std::numeric_limits<double>::quiet_NaN();

ArimaFit fitted(const std::vector<double>& values, int season, const ArimaOrder& order,
                std::vector<Regressor> regressors = {}) {
  auto fit = fit_arima({values, season}, {.order = order, .regressors = std::move(regressors)});
  REQUIRE(fit.has_value());
  return *fit;
}

// The covariance of n values of an ARMA process by brute force: from ψ weights long enough to have died away.
double dense_log_likelihood(const std::vector<double>& w, const std::vector<double>& ar,
                            const std::vector<double>& ma) {
  const std::size_t n = w.size(), length = 4000;
  std::vector<double> psi(length + n, 0);
  psi[0] = 1;
  for (std::size_t k = 1; k < psi.size(); ++k) {
    psi[k] = k <= ma.size() ? ma[k - 1] : 0;
    for (std::size_t i = 0; i < ar.size() && i < k; ++i) psi[k] += ar[i] * psi[k - 1 - i];
  }
  std::vector<double> gamma(n, 0), lower(n * n, 0), z(n);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t j = 0; j < length; ++j) gamma[k] += psi[j] * psi[j + k];
  double square = 0, determinant = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = gamma[i - j];
      for (std::size_t k = 0; k < j; ++k) sum -= lower[i * n + k] * lower[j * n + k];
      lower[i * n + j] = i == j ? std::sqrt(sum) : sum / lower[j * n + j];
    }
    double sum = w[i];
    for (std::size_t k = 0; k < i; ++k) sum -= lower[i * n + k] * z[k];
    z[i] = sum / lower[i * n + i];
    square += z[i] * z[i];
    determinant += 2 * std::log(lower[i * n + i]);
  }
  const double count = static_cast<double>(n);
  return -0.5 * (count * (std::log(2 * 3.14159265358979323846 * square / count) + 1) + determinant);
}

}  // namespace

TEST_CASE("the filter gives the likelihood of the covariance matrix") {
  Random random(7);
  std::vector<double> w(60);
  for (double& value : w) value = random.normal();
  struct Case {
    ArimaOrder order;
    int season;
    std::vector<double> x;  // ar, ma, seasonal ar, seasonal ma
  };
  const Case cases[] = {{{.p = 1}, 1, {0.9}},
                        {{.q = 2}, 1, {-0.7, 0.4}},
                        {{.p = 2, .q = 1}, 1, {0.5, -0.8, 0.95}},
                        {{.p = 1, .q = 1, .P = 1, .Q = 1}, 4, {0.3, -0.6, -0.7, 0.8}},
                        {{.q = 1, .Q = 1}, 12, {-0.4, -0.95}},
                        {{.p = 3, .q = 2, .P = 1}, 12, {0.2, 0.1, 0.3, 1.5, 0.2, 0.6}}};  // not invertible
  for (const Case& c : cases) {
    ArmaLikelihood likelihood({w}, 0);
    likelihood.set_shape(c.order, c.season);
    Unknowns x{};
    std::copy(c.x.begin(), c.x.end(), x.begin());
    std::vector<double> ar, ma;
    likelihood.unpack(x, ar, ma);
    const auto solution = likelihood.solve(x);
    const double n = static_cast<double>(w.size());
    const double ours = -0.5 * (n * (std::log(2 * 3.14159265358979323846 * solution.sum_of_squares / n) + 1) +
                                solution.log_determinant);
    CHECK(ours == Approx(dense_log_likelihood(w, ar, ma)).epsilon(1e-9));
    CHECK(likelihood.value(x) ==
          Approx(solution.sum_of_squares * std::exp(solution.log_determinant / n)).epsilon(1e-12));
  }
}

// R starts the differenced states with the variance κ = 10⁶, ours without bound: the numbers are R's with κ = 10⁹
// (4.2.2, arima(…, kappa = 1e9)), which differ from its default in the fifth digit of the likelihood.
TEST_CASE("fixed forms agree with R's arima") {
  std::vector<double> log_air = test::air_passengers();
  for (double& value : log_air) value = std::log(value);
  const ArimaOrder airline{.d = 1, .q = 1, .D = 1, .Q = 1};
  const ArimaFit air = fitted(log_air, 12, airline);
  CHECK(air.log_likelihood == Approx(244.69648992).epsilon(1e-7));
  CHECK(air.ma[0] == Approx(-0.401826782).epsilon(1e-4));
  CHECK(air.seasonal_ma[0] == Approx(-0.556946638).epsilon(1e-4));
  CHECK(air.variance == Approx(0.00136900041).epsilon(1e-5));
  CHECK(air.aicc == Approx(-483.204003454).epsilon(1e-7));
  CHECK(air.bic == Approx(-474.767387851).epsilon(1e-7));
  const Prediction passengers = predict(air, {.horizon = 3});
  CHECK(passengers.mean[2] == Approx(6.17171322002).epsilon(1e-6));
  CHECK(passengers.deviation[2] == Approx(0.0480923 * std::sqrt(131.0 / 129)).epsilon(2e-5));  // over 129, not 131
  CHECK(passengers.bands[1].upper[2] == Approx(6.17171322 + 1.959964 * passengers.deviation[2]));

  const ArimaFit deaths = fitted(test::accidental_deaths(), 12, airline);
  CHECK(deaths.log_likelihood == Approx(-425.441101385).epsilon(1e-7));
  CHECK(deaths.variance == Approx(102838.7).epsilon(1e-4));

  const ArimaFit nile = fitted(test::nile(), 1, {.p = 1, .d = 1, .q = 1});
  CHECK(nile.log_likelihood == Approx(-630.627381777).epsilon(1e-8));
  const Prediction flow = predict(nile, {.horizon = 4});
  CHECK(flow.mean[3] == Approx(841.7424).epsilon(1e-4));
  CHECK(flow.bands[0].upper[3] == Approx(1043.42133879).epsilon(1e-4));

  const ArimaFit hormone = fitted(test::lh(), 1, {.p = 3, .constant = true});
  CHECK(hormone.log_likelihood == Approx(-27.092411066).epsilon(1e-8));
  CHECK(hormone.constant == Approx(2.39312746844).epsilon(1e-5));
  CHECK(predict(hormone, {.horizon = 3}).mean[2] == Approx(2.19861799562).epsilon(1e-5));

  // R finds the same likelihood here from another start; the drift of AirPassengers (2,1,1)(0,1,0) is none: d + D = 2.
  const ArimaFit plain = fitted(test::air_passengers(), 12, {.p = 2, .d = 1, .q = 1, .D = 1, .constant = true});
  CHECK(plain.log_likelihood == Approx(-504.924029432).epsilon(1e-7));
  CHECK(plain.constant == 0);
  CHECK(plain.fitted.size() == 144);
  CHECK(std::isnan(plain.fitted[12]));
  CHECK(plain.fitted[13] == Approx(126).epsilon(0.1));
}

TEST_CASE("regressors: a step in the Nile, as R's Arima with xreg") {
  const std::vector<double>& nile = test::nile();
  Regressor step(103, 1.0);
  std::fill_n(step.begin(), 27, 0.0);
  const ArimaFit fit = fitted(nile, 1, {.p = 1, .q = 1, .constant = true}, {step});
  CHECK(fit.log_likelihood == Approx(-626.83803655).epsilon(1e-8));
  CHECK(fit.constant == Approx(1095.77576134).epsilon(1e-5));
  CHECK(fit.effects[0] == Approx(-241.855030515).epsilon(1e-4));
  CHECK(fit.effect_errors[0] == Approx(32.87).epsilon(0.03));  // R's has the uncertainty of φ and θ in it
  const Prediction coming = predict(fit, {.horizon = 3});
  CHECK(coming.mean[1] == Approx(852.550860920).epsilon(1e-5));
  CHECK(coming.bands[1].lower[2] == Approx(596.148036235).epsilon(1e-4));
  // A column that differencing leaves without anything has no effect.
  const ArimaFit nothing = fitted(nile, 1, {.d = 1}, {Regressor(100, 5.0)});
  CHECK(nothing.effects[0] == 0);
}

TEST_CASE("missing values are exact, as in R's arima") {
  std::vector<double> deaths = test::accidental_deaths();
  for (std::size_t t : {9U, 10U, 29U, 54U}) deaths[t] = k_gap;
  const ArimaFit fit = fitted(deaths, 12, {.d = 1, .q = 1, .D = 1, .Q = 1});
  CHECK(fit.log_likelihood == Approx(-396.305270013).epsilon(1e-6));
  CHECK(fit.ma[0] == Approx(-0.42296867).epsilon(1e-3));
  CHECK(fit.seasonal_ma[0] == Approx(-0.67550517).epsilon(1e-3));
  CHECK(predict(fit, {.horizon = 3}).mean[2] == Approx(8334.683).epsilon(1e-4));

  std::vector<double> nile = test::nile();
  for (std::size_t t : {4U, 39U, 40U}) nile[t] = k_gap;
  nile.push_back(k_gap);  // and one year at the end: the first forecast is the second step
  nile.insert(nile.begin(), k_gap);
  const ArimaFit gap = fitted(nile, 1, {.p = 1, .d = 1, .q = 1});
  const Prediction after = predict(gap, {.horizon = 2});
  nile.pop_back();
  const Prediction before = predict(fitted(nile, 1, {.p = 1, .d = 1, .q = 1}), {.horizon = 3});
  CHECK(after.mean[0] == before.mean[1]);
  CHECK(after.deviation[1] == before.deviation[2]);
  CHECK(std::isnan(gap.errors[5]));
}

TEST_CASE("selection finds the forms R's auto.arima finds") {
  const auto chosen = [](const std::vector<double>& values, int season) {
    auto fit = fit_arima({values, season});
    REQUIRE(fit.has_value());
    return name_of(fit->order, season);
  };
  CHECK(chosen(test::air_passengers(), 12) == "ARIMA(2,1,1)(0,1,0)[12]");
  CHECK(chosen(test::accidental_deaths(), 12) == "ARIMA(0,1,1)(0,1,1)[12]");
  CHECK(chosen(test::nile(), 1) == "ARIMA(1,1,1)");
}

TEST_CASE("series that are no trouble: constant, straight, zero, short") {
  const auto predicted = [](const std::vector<double>& values, int season = 1) {
    auto result = arima({values, season}, {.horizon = 3});
    REQUIRE(result.has_value());
    return *result;
  };
  const Prediction constant = predicted(std::vector<double>(30, 7.0));
  CHECK(constant.mean == std::vector<double>{7, 7, 7});
  CHECK(constant.deviation[2] == 0);
  CHECK(predicted(std::vector<double>(30, 0.0), 12).mean[1] == 0);
  std::vector<double> line(30);
  for (std::size_t i = 0; i < line.size(); ++i) line[i] = 5 + 2 * static_cast<double>(i);
  CHECK(predicted(line).mean[2] == Approx(69));
  CHECK(predicted(line).deviation[2] == Approx(0));
  std::vector<double> season(60);
  for (std::size_t i = 0; i < season.size(); ++i)
    season[i] = static_cast<double>(i % 12) + 0.5 * static_cast<double>(i);
  CHECK(predicted(season, 12).mean[1] == Approx(31.5));
  CHECK(predicted({3, 5, 4}).mean.size() == 3);
  CHECK(predicted({3, 5, 4, 8, 1}, 12).mean.size() == 3);
  CHECK(std::isfinite(predicted({1, 1, 1, 1, 100}).deviation[0]));
  std::vector<double> large(40);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = (i % 3 == 0 ? 9e14 : -8e14);
  CHECK(std::isfinite(predicted(large).mean[0]));

  std::vector<double> hours(600);  // a season too long for a seasonal part
  for (std::size_t i = 0; i < hours.size(); ++i)
    hours[i] = static_cast<double>(i % 168) + static_cast<double>(i * 37 % 11);
  const auto weekly = fit_arima({hours, 168}).value();
  CHECK(weekly.order.P + weekly.order.Q == 0);
  CHECK(weekly.order.D == 1);

  CHECK(arima({std::vector<double>{1, 2}, 1}, {}).error().key == "error.forecast.too_short");
  CHECK(fit_arima({std::vector<double>{k_gap, 2, k_gap, 3}, 1}).error().key == "error.forecast.too_short");
  CHECK(fit_arima({std::vector<double>(20, 1.0), 12}, {.order = ArimaOrder{.D = 2}}).error().key ==
        "error.forecast.too_short");
  CHECK(fit_arima({std::vector<double>{1, 2, INFINITY, 3}, 1}).error().key == "error.forecast.not_finite");
}

TEST_CASE("the likelihood of R's form is not below R's, on half of the M3 competition") {
  const auto series_file = test::shared_file("reference/forecasting/m3_series.csv");
  const auto index_file = test::shared_file("reference/forecasting/m3_index.csv");
  const auto models_file = test::shared_file("reference/forecasting/m3_expected_models.csv");
  if (!series_file || !index_file || !models_file) return;
  std::map<std::string, std::vector<double>> series;
  std::map<std::string, int> season;
  const auto rows = [](const std::filesystem::path& path, auto&& take) {
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      std::vector<std::string> cells;
      std::istringstream split(line);
      for (std::string cell; std::getline(split, cell, ',');) cells.push_back(cell);
      take(cells);
    }
  };
  rows(*series_file, [&](const auto& c) {
    if (c[1] == "train") series[c[0]].push_back(std::stod(c[3]));
  });
  rows(*index_file, [&](const auto& c) { season[c[0]] = std::stoi(c[3]); });
  int looked_at = 0, same = 0;
  rows(*models_file, [&](const auto& c) {
    if (c[1] != "auto.arima" || looked_at++ % 6 != 0) return;  // every sixth: the whole takes minutes in a debug build
    ArimaOrder order;
    char open = 0;
    int m = 1;
    std::sscanf(c[2].c_str(), "ARIMA(%d;%d;%d)%c%d;%d;%d)[%d]", &order.p, &order.d, &order.q, &open, &order.P, &order.D,
                &order.Q, &m);
    if (open != '(') order.P = order.D = order.Q = 0;
    order.constant = c[2].find("with drift") != std::string::npos || c[2].find("non-zero") != std::string::npos;
    const ArimaFit fit = fitted(series[c[0]], season[c[0]], order);
    CAPTURE(c[0]);
    CHECK(fit.log_likelihood > std::stod(c[3]) - 0.05);
    const auto own = fit_arima({series[c[0]], season[c[0]]});
    REQUIRE(own.has_value());
    CHECK(own->order.d == order.d);
    CHECK(own->order.D == order.D);
    same += own->order == order ? 1 : 0;
  });
  CHECK(same >= 0.7 * looked_at / 6);
}
