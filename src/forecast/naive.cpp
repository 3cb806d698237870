#include "forecast/naive.hpp"

#include <cmath>
#include <limits>

namespace tartip::forecast {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

// Every forecast repeats the value `lag` periods before it.
Result<Prediction> repeated(const History& history, const PredictOptions& options, std::size_t lag) {
  const auto y = history.values;
  Prediction prediction;
  prediction.fitted.assign(y.size(), k_nan);
  double squares = 0;
  for (std::size_t t = lag; t < y.size(); ++t) {
    prediction.fitted[t] = y[t - lag];
    squares += (y[t] - y[t - lag]) * (y[t] - y[t - lag]);
  }
  const double variance = y.size() > lag ? squares / static_cast<double>(y.size() - lag) : k_nan;
  for (std::size_t h = 0; h < static_cast<std::size_t>(options.horizon); ++h) {
    prediction.mean.push_back(y[y.size() - lag + h % lag]);
    prediction.deviation.push_back(std::sqrt(variance * static_cast<double>(h / lag + 1)));
  }
  prediction.bands = normal_bands(prediction.mean, prediction.deviation, options.levels);
  return prediction;
}

}  // namespace

Result<Prediction> naive(const History& history, const PredictOptions& options) {
  if (Status ok = check_history(history); !ok) return pass(ok);
  auto prediction = repeated(history, options, 1);
  prediction->method = "naive";
  return prediction;
}

Result<Prediction> seasonal_naive(const History& history, const PredictOptions& options) {
  if (history.season <= 1) return naive(history, options);
  const auto lag = static_cast<std::size_t>(history.season);
  if (Status ok = check_history(history, lag); !ok) return pass(ok);
  auto prediction = repeated(history, options, lag);
  prediction->method = "snaive";
  return prediction;
}

Result<Prediction> drift(const History& history, const PredictOptions& options) {
  if (Status ok = check_history(history, 2); !ok) return pass(ok);
  const auto y = history.values;
  const double steps = static_cast<double>(y.size() - 1);
  const double slope = (y.back() - y.front()) / steps;
  Prediction prediction;
  prediction.fitted.assign(y.size(), k_nan);
  double squares = 0;
  for (std::size_t t = 1; t < y.size(); ++t) {
    prediction.fitted[t] = y[t - 1] + slope;
    squares += (y[t] - prediction.fitted[t]) * (y[t] - prediction.fitted[t]);
  }
  const double variance = steps > 1 ? squares / (steps - 1) : k_nan;
  for (int step = 1; step <= options.horizon; ++step) {
    prediction.mean.push_back(y.back() + slope * step);
    prediction.deviation.push_back(std::sqrt(variance * step * (1 + step / steps)));
  }
  prediction.bands = normal_bands(prediction.mean, prediction.deviation, options.levels);
  prediction.method = "drift";
  return prediction;
}

}  // namespace tartip::forecast
