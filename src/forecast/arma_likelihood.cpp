#include "forecast/arma_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forecast/lag_polynomial.hpp"

namespace tartip::forecast {

ArmaLikelihood::ArmaLikelihood(std::vector<std::vector<double>> columns, std::size_t missing)
    : rows_(columns.front().size()), missing_(missing), width_(columns.size()), columns_(std::move(columns)) {
  whitened_.resize(rows_ * width_);
  factor_.resize(rows_);
  triangle_.resize(width_ * width_);
  right_.resize(width_);
}

void ArmaLikelihood::set_shape(const ArimaOrder& order, int season) {
  shape_ = order;
  season_ = season;
}

void ArmaLikelihood::unpack(const Unknowns& x, std::vector<double>& ar, std::vector<double>& ma) const {
  const auto at = x.begin();
  const std::span<const double> near_ar(at, static_cast<std::size_t>(shape_.p));
  const std::span<const double> near_ma(at + shape_.p, static_cast<std::size_t>(shape_.q));
  const std::span<const double> far_ar(at + shape_.p + shape_.q, static_cast<std::size_t>(shape_.P));
  const std::span<const double> far_ma(at + shape_.p + shape_.q + shape_.P, static_cast<std::size_t>(shape_.Q));
  multiply_out(near_ar, far_ar, season_, -1, ar);
  multiply_out(near_ma, far_ma, season_, 1, ma);
}

// Gain and its change at the first step: covariances of the first value with what it will contribute to the next ones.
bool ArmaLikelihood::start(const Unknowns& x) const {
  unpack(x, ar_, ma_);
  ar_taps_.clear();
  ma_taps_.clear();
  for (std::size_t i = 0; i < ar_.size(); ++i)
    if (ar_[i] != 0) ar_taps_.push_back({i + 1, ar_[i]});
  for (std::size_t i = 0; i < ma_.size(); ++i)
    if (ma_[i] != 0) ma_taps_.push_back({i + 1, ma_[i]});
  if (conditional_) return true;

  const std::size_t p = ar_.size(), q = ma_.size(), r = std::max(p, q + 1);
  // Autocovariances of the purely autoregressive process, through its predictors of every order (step-down).
  const std::size_t lags = r + q + 1;
  acf_.assign(lags + 1, 0);
  if (p == 0) {
    acf_[0] = 1;
  } else {
    step_down_.resize(p * p);
    double* top = step_down_.data() + (p - 1) * p;
    std::copy(ar_.begin(), ar_.end(), top);
    double variance = 1;
    for (std::size_t m = p; m > 0; --m) {
      const double* a = step_down_.data() + (m - 1) * p;
      const double k = a[m - 1];
      const double rest = 1 - k * k;
      if (!(std::abs(k) < 1) || rest < 1e-14) return false;
      variance /= rest;
      if (m > 1) {
        double* b = step_down_.data() + (m - 2) * p;
        for (std::size_t i = 0; i + 1 < m; ++i) b[i] = (a[i] + k * a[m - 2 - i]) / rest;
      }
    }
    acf_[0] = variance;
    for (std::size_t m = 1; m <= std::min(p, lags); ++m) {
      const double* a = step_down_.data() + (m - 1) * p;
      double sum = 0;
      for (std::size_t i = 0; i < m; ++i) sum += a[i] * acf_[m - 1 - i];
      acf_[m] = sum;
    }
    for (std::size_t k = p + 1; k <= lags; ++k) {
      double sum = 0;
      for (const Tap& tap : ar_taps_) sum += tap.weight * acf_[k - tap.lag];
      acf_[k] = sum;
    }
  }
  // ψ weights and the autocovariances γ(0) … γ(r) of the whole process.
  std::vector<double>& psi = base_;
  psi.assign(2 * (r + 1), 0);
  psi[0] = 1;
  for (std::size_t k = 1; k <= r; ++k) {
    double sum = k <= q ? ma_[k - 1] : 0;
    for (const Tap& tap : ar_taps_) {
      if (tap.lag > k) break;
      sum += tap.weight * psi[k - tap.lag];
    }
    psi[k] = sum;
  }
  double* gamma = psi.data() + r + 1;
  if (p == 0) {
    gamma[0] = 1;
    for (const Tap& tap : ma_taps_) {
      gamma[0] += tap.weight * tap.weight;
      gamma[tap.lag] += tap.weight;
      for (const Tap& other : ma_taps_)
        if (other.lag > tap.lag) gamma[other.lag - tap.lag] += tap.weight * other.weight;
    }
  } else {
    const auto add = [&](std::size_t m, double weight) {
      for (std::size_t k = 0; k <= r; ++k)
        gamma[k] += weight * (m == 0 ? acf_[k] : acf_[k + m] + acf_[k > m ? k - m : m - k]);
    };
    double square = 1;
    for (const Tap& tap : ma_taps_) {
      square += tap.weight * tap.weight;
      add(tap.lag, tap.weight);
      for (const Tap& other : ma_taps_)
        if (other.lag > tap.lag) add(other.lag - tap.lag, tap.weight * other.weight);
    }
    add(0, square);
  }
  gain_.assign(r + 1, 0);
  change_.assign(r + 1, 0);
  for (std::size_t i = 1; i < r; ++i) {
    double sum = 0;
    for (const Tap& tap : ar_taps_)
      if (tap.lag > i) sum += tap.weight * gamma[tap.lag - i];
    for (const Tap& tap : ma_taps_)
      if (tap.lag >= i) sum += tap.weight * psi[tap.lag - i];
    gain_[i - 1] = sum;
  }
  acf_[0] = gamma[0];
  for (std::size_t i = 0; i < r; ++i) change_[i] = gain_[i] + (i < p ? ar_[i] * gamma[0] : 0);
  return true;
}

bool ArmaLikelihood::filter(const Unknowns& x) const {
  if (!start(x)) return false;
  const std::size_t p = ar_.size(), q = ma_.size(), r = std::max(p, q + 1);
  const std::size_t stride = rows_ + r + 2;
  state_.assign(stride * width_, 0);
  // Without the autoregressive part: x_t = w_t − Σ φ w_{t−i}, as far as there are values.
  for (std::size_t c = 0; c < width_; ++c) {
    const double* w = columns_[c].data();
    double* out = whitened_.data() + c * rows_;
    std::copy(w, w + rows_, out);
    for (const Tap& tap : ar_taps_)
      for (std::size_t t = tap.lag; t < rows_; ++t) out[t] -= tap.weight * w[t - tap.lag];
  }
  log_factor_ = 0;
  std::size_t t = 0;
  if (conditional_) {
    for (std::size_t c = 0; c < width_; ++c) std::fill_n(whitened_.data() + c * rows_, std::min(p, rows_), 0.0);
    std::fill(factor_.begin(), factor_.end(), 1.0);
    t = std::min(p, rows_);
  } else {
    double f = acf_[0], m = -1 / f, product = 1;
    std::size_t quiet = 0;
    double* gain = gain_.data();
    double* change = change_.data();
    for (; t < rows_; ++t) {
      const std::size_t length = t > p ? q : r;
      const double inverse = 1 / f, root = std::sqrt(inverse);
      factor_[t] = f;
      product *= f;
      if (product > 1e100 || product < 1e-100) {
        log_factor_ += std::log(product);
        product = 1;
      }
      for (std::size_t c = 0; c < width_; ++c) {
        double* state = state_.data() + c * stride + t;
        double& out = whitened_[c * rows_ + t];
        const double error = out - state[0];
        out = error * root;
        const double scaled = error * inverse;
        for (std::size_t i = 0; i < length; ++i) state[1 + i] += gain[i] * scaled;
      }
      const double y0 = change[0], my = m * y0;
      quiet = std::abs(y0 * my) < 1e-13 * f ? quiet + 1 : 0;
      if (t > p && quiet > q) {
        ++t;
        break;
      }
      const double next = f + y0 * my, c = y0 / next;
      for (std::size_t i = 0; i < length; ++i) {
        const double shifted = change[i + 1];
        const double g = gain[i] + shifted * my;
        gain[i] = g;
        change[i] = shifted - g * c;
      }
      if (length < r) change[length] = 0;
      m += my * my / f;
      f = next;
      if (!(f > 0)) return false;
    }
    log_factor_ += std::log(product);
    if (t < rows_) {  // steady
      ma_taps_.clear();
      for (std::size_t i = 0; i < q; ++i)
        if (std::abs(gain[i]) > 1e-13) ma_taps_.push_back({i + 1, gain[i] / f});
      std::fill(factor_.begin() + static_cast<std::ptrdiff_t>(t), factor_.end(), f);
      log_factor_ += static_cast<double>(rows_ - t) * std::log(f);
    }
  }
  if (t < rows_) {
    const double root = 1 / std::sqrt(factor_[rows_ - 1]);
    for (std::size_t c = 0; c < width_; ++c) {
      double* state = state_.data() + c * stride;
      double* out = whitened_.data() + c * rows_;
      for (std::size_t s = t; s < rows_; ++s) {
        const double error = out[s] - state[s];
        out[s] = error * root;
        for (const Tap& tap : ma_taps_) state[s + tap.lag] += tap.weight * error;
      }
      if (conditional_) std::fill_n(out, std::min(skipped_, rows_), 0.0);
    }
  }
  return true;
}

double ArmaLikelihood::project() const {
  log_missing_ = 0;
  const auto dot = [this](const double* a, const double* b) {
    double sum = 0;
    for (std::size_t i = 0; i < rows_; ++i) sum += a[i] * b[i];
    return sum;
  };
  for (std::size_t j = 1; j < width_; ++j) {
    double* column = whitened_.data() + j * rows_;
    const double before = dot(column, column);
    for (std::size_t k = 1; k < j; ++k) {
      const double* basis = whitened_.data() + k * rows_;
      const double part = dot(basis, column);
      triangle_[k * width_ + j] = part;
      for (std::size_t i = 0; i < rows_; ++i) column[i] -= part * basis[i];
    }
    const double after = dot(column, column);
    const double length = std::sqrt(after);
    if (!(after > 1e-18 * before) || !(before > 0)) {  // says nothing that the columns before do not say
      triangle_[j * width_ + j] = 0;
      right_[j] = 0;
      std::fill_n(column, rows_, 0.0);
      continue;
    }
    triangle_[j * width_ + j] = length;
    if (j <= missing_) log_missing_ += 2 * std::log(length);
    for (std::size_t i = 0; i < rows_; ++i) column[i] /= length;
    right_[j] = dot(column, whitened_.data());
    for (std::size_t i = 0; i < rows_; ++i) whitened_[i] -= right_[j] * column[i];
  }
  return dot(whitened_.data(), whitened_.data());
}

double ArmaLikelihood::value(const Unknowns& x) const {
  if (!filter(x)) return std::numeric_limits<double>::infinity();
  const double sum = project();
  const double result = sum * std::exp((log_factor_ + log_missing_) / static_cast<double>(used()));
  return std::isfinite(result) ? result : std::numeric_limits<double>::infinity();
}

void ArmaLikelihood::normal(const Unknowns& x, Normal& normal) const {
  const std::size_t unknowns = static_cast<std::size_t>(count());
  std::vector<double> errors((unknowns + 1) * rows_);
  const auto errors_at = [&](const Unknowns& place, double* out) {
    if (!filter(place)) return false;
    project();
    const double scale = std::exp((log_factor_ + log_missing_) / (2 * static_cast<double>(used())));
    for (std::size_t i = 0; i < rows_; ++i) out[i] = whitened_[i] * scale;
    return true;
  };
  errors_at(x, errors.data());
  const double* base = errors.data();
  normal.value = 0;
  for (std::size_t i = 0; i < rows_; ++i) normal.value += base[i] * base[i];
  for (std::size_t k = 0; k < unknowns; ++k) {
    double* slope = errors.data() + (k + 1) * rows_;
    double step = 1e-6;
    Unknowns place = x;
    place[k] += step;
    if (!errors_at(place, slope)) {
      step = -step;
      place[k] = x[k] + step;
      if (!errors_at(place, slope)) std::copy(base, base + rows_, slope);
    }
    for (std::size_t i = 0; i < rows_; ++i) slope[i] = (slope[i] - base[i]) / step;
    double gradient = 0;
    for (std::size_t i = 0; i < rows_; ++i) gradient += slope[i] * base[i];
    normal.gradient[k] = gradient;
    for (std::size_t j = 0; j <= k; ++j) {
      const double* other = errors.data() + (j + 1) * rows_;
      double sum = 0;
      for (std::size_t i = 0; i < rows_; ++i) sum += slope[i] * other[i];
      normal.curvature[j * k_most_unknowns + k] = sum;
    }
  }
}

ArmaLikelihood::Solution ArmaLikelihood::solve(const Unknowns& x) const {
  Solution solution;
  if (!filter(x)) {
    solution.sum_of_squares = std::numeric_limits<double>::infinity();
    return solution;
  }
  solution.sum_of_squares = project();
  solution.log_determinant = log_factor_ + log_missing_;
  solution.errors.assign(whitened_.begin(), whitened_.begin() + static_cast<std::ptrdiff_t>(rows_));
  solution.factors = factor_;
  const std::size_t k = width_ - 1;
  solution.effects.assign(k, 0);
  solution.effect_errors.assign(k, 0);
  // Back substitution; standard errors from the rows of the inverse triangle.
  std::vector<double> inverse(width_ * width_, 0);
  for (std::size_t j = width_ - 1; j >= 1; --j) {
    const double diagonal = triangle_[j * width_ + j];
    if (diagonal == 0) continue;
    double sum = right_[j];
    for (std::size_t i = j + 1; i < width_; ++i) sum -= triangle_[j * width_ + i] * solution.effects[i - 1];
    solution.effects[j - 1] = sum / diagonal;
    inverse[j * width_ + j] = 1 / diagonal;
    for (std::size_t i = j + 1; i < width_; ++i) {
      double part = 0;
      for (std::size_t l = j + 1; l <= i; ++l) part -= triangle_[j * width_ + l] * inverse[l * width_ + i];
      inverse[j * width_ + i] = part / diagonal;
    }
    double square = 0;
    for (std::size_t i = j; i < width_; ++i) square += inverse[j * width_ + i] * inverse[j * width_ + i];
    solution.effect_errors[j - 1] = std::sqrt(square);
  }
  const std::size_t q = ma_.size(), stride = state_.size() / width_;
  solution.state.assign(q, 0);
  for (std::size_t i = 0; i < q; ++i)
    for (std::size_t c = 0; c < width_; ++c)
      solution.state[i] += (c == 0 ? 1 : -solution.effects[c - 1]) * state_[c * stride + rows_ + i];
  return solution;
}

std::vector<double> ArmaLikelihood::covariance_after(const Unknowns& x) const {
  if (!start(x)) return {};
  const std::size_t p = ar_.size(), q = ma_.size(), r = std::max(p, q + 1);
  std::vector<double> covariance(q * q, 0);
  if (q == 0) return covariance;
  // The stationary covariance from its first row, last row first: P = T P T' + R R'.
  const auto row = [&](std::size_t i) { return i == 0 ? acf_[0] : i < r ? gain_[i - 1] : 0.0; };
  const auto phi = [&](std::size_t i) { return i < p ? ar_[i] : 0.0; };
  const auto theta = [&](std::size_t i) { return i == 0 ? 1.0 : i <= q ? ma_[i - 1] : 0.0; };
  std::vector<double> p1((r + 1) * (r + 1), 0);
  for (std::size_t i = r; i-- > 0;)
    for (std::size_t j = r; j-- > 0;)
      p1[i * (r + 1) + j] = phi(i) * phi(j) * acf_[0] + phi(i) * row(j + 1) + phi(j) * row(i + 1) +
                            p1[(i + 1) * (r + 1) + j + 1] + theta(i) * theta(j);
  // What follows repeats the recursions of filter(), adding up the changes of rank 1.
  double f = acf_[0], m = -1 / f;
  std::size_t quiet = 0;
  for (std::size_t t = 0; t < rows_; ++t) {
    const std::size_t length = t > p ? q : r;
    for (std::size_t i = 0; i < length; ++i)
      for (std::size_t j = 0; j < length; ++j) p1[i * (r + 1) + j] += m * change_[i] * change_[j];
    const double y0 = change_[0], my = m * y0;
    quiet = std::abs(y0 * my) < 1e-13 * f ? quiet + 1 : 0;
    if (t > p && quiet > q) break;
    const double next = f + y0 * my, c = y0 / next;
    for (std::size_t i = 0; i < length; ++i) {
      const double shifted = change_[i + 1];
      gain_[i] += shifted * my;
      change_[i] = shifted - gain_[i] * c;
    }
    if (length < r) change_[length] = 0;
    m += my * my / f;
    f = next;
  }
  // State i + 1 is known but for the past errors; its first entry holds the coming error itself.
  for (std::size_t i = 0; i < q; ++i)
    for (std::size_t j = 0; j < q; ++j) covariance[i * q + j] = p1[i * (r + 1) + j] - theta(i) * theta(j);
  return covariance;
}

}  // namespace tartip::forecast
