#include "forecast/theta.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "forecast/decomposition.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_least = 1e-4, k_most = 0.9999;

struct Adjusted {
  std::vector<double> values, season;
  bool additive = false;
};

Adjusted adjusted(const History& history) {
  Adjusted result{.values = {history.values.begin(), history.values.end()}, .season = {}};
  if (!is_seasonal(history.values, history.season)) return result;
  result.additive = *std::min_element(history.values.begin(), history.values.end()) <= 0;
  auto season =
      seasonal_indices(history.values, history.season, result.additive ? Shape::additive : Shape::multiplicative);
  if (!season) return result;
  if (!result.additive && *std::min_element(season->begin(), season->end()) < 1e-4) return result;
  result.season = std::move(*season);
  for (std::size_t t = 0; t < result.values.size(); ++t) {
    const double index = result.season[t % result.season.size()];
    result.values[t] = result.additive ? result.values[t] - index : result.values[t] / index;
  }
  return result;
}

double with_season(const ThetaFit& fit, double value, std::size_t t) {
  if (fit.season.empty()) return value;
  const double index = fit.season[t % fit.season.size()];
  return fit.additive_season ? value + index : value * index;
}

// The least of a function on [k_least, k_most]: the best of a grid, then golden sections around it.
double least_alpha(const std::function<double(double)>& squares) {
  constexpr int k_grid = 16;
  double best = k_least, value = std::numeric_limits<double>::infinity();
  const double width = (k_most - k_least) / k_grid;
  for (int i = 0; i <= k_grid; ++i)
    if (const double s = squares(k_least + width * i); s < value) value = s, best = k_least + width * i;
  double low = std::max(best - width, k_least), high = std::min(best + width, k_most);
  constexpr double k_ratio = 0.6180339887498949;
  double a = high - k_ratio * (high - low), b = low + k_ratio * (high - low);
  double at_a = squares(a), at_b = squares(b);
  while (high - low > 1e-8) {
    if (at_a < at_b) {
      high = b, b = a, at_b = at_a;
      a = high - k_ratio * (high - low), at_a = squares(a);
    } else {
      low = a, a = b, at_a = at_b;
      b = low + k_ratio * (high - low), at_b = squares(b);
    }
  }
  const double middle = (low + high) / 2;
  return squares(middle) <= value ? middle : best;
}

double slope_of(std::span<const double> y) {
  const double n = static_cast<double>(y.size()), middle = (n - 1) / 2;
  double product = 0;
  for (std::size_t t = 0; t < y.size(); ++t) product += (static_cast<double>(t) - middle) * y[t];
  return product / (n * (n * n - 1) / 12);
}

// Errors of simple smoothing are linear in the first level: with first level 0 they are e, and each unit takes (1 −
// α)^t.
struct Smoothing {
  double squares = 0, first_level = 0;
};
Smoothing smoothing_of(std::span<const double> y, double alpha) {
  double level = 0, share = 1, ee = 0, es = 0, ss = 0;
  for (const double value : y) {
    const double e = value - level;
    ee += e * e, es += e * share, ss += share * share;
    level += alpha * e;
    share *= 1 - alpha;
  }
  return {ee - es * es / ss, es / ss};
}

// The regression line through the values so far, carried from period to period.
struct Line {
  double mean = 0, a = 0, b = 0;
  std::size_t seen = 0;
  void add(double value) {
    const double n = static_cast<double>(++seen);
    if (seen == 1) {
      mean = a = value;
      return;
    }
    b = ((n - 2) * b + 6 * (value - mean) / n) / (n + 1);
    mean += (value - mean) / n;
    a = mean - b * (n + 1) / 2;
  }
  // What the line adds to the next forecast when it has weight 1; kept = (1 − α)^seen.
  double part(double alpha, double kept) const { return kept * a + (1 - kept * (1 - alpha)) / alpha * b; }
};

struct Dynamic {
  double squares = std::numeric_limits<double>::infinity();
  double first_level = 0, weight = 0;
};
constexpr std::size_t k_dynamic_skips = 2;  // a line needs two values

Dynamic dynamic_of(std::span<const double> y, double alpha) {
  Line line;
  double level = 0, share = 1;
  double ee = 0, es = 0, ed = 0, ss = 0, sd = 0, dd = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double e = y[t] - level;
    if (t >= k_dynamic_skips) {
      const double d = line.part(alpha, share);
      ee += e * e, es += e * share, ed += e * d, ss += share * share, sd += share * d, dd += d * d;
    }
    level += alpha * e;
    share *= 1 - alpha;
    line.add(y[t]);
  }
  const auto with_weight = [&](double w) {
    const double first = ss > 1e-300 ? (es - w * sd) / ss : 0;
    return Dynamic{ee - 2 * w * ed + w * w * dd - 2 * first * es + 2 * first * w * sd + first * first * ss, first, w};
  };
  const double determinant = ss * dd - sd * sd;
  const double weight = determinant > 1e-12 * ss * dd ? (ss * ed - sd * es) / determinant : 0.5;
  return with_weight(std::clamp(weight, 0.0, 1.0));
}

Prediction finished(const ThetaFit& fit, Prediction prediction, const PredictOptions& options) {
  for (std::size_t h = 0; h < prediction.mean.size(); ++h) {
    const std::size_t t = fit.fitted.size() + h;
    double deviation = std::sqrt(fit.variance * (1 + static_cast<double>(h) * fit.alpha * fit.alpha));
    if (!fit.season.empty() && !fit.additive_season) deviation *= std::abs(fit.season[t % fit.season.size()]);
    prediction.deviation.push_back(deviation);
    prediction.mean[h] = with_season(fit, prediction.mean[h], t);
  }
  prediction.bands = normal_bands(prediction.mean, prediction.deviation, options.levels);
  prediction.fitted = fit.fitted;
  return prediction;
}

}  // namespace

Result<ThetaFit> fit_theta(const History& history) {
  if (Status ok = check_history(history, 3); !ok) return pass(ok);
  Adjusted series = adjusted(history);
  const std::span<const double> y = series.values;
  ThetaFit fit{.season = std::move(series.season), .additive_season = series.additive, .fitted = {}};
  fit.alpha = least_alpha([&](double alpha) { return smoothing_of(y, alpha).squares; });
  fit.first_level = smoothing_of(y, fit.alpha).first_level;
  fit.drift = slope_of(y) / 2;
  double level = fit.first_level, squares = 0, kept = 1;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double e = y[t] - level;
    squares += e * e;
    fit.fitted.push_back(with_season(fit, level + fit.drift * (1 - kept) / fit.alpha, t));
    level += fit.alpha * e;
    kept *= 1 - fit.alpha;
  }
  fit.last_level = level;
  fit.variance = squares / (static_cast<double>(y.size()) - 2);
  return fit;
}

Prediction predict_theta(const ThetaFit& fit, const PredictOptions& options) {
  Prediction prediction;
  const double n = static_cast<double>(fit.fitted.size());
  const double settled = (1 - std::pow(1 - fit.alpha, n)) / fit.alpha;
  for (int h = 0; h < options.horizon; ++h) prediction.mean.push_back(fit.last_level + fit.drift * (h + settled));
  prediction.method = "Theta";
  return finished(fit, std::move(prediction), options);
}

Result<ThetaFit> fit_dynamic_theta(const History& history) {
  if (Status ok = check_history(history, 4); !ok) return pass(ok);
  Adjusted series = adjusted(history);
  const std::span<const double> y = series.values;
  ThetaFit fit{.season = std::move(series.season), .additive_season = series.additive, .fitted = {}};
  fit.alpha = least_alpha([&](double alpha) { return dynamic_of(y, alpha).squares; });
  const Dynamic best = dynamic_of(y, fit.alpha);
  fit.first_level = best.first_level;
  fit.line_weight = best.weight;
  Line line;
  double level = fit.first_level, kept = 1, squares = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double forecast = t == 0 ? y[0] : level + fit.line_weight * line.part(fit.alpha, kept);
    if (t >= k_dynamic_skips) squares += (y[t] - forecast) * (y[t] - forecast);
    fit.fitted.push_back(with_season(fit, forecast, t));
    level += fit.alpha * (y[t] - level);
    kept *= 1 - fit.alpha;
    line.add(y[t]);
  }
  fit.last_level = level;
  fit.intercept = line.a, fit.slope = line.b;
  fit.line_mean = line.mean;
  fit.variance = squares / std::max(static_cast<double>(y.size() - k_dynamic_skips) - 3, 1.0);
  return fit;
}

Prediction predict_dynamic_theta(const ThetaFit& fit, const PredictOptions& options) {
  Prediction prediction;
  Line line{fit.line_mean, fit.intercept, fit.slope, fit.fitted.size()};
  double level = fit.last_level, kept = std::pow(1 - fit.alpha, static_cast<double>(fit.fitted.size()));
  for (int h = 0; h < options.horizon; ++h) {  // the forecasts are taken as the coming values
    const double forecast = level + fit.line_weight * line.part(fit.alpha, kept);
    prediction.mean.push_back(forecast);
    level += fit.alpha * (forecast - level);
    kept *= 1 - fit.alpha;
    line.add(forecast);
  }
  prediction.method = "DOTM";
  return finished(fit, std::move(prediction), options);
}

Result<Prediction> theta(const History& history, const PredictOptions& options) {
  Result<ThetaFit> fit = fit_theta(history);
  if (!fit) return pass(fit);
  return predict_theta(*fit, options);
}

Result<Prediction> dynamic_theta(const History& history, const PredictOptions& options) {
  Result<ThetaFit> fit = fit_dynamic_theta(history);
  if (!fit) return pass(fit);
  return predict_dynamic_theta(*fit, options);
}

}  // namespace tartip::forecast
