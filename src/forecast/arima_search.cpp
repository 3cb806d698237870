#include "forecast/arima_search.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <tuple>

#include "forecast/lag_polynomial.hpp"
#include "forecast/unit_root.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_missing = std::numeric_limits<double>::quiet_NaN();
constexpr double k_never = std::numeric_limits<double>::infinity();
constexpr int k_short_climb = 8, k_long_climb = 50;
constexpr double k_plainly_worse = 6;     // in AICc after a short climb
constexpr int k_longest_season = 52;      // of a seasonal part
constexpr std::size_t k_most_forms = 94;  // tried; as many as in R’s auto.arima
constexpr double k_least_root = 1.01;     // a model nearer to the unit circle is not chosen
constexpr std::size_t k_exact_cost =
    30'000;  // values × filter length above which candidates are compared conditionally

std::vector<double> differenced(std::vector<double> x, int d, int D, int season) {
  for (int i = 0; i < D; ++i) x = difference(x, static_cast<std::size_t>(season));
  for (int i = 0; i < d; ++i) x = difference(x, 1);
  return x;
}

std::span<double> part(Unknowns& x, int from, int count) {
  return {x.begin() + from, static_cast<std::size_t>(count)};
}

// Moves a conditional optimum to where the exact likelihood exists.
void settle(const ArimaOrder& order, Unknowns& x) {
  const auto shrink = [](std::span<double> a, double sign) {
    std::vector<double> probe(a.size());
    for (int i = 0; i < 200; ++i) {
      std::transform(a.begin(), a.end(), probe.begin(), [sign](double value) { return sign * value; });
      if (std::all_of(a.begin(), a.end(), [](double value) { return std::isfinite(value); }) && stationary(probe))
        return;
      double factor = 1;
      for (double& value : a) value = std::isfinite(value) ? value * (factor *= 0.95) : 0;
    }
    std::fill(a.begin(), a.end(), 0.0);
  };
  shrink(part(x, 0, order.p), 1);
  shrink(part(x, order.p, order.q), -1);
  shrink(part(x, order.p + order.q, order.P), 1);
  shrink(part(x, order.p + order.q + order.P, order.Q), -1);
}

void mirror(const ArimaOrder& order, Unknowns& x) {
  const auto turn = [&](int from, int count) {
    std::vector<double> ma(x.begin() + from, x.begin() + from + count);
    make_invertible(ma);
    std::copy(ma.begin(), ma.end(), x.begin() + from);
  };
  turn(order.p, order.q);
  turn(order.p + order.q + order.P, order.Q);
}

Unknowns carried_over(const ArimaCandidate& near, const ArimaOrder& order) {
  Unknowns x{};
  int from = 0, to = 0;
  const auto carry = [&](int have, int want) {
    std::copy_n(near.x.begin() + from, std::min(have, want), x.begin() + to);
    from += have;
    to += want;
  };
  carry(near.order.p, order.p);
  carry(near.order.q, order.q);
  carry(near.order.P, order.P);
  carry(near.order.Q, order.Q);
  return x;
}

}  // namespace

KnownSeries known_series(std::span<const double> values) {
  const auto known = [](double value) { return !std::isnan(value); };
  const auto begin = std::find_if(values.begin(), values.end(), known);
  const auto end = std::find_if(values.rbegin(), values.rend(), known).base();
  KnownSeries series;
  if (begin == values.end()) return series;
  series.first = static_cast<std::size_t>(begin - values.begin());
  series.after = static_cast<std::size_t>(values.end() - end);
  series.values.assign(begin, end);
  std::size_t last = 0;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (std::isnan(series.values[i])) {
      series.gaps.push_back(i);
      continue;
    }
    for (std::size_t j = last + 1; j < i; ++j)
      series.values[j] = series.values[last] + (series.values[i] - series.values[last]) *
                                                   static_cast<double>(j - last) / static_cast<double>(i - last);
    last = i;
  }
  return series;
}

double size_of(std::span<const double> values) {
  double sum = 0;
  for (double value : values) sum += value * value;
  return sum / static_cast<double>(std::max<std::size_t>(1, values.size()));
}

ArimaCandidate ArimaSearch::fit(const ArimaOrder& order, const ArimaCandidate* near, bool conditional) {
  ArimaCandidate candidate{.order = order};
  ArmaLikelihood& target = likelihood(order.constant);
  target.set_shape(order, season_);
  const int count = target.count();
  target.set_conditional(conditional, skipped_);
  if (count == 0) {
    candidate.objective = target.value(candidate.x);
    judge(candidate, target, conditional);
    return candidate;
  }
  const Box everywhere;
  Unknowns rough{};
  target.set_conditional(true, skipped_);
  minimise(target, rough, everywhere, {.count = count, .most_steps = conditional ? 40 : 12, .tolerance = 1e-3});
  settle(order, rough);
  target.set_conditional(conditional, skipped_);
  if (conditional) {
    candidate.x = rough;
    candidate.objective = target.value(rough);
    judge(candidate, target, conditional);
    return candidate;
  }
  // The likelihood has several maxima when both parts are long: climb from two starts, the better first.
  Unknowns other = near != nullptr ? carried_over(*near, order) : Unknowns{};
  if (target.value(other) < target.value(rough)) std::swap(other, rough);
  const auto climb = [&](Unknowns start, int steps, double tolerance) {
    const double value =
        minimise(target, start, everywhere, {.count = count, .most_steps = steps, .tolerance = tolerance});
    if (value < candidate.objective) std::tie(candidate.objective, candidate.x) = std::pair(value, start);
  };
  climb(rough, k_short_climb, 1e-4);
  judge(candidate, target, conditional);
  if (near == nullptr || candidate.criterion < near->criterion + k_plainly_worse) {
    climb(other, k_short_climb, 1e-4);
    if (near == nullptr && order.p > 0 && order.q > 0)
      for (const double ar : {0.5, -0.5})
        for (const double ma : {0.5, -0.5}) {
          Unknowns start{};
          start[0] = ar;
          start[static_cast<std::size_t>(order.p)] = ma;
          climb(start, 2 * k_short_climb, 1e-4);
        }
    climb(candidate.x, k_long_climb, near == nullptr ? 1e-9 : 1e-7);
  }
  mirror(order, candidate.x);
  candidate.smallest_root = root_of(order, candidate.x);
  judge(candidate, target, conditional);
  return candidate;
}

void ArimaSearch::judge(ArimaCandidate& candidate, const ArmaLikelihood& target, bool conditional) const {
  const double used = static_cast<double>(target.used()) - (conditional ? static_cast<double>(skipped_) : 0);
  const double parameters =
      static_cast<double>(target.count() + (candidate.order.constant ? 1 : 0) + std::ssize(regressors_)) + 1;
  const double room = used - parameters - 1;
  candidate.criterion = used * std::log(candidate.objective / used) + 2 * parameters +
                        (room > 0 ? 2 * parameters * (parameters + 1) / room : k_never);
  if (candidate.smallest_root < k_least_root || std::isnan(candidate.criterion))
    candidate.criterion = std::numeric_limits<double>::infinity();
}

std::unique_ptr<ArmaLikelihood> ArimaSearch::make(bool constant) const {
  std::vector<std::vector<double>> columns{differenced(series_.values, d_, D_, season_)};
  const std::size_t n = series_.values.size();
  for (std::size_t gap : series_.gaps) {
    std::vector<double> mark(n, 0);
    mark[gap] = 1;
    columns.push_back(differenced(std::move(mark), d_, D_, season_));
  }
  if (constant) columns.emplace_back(columns.front().size(), D_ > 0 ? static_cast<double>(season_) : 1.0);
  for (const Regressor& regressor : regressors_) {
    const auto from = regressor.begin() + static_cast<std::ptrdiff_t>(series_.first);
    columns.push_back(differenced({from, from + static_cast<std::ptrdiff_t>(n)}, d_, D_, season_));
  }
  return std::make_unique<ArmaLikelihood>(std::move(columns), series_.gaps.size());
}

double ArimaSearch::root_of(const ArimaOrder& order, const Unknowns& x) const {
  double smallest = 2;
  int from = 0;
  const auto look = [&](int count, double sign, int season) {
    std::vector<double> a(x.begin() + from, x.begin() + from + count);
    for (double& value : a) value *= sign;
    smallest = std::min(smallest, std::pow(smallest_root(a), 1.0 / season));
    from += count;
  };
  look(order.p, -1, 1);
  look(order.q, 1, 1);
  look(order.P, -1, season_);
  look(order.Q, 1, season_);
  return smallest;
}

ArimaCandidate ArimaSearch::select() {
  const int n = static_cast<int>(series_.values.size() - series_.gaps.size());
  const bool seasonal = season_ > 1;
  const int third = n / 3, cycles = seasonal && season_ <= k_longest_season ? n / 3 / season_ : 0;
  const int most_far = std::min(2, cycles);
  int most_near = std::min(5, third);
  if (seasonal && most_far > 0) most_near = std::min(most_near, season_ - 1);
  const std::size_t longest = static_cast<std::size_t>(most_near + most_far * season_);
  const std::size_t rows = likelihood(false).used();
  while (rows > 0 && static_cast<std::size_t>(most_near) + 1 >= rows) --most_near;
  const bool conditional = rows * (longest + 1) > k_exact_cost;
  if (conditional) skipped_ = std::min(longest, rows / 3);

  std::set<std::tuple<int, int, int, int, bool>> tried;
  ArimaCandidate best;
  best.order = {.d = d_, .D = D_};
  const bool constant = allows_constant();
  bool first = true;
  // True when the new order is better, which then is the centre of the search.
  const auto attempt = [&](ArimaOrder order) {
    order.d = d_;
    order.D = D_;
    if (order.p < 0 || order.q < 0 || order.P < 0 || order.Q < 0 || order.p > most_near || order.q > most_near ||
        order.P > most_far || order.Q > most_far)
      return false;
    if (static_cast<std::size_t>(order.p + order.P * season_) >= rows) return false;
    if (!tried.insert({order.p, order.q, order.P, order.Q, order.constant}).second) return false;
    ArimaCandidate candidate = fit(order, first ? nullptr : &best, conditional);
    if (!first && !(candidate.criterion < best.criterion)) return false;
    first = false;
    best = candidate;
    return true;
  };
  const int near = std::min(n < 10 ? 1 : 2, most_near), far = n < 10 ? 0 : std::min(1, most_far);
  const int one = std::min(1, most_near), season = std::min(1, most_far);
  // Small models first: they start the larger ones. Of equal criteria the first stays.
  attempt({.constant = constant});
  attempt({.p = one, .P = season, .constant = constant});
  attempt({.q = one, .Q = season, .constant = constant});
  if (constant) attempt({});
  // The centre stays with the best, but the four starting models all carry the constant but for the last.
  attempt({.p = near, .q = near, .P = far, .Q = far, .constant = constant});
  static constexpr int k_steps[][4] = {
      // p, q, P, Q
      {0, 0, -1, 0},  {0, 0, 0, -1}, {0, 0, 1, 0},  {0, 0, 0, 1},  {0, 0, -1, -1}, {0, 0, -1, 1},
      {0, 0, 1, -1},  {0, 0, 1, 1},  {-1, 0, 0, 0}, {0, -1, 0, 0}, {1, 0, 0, 0},   {0, 1, 0, 0},
      {-1, -1, 0, 0}, {-1, 1, 0, 0}, {1, -1, 0, 0}, {1, 1, 0, 0},
  };
  for (bool better = true; better && tried.size() < k_most_forms;) {
    better = false;
    for (const auto& step : k_steps) {
      ArimaOrder order = best.order;
      order.p += step[0];
      order.q += step[1];
      order.P += step[2];
      order.Q += step[3];
      if ((better = attempt(order))) break;
    }
    if (!better && constant) {
      ArimaOrder order = best.order;
      order.constant = !order.constant;
      better = attempt(order);
    }
  }
  if (!std::isfinite(best.criterion)) best.order = {.d = d_, .D = D_};
  if (conditional || !std::isfinite(best.criterion)) {
    skipped_ = 0;
    best = fit(best.order, nullptr);
  }
  return best;
}

ArimaFit ArimaSearch::finish(const ArimaCandidate& candidate, std::size_t history) {
  const ArimaOrder& order = candidate.order;
  ArmaLikelihood& target = likelihood(order.constant);
  target.set_shape(order, season_);
  target.set_conditional(false);
  const ArmaLikelihood::Solution solution = target.solve(candidate.x);

  ArimaFit fit;
  fit.order = order;
  fit.season = season_;
  auto at = candidate.x.begin();
  const auto take = [&at](int count) {
    std::vector<double> values(at, at + count);
    at += count;
    return values;
  };
  fit.ar = take(order.p);
  fit.ma = take(order.q);
  fit.seasonal_ar = take(order.P);
  fit.seasonal_ma = take(order.Q);
  fit.smallest_root = candidate.smallest_root;
  fit.used = target.used();
  const double used = static_cast<double>(fit.used);
  const int coefficients = target.count() + (order.constant ? 1 : 0) + static_cast<int>(regressors_.size());
  const double parameters = coefficients + 1;
  fit.variance = solution.sum_of_squares / std::max(1.0, used - coefficients);
  fit.log_likelihood =
      -0.5 * (used * (std::log(2 * std::numbers::pi * solution.sum_of_squares / used) + 1) + solution.log_determinant);
  fit.aic = -2 * fit.log_likelihood + 2 * parameters;
  fit.aicc = used - parameters - 1 > 0 ? fit.aic + 2 * parameters * (parameters + 1) / (used - parameters - 1)
                                       : std::numeric_limits<double>::infinity();
  fit.bic = fit.aic + parameters * (std::log(used) - 2);

  const std::size_t gaps = series_.gaps.size();
  const double scale = std::sqrt(fit.variance);
  std::size_t k = gaps;
  if (order.constant) {
    fit.constant = solution.effects[k];
    fit.constant_error = solution.effect_errors[k++] * scale;
  }
  for (; k < solution.effects.size(); ++k) {
    fit.effects.push_back(solution.effects[k]);
    fit.effect_errors.push_back(solution.effect_errors[k] * scale);
  }

  // The series with its gaps closed by the model, and what regressors explain of it.
  const std::size_t n = series_.values.size();
  std::vector<double> level = series_.values;
  for (std::size_t g = 0; g < gaps; ++g) level[series_.gaps[g]] -= solution.effects[g];
  const bool drift = order.constant && d_ + D_ == 1;
  const auto regression = [&](std::size_t place) {  // place counts from the first known value
    double sum = !order.constant ? 0 : drift ? fit.constant * static_cast<double>(place + 1) : fit.constant;
    for (std::size_t r = 0; r < regressors_.size(); ++r) sum += fit.effects[r] * regressors_[r][series_.first + place];
    return sum;
  };
  for (std::size_t i = 0; i < n; ++i) level[i] -= regression(i);

  const std::size_t lost = n - solution.errors.size();
  fit.fitted.assign(history, k_missing);
  fit.errors.assign(history, k_missing);
  for (std::size_t i = 0; i < solution.errors.size(); ++i) {
    const std::size_t place = series_.first + lost + i;
    fit.errors[place] = solution.errors[i];
    fit.fitted[place] = level[lost + i] + regression(lost + i) - solution.errors[i] * std::sqrt(solution.factors[i]);
  }
  for (std::size_t gap : series_.gaps) fit.errors[series_.first + gap] = k_missing;

  ArimaFit::Start& start = fit.start;
  target.unpack(candidate.x, start.ar, start.ma);
  start.covariance = target.covariance_after(candidate.x);
  start.state = solution.state;
  for (int i = 0; i < d_; ++i) multiply_difference(start.ar, 1);
  for (int i = 0; i < D_; ++i) multiply_difference(start.ar, static_cast<std::size_t>(season_));
  start.level.assign(level.end() - std::ssize(start.ar), level.end());
  start.missing = series_.after;
  start.step = drift ? fit.constant : 0;
  start.constant = !order.constant ? 0 : drift ? fit.constant * static_cast<double>(n) : fit.constant;
  const std::size_t covered = regressors_.empty() ? 0 : regressors_.front().size() - series_.first - n;
  for (std::size_t i = 0; i < covered; ++i) {
    double sum = 0;
    for (std::size_t r = 0; r < regressors_.size(); ++r) sum += fit.effects[r] * regressors_[r][series_.first + n + i];
    start.regression.push_back(sum);
  }
  if (fit.variance <= 1e-18 * size_of(series_.values)) {  // explained to rounding
    fit.variance = 0;
    fit.log_likelihood = std::numeric_limits<double>::infinity();
    fit.aic = fit.aicc = fit.bic = -fit.log_likelihood;
  }
  return fit;
}

}  // namespace tartip::forecast
