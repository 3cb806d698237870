#include "forecast/nowcast.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "stats/special.hpp"

namespace tartip::forecast {
namespace {

constexpr std::size_t k_nodes = 60;           // of the quadrature over F
constexpr std::size_t k_complete_needed = 6;  // periods, for a prior of the rate
constexpr std::size_t k_complete_used = 12;
constexpr double k_delay_prior = 0.1;  // of a symmetric Dirichlet over the delays

struct Beta {
  double a = 1, b = 0;  // b 0: the number 1
  double mean() const { return b > 0 ? a / (a + b) : 1; }
  double variance() const { return b > 0 ? a * b / ((a + b) * (a + b) * (a + b + 1)) : 0; }
};

Beta beta_of(double mean, double variance) {
  if (mean >= 1) return {};
  variance = std::clamp(variance, 1e-12, 0.999 * mean * (1 - mean));
  const double size = mean * (1 - mean) / variance - 1;
  return {mean * size, (1 - mean) * size};
}

// Registered with delay d, and with delay up to d, over the periods that could show delay d.
struct Delays {
  std::vector<double> exactly, up_to;
  double hazard(std::size_t d) const { return up_to[d] > 0 ? exactly[d] / up_to[d] : 0; }
};

Delays count_delays(const Triangle& triangle, std::size_t window) {
  Delays delays{std::vector<double>(triangle.delays), std::vector<double>(triangle.delays)};
  const std::size_t first = window > 0 && window < triangle.periods ? triangle.periods - window : 0;
  for (std::size_t d = 0; d < triangle.delays; ++d)
    for (std::size_t t = first; t + d < triangle.periods; ++t) {
      delays.exactly[d] += triangle.at(t, d);
      for (std::size_t e = 0; e <= d; ++e) delays.up_to[d] += triangle.at(t, e);
    }
  return delays;
}

// Pearson's χ² of the hazards over its degrees of freedom, at least 1. Cells that expect less than one are left out.
double dispersion_of(const Triangle& triangle, const Delays& delays, std::size_t window) {
  const std::size_t first = window > 0 && window < triangle.periods ? triangle.periods - window : 0;
  double sum = 0, cells = 0, fitted = 0;
  for (std::size_t d = 1; d < triangle.delays; ++d) {
    const double g = delays.hazard(d);
    if (g <= 0 || g >= 1) continue;
    bool used = false;
    for (std::size_t t = first; t + d < triangle.periods; ++t) {
      double up_to = 0;
      for (std::size_t e = 0; e <= d; ++e) up_to += triangle.at(t, e);
      if (up_to * g < 1) continue;
      const double off = triangle.at(t, d) - up_to * g;
      sum += off * off / (up_to * g * (1 - g));
      cells += 1;
      used = true;
    }
    fitted += used ? 1 : 0;
  }
  return cells > fitted + 3 ? std::max(1.0, sum / (cells - fitted)) : 1;
}

struct Period {
  double reported = 0;
  std::size_t seen = 0;  // the longest delay that it can have shown
};

void put(Nowcast& out, std::size_t t, double mean, double deviation, const std::vector<double>& lower,
         const std::vector<double>& upper) {
  out.mean[t] = mean;
  out.deviation[t] = deviation;
  for (std::size_t level = 0; level < out.bands.size(); ++level) {
    out.bands[level].lower[t] = lower[level];
    out.bands[level].upper[t] = upper[level];
  }
}

void add_lawless(const Delays& delays, const Period& period, std::size_t t, double dispersion, Nowcast& out) {
  double share = 1, relative = 0;
  for (std::size_t d = period.seen + 1; d < delays.exactly.size(); ++d) {
    const double g = delays.hazard(d);
    share *= 1 - g;
    if (g > 0 && g < 1) relative += g / (delays.up_to[d] * (1 - g));
  }
  out.share[t] = share;
  const double n = period.reported;
  if (!(share > 0)) {  // nothing has ever come so early
    put(out, t, n, 0, std::vector<double>(out.bands.size(), n), std::vector<double>(out.bands.size(), n));
    return;
  }
  const double mean = n / share;
  // Eq. 2.16: the uncertainty of F, and what is still to come.
  const double variance = dispersion * (n * (n + 1) / (share * share) * relative + n * (1 - share) / (share * share));
  const double deviation = std::sqrt(variance);
  std::vector<double> lower, upper;
  for (const Band& band : out.bands) {
    // Quantiles of the normal above n.
    const double below = deviation > 0 ? stats::normal_below((n - mean) / deviation) : 0;
    const auto quantile = [&](double p) {
      return deviation > 0 ? std::max(n, mean + deviation * stats::normal_quantile(below + p * (1 - below))) : mean;
    };
    lower.push_back(std::floor(quantile((1 - band.level) / 2)));
    upper.push_back(std::ceil(quantile((1 + band.level) / 2)));
  }
  put(out, t, mean, deviation, lower, upper);
}

// What is still to come, as a mixture of negative binomials over the nodes of F.
struct Mixture {
  std::vector<double> weight, size, success;

  double below(double count) const {  // P(to come ≤ count)
    double sum = 0;
    for (std::size_t i = 0; i < weight.size(); ++i)
      sum += weight[i] * (success[i] >= 1 ? 1 : stats::beta_below(size[i], std::floor(count) + 1, success[i]));
    return sum;
  }
  double mean() const {
    double sum = 0;
    for (std::size_t i = 0; i < weight.size(); ++i) sum += weight[i] * size[i] * (1 - success[i]) / success[i];
    return sum;
  }
  double variance() const {
    double sum = 0;
    const double all = mean();
    for (std::size_t i = 0; i < weight.size(); ++i) {
      const double m = size[i] * (1 - success[i]) / success[i];
      sum += weight[i] * (m / success[i] + (m - all) * (m - all));
    }
    return sum;
  }
  double quantile(double p) const {
    double low = -1, high = std::max(4.0, std::ceil(mean()));
    while (below(high) < p && high < 1e12) {
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      const double middle = std::floor((low + high) / 2);
      (below(middle) < p ? low : high) = middle;
    }
    return high;
  }
};

// log of the negative binomial probability of n registered events, Gamma(shape, rate) rate thinned by F; terms without
// F are left out.
double log_seen(double n, double share, const Rate& rate) {
  return n * std::log(share) - (rate.shape + n) * std::log(rate.rate + share);
}

Mixture mixture_of(double n, const Beta& share, const Rate& rate) {
  Mixture mixture;
  std::vector<double> logs;
  for (std::size_t i = 0; i < k_nodes; ++i) {
    // Equal weights at the middle of equal parts of the prior of F: exact in the limit, without a search for its bulk.
    const double p = (static_cast<double>(i) + 0.5) / static_cast<double>(k_nodes);
    const double f = std::clamp(stats::beta_quantile(share.a, share.b, p), 1e-9, 1.0);
    logs.push_back(log_seen(n, f, rate));
    mixture.size.push_back(rate.shape + n);
    mixture.success.push_back(std::min(1.0, (rate.rate + f) / (rate.rate + 1)));
  }
  const double most = *std::max_element(logs.begin(), logs.end());
  double sum = 0;
  for (const double one : logs) sum += mixture.weight.emplace_back(std::exp(one - most));
  for (double& weight : mixture.weight) weight /= sum;
  return mixture;
}

void add_bayes(const Delays& delays, const Period& period, std::size_t t, double dispersion, const Rate& rate,
               Nowcast& out) {
  double mean = 1, square = 1;  // E F, E F²
  for (std::size_t d = period.seen + 1; d < delays.exactly.size(); ++d) {
    const double shorter = delays.up_to[d] - delays.exactly[d];
    const Beta hazard{k_delay_prior + delays.exactly[d], k_delay_prior * static_cast<double>(d) + shorter};
    const double on_time = 1 - hazard.mean();
    const double variance = std::min(dispersion * hazard.variance(), 0.9 * on_time * hazard.mean());
    mean *= on_time;
    square *= on_time * on_time + variance;
  }
  out.share[t] = mean;
  // Delays of this very period may differ from the usual: an intra-period correlation that multiplies the binomial
  // variance of a period of its size by φ.
  const double expected = std::max(2.0, (period.reported + rate.shape) / (mean + rate.rate));
  const double correlation = std::min(0.5, (dispersion - 1) / (expected - 1));
  const Beta share = beta_of(mean, square - mean * mean + correlation * mean * (1 - mean));
  if (share.b <= 0) {
    put(out, t, period.reported, 0, std::vector<double>(out.bands.size(), period.reported),
        std::vector<double>(out.bands.size(), period.reported));
    return;
  }
  const Mixture to_come = mixture_of(period.reported, share, rate);
  std::vector<double> lower, upper;
  for (const Band& band : out.bands) {
    lower.push_back(period.reported + to_come.quantile((1 - band.level) / 2));
    upper.push_back(period.reported + to_come.quantile((1 + band.level) / 2));
  }
  put(out, t, period.reported + to_come.mean(), std::sqrt(to_come.variance()), lower, upper);
}

Status check_triangle(const Triangle& triangle) {
  double events = 0;
  for (std::size_t t = 0; t < triangle.periods; ++t)
    for (std::size_t d = 0; d < triangle.delays && t + d < triangle.periods; ++d) {
      const double count = triangle.at(t, d);
      if (!(count >= 0) || !std::isfinite(count))
        return fail(Code::bad_input, "error.forecast.triangle_value",
                    {{"period", std::to_string(t + 1)}, {"delay", std::to_string(d)}});
      events += count;
    }
  if (triangle.periods < triangle.delays)
    return fail(Code::bad_input, "error.forecast.triangle_short",
                {{"periods", std::to_string(triangle.periods)}, {"delays", std::to_string(triangle.delays)}});
  if (events == 0) return fail(Code::bad_input, "error.forecast.triangle_empty");
  return {};
}

}  // namespace

std::string_view name_of(Nowcasting method) {
  return method == Nowcasting::lawless ? "lawless" : "bayes";
}

Rate rate_from(std::span<const double> complete) {
  if (complete.size() < k_complete_needed) return {};
  const std::size_t count = std::min(complete.size(), k_complete_used);
  double mean = 0, square = 0;
  for (std::size_t i = complete.size() - count; i < complete.size(); ++i) mean += complete[i];
  mean /= static_cast<double>(count);
  for (std::size_t i = complete.size() - count; i < complete.size(); ++i)
    square += (complete[i] - mean) * (complete[i] - mean);
  const double variance = 2 * square / static_cast<double>(count - 1);
  if (!(mean > 0)) return {};
  const double of_rate = std::max(variance, mean);
  return {mean * mean / of_rate, mean / of_rate};
}

Result<Nowcast> nowcast(const Triangle& triangle, const NowcastOptions& options) {
  if (Status ok = check_triangle(triangle); !ok) return pass(ok);
  const Delays delays = count_delays(triangle, options.window);
  Nowcast out;
  out.dispersion = dispersion_of(triangle, delays, options.window);
  const std::vector<double> zeros(triangle.periods, 0.0);
  out.reported = out.mean = out.deviation = zeros;
  out.share.assign(triangle.periods, 1);
  for (const double level : options.levels) out.bands.push_back({level, zeros, zeros});

  std::vector<double> complete;
  for (std::size_t t = 0; t < triangle.periods; ++t) {
    Period period{0, std::min(triangle.delays, triangle.periods - t) - 1};
    for (std::size_t d = 0; d <= period.seen; ++d) period.reported += triangle.at(t, d);
    out.reported[t] = period.reported;
    if (period.seen + 1 == triangle.delays) {
      complete.push_back(period.reported);
      put(out, t, period.reported, 0, std::vector<double>(out.bands.size(), period.reported),
          std::vector<double>(out.bands.size(), period.reported));
    } else if (options.method == Nowcasting::lawless) {
      add_lawless(delays, period, t, out.dispersion, out);
    } else {
      add_bayes(delays, period, t, out.dispersion, options.vague ? Rate{} : rate_from(complete), out);
    }
  }
  return out;
}

std::size_t columns_for(const Triangle& all, double share) {
  const std::size_t half = all.periods / 2;
  std::vector<double> by_delay(all.delays);
  double total = 0;
  for (std::size_t t = 0; t < std::max<std::size_t>(half, 1); ++t)
    for (std::size_t d = 0; d < all.delays && t + d < all.periods; ++d) {
      by_delay[d] += all.at(t, d);
      total += all.at(t, d);
    }
  std::size_t columns = 0;
  for (double sum = 0; columns < all.delays && (columns == 0 || sum < share * total); ++columns)
    sum += by_delay[columns];
  return std::clamp<std::size_t>(columns, std::min<std::size_t>(2, all.delays), std::max<std::size_t>(2, half + 1));
}

Triangle folded(const Triangle& all, std::size_t columns) {
  Triangle out{all.periods, columns, std::vector<double>(all.periods * columns)};
  for (std::size_t t = 0; t < all.periods; ++t)
    for (std::size_t d = 0; d < all.delays && t + d < all.periods; ++d)
      out.at(t, std::min(d, columns - 1)) += all.at(t, d);
  return out;
}

}  // namespace tartip::forecast
