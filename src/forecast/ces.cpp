#include "forecast/ces.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forecast/decomposition.hpp"
#include "forecast/least_squares.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();
constexpr int k_longest_season = 24;

// Unknowns: α₀, α₁, l, c and, with season, γ and the seasonal states 2 … m.
class CesSquares {
 public:
  CesSquares(std::span<const double> values, int season) : y_(values), m_(season) {
    for (double v : y_) largest_ = std::max(largest_, std::abs(v));
  }

  int count() const { return m_ > 1 ? 4 + m_ : 4; }

  static bool stable(double a, double b) {
    const auto square = [](double v) { return v * v; };
    return square(a - 2.5) + square(b) > 1.25 && square(a - 0.5) + square(b - 1) > 0.25 &&
           square(a - 1.5) + square(b - 0.5) < 1.5;
  }

  double value(const Unknowns& x) const {
    if (!stable(x[0], x[1])) return k_infinity;
    double level = x[2], companion = x[3], squares = 0;
    double states[k_longest_season];
    first_seasons(x, states);
    std::size_t j = 0;
    for (const double y : y_) {
      const double e = y - level - (m_ > 1 ? states[j] : 0);
      step(x, e, level, companion);
      if (m_ > 1) {
        states[j] += x[4] * e;
        if (++j == static_cast<std::size_t>(m_)) j = 0;
      }
      squares += e * e;
    }
    return std::isfinite(squares) ? squares + floor() : k_infinity;
  }

  void normal(const Unknowns& x, Normal& normal) const {
    if (m_ <= 1)
      derive<4>(x, normal);
    else if (count() <= 8)
      derive<8>(x, normal);
    else if (count() <= 16)
      derive<16>(x, normal);
    else
      derive<32>(x, normal);
  }

  CesFit run(const Unknowns& x) const {
    CesFit fit{.alpha0 = x[0],
               .alpha1 = x[1],
               .gamma = m_ > 1 ? x[4] : 0,
               .level = x[2],
               .companion = x[3],
               .season = {},
               .first = x,
               .fitted = {}};
    if (m_ > 1) {
      fit.season.resize(static_cast<std::size_t>(m_));
      first_seasons(x, fit.season.data());
    }
    double squares = 0;
    for (std::size_t t = 0; t < y_.size(); ++t) {
      double* state = fit.season.empty() ? nullptr : &fit.season[t % fit.season.size()];
      fit.fitted.push_back(fit.level + (state != nullptr ? *state : 0));
      const double e = y_[t] - fit.fitted.back();
      step(x, e, fit.level, fit.companion);
      if (state != nullptr) *state += fit.gamma * e;
      squares += e * e;
    }
    const double n = static_cast<double>(y_.size()), k = count() + 1;
    fit.log_likelihood = -n / 2 * std::log(squares + floor());
    fit.aicc = -2 * fit.log_likelihood + 2 * k + 2 * k * (k + 1) / std::max(n - k - 1, 0.5);
    fit.variance = squares / std::max(n - count(), 1.0);
    return fit;
  }

 private:
  double floor() const { return static_cast<double>(y_.size()) * largest_ * largest_ * 1e-20; }

  static void step(const Unknowns& x, double e, double& level, double& companion) {
    const double old = level;
    level = old - (1 - x[1]) * companion + (x[0] - x[1]) * e;
    companion = old + (1 - x[0]) * companion + (x[0] + x[1]) * e;
  }

  void first_seasons(const Unknowns& x, double* season) const {
    if (m_ <= 1) return;
    season[0] = 0;
    for (int j = 1; j < m_; ++j) season[0] -= season[j] = x[static_cast<std::size_t>(4 + j)];
  }

  template <std::size_t width>
  void derive(const Unknowns& x, Normal& normal) const {
    using Row = std::array<double, width>;
    alignas(64) Row d_level{}, d_companion{}, d_error{}, gradient{};
    alignas(64) std::array<Row, width> curvature{};
    alignas(64) std::array<Row, width == 4 ? 1 : k_longest_season> d_states;
    double states[k_longest_season];
    d_level[2] = 1, d_companion[3] = 1;
    if constexpr (width > 4) {
      first_seasons(x, states);
      for (std::size_t j = 0; j < static_cast<std::size_t>(m_); ++j) d_states[j].fill(0);
      for (std::size_t j = 1; j < static_cast<std::size_t>(m_); ++j) d_states[j][4 + j] = 1, d_states[0][4 + j] = -1;
    }
    double level = x[2], companion = x[3], squares = 0;
    std::size_t j = 0;
    for (const double y : y_) {
      double e = y - level;
      for (std::size_t k = 0; k < width; ++k) d_error[k] = -d_level[k];
      if constexpr (width > 4) {
        e -= states[j];
        Row& d_state = d_states[j];
        for (std::size_t k = 0; k < width; ++k) {
          d_error[k] -= d_state[k];
          d_state[k] += x[4] * d_error[k];
        }
        states[j] += x[4] * e;
        d_state[4] += e;
        if (++j == static_cast<std::size_t>(m_)) j = 0;
      }
      const double was_companion = companion;
      step(x, e, level, companion);
      for (std::size_t k = 0; k < width; ++k) {
        const double was_level = d_level[k];
        d_level[k] = was_level - (1 - x[1]) * d_companion[k] + (x[0] - x[1]) * d_error[k];
        d_companion[k] = was_level + (1 - x[0]) * d_companion[k] + (x[0] + x[1]) * d_error[k];
      }
      d_level[0] += e, d_level[1] += was_companion - e;
      d_companion[0] += e - was_companion, d_companion[1] += e;
      squares += e * e;
      for (std::size_t i = 0; i < width; ++i) {
        gradient[i] += e * d_error[i];
        for (std::size_t k = 0; k < width; ++k) curvature[i][k] += d_error[i] * d_error[k];
      }
    }
    normal.value = squares + floor();
    for (std::size_t i = 0; i < static_cast<std::size_t>(count()); ++i) {
      normal.gradient[i] = gradient[i];
      for (std::size_t k = i; k < static_cast<std::size_t>(count()); ++k)
        normal.curvature[i * k_most_unknowns + k] = curvature[i][k];
    }
  }

  std::span<const double> y_;
  int m_;
  double largest_ = 0;
};

Box box_of(int season) {
  Box box;
  if (season > 1) box.lower[4] = 0, box.upper[4] = 1;
  return box;
}

CesFit best_fit(const History& history, int season) {
  const auto y = history.values;
  const CesSquares squares(y, season);
  const auto m = static_cast<std::size_t>(season);
  std::vector<double> shape;
  if (season > 1) shape = seasonal_indices(y, season, Shape::additive).value_or(std::vector<double>(m, 0.0));
  double level = 0;
  const std::size_t used = std::min<std::size_t>(y.size(), season > 1 ? m : 5);
  for (std::size_t t = 0; t < used; ++t) level += y[t] / static_cast<double>(used);
  const Box box = box_of(season);
  Unknowns best{};
  double least = k_infinity;
  const auto search = [&](Unknowns x, int steps) {
    const double value = minimise(squares, x, box, {.count = squares.count(), .most_steps = steps, .tolerance = 1e-7});
    if (value < least) least = value, best = x;
  };
  for (const double alpha0 : {1.1, 1.5, 1.9}) {  // a few steps from each start, then on from the lowest
    Unknowns x{};
    x[0] = alpha0, x[1] = alpha0 < 1.3 ? 0.98 : 1.02, x[2] = level, x[3] = level / 1.1;
    if (season > 1) x[4] = 0.1;
    for (std::size_t j = 1; j < shape.size(); ++j) x[4 + j] = shape[j];
    search(x, 5);
  }
  search(best, 40);
  return squares.run(best);
}

}  // namespace

Result<CesFit> fit_ces(const History& history, CesSeason season) {
  if (Status ok = check_history(history, 6); !ok) return pass(ok);
  const auto y = history.values;
  const auto [least, most] = std::minmax_element(y.begin(), y.end());
  if (*least == *most) {
    CesFit fit{.level = y[0], .companion = y[0], .season = {}, .first = {}, .fitted = {y.begin(), y.end()}};
    fit.first[0] = fit.first[1] = 1;
    fit.first[2] = fit.first[3] = y[0];
    return fit;
  }
  const bool enough = history.season >= 2 && history.season <= k_longest_season &&
                      y.size() >= static_cast<std::size_t>(2 * history.season) &&
                      y.size() > static_cast<std::size_t>(history.season + 7);
  if (season == CesSeason::partial && !enough)
    return fail(Code::bad_data, "error.forecast.ces_season",
                {{"season", std::to_string(history.season)}, {"count", std::to_string(y.size())}});
  if (season == CesSeason::partial) return best_fit(history, history.season);
  CesFit plain = best_fit(history, 1);
  if (season == CesSeason::none || !enough) return plain;
  CesFit seasonal = best_fit(history, history.season);
  return seasonal.aicc < plain.aicc ? seasonal : plain;
}

CesFit refit_ces(const History& history, const CesFit& earlier) {
  const int season = earlier.season.empty() ? 1 : history.season;
  const CesSquares squares(history.values, season);
  Unknowns x = earlier.first;
  minimise(squares, x, box_of(season), {.count = squares.count(), .most_steps = 20, .tolerance = 1e-6});
  return squares.run(x);
}

Prediction predict(const CesFit& fit, const PredictOptions& options) {
  Prediction prediction;
  double level = fit.level, companion = fit.companion;
  // An error of 1 now moves the states by (α₀ − α₁, α₀ + α₁); the same transition carries it on.
  double moved = fit.alpha0 - fit.alpha1, moved_companion = fit.alpha0 + fit.alpha1, sum = 1;
  const auto carry = [&fit](double& l, double& c) {
    const double old = l;
    l = old - (1 - fit.alpha1) * c;
    c = old + (1 - fit.alpha0) * c;
  };
  for (std::size_t h = 0; h < static_cast<std::size_t>(options.horizon); ++h) {
    const std::size_t m = fit.season.size();
    prediction.mean.push_back(level + (m > 0 ? fit.season[(fit.fitted.size() + h) % m] : 0));
    prediction.deviation.push_back(std::sqrt(fit.variance * sum));
    const double weight = moved + (m > 0 && (h + 1) % m == 0 ? fit.gamma : 0);
    sum += weight * weight;
    carry(level, companion);
    carry(moved, moved_companion);
  }
  prediction.bands = normal_bands(prediction.mean, prediction.deviation, options.levels);
  prediction.fitted = fit.fitted;
  prediction.method = fit.season.empty() ? "CES(n)" : "CES(p)";
  return prediction;
}

Result<Prediction> ces(const History& history, const PredictOptions& options) {
  Result<CesFit> fit = fit_ces(history);
  if (!fit) return pass(fit);
  return predict(*fit, options);
}

}  // namespace tartip::forecast
