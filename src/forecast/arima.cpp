#include "forecast/arima.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/require.hpp"
#include "forecast/arima_search.hpp"
#include "forecast/unit_root.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_missing = std::numeric_limits<double>::quiet_NaN();

// What is left of the series when the regressors are taken out by least squares: for the tests of differencing.
std::vector<double> without_regressors(const KnownSeries& series, const std::vector<Regressor>& regressors) {
  if (regressors.empty()) return series.values;
  const std::size_t n = series.values.size();
  std::vector<std::vector<double>> columns{series.values, std::vector<double>(n, 1.0)};
  for (const Regressor& regressor : regressors) {
    const auto from = regressor.begin() + static_cast<std::ptrdiff_t>(series.first);
    columns.emplace_back(from, from + static_cast<std::ptrdiff_t>(n));
  }
  ArmaLikelihood least_squares(std::move(columns), 0);
  return least_squares.solve(Unknowns{}).errors;
}

Status check(const History& history, const ArimaOptions& options) {
  std::vector<double> known;
  for (double value : history.values) known.push_back(std::isnan(value) ? 0 : value);
  if (auto status = check_history({known, history.season}, 3); !status) return status;
  for (const Regressor& regressor : options.regressors) {
    require(regressor.size() >= history.values.size() && regressor.size() == options.regressors.front().size(),
            "regressors cover the history and are equally long");
    if (auto status = check_history({regressor, 1}); !status) return status;
  }
  return {};
}

tl::unexpected<Error> too_short(std::size_t count, std::size_t least) {
  return fail(Code::bad_data, "error.forecast.too_short",
              {{"count", std::to_string(count)}, {"least", std::to_string(least)}});
}

}  // namespace

std::string name_of(const ArimaOrder& order, int season) {
  std::string name = fmt::format("ARIMA({},{},{})", order.p, order.d, order.q);
  if (order.P + order.D + order.Q > 0) name += fmt::format("({},{},{})[{}]", order.P, order.D, order.Q, season);
  if (order.constant && order.d + order.D <= 1) name += order.d + order.D == 1 ? " with drift" : " with mean";
  return name;
}

Result<ArimaFit> fit_arima(const History& history, const ArimaOptions& options) {
  if (auto status = check(history, options); !status) return pass(status);
  const KnownSeries series = known_series(history.values);
  const std::size_t known = series.values.size() - series.gaps.size();
  if (known < 3) return too_short(known, 3);
  if (options.order) {
    ArimaOrder order = *options.order;
    if (order.d + order.D > 1) order.constant = false;
    require(std::min({order.p, order.d, order.q, order.P, order.D, order.Q}) >= 0 &&
                order.p + order.q + order.P + order.Q <= k_most_unknowns,
            "orders are not negative and not beyond the search");
    const int m = history.season;
    const std::size_t least =
        static_cast<std::size_t>(order.d + order.D * m) +
        std::max(static_cast<std::size_t>(order.p + order.P * m),
                 static_cast<std::size_t>(order.p + order.q + order.P + order.Q + (order.constant ? 1 : 0)) +
                     options.regressors.size()) +
        1;
    if (known < least) return too_short(known, least);
    ArimaSearch search(series, options.regressors, m, order.d, order.D);
    return search.finish(search.fit(order, nullptr), history.values.size());
  }
  if (known == 3 && options.regressors.empty()) return fit_arima(history, {.order = ArimaOrder{.constant = true}});
  const std::vector<double> plain = without_regressors(series, options.regressors);
  int m = history.season;
  const int D = m > 1 ? seasonal_differences(plain, m) : 0;  // NOLINT: the field's letter
  const std::vector<double> once = D > 0 ? difference(plain, static_cast<std::size_t>(m)) : plain;
  int d = first_differences(once);
  while (d > 0 && known <= static_cast<std::size_t>(d + D * m) + options.regressors.size() + 2) --d;
  if (known <= static_cast<std::size_t>(d + D * m) + options.regressors.size() + 1)
    return too_short(known, static_cast<std::size_t>(d + D * m) + options.regressors.size() + 2);
  ArimaSearch search(series, options.regressors, m, d, D);
  std::vector<double> left = once;
  for (int i = 0; i < d; ++i) left = difference(left, 1);
  const bool polynomial = is_constant(left) || size_of(left) <= 1e-18 * size_of(series.values);
  const ArimaCandidate best =
      polynomial ? search.fit({.d = d, .D = D, .constant = search.allows_constant()}, nullptr) : search.select();
  ArimaFit fit = search.finish(best, history.values.size());
  if (is_constant(series.values) && options.regressors.empty()) {  // to the last digit
    fit.start.constant = fit.constant = series.values.front();
    std::replace_if(
        fit.fitted.begin(), fit.fitted.end(), [](double value) { return !std::isnan(value); }, fit.constant);
  }
  return fit;
}

Prediction predict(const ArimaFit& fit, const PredictOptions& options) {
  const ArimaFit::Start& start = fit.start;
  const std::size_t horizon = static_cast<std::size_t>(options.horizon), steps = horizon + start.missing;
  require(fit.effects.empty() || start.regression.size() >= steps, "regressors cover the horizon");
  const std::size_t back = start.ar.size(), q = start.ma.size();
  std::vector<double> path = start.level;
  std::vector<double> weight(steps, 0), psi(steps, 0), part(q, 0);
  Prediction prediction;
  prediction.method = name_of(fit.order, fit.season);
  double square = 0;
  for (std::size_t h = 0; h < steps; ++h) {
    double value = h < q ? start.state[h] : 0;
    double response = h == 0 ? 1 : 0;
    for (std::size_t i = 0; i < back; ++i) {
      value += start.ar[i] * path[back + h - 1 - i];
      if (i < h) response += start.ar[i] * weight[h - 1 - i];
    }
    path.push_back(value);
    weight[h] = response;
    psi[h] = response;
    for (std::size_t j = 0; j < std::min(q, h); ++j) psi[h] += start.ma[j] * weight[h - 1 - j];
    square += psi[h] * psi[h];
    if (h < start.missing) continue;
    // The past errors are not known exactly while the filter has not settled.
    double unsettled = 0;
    for (std::size_t i = 0; i < std::min(q, h + 1); ++i)
      for (std::size_t j = 0; j < std::min(q, h + 1); ++j)
        unsettled += weight[h - i] * weight[h - j] * start.covariance[i * q + j];
    prediction.mean.push_back(value + start.constant + start.step * static_cast<double>(h + 1) +
                              (h < start.regression.size() ? start.regression[h] : 0));
    prediction.deviation.push_back(std::sqrt(fit.variance * std::max(0.0, square + unsettled)));
  }
  prediction.fitted = fit.fitted;
  prediction.bands = normal_bands(prediction.mean, prediction.deviation, options.levels);
  return prediction;
}

Result<Prediction> arima(const History& history, const PredictOptions& options) {
  auto fit = fit_arima(history);
  if (!fit) return pass(fit);
  return predict(*fit, options);
}

}  // namespace tartip::forecast
