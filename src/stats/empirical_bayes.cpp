#include "stats/empirical_bayes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "base/require.hpp"

namespace tartip::stats {

EmpiricalBayes empirical_bayes(std::span<const double> counts, std::span<const double> exposures) {
  require(counts.size() == exposures.size(), "empirical_bayes needs one exposure a count");
  constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
  const auto usable = [&](std::size_t i) {
    return std::isfinite(counts[i]) && counts[i] >= 0 && std::isfinite(exposures[i]) && exposures[i] > 0;
  };
  EmpiricalBayes result;
  result.rates.assign(counts.size(), k_nan);

  double events = 0;
  double exposure = 0;
  double units = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (!usable(i)) continue;
    events += counts[i];
    exposure += exposures[i];
    ++units;
  }
  if (units == 0) {
    result.mean = k_nan;
    return result;
  }
  result.mean = events / exposure;

  double variance = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (!usable(i)) continue;
    const double deviation = counts[i] / exposures[i] - result.mean;
    variance += exposures[i] * deviation * deviation;
  }
  variance /= exposure;
  result.between = std::max(0.0, variance - result.mean / (exposure / units));

  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (!usable(i)) continue;
    const double noise = result.mean / exposures[i];
    const double weight = result.between > 0 ? result.between / (result.between + noise) : 0;
    result.rates[i] = result.mean + weight * (counts[i] / exposures[i] - result.mean);
  }
  return result;
}

}  // namespace tartip::stats
