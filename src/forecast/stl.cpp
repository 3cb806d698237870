#include "forecast/stl.hpp"

#include <algorithm>
#include <cmath>

namespace tartip::forecast {
namespace {

// One local regression of degree 0 or 1: where, over which values, with which weights on top. Positions count from 1.
struct Loess {
  std::span<const double> y;
  std::ptrdiff_t window;
  bool slope;
  std::ptrdiff_t jump;
  const double* weight;  // nullptr: all 1

  // False: all weights are 0.
  bool at(double x, std::ptrdiff_t left, std::ptrdiff_t right, std::vector<double>& w, double& result) const {
    const std::ptrdiff_t n = std::ssize(y);
    double h = std::max(x - static_cast<double>(left), static_cast<double>(right) - x);
    if (window > n) h += static_cast<double>((window - n) / 2);
    const double far = 0.999 * h, near = 0.001 * h;
    double sum = 0;
    for (std::ptrdiff_t j = left; j <= right; ++j) {
      double value = 0;
      const double distance = std::abs(static_cast<double>(j) - x);
      if (distance <= far) {
        if (distance <= near) {
          value = 1;
        } else {
          const double ratio = distance / h, rest = 1 - ratio * ratio * ratio;
          value = rest * rest * rest;
        }
        if (weight != nullptr) value *= weight[j - 1];
      }
      w[static_cast<std::size_t>(j - left)] = value;
      sum += value;
    }
    if (!(sum > 0)) return false;
    const std::size_t count = static_cast<std::size_t>(right - left + 1);
    for (std::size_t i = 0; i < count; ++i) w[i] /= sum;
    if (h > 0 && slope) {
      double centre = 0, square = 0;
      for (std::size_t i = 0; i < count; ++i) centre += w[i] * static_cast<double>(left + std::ptrdiff_t(i));
      for (std::size_t i = 0; i < count; ++i) {
        const double away = static_cast<double>(left + std::ptrdiff_t(i)) - centre;
        square += w[i] * away * away;
      }
      if (std::sqrt(square) > 0.001 * static_cast<double>(n - 1)) {
        const double b = (x - centre) / square;
        for (std::size_t i = 0; i < count; ++i)
          w[i] *= b * (static_cast<double>(left + std::ptrdiff_t(i)) - centre) + 1;
      }
    }
    result = 0;
    for (std::size_t i = 0; i < count; ++i) result += w[i] * y[static_cast<std::size_t>(left - 1 + std::ptrdiff_t(i))];
    return true;
  }

  void smooth(double* out, std::vector<double>& w) const {
    const std::ptrdiff_t n = std::ssize(y);
    if (n < 2) {
      out[0] = y[0];
      return;
    }
    w.resize(static_cast<std::size_t>(n));
    const std::ptrdiff_t step = std::min(jump, n - 1), half = (window + 1) / 2;
    std::ptrdiff_t left = 1, right = std::min(n, window);
    const auto fit = [&](std::ptrdiff_t i) {
      double value = 0;
      out[i - 1] = at(static_cast<double>(i), left, right, w, value) ? value : y[static_cast<std::size_t>(i - 1)];
    };
    for (std::ptrdiff_t i = 1; i <= n; i += step) {
      if (window < n) {
        left = std::clamp<std::ptrdiff_t>(i - half + 1, 1, n - window + 1);
        right = left + window - 1;
      }
      fit(i);
    }
    if (step == 1) return;
    const auto bridge = [&](std::ptrdiff_t from, std::ptrdiff_t to) {
      const double delta = (out[to - 1] - out[from - 1]) / static_cast<double>(to - from);
      for (std::ptrdiff_t j = from + 1; j < to; ++j) out[j - 1] = out[from - 1] + delta * static_cast<double>(j - from);
    };
    for (std::ptrdiff_t i = 1; i <= n - step; i += step) bridge(i, i + step);
    const std::ptrdiff_t last = ((n - 1) / step) * step + 1;
    if (last != n) {
      fit(n);
      bridge(last, n);
    }
  }
};

std::ptrdiff_t next_odd(double x) {
  const std::ptrdiff_t whole = std::lround(x);
  return whole % 2 == 0 ? whole + 1 : whole;
}

// Means of `length` neighbours; returns how many there are.
std::size_t moving_average(const double* x, std::size_t count, std::size_t length, double* out) {
  const std::size_t left = count - length + 1;
  double sum = 0;
  for (std::size_t i = 0; i < length; ++i) sum += x[i];
  out[0] = sum / static_cast<double>(length);
  for (std::size_t i = 1; i < left; ++i) {
    sum += x[i + length - 1] - x[i - 1];
    out[i] = sum / static_cast<double>(length);
  }
  return left;
}

class Decomposition {
 public:
  Decomposition(std::span<const double> y, const StlOptions& options)
      : y_(y),
        m_(options.season),
        periodic_(options.seasonal_window == 0),
        seasonal_window_(periodic_ ? 10 * std::ssize(y) + 1 : options.seasonal_window),
        trend_window_(options.trend_window > 0
                          ? options.trend_window
                          : next_odd(std::ceil(1.5 * m_ / (1 - 1.5 / static_cast<double>(seasonal_window_))))),
        low_window_(next_odd(m_)),
        trend_(y.size(), 0),
        seasonal_(y.size(), 0) {}

  StlComponents run(bool robust) {
    const int outer = robust ? 15 : 0, inner = robust ? 1 : 2;
    for (int k = 0; k <= outer; ++k) {
      for (int i = 0; i < inner; ++i) step(k > 0);
      if (k < outer) weigh();
    }
    if (periodic_) average_by_period();
    StlComponents result{.trend = trend_, .seasonal = seasonal_, .remainder = {}};
    result.remainder.resize(y_.size());
    for (std::size_t i = 0; i < y_.size(); ++i) result.remainder[i] = y_[i] - seasonal_[i] - trend_[i];
    return result;
  }

 private:
  static std::ptrdiff_t jump_of(std::ptrdiff_t window) { return (window + 9) / 10; }

  void step(bool weighted) {
    const std::size_t n = y_.size(), m = static_cast<std::size_t>(m_);
    const double* weights = weighted ? weights_.data() : nullptr;
    detrended_.resize(n);
    for (std::size_t i = 0; i < n; ++i) detrended_[i] = y_[i] - trend_[i];
    smooth_periods(weights);
    // Low-pass: what of the season is level belongs to the trend.
    a_.resize(n + 2 * m);
    b_.resize(n + 2 * m);
    std::size_t count = moving_average(cycle_.data(), n + 2 * m, m, a_.data());
    count = moving_average(a_.data(), count, m, b_.data());
    count = moving_average(b_.data(), count, 3, a_.data());
    Loess{{a_.data(), count}, low_window_, true, jump_of(low_window_), nullptr}.smooth(b_.data(), w_);
    for (std::size_t i = 0; i < n; ++i) seasonal_[i] = cycle_[m + i] - b_[i];
    for (std::size_t i = 0; i < n; ++i) detrended_[i] = y_[i] - seasonal_[i];
    Loess{detrended_, trend_window_, true, jump_of(trend_window_), weights}.smooth(trend_.data(), w_);
  }

  // Each period of the cycle on its own, one cycle further at both ends.
  void smooth_periods(const double* weights) {
    const std::size_t n = y_.size(), m = static_cast<std::size_t>(m_);
    cycle_.resize(n + 2 * m);
    for (std::size_t j = 0; j < m; ++j) {
      const std::size_t k = (n - 1 - j) / m + 1;
      sub_.resize(k);
      sub_weights_.resize(k);
      smoothed_.resize(k + 2);
      for (std::size_t i = 0; i < k; ++i) {
        sub_[i] = detrended_[i * m + j];
        if (weights != nullptr) sub_weights_[i] = weights[i * m + j];
      }
      const Loess loess{sub_, seasonal_window_, false, jump_of(seasonal_window_),
                        weights != nullptr ? sub_weights_.data() : nullptr};
      loess.smooth(smoothed_.data() + 1, w_);
      w_.resize(k);
      const std::ptrdiff_t count = std::ssize(sub_), window = std::min(seasonal_window_, count);
      if (!loess.at(0, 1, window, w_, smoothed_[0])) smoothed_[0] = smoothed_[1];
      if (!loess.at(static_cast<double>(k + 1), std::max<std::ptrdiff_t>(1, count - seasonal_window_ + 1), count, w_,
                    smoothed_[k + 1]))
        smoothed_[k + 1] = smoothed_[k];
      for (std::size_t i = 0; i < k + 2; ++i) cycle_[i * m + j] = smoothed_[i];
    }
  }

  // Bisquare weights of the residuals at six median absolute deviations.
  void weigh() {
    const std::size_t n = y_.size();
    std::vector<double> size(n);
    for (std::size_t i = 0; i < n; ++i) size[i] = std::abs(y_[i] - trend_[i] - seasonal_[i]);
    std::vector<double> sorted = size;
    std::sort(sorted.begin(), sorted.end());
    const double scale = 3 * (sorted[n / 2] + sorted[n - n / 2 - 1]);
    weights_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      const double ratio = scale > 0 ? size[i] / scale : 0;
      weights_[i] = ratio <= 0.001 ? 1 : ratio <= 0.999 ? (1 - ratio * ratio) * (1 - ratio * ratio) : 0;
    }
  }

  void average_by_period() {
    const std::size_t n = y_.size(), m = static_cast<std::size_t>(m_);
    for (std::size_t j = 0; j < m && j < n; ++j) {
      double sum = 0, count = 0;
      for (std::size_t i = j; i < n; i += m, ++count) sum += seasonal_[i];
      for (std::size_t i = j; i < n; i += m) seasonal_[i] = sum / count;
    }
  }

  std::span<const double> y_;
  int m_;
  bool periodic_;
  std::ptrdiff_t seasonal_window_, trend_window_, low_window_;
  std::vector<double> trend_, seasonal_, weights_;
  std::vector<double> detrended_, cycle_, a_, b_, w_, sub_, sub_weights_, smoothed_;
};

}  // namespace

StlComponents stl(std::span<const double> values, const StlOptions& options) {
  return Decomposition(values, options).run(options.robust);
}

MstlComponents decompose(std::span<const double> values, std::vector<int> seasons, bool robust) {
  std::sort(seasons.begin(), seasons.end());
  seasons.erase(std::unique(seasons.begin(), seasons.end()), seasons.end());
  std::erase_if(seasons, [&](int m) { return m < 2 || 2 * static_cast<std::size_t>(m) >= values.size(); });
  MstlComponents result{.trend = {}, .remainder = {}, .seasons = seasons, .seasonal = {}};
  std::vector<double> rest(values.begin(), values.end());
  if (seasons.empty()) {
    result.remainder.assign(values.size(), 0);
    result.trend = std::move(rest);
    return result;
  }
  result.seasonal.assign(seasons.size(), std::vector<double>(values.size(), 0));
  const int rounds = seasons.size() > 1 ? 2 : 1;
  for (int round = 0; round < rounds; ++round)
    for (std::size_t s = 0; s < seasons.size(); ++s) {
      for (std::size_t i = 0; i < rest.size(); ++i) rest[i] += result.seasonal[s][i];
      StlComponents parts =
          stl(rest, {.season = seasons[s], .seasonal_window = 11 + 4 * static_cast<int>(s), .robust = robust});
      result.seasonal[s] = std::move(parts.seasonal);
      result.trend = std::move(parts.trend);
      for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= result.seasonal[s][i];
    }
  result.remainder = rest;
  for (std::size_t i = 0; i < rest.size(); ++i) result.remainder[i] -= result.trend[i];
  return result;
}

}  // namespace tartip::forecast
