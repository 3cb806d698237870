#include "stats/interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/special.hpp"

namespace tartip::stats {
namespace {

constexpr Interval k_none{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};

bool is_count(double value) {
  return std::isfinite(value) && value >= 0;
}
bool is_level(double level) {
  return level > 0 && level < 1;
}

}  // namespace

Interval poisson_interval(double count, double level) {
  if (!is_count(count) || !is_level(level)) return k_none;
  const double tail = (1 - level) / 2;
  return {gamma_quantile(count, tail), gamma_quantile(count + 1, 1 - tail)};
}

Interval clopper_pearson(double successes, double trials, double level) {
  if (!is_count(successes) || !is_count(trials) || successes > trials || !is_level(level)) return k_none;
  if (trials == 0) return {0, 1};
  const double tail = (1 - level) / 2;
  const double failures = trials - successes;
  return {beta_quantile(successes, failures + 1, tail), beta_quantile(successes + 1, failures, 1 - tail)};
}

Interval wilson(double successes, double trials, double level) {
  if (!is_count(successes) || !is_count(trials) || successes > trials || !is_level(level)) return k_none;
  if (trials == 0) return {0, 1};
  const double z = normal_quantile(1 - (1 - level) / 2);
  const double share = successes / trials;
  const double centre = share + z * z / (2 * trials);
  const double half = z * std::sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));
  const double scale = 1 + z * z / trials;
  // Rounding must not push the ends past what no success or no failure allows.
  const double low = successes == 0 ? 0 : std::max(0.0, (centre - half) / scale);
  const double high = successes == trials ? 1 : std::min(1.0, (centre + half) / scale);
  return {low, high};
}

}  // namespace tartip::stats
