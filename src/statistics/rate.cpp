#include "statistics/rate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tartip::statistics {

stats::Interval rate_interval(double count, double exposure, const RateOptions& options) {
  constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
  if (!(count >= 0) || !std::isfinite(count) || !(exposure > 0) || !std::isfinite(exposure)) return {k_nan, k_nan};
  const double phi = std::max(1.0, options.dispersion);
  const stats::Interval counts = stats::poisson_interval(count / phi, options.level);
  return {options.per * phi * counts.low / exposure, options.per * phi * counts.high / exposure};
}

}  // namespace tartip::statistics
