#include "stats/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace tartip::stats {

std::vector<double> quantiles(std::span<const double> values, std::span<const double> ps) {
  std::vector<double> sorted;
  sorted.reserve(values.size());
  for (const double value : values)
    if (!std::isnan(value)) sorted.push_back(value);
  std::sort(sorted.begin(), sorted.end());

  std::vector<double> result;
  result.reserve(ps.size());
  for (const double p : ps) {
    if (sorted.empty() || !(p >= 0 && p <= 1)) {
      result.push_back(std::numeric_limits<double>::quiet_NaN());
      continue;
    }
    const double h = static_cast<double>(sorted.size() - 1) * p;
    const auto below = static_cast<std::size_t>(h);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = h - static_cast<double>(below);
    // Equal neighbours are returned as they are: infinities would give NaN.
    result.push_back(part == 0 || sorted[below] == sorted[above]
                         ? sorted[below]
                         : sorted[below] + part * (sorted[above] - sorted[below]));
  }
  return result;
}

double quantile(std::span<const double> values, double p) {
  return quantiles(values, {&p, 1}).front();
}

double median(std::span<const double> values) {
  return quantile(values, 0.5);
}

}  // namespace tartip::stats
