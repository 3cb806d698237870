#include "forecast/backtest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forecast/naive.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

struct Scale {
  double absolute = k_nan, squared = k_nan;
};

Scale scale_of(std::span<const double> values, std::size_t lag) {
  if (values.size() <= lag) return {};
  double absolute = 0, squared = 0;
  for (std::size_t t = lag; t < values.size(); ++t) {
    const double step = values[t] - values[t - lag];
    absolute += std::abs(step), squared += step * step;
  }
  const double count = static_cast<double>(values.size() - lag);
  if (!(absolute > 0)) return {};
  return {absolute / count, squared / count};
}

// The limits of the published levels as quantiles in the order of the published probabilities.
std::vector<double> quantiles_of(const Prediction& prediction, std::size_t h) {
  std::vector<double> quantiles;
  for (const Band& band : prediction.bands) {
    quantiles.push_back(band.lower[h]);
    if (band.level > 0) quantiles.push_back(band.upper[h]);
  }
  // A method that knows no limits (NaN) is taken at its word: the mean alone.
  for (double& q : quantiles)
    if (std::isnan(q)) q = prediction.mean[h];
  std::sort(quantiles.begin(), quantiles.end());
  return quantiles;
}

void at_level(const Prediction& prediction, std::size_t h, double level, double& lower, double& upper) {
  for (const Band& band : prediction.bands)
    if (std::abs(band.level - level) < 1e-9) lower = band.lower[h], upper = band.upper[h];
}

}  // namespace

Result<std::vector<Trial>> backtest(const History& history, const Method& method, const BacktestOptions& options) {
  if (Status ok = check_history(history, static_cast<std::size_t>(options.horizon) + 2); !ok) return pass(ok);
  const std::size_t n = history.values.size(), horizon = static_cast<std::size_t>(options.horizon);
  std::vector<std::size_t> origins;
  for (int k = 0; k < options.origins; ++k) {
    const std::size_t back = horizon + static_cast<std::size_t>(k * options.stride);
    if (back + 2 <= n) origins.push_back(n - back);
  }
  std::reverse(origins.begin(), origins.end());
  std::vector<Trial> trials;
  for (const std::size_t origin : origins) {
    const History known{history.values.first(origin), history.season};
    auto prediction =
        method.predict(known, {.horizon = options.horizon, .levels = published_levels(), .seed = options.seed});
    if (!prediction) return pass(prediction);
    const bool cycle = origin > static_cast<std::size_t>(history.season);
    auto yardstick = cycle ? seasonal_naive(known, {.horizon = options.horizon, .levels = {}})
                           : naive(known, {.horizon = options.horizon, .levels = {}});
    if (!yardstick) return pass(yardstick);
    const Scale scale = scale_of(known.values, cycle ? static_cast<std::size_t>(history.season) : 1);
    for (std::size_t h = 0; h < horizon; ++h) {
      Trial trial;
      trial.origin = origin;
      trial.step = static_cast<int>(h) + 1;
      trial.truth = history.values[origin + h];
      trial.mean = prediction->mean[h];
      trial.lower_80 = trial.upper_80 = trial.lower_95 = trial.upper_95 = k_nan;
      at_level(*prediction, h, 0.80, trial.lower_80, trial.upper_80);
      at_level(*prediction, h, 0.95, trial.lower_95, trial.upper_95);
      const std::vector<double> quantiles = quantiles_of(*prediction, h);
      trial.score = score({.mean = trial.mean,
                           .probabilities = published_probabilities(),
                           .quantiles = quantiles,
                           .yardstick_mean = yardstick->mean[h],
                           .yardstick_deviation = yardstick->deviation[h],
                           .scale = scale.absolute},
                          trial.truth);
      const double size = std::abs(trial.truth) + std::abs(trial.mean), error = trial.truth - trial.mean;
      trial.smape = size > 0 ? 200 * std::abs(error) / size : 0;
      trial.squared_scaled = error * error / scale.squared;
      trials.push_back(std::move(trial));
    }
  }
  return trials;
}

Summary summarise(std::span<const Trial> trials) {
  std::vector<Score> scores;
  Summary summary{.card = {}, .smape = 0, .rmsse = 0};
  double scaled = 0;
  for (const Trial& trial : trials) {
    scores.push_back(trial.score);
    summary.smape += trial.smape / static_cast<double>(trials.size());
    if (std::isnan(trial.squared_scaled)) continue;
    summary.rmsse += trial.squared_scaled;
    ++scaled;
  }
  summary.rmsse = scaled > 0 ? std::sqrt(summary.rmsse / scaled) : k_nan;
  summary.card = card_of(scores);
  return summary;
}

}  // namespace tartip::forecast
