// What a fitted form of exponential smoothing says about the coming periods.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/random.hpp"
#include "forecast/ets.hpp"
#include "stats/quantile.hpp"

namespace tartip::forecast {
namespace {

struct Moments {
  std::vector<double> mean, variance;
};

std::size_t at_cycle(const EtsFit& fit, std::size_t step) {
  return (fit.fitted.size() + step) % std::max<std::size_t>(fit.last.season.size(), 1);
}

// Additive states: the forecast is the path without errors; the error made j periods ago is in it with weight
// c_j = α + β(φ + … + φ^j) + γ[m divides j].
Moments linear_moments(const EtsFit& fit, std::size_t horizon) {
  Moments moments;
  std::vector<double> weight(horizon, 0.0), square(horizon, 0.0);
  double damping = 0, power = 1;
  for (std::size_t h = 0; h < horizon; ++h) {
    power *= fit.phi;
    damping += power;
    double mean = fit.last.level + (fit.form.trend == Part::none ? 0 : damping * fit.last.slope);
    if (!fit.last.season.empty()) mean += fit.last.season[at_cycle(fit, h)];
    moments.mean.push_back(mean);
    weight[h] = fit.alpha + fit.beta * damping;
    if (!fit.last.season.empty() && (h + 1) % fit.last.season.size() == 0) weight[h] += fit.gamma;
    if (fit.form.error == Part::additive) {
      double sum = 1;
      for (std::size_t j = 0; j < h; ++j) sum += weight[j] * weight[j];
      moments.variance.push_back(fit.variance * sum);
    } else {  // Hyndman et al. (2008), section 6.3
      square[h] = mean * mean;
      for (std::size_t j = 0; j < h; ++j) square[h] += fit.variance * weight[j] * weight[j] * square[h - 1 - j];
      moments.variance.push_back((1 + fit.variance) * square[h] - mean * mean);
    }
  }
  return moments;
}

using Two = std::array<std::array<double, 2>, 2>;

Two times(const Two& a, const Two& b) {
  Two c{};
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) c[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j];
  return c;
}

void add(Two& sum, double factor, const Two& left, const Two& middle, const Two& right) {  // left·middle·right'
  const Two product = times(left, middle);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j)
      sum[i][j] += factor * (product[i][0] * right[j][0] + product[i][1] * right[j][1]);
}

// Multiplicative error and season over an additive trend: exact first and second moments of z_j = (level, slope)·s_j.
// With relative error ε, z_j becomes (F + Gε)z_j, and the season p just used (1 + γε)(F + Gε)z_p.
Moments product_moments(const EtsFit& fit, std::size_t horizon) {
  const bool sloped = fit.form.trend != Part::none;
  const double phi = sloped ? fit.phi : 0, a = fit.alpha, b = fit.beta, g = fit.gamma, v = fit.variance;
  const Two f = {{{1, phi}, {0, phi}}}, gain = {{{a, a * phi}, {b, b * phi}}};
  Two k = gain;
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) k[i][j] += g * f[i][j];
  const std::size_t m = fit.last.season.size();
  std::vector<std::array<double, 2>> z(m);
  std::vector<Two> s(m * m);
  for (std::size_t j = 0; j < m; ++j) z[j] = {fit.last.level * fit.last.season[j], fit.last.slope * fit.last.season[j]};
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < m; ++j)
      for (std::size_t r = 0; r < 2; ++r)
        for (std::size_t c = 0; c < 2; ++c) s[i * m + j][r][c] = z[i][r] * z[j][c];
  Moments moments;
  for (std::size_t h = 0; h < horizon; ++h) {
    const std::size_t p = at_cycle(fit, h);
    const double mean = z[p][0] + phi * z[p][1];
    const Two& own = s[p * m + p];
    const double square = own[0][0] + 2 * phi * own[0][1] + phi * phi * own[1][1];
    moments.mean.push_back(mean);
    moments.variance.push_back(std::max((1 + v) * square - mean * mean, 0.0));
    for (std::size_t i = 0; i < m; ++i)
      for (std::size_t j = i; j < m; ++j) {
        const Two old = s[i * m + j];
        Two next{};
        add(next, 1, f, old, f);
        if (i == p && j == p) {
          add(next, v, k, old, k);
          add(next, v * g, f, old, gain);
          add(next, v * g, gain, old, f);
          add(next, 3 * v * v * g * g, gain, old, gain);
        } else if (i == p) {
          add(next, v, k, old, gain);
          add(next, v * g, gain, old, f);
        } else if (j == p) {
          add(next, v, gain, old, k);
          add(next, v * g, f, old, gain);
        } else {
          add(next, v, gain, old, gain);
        }
        s[i * m + j] = next;
        if (i != j) s[j * m + i] = {{{next[0][0], next[1][0]}, {next[0][1], next[1][1]}}};
      }
    for (std::size_t j = 0; j < m; ++j) {
      const auto [level, slope] = z[j];
      z[j] = {level + phi * slope, phi * slope};
      if (j == p) {
        z[j][0] += v * g * a * (level + phi * slope);
        z[j][1] += v * g * b * (level + phi * slope);
      }
    }
  }
  return moments;
}

// Forms without exact moments: paths of the model.
Prediction simulated(const EtsFit& fit, const PredictOptions& options) {
  constexpr std::size_t k_paths = 5000;
  const auto horizon = static_cast<std::size_t>(options.horizon);
  std::vector<double> paths(k_paths * horizon);
  const double deviation = std::sqrt(fit.variance);
  for (std::size_t path = 0; path < k_paths; ++path) {
    Random random(options.seed, path);
    EtsState s = fit.last;
    for (std::size_t h = 0; h < horizon; ++h) {
      const double kept =
          fit.form.trend == Part::multiplicative ? std::pow(std::max(s.slope, 1e-9), fit.phi) : fit.phi * s.slope;
      const double grown = fit.form.trend == Part::none       ? s.level
                           : fit.form.trend == Part::additive ? s.level + kept
                                                              : s.level * kept;
      const std::size_t j = at_cycle(fit, h);
      const double forecast = fit.form.season == Part::none       ? grown
                              : fit.form.season == Part::additive ? grown + s.season[j]
                                                                  : grown * s.season[j];
      const double error = deviation * random.normal() * (fit.form.error == Part::multiplicative ? forecast : 1);
      paths[h * k_paths + path] = forecast + error;
      const double surprise = fit.form.season == Part::multiplicative ? error / s.season[j] : error;
      if (fit.form.trend == Part::additive) s.slope = kept + fit.beta * surprise;
      if (fit.form.trend == Part::multiplicative) s.slope = kept + fit.beta * surprise / s.level;
      s.level = grown + fit.alpha * surprise;
      if (fit.form.season == Part::additive) s.season[j] += fit.gamma * surprise;
      if (fit.form.season == Part::multiplicative) s.season[j] += fit.gamma * error / grown;
    }
  }
  Prediction prediction;
  EtsState s = fit.last;
  std::vector<double> ends;
  for (double level : options.levels) ends.insert(ends.end(), {0.5 - level / 2, 0.5 + level / 2});
  for (double level : options.levels) prediction.bands.push_back({.level = level, .lower = {}, .upper = {}});
  for (std::size_t h = 0; h < horizon; ++h) {
    const std::span<const double> drawn(paths.data() + h * k_paths, k_paths);
    double mean = 0, square = 0;
    for (double v : drawn) mean += v;
    mean /= k_paths;
    for (double v : drawn) square += (v - mean) * (v - mean);
    prediction.deviation.push_back(std::sqrt(square / (k_paths - 1)));
    const double kept = fit.form.trend == Part::multiplicative ? std::pow(s.slope, fit.phi) : fit.phi * s.slope;
    s.level = fit.form.trend == Part::multiplicative ? s.level * kept
              : fit.form.trend == Part::additive     ? s.level + kept
                                                     : s.level;
    s.slope = kept;
    const std::size_t j = at_cycle(fit, h);
    prediction.mean.push_back(fit.form.season == Part::none       ? s.level
                              : fit.form.season == Part::additive ? s.level + s.season[j]
                                                                  : s.level * s.season[j]);
    const std::vector<double> cut = stats::quantiles(drawn, ends);
    for (std::size_t i = 0; i < prediction.bands.size(); ++i) {
      prediction.bands[i].lower.push_back(cut[2 * i]);
      prediction.bands[i].upper.push_back(cut[2 * i + 1]);
    }
  }
  return prediction;
}

}  // namespace

Prediction predict(const EtsFit& fit, const PredictOptions& options) {
  Prediction prediction;
  const auto horizon = static_cast<std::size_t>(options.horizon);
  const bool products = fit.form.season == Part::multiplicative;
  if (fit.form.trend == Part::multiplicative || (products && fit.form.error == Part::additive)) {
    prediction = simulated(fit, options);
  } else {
    Moments moments = products ? product_moments(fit, horizon) : linear_moments(fit, horizon);
    prediction.mean = std::move(moments.mean);
    for (double variance : moments.variance) prediction.deviation.push_back(std::sqrt(variance));
    prediction.bands = normal_bands(prediction.mean, prediction.deviation, options.levels);
  }
  prediction.fitted = fit.fitted;
  prediction.method = name_of(fit.form);
  return prediction;
}

Result<Prediction> ets(const History& history, const PredictOptions& options) {
  Result<EtsFit> fit = fit_ets(history);
  if (!fit) return pass(fit);
  return predict(*fit, options);
}

}  // namespace tartip::forecast
