#include "forecast/ets_likelihood.hpp"

#include <cmath>
#include <limits>

namespace tartip::forecast {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();
constexpr double k_least = 1e-4, k_most = 0.9999;

// Sum of logarithms by products of eight: a logarithm costs more than a step of the recursion.
class LogSum {
 public:
  void add(double value) {
    product_ *= value;
    if (++held_ == 8) flush();
  }
  double total() {
    flush();
    return sum_;
  }

 private:
  void flush() {
    sum_ += std::log(product_);
    product_ = 1;
    held_ = 0;
  }
  double product_ = 1, sum_ = 0;
  int held_ = 0;
};

std::size_t index(int i) {
  return static_cast<std::size_t>(i);
}

}  // namespace

EtsLikelihood::EtsLikelihood(std::span<const double> values, int season, const EtsForm& form)
    : y_(values), m_(form.season == Part::none ? 1 : season), form_(form) {
  int next = 1;
  if (form.trend != Part::none) beta = next++;
  if (form.season != Part::none) gamma = next++;
  if (form.damped) phi = next++;
  level = next++;
  if (form.trend != Part::none) slope = next++;
  if (form.season != Part::none) {
    seasons = next;
    next += m_ - 1;
  }
  count_ = next;
  double largest = 0;
  for (double v : y_) largest = std::max(largest, std::abs(v));
  floor_ = static_cast<double>(y_.size()) * largest * largest * 1e-20;
}

Box EtsLikelihood::box() const {
  Box box;
  box.lower[0] = k_least, box.upper[0] = k_most;
  if (beta >= 0) box.lower[index(beta)] = k_least, box.upper[index(beta)] = k_most;
  if (gamma >= 0) box.lower[index(gamma)] = k_least, box.upper[index(gamma)] = k_most;
  if (phi >= 0) box.lower[index(phi)] = 0.8, box.upper[index(phi)] = 0.98;
  return box;
}

EtsLikelihood::Raw EtsLikelihood::raw(const Unknowns& x) const {
  const double alpha = x[0];
  return {alpha,
          beta < 0 ? 0 : alpha * x[index(beta)],
          gamma < 0 ? 0 : (1 - alpha) * x[index(gamma)],
          phi < 0 ? 1 : x[index(phi)],
          x[index(level)],
          slope < 0 ? 0 : x[index(slope)]};
}

void EtsLikelihood::first_seasons(const Unknowns& x, double* season) const {
  double sum = 0;
  for (int j = 1; j < m_; ++j) sum += season[j] = x[index(seasons + j - 1)];
  season[0] = (form_.season == Part::multiplicative ? m_ : 0) - sum;
}

template <Part trend, Part season>
double EtsLikelihood::pass(const Unknowns& x) const {
  const Raw p = raw(x);
  double level_now = p.level, slope_now = p.slope;
  double states[k_longest_ets_season];
  if constexpr (season != Part::none) {
    first_seasons(x, states);
    if constexpr (season == Part::multiplicative)
      for (int j = 0; j < m_; ++j)
        if (!(states[j] > 1e-6)) return k_infinity;
  }
  const bool relative = form_.error == Part::multiplicative;
  double squares = 0;
  LogSum logs;
  int j = 0;
  for (const double y : y_) {
    double grown = level_now, slope_kept = 0;
    if constexpr (trend == Part::additive) {
      slope_kept = p.phi * slope_now;
      grown += slope_kept;
    } else if constexpr (trend == Part::multiplicative) {
      if (!(slope_now > 0)) return k_infinity;
      slope_kept = phi < 0 ? slope_now : std::pow(slope_now, p.phi);
      grown *= slope_kept;
    }
    double forecast = grown, surprise = 0;  // of the level
    if constexpr (season == Part::none) {
      surprise = y - grown;
    } else if constexpr (season == Part::additive) {
      forecast += states[j];
      surprise = y - forecast;
      states[j] += p.gamma * surprise;
    } else {
      if (!(grown > 0)) return k_infinity;
      forecast *= states[j];
      surprise = y / states[j] - grown;
      states[j] += p.gamma * (y / grown - states[j]);
    }
    if constexpr (trend == Part::additive) slope_now = slope_kept + p.beta * surprise;
    if constexpr (trend == Part::multiplicative) {
      if (!(level_now > 0)) return k_infinity;
      slope_now = slope_kept + p.beta * surprise / level_now;
    }
    level_now = grown + p.alpha * surprise;
    double error = y - forecast;
    if (relative) {
      if (!(forecast > 1e-8 * std::abs(y))) return k_infinity;
      error /= forecast;
      logs.add(forecast);
    }
    squares += error * error;
    if constexpr (season != Part::none)
      if (++j == m_) j = 0;
  }
  if (relative) {
    squares *= std::exp(2 * logs.total() / static_cast<double>(y_.size()));
  }
  if (!std::isfinite(squares)) return k_infinity;
  return squares + floor_;
}

template <Part trend, Part season, int padded>
void EtsLikelihood::pass_with_derivatives(const Unknowns& x, Normal& normal) const {
  using Row = std::array<double, static_cast<std::size_t>(padded)>;
  constexpr auto k_width = static_cast<std::size_t>(padded);
  const Raw p = raw(x);
  const double beta_share = beta < 0 ? 0 : x[index(beta)], gamma_share = gamma < 0 ? 0 : x[index(gamma)];
  double level_now = p.level, slope_now = p.slope;
  double states[k_longest_ets_season];
  alignas(64) Row d_level{}, d_slope{}, d_grown{}, d_forecast{}, d_error{}, d_logs{}, product{};
  alignas(64) std::array<Row, season == Part::none ? 1 : k_longest_ets_season> d_states;
  alignas(64) std::array<Row, k_width> curvature{};
  d_level[index(level)] = 1;
  if (slope >= 0) d_slope[index(slope)] = 1;
  if constexpr (season != Part::none) {
    first_seasons(x, states);
    for (int j = 0; j < m_; ++j) d_states[index(j)].fill(0);
    for (int j = 1; j < m_; ++j) {
      d_states[index(j)][index(seasons + j - 1)] = 1;
      d_states[0][index(seasons + j - 1)] = -1;
    }
  }
  const bool relative = form_.error == Part::multiplicative;
  double squares = 0;
  LogSum logs;
  int j = 0;
  for (const double y : y_) {
    double grown = level_now, slope_kept = 0;
    Row d_kept;  // of φb (or b^φ)
    if constexpr (trend == Part::none) {
      d_grown = d_level;
    } else if constexpr (trend == Part::additive) {
      slope_kept = p.phi * slope_now;
      grown += slope_kept;
      for (std::size_t k = 0; k < k_width; ++k) d_kept[k] = p.phi * d_slope[k];
      if (phi >= 0) d_kept[index(phi)] += slope_now;
      for (std::size_t k = 0; k < k_width; ++k) d_grown[k] = d_level[k] + d_kept[k];
    } else {
      slope_kept = phi < 0 ? slope_now : std::pow(slope_now, p.phi);
      const double rise = phi < 0 ? 1 : p.phi * slope_kept / slope_now;
      for (std::size_t k = 0; k < k_width; ++k) d_kept[k] = rise * d_slope[k];
      if (phi >= 0) d_kept[index(phi)] += slope_kept * std::log(slope_now);
      for (std::size_t k = 0; k < k_width; ++k) d_grown[k] = slope_kept * d_level[k] + level_now * d_kept[k];
      grown *= slope_kept;
    }
    double forecast = grown, surprise = 0;
    Row d_surprise;
    if constexpr (season == Part::none) {
      surprise = y - grown;
      d_forecast = d_grown;
      for (std::size_t k = 0; k < k_width; ++k) d_surprise[k] = -d_grown[k];
    } else if constexpr (season == Part::additive) {
      Row& d_state = d_states[index(j)];
      forecast += states[j];
      surprise = y - forecast;
      for (std::size_t k = 0; k < k_width; ++k) {
        d_forecast[k] = d_grown[k] + d_state[k];
        d_surprise[k] = -d_forecast[k];
        d_state[k] -= p.gamma * d_forecast[k];
      }
      states[j] += p.gamma * surprise;
      d_state[0] -= gamma_share * surprise;
      d_state[index(gamma)] += (1 - p.alpha) * surprise;
    } else {
      Row& d_state = d_states[index(j)];
      const double state = states[j], by_state = y / (state * state), by_grown = y / (grown * grown);
      forecast *= state;
      surprise = y / state - grown;
      const double season_surprise = y / grown - state;
      for (std::size_t k = 0; k < k_width; ++k) {
        d_forecast[k] = state * d_grown[k] + grown * d_state[k];
        d_surprise[k] = -by_state * d_state[k] - d_grown[k];
        d_state[k] -= p.gamma * (by_grown * d_grown[k] + d_state[k]);
      }
      states[j] += p.gamma * season_surprise;
      d_state[0] -= gamma_share * season_surprise;
      d_state[index(gamma)] += (1 - p.alpha) * season_surprise;
    }
    if constexpr (trend == Part::additive) {
      for (std::size_t k = 0; k < k_width; ++k) d_slope[k] = d_kept[k] + p.beta * d_surprise[k];
      d_slope[0] += beta_share * surprise;
      d_slope[index(beta)] += p.alpha * surprise;
      slope_now = slope_kept + p.beta * surprise;
    } else if constexpr (trend == Part::multiplicative) {
      const double by_level = surprise / level_now;
      for (std::size_t k = 0; k < k_width; ++k)
        d_slope[k] = d_kept[k] + p.beta / level_now * (d_surprise[k] - by_level * d_level[k]);
      d_slope[0] += beta_share * by_level;
      d_slope[index(beta)] += p.alpha * by_level;
      slope_now = slope_kept + p.beta * by_level;
    }
    for (std::size_t k = 0; k < k_width; ++k) d_level[k] = d_grown[k] + p.alpha * d_surprise[k];
    d_level[0] += surprise;
    level_now = grown + p.alpha * surprise;

    double error = y - forecast, slope_of_error = -1;
    if (relative) {
      slope_of_error = -y / (forecast * forecast);
      error /= forecast;
      logs.add(forecast);
      const double inverse = 1 / forecast;
      for (std::size_t k = 0; k < k_width; ++k) d_logs[k] += inverse * d_forecast[k];
    }
    squares += error * error;
    for (std::size_t k = 0; k < k_width; ++k) {
      d_error[k] = slope_of_error * d_forecast[k];
      product[k] += error * d_error[k];
    }
    for (std::size_t i = 0; i < k_width; ++i) {
      const double weight = d_error[i];
      Row& row = curvature[i];
      for (std::size_t k = i & ~std::size_t{3}; k < k_width; ++k) row[k] += weight * d_error[k];
    }
    if constexpr (season != Part::none)
      if (++j == m_) j = 0;
  }
  // Relative errors are multiplied by the geometric mean g of the forecasts: d(ge) = g(de + e·d ln g).
  const double n = static_cast<double>(y_.size());
  const double g2 = relative ? std::exp(2 * logs.total() / n) : 1;
  for (std::size_t k = 0; k < k_width; ++k) d_logs[k] /= n;
  normal.value = squares * g2 + floor_;
  for (std::size_t i = 0; i < index(count_); ++i) {
    normal.gradient[i] = g2 * (product[i] + squares * d_logs[i]);
    for (std::size_t k = i; k < index(count_); ++k)
      normal.curvature[i * k_most_unknowns + k] =
          g2 * (curvature[i][k] + product[i] * d_logs[k] + d_logs[i] * product[k] + squares * d_logs[i] * d_logs[k]);
  }
}

template <Part trend, Part season>
void EtsLikelihood::widest(const Unknowns& x, Normal& normal) const {
  if constexpr (season == Part::none) {
    pass_with_derivatives<trend, season, 8>(x, normal);
  } else {
    if (count_ <= 12)
      pass_with_derivatives<trend, season, 12>(x, normal);
    else if (count_ <= 20)
      pass_with_derivatives<trend, season, 20>(x, normal);
    else
      pass_with_derivatives<trend, season, 32>(x, normal);
  }
}

namespace {
template <class Call>
auto by_parts(const EtsForm& form, const Call& call) {
  const auto with_trend = [&]<Part trend>() {
    switch (form.season) {
      case Part::none:
        return call.template operator()<trend, Part::none>();
      case Part::additive:
        return call.template operator()<trend, Part::additive>();
      default:
        return call.template operator()<trend, Part::multiplicative>();
    }
  };
  switch (form.trend) {
    case Part::none:
      return with_trend.template operator()<Part::none>();
    case Part::additive:
      return with_trend.template operator()<Part::additive>();
    default:
      return with_trend.template operator()<Part::multiplicative>();
  }
}
}  // namespace

double EtsLikelihood::value(const Unknowns& x) const {
  if (!admissible(x)) return k_infinity;
  return by_parts(form_, [&]<Part trend, Part season>() { return pass<trend, season>(x); });
}

void EtsLikelihood::normal(const Unknowns& x, Normal& normal) const {
  by_parts(form_, [&]<Part trend, Part season>() { widest<trend, season>(x, normal); });
}

// Forecastability of the seasonal forms: the roots of the characteristic polynomial lie within the unit circle (Hyndman
// et al. 2008, chapter 10), by the Schur–Cohn recursion. Without season the box lies within the region.
bool EtsLikelihood::admissible(const Unknowns& x) const {
  if (form_.season == Part::none) return true;
  const Raw p = raw(x);
  const double middle = p.alpha + p.beta - p.alpha * p.phi;
  std::array<double, k_longest_ets_season + 2> a{}, b{};
  int degree = m_ + 1;  // a[i] of z^i
  a[0] = p.phi * (1 - p.alpha - p.gamma);
  a[1] = middle + p.gamma - 1;
  for (int i = 2; i < m_; ++i) a[index(i)] = middle;
  a[index(m_)] = p.alpha + p.beta - p.phi;
  a[index(m_ + 1)] = 1;
  // The roots may lie on the circle: shrink them by a hair first.
  double power = 1;
  for (int i = 0; i <= degree; ++i, power *= 1 + 1e-9) a[index(i)] *= power;
  for (; degree > 0; --degree) {
    const double ratio = a[0] / a[index(degree)];
    if (!(std::abs(ratio) < 1)) return false;
    for (int i = 0; i < degree; ++i) b[index(i)] = a[index(i + 1)] - ratio * a[index(degree - 1 - i)];
    a = b;
  }
  return true;
}

EtsFit EtsLikelihood::run(const Unknowns& x) const {
  const Raw p = raw(x);
  EtsFit fit;
  fit.form = form_;
  fit.alpha = p.alpha, fit.beta = p.beta, fit.gamma = p.gamma, fit.phi = p.phi;
  fit.first.level = p.level, fit.first.slope = p.slope;
  if (form_.season != Part::none) {
    fit.first.season.resize(index(m_));
    first_seasons(x, fit.first.season.data());
  }
  fit.last = fit.first;
  fit.parameters = count_;
  fit.fitted.reserve(y_.size());
  fit.errors.reserve(y_.size());
  EtsState& s = fit.last;
  std::size_t j = 0;
  for (const double y : y_) {
    const double kept = form_.trend == Part::multiplicative ? std::pow(s.slope, p.phi) : p.phi * s.slope;
    const double grown = form_.trend == Part::none       ? s.level
                         : form_.trend == Part::additive ? s.level + kept
                                                         : s.level * kept;
    double forecast = grown, surprise = y - grown;
    if (form_.season == Part::additive) {
      forecast += s.season[j];
      surprise = y - forecast;
      s.season[j] += p.gamma * surprise;
    } else if (form_.season == Part::multiplicative) {
      forecast *= s.season[j];
      surprise = y / s.season[j] - grown;
      s.season[j] += p.gamma * (y / grown - s.season[j]);
    }
    if (form_.trend == Part::additive) s.slope = kept + p.beta * surprise;
    if (form_.trend == Part::multiplicative) s.slope = kept + p.beta * surprise / s.level;
    s.level = grown + p.alpha * surprise;
    fit.fitted.push_back(forecast);
    fit.errors.push_back(form_.error == Part::additive ? y - forecast : (y - forecast) / forecast);
    if (!s.season.empty()) j = (j + 1) % s.season.size();
  }
  return fit;
}

}  // namespace tartip::forecast
