#include "forecast/count_regression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "forecast/count_bands.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_poisson_theta = 1e7;  // beyond it the variance is the mean's to all digits that matter
constexpr double k_few_events = 10;

double digamma(double x) {
  double result = 0;
  for (; x < 12; ++x) result -= 1 / x;
  const double inverse = 1 / (x * x);
  return result + std::log(x) - 0.5 / x -
         inverse * (1.0 / 12 - inverse * (1.0 / 120 - inverse * (1.0 / 252 - inverse * (1.0 / 240 - inverse / 132))));
}

double trigamma(double x) {
  double result = 0;
  for (; x < 12; ++x) result += 1 / (x * x);
  const double inverse = 1 / (x * x);
  return result + 1 / x + inverse / 2 +
         inverse / x * (1.0 / 6 - inverse * (1.0 / 30 - inverse * (1.0 / 42 - inverse / 30)));
}

class Regression {
 public:
  Regression(std::span<const double> y, std::span<const std::vector<double>> columns, std::span<const double> offset)
      : y_(y), columns_(columns), offset_(offset), n_(y.size()), k_(columns.size()), mu_(n_), beta_(k_, 0) {}

  // False: no convergence.
  bool iterate(double theta) {
    std::vector<double> eta(n_);
    if (!started_) {
      for (std::size_t i = 0; i < n_; ++i) mu_[i] = y_[i] + 0.1;
      started_ = true;
    }
    for (std::size_t i = 0; i < n_; ++i) eta[i] = std::log(mu_[i]);
    double deviance = std::numeric_limits<double>::infinity();
    for (int step = 0; step < 100; ++step) {
      std::vector<double> normal(k_ * k_, 0), right(k_, 0);
      for (std::size_t i = 0; i < n_; ++i) {
        const double weight = mu_[i] / (1 + mu_[i] / theta);
        const double z = eta[i] - (offset_.empty() ? 0 : offset_[i]) + (y_[i] - mu_[i]) / mu_[i];
        for (std::size_t a = 0; a < k_; ++a) {
          const double x = weight * columns_[a][i];
          right[a] += x * z;
          for (std::size_t b = 0; b <= a; ++b) normal[a * k_ + b] += x * columns_[b][i];
        }
      }
      if (!factorise(normal)) return false;
      beta_ = right;
      solve(beta_);
      double next = 0;
      for (std::size_t i = 0; i < n_; ++i) {
        eta[i] = offset_.empty() ? 0 : offset_[i];
        for (std::size_t a = 0; a < k_; ++a) eta[i] += beta_[a] * columns_[a][i];
        if (!(std::abs(eta[i]) < 40)) return false;
        mu_[i] = std::exp(eta[i]);
        next += unit_deviance(y_[i], mu_[i], theta);
      }
      if (std::abs(next - deviance) < 1e-11 * (std::abs(next) + 0.1)) return true;
      deviance = next;
    }
    return false;
  }

  // Newton steps on the log likelihood of θ for the fitted means; nothing when it grows without bound.
  std::optional<double> maximise_theta(double theta) {
    const double n = static_cast<double>(n_);
    if (!(theta > 0) || !std::isfinite(theta)) {
      double sum = 0;
      for (std::size_t i = 0; i < n_; ++i) sum += (y_[i] / mu_[i] - 1) * (y_[i] / mu_[i] - 1);
      theta = n / std::max(sum, 1e-8);
    }
    for (int step = 0; step < 60; ++step) {
      double score = 0, information = 0;
      for (std::size_t i = 0; i < n_; ++i) {
        score += digamma(theta + y_[i]) - digamma(theta) + std::log(theta) + 1 - std::log(theta + mu_[i]) -
                 (y_[i] + theta) / (mu_[i] + theta);
        information += -trigamma(theta + y_[i]) + trigamma(theta) - 1 / theta + 2 / (mu_[i] + theta) -
                       (y_[i] + theta) / ((mu_[i] + theta) * (mu_[i] + theta));
      }
      theta_error_ = information > 0 ? 1 / std::sqrt(information) : 0;
      double change = information > 0 ? score / information : score > 0 ? theta : -theta / 2;
      change = std::clamp(change, -theta / 2, 4 * theta);
      theta += change;
      if (theta > k_poisson_theta) return std::nullopt;
      if (std::abs(change) < 1e-8 * theta) return theta;
    }
    return theta;
  }

  double log_likelihood(double theta) const {
    double sum = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      if (std::isinf(theta)) {
        sum += y_[i] * std::log(mu_[i]) - mu_[i] - std::lgamma(y_[i] + 1);
      } else {
        sum += std::lgamma(theta + y_[i]) - std::lgamma(theta) - std::lgamma(y_[i] + 1) +
               theta * std::log(theta / (theta + mu_[i])) +
               (y_[i] > 0 ? y_[i] * std::log(mu_[i] / (theta + mu_[i])) : 0);
      }
    }
    return sum;
  }

  CountRegression result(double theta) const {
    CountRegression fit;
    fit.coefficients = beta_;
    fit.theta = theta;
    fit.theta_error = std::isinf(theta) ? 0 : theta_error_;
    fit.log_likelihood = log_likelihood(theta);
    const double parameters = static_cast<double>(k_) + (std::isinf(theta) ? 0 : 1);
    const double room = static_cast<double>(n_) - parameters - 1;
    fit.aicc = -2 * fit.log_likelihood + 2 * parameters +
               (room > 0 ? 2 * parameters * (parameters + 1) / room : std::numeric_limits<double>::infinity());
    fit.covariance.assign(k_ * k_, 0);
    for (std::size_t a = 0; a < k_; ++a) {
      std::vector<double> unit(k_, 0);
      unit[a] = 1;
      solve(unit);
      for (std::size_t b = 0; b < k_; ++b) fit.covariance[b * k_ + a] = unit[b];
      fit.errors.push_back(std::sqrt(unit[a]));
    }
    for (std::size_t i = 0; i < n_; ++i)
      fit.dispersion += (y_[i] - mu_[i]) * (y_[i] - mu_[i]) / (mu_[i] + mu_[i] * mu_[i] / theta);
    fit.dispersion /= static_cast<double>(n_ - k_);
    fit.fitted = mu_;
    return fit;
  }

  bool collinear() const { return collinear_; }

 private:
  static double unit_deviance(double y, double mu, double theta) {
    const double first = y > 0 ? y * std::log(y / mu) : 0;
    if (std::isinf(theta)) return 2 * (first - (y - mu));
    return 2 * (first - (y + theta) * std::log((y + theta) / (mu + theta)));
  }

  // Cholesky of the lower triangle, columns scaled to length 1 first.
  bool factorise(std::vector<double>& normal) {
    scale_.resize(k_);
    for (std::size_t a = 0; a < k_; ++a) {
      const double diagonal = normal[a * k_ + a];
      if (!(diagonal > 0)) {
        collinear_ = true;
        return false;
      }
      scale_[a] = 1 / std::sqrt(diagonal);
    }
    for (std::size_t a = 0; a < k_; ++a)
      for (std::size_t b = 0; b <= a; ++b) {
        double sum = normal[a * k_ + b] * scale_[a] * scale_[b];
        for (std::size_t c = 0; c < b; ++c) sum -= normal[a * k_ + c] * normal[b * k_ + c];
        if (a == b) {
          if (!(sum > 1e-11)) {
            collinear_ = true;
            return false;
          }
          normal[a * k_ + a] = std::sqrt(sum);
        } else {
          normal[a * k_ + b] = sum / normal[b * k_ + b];
        }
      }
    lower_ = std::move(normal);
    return true;
  }

  void solve(std::vector<double>& x) const {
    for (std::size_t a = 0; a < k_; ++a) {
      x[a] *= scale_[a];
      for (std::size_t c = 0; c < a; ++c) x[a] -= lower_[a * k_ + c] * x[c];
      x[a] /= lower_[a * k_ + a];
    }
    for (std::size_t a = k_; a-- > 0;) {
      for (std::size_t c = a + 1; c < k_; ++c) x[a] -= lower_[c * k_ + a] * x[c];
      x[a] /= lower_[a * k_ + a];
    }
    for (std::size_t a = 0; a < k_; ++a) x[a] *= scale_[a];
  }

  std::span<const double> y_;
  std::span<const std::vector<double>> columns_;
  std::span<const double> offset_;
  std::size_t n_, k_;
  std::vector<double> mu_, beta_, lower_, scale_;
  double theta_error_ = 0;
  bool started_ = false, collinear_ = false;
};

// Trend in cycles and pairs of harmonics, counted from the end of the history so that columns stay of order 1.
std::vector<std::vector<double>> design(std::size_t length, std::size_t history, int season, bool trend, int pairs) {
  std::vector<std::vector<double>> columns{std::vector<double>(length, 1.0)};
  const double cycle = season > 1 ? season : static_cast<double>(history);
  const auto fill = [&](auto&& value) {
    std::vector<double> column(length);
    for (std::size_t i = 0; i < length; ++i) column[i] = value(static_cast<double>(i) - static_cast<double>(history));
    columns.push_back(std::move(column));
  };
  if (trend) fill([&](double t) { return t / cycle; });
  for (int k = 1; k <= pairs; ++k) {
    const double turn = 2 * std::numbers::pi * k / season;
    fill([&](double t) { return std::sin(turn * t); });
    if (2 * k < season) fill([&](double t) { return std::cos(turn * t); });
  }
  return columns;
}

bool varies(std::span<const double> column) {
  return std::any_of(column.begin(), column.end(), [&](double value) { return value != column.front(); });
}

// Mean and variance of a rate with a gamma posterior: few events, nothing more to say.
Prediction few_events(std::span<const double> y, std::span<const double> offset, const PredictOptions& options) {
  double events = 0, exposure = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    events += y[i];
    exposure += offset.empty() ? 1 : std::exp(offset[i]);
  }
  Prediction prediction;
  prediction.method = "counts: mean";
  std::vector<double> centre, variance;
  for (std::size_t h = 0; h < static_cast<std::size_t>(options.horizon); ++h) {
    const double share = (offset.empty() ? 1 : std::exp(offset[y.size() + h])) / exposure;
    const double shape = events + 0.5;
    centre.push_back(shape * share);
    variance.push_back(shape * share + shape * share * share);
    prediction.mean.push_back(events * share);
    prediction.deviation.push_back(std::sqrt(variance.back()));
  }
  for (std::size_t i = 0; i < y.size(); ++i)
    prediction.fitted.push_back(events / exposure * (offset.empty() ? 1 : std::exp(offset[i])));
  prediction.bands = count_bands(centre, variance, options.levels, true);
  return prediction;
}

// The θ at which Pearson's X² is its degrees of freedom: the maximum-likelihood θ takes no account of the coefficients
// that were fitted, so its variance is too small to forecast with.
double theta_for_forecast(std::span<const double> y, std::span<const double> mu, std::size_t coefficients) {
  const double degrees = static_cast<double>(y.size() - coefficients);
  const auto excess = [&](double inverse) {
    double sum = -degrees;
    for (std::size_t i = 0; i < y.size(); ++i)
      sum += (y[i] - mu[i]) * (y[i] - mu[i]) / (mu[i] + mu[i] * mu[i] * inverse);
    return sum;
  };
  if (excess(0) <= 0) return std::numeric_limits<double>::infinity();
  double low = 0, high = 1;
  while (excess(high) > 0 && high < 1e6) high *= 4;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (excess(middle) > 0 ? low : high) = middle;
  }
  return 2 / (low + high);
}

}  // namespace

Result<CountRegression> fit_count_regression(std::span<const double> counts,
                                             std::span<const std::vector<double>> columns,
                                             const CountRegressionOptions& options) {
  if (auto status = check_history({counts, 1}, columns.size() + 1); !status) return pass(status);
  if (!whole_counts(counts)) return fail(Code::bad_data, "error.forecast.not_counts");
  if (std::all_of(counts.begin(), counts.end(), [](double value) { return value == 0; }))
    return fail(Code::bad_data, "error.forecast.all_zero");
  Regression regression(counts, columns, options.offset);
  const auto stopped = [&] {
    return fail(Code::bad_data, regression.collinear() ? "error.forecast.collinear" : "error.forecast.no_convergence");
  };
  double theta = std::numeric_limits<double>::infinity();
  if (!regression.iterate(theta)) return stopped();
  if (!options.negative_binomial) return regression.result(theta);
  for (int round = 0; round < 50; ++round) {
    const double before = theta;
    const auto better = regression.maximise_theta(theta);
    theta = better.value_or(std::numeric_limits<double>::infinity());
    if (!regression.iterate(theta)) return stopped();
    if (!better || std::abs(theta - before) < 1e-7 * theta) break;
  }
  return regression.result(theta);
}

Result<Prediction> predict_counts(const History& history, const PredictOptions& options, const CountOptions& known) {
  if (auto status = check_history(history, 3); !status) return pass(status);
  if (!whole_counts(history.values)) {
    if (auto status = check_not_negative(history.values); !status) return pass(status);
    return fail(Code::bad_data, "error.forecast.not_counts");
  }
  const std::size_t m = static_cast<std::size_t>(history.season);
  const std::size_t window = std::min(history.values.size(), m > 1 ? std::max<std::size_t>(5 * m, 24) : 60);
  const std::size_t from = history.values.size() - window, length = window + static_cast<std::size_t>(options.horizon);
  const std::span<const double> y = history.values.subspan(from);
  const auto cut = [&](const std::vector<double>& column) {
    return std::vector<double>(column.begin() + static_cast<std::ptrdiff_t>(from),
                               column.begin() + static_cast<std::ptrdiff_t>(from + length));
  };
  const std::vector<double> offset = known.offset.empty() ? std::vector<double>{} : cut(known.offset);
  double events = 0;
  for (double value : y) events += value;

  std::optional<CountRegression> best;
  std::vector<std::vector<double>> best_columns;
  std::size_t most_columns = 0;  // of all models tried
  if (events >= k_few_events) {
    const int pairs = window >= 2 * m ? std::min(3, history.season / 2) : 0;
    const CountRegressionOptions fitting{
        .negative_binomial = known.family != CountFamily::poisson,
        .offset = {offset.begin(), offset.begin() + (offset.empty() ? 0 : std::ssize(y))}};
    for (const bool with_known : {true, false}) {
      if (best || (!with_known && known.regressors.empty())) break;
      for (const bool trend : {false, true})
        for (int k = 0; k <= pairs; ++k) {
          auto columns = design(length, window, history.season, trend, k);
          if (with_known)
            for (const auto& regressor : known.regressors) {
              auto column = cut(regressor);
              if (varies(std::span(column).first(window))) columns.push_back(std::move(column));
            }
          std::vector<std::vector<double>> past;
          for (const auto& column : columns)
            past.emplace_back(column.begin(), column.begin() + static_cast<std::ptrdiff_t>(window));
          auto fit = fit_count_regression(y, past, fitting);
          if (fit) most_columns = std::max(most_columns, columns.size());
          if (fit && (!best || fit->aicc < best->aicc)) {
            best = std::move(*fit);
            best_columns = std::move(columns);
          }
        }
    }
  }
  Prediction prediction;
  if (!best) {
    prediction = few_events(y, offset, options);
  } else {
    const std::size_t k = best->coefficients.size();
    std::vector<double> variance;
    const double theta = known.family == CountFamily::poisson ? std::numeric_limits<double>::infinity()
                                                              : theta_for_forecast(y, best->fitted, most_columns);
    prediction.method = std::isinf(theta) ? "counts: Poisson" : "counts: negative binomial";
    for (std::size_t h = window; h < length; ++h) {
      double eta = offset.empty() ? 0 : offset[h], unsure = 0;
      for (std::size_t a = 0; a < k; ++a) {
        eta += best->coefficients[a] * best_columns[a][h];
        for (std::size_t b = 0; b < k; ++b)
          unsure += best_columns[a][h] * best->covariance[a * k + b] * best_columns[b][h];
      }
      const double mu = std::exp(std::min(eta, 40.0));
      prediction.mean.push_back(mu);
      variance.push_back(mu + mu * mu / theta + mu * mu * unsure);
      prediction.deviation.push_back(std::sqrt(variance.back()));
    }
    prediction.fitted = best->fitted;
    prediction.bands = count_bands(prediction.mean, variance, options.levels, true);
  }
  prediction.fitted.insert(prediction.fitted.begin(), from, std::numeric_limits<double>::quiet_NaN());
  return prediction;
}

Result<Prediction> counts(const History& history, const PredictOptions& options) {
  return predict_counts(history, options, {});
}

Result<Prediction> poisson_counts(const History& history, const PredictOptions& options) {
  return predict_counts(history, options, {.family = CountFamily::poisson});
}

Result<Prediction> negative_binomial_counts(const History& history, const PredictOptions& options) {
  return predict_counts(history, options, {.family = CountFamily::negative_binomial});
}

}  // namespace tartip::forecast
