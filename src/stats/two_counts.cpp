#include "stats/two_counts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/negative_binomial.hpp"
#include "stats/special.hpp"

namespace tartip::stats {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr double k_infinity = std::numeric_limits<double>::infinity();

bool is_count(double value) {
  return std::isfinite(value) && value >= 0;
}
bool is_exposure(double value) {
  return std::isfinite(value) && value > 0;
}

// P(X ≥ a) and P(X ≤ a) of X ~ Binomial(a + b, share), read through the beta distribution for fractional counts.
struct Tails {
  double above;
  double below;
};

Tails tails_of(double a, double b, double share, bool mid_p) {
  Tails tails{beta_below(a, b + 1, share), beta_above(a + 1, b, share)};
  if (mid_p) {
    tails.above = (tails.above + beta_below(a + 1, b, share)) / 2;
    tails.below = (tails.below + beta_above(a, b + 1, share)) / 2;
  }
  return tails;
}

// The share at which a tail has the wanted mass; both tails are monotone in the share.
double share_with_tail(double a, double b, double mass, bool upper_tail) {
  double low = 0;
  double high = 1;
  for (int step = 0; step < 100 && high - low > 1e-16 * high; ++step) {
    const double middle = (low + high) / 2;
    const Tails tails = tails_of(a, b, middle, true);
    const bool too_high = upper_tail ? tails.above > mass : tails.below < mass;
    (too_high ? high : low) = middle;
  }
  return (low + high) / 2;
}

double odds(double share) {
  return share >= 1 ? k_infinity : share / (1 - share);
}

}  // namespace

Ratio ratio_of_counts(double a, double b, const RatioOptions& options) {
  if (!is_count(a) || !is_count(b) || !is_exposure(options.exposure_a) || !is_exposure(options.exposure_b) ||
      !(options.level > 0 && options.level < 1) || std::isnan(options.dispersion))
    return {k_nan, k_nan, k_nan, k_nan};
  if (a == 0 && b == 0) return {k_nan, 0, k_infinity, 1};

  const double tail = (1 - options.level) / 2;
  double phi = std::max(1.0, options.dispersion);
  if (phi > 1 && options.dispersion_degrees > 0) {
    const double widening = student_quantile(options.dispersion_degrees, 1 - tail) / normal_quantile(1 - tail);
    phi *= widening * widening;
  }
  const double x = a / phi;
  const double y = b / phi;
  const double scale = options.exposure_b / options.exposure_a;

  double share_low = 0;
  double share_high = 1;
  if (options.mid_p) {
    if (x > 0) share_low = share_with_tail(x, y, tail, true);
    if (y > 0) share_high = share_with_tail(x, y, tail, false);
  } else {
    share_low = beta_quantile(x, y + 1, tail);
    share_high = beta_quantile(x + 1, y, 1 - tail);
  }
  const double equal_share = options.exposure_a / (options.exposure_a + options.exposure_b);
  const Tails tails = tails_of(x, y, equal_share, options.mid_p);
  return {b == 0 ? k_infinity : a / b * scale, odds(share_low) * scale, odds(share_high) * scale,
          std::min(1.0, 2 * std::min(tails.above, tails.below))};
}

double e_test(double a, double b, double exposure_a, double exposure_b) {
  if (!is_count(a) || !is_count(b) || !is_exposure(exposure_a) || !is_exposure(exposure_b)) return k_nan;
  const auto statistic = [&](double x, double y) {
    if (x == 0 && y == 0) return 0.0;
    return (x / exposure_a - y / exposure_b) / std::sqrt(x / (exposure_a * exposure_a) + y / (exposure_b * exposure_b));
  };
  const double observed = std::abs(statistic(a, b));
  if (observed == 0) return 1;
  const double threshold = observed * (1 - 1e-12);  // outcomes as extreme as the observed count, whatever the rounding

  const double rate = (a + b) / (exposure_a + exposure_b);
  const double mean_a = rate * exposure_a;
  const double mean_b = rate * exposure_b;
  const auto lowest = [](double mean) { return std::max(0.0, std::floor(mean - 9 * std::sqrt(mean) - 9)); };
  const double last = std::ceil(mean_a + 9 * std::sqrt(mean_a) + 20);
  const CountModel second{mean_b, mean_b};

  // For a given x the statistic falls in y: outcomes y ≤ upper are as extreme on one side, y ≥ lower on the other. Both
  // bounds grow with x, so that two pointers find them in one walk.
  double upper = -1;
  double lower = lowest(mean_b);
  double p = 0;
  for (double x = lowest(mean_a); x <= last; ++x) {
    const double weight = std::exp(x * std::log(mean_a) - mean_a - std::lgamma(x + 1));
    if (upper < 0 && statistic(x, lowest(mean_b)) >= threshold) upper = lowest(mean_b);
    while (upper >= 0 && statistic(x, upper + 1) >= threshold) ++upper;
    while (-statistic(x, lower) < threshold) ++lower;
    if (upper >= 0) p += weight * probability_at_most(second, upper);
    p += weight * probability_at_least(second, lower);
  }
  return std::min(1.0, p);
}

}  // namespace tartip::stats
