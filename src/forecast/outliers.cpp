#include "forecast/outliers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "stats/quantile.hpp"

namespace tartip::forecast {
namespace {

constexpr std::size_t k_least_values = 24, k_reach = 3, k_most_share = 50;
constexpr double k_far = 15, k_normal = 1.4826, k_beyond = 1, k_beyond_at_end = 3;

// The six values nearest in time, without the value itself.
double of_neighbours(std::span<const double> y, std::size_t place) {
  const std::size_t width = 2 * k_reach + 1;
  const std::size_t first = std::min(place > k_reach ? place - k_reach : 0, y.size() - width);
  std::vector<double> near;
  for (std::size_t t = first; t < first + width; ++t)
    if (t != place) near.push_back(y[t]);
  return stats::median(near);
}

// How far a value lies outside the range of all others, in units of that range.
double beyond(std::span<const double> y, std::size_t place) {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  for (std::size_t t = 0; t < y.size(); ++t)
    if (t != place) least = std::min(least, y[t]), most = std::max(most, y[t]);
  return std::max(y[place] - most, least - y[place]) / (most - least);
}

}  // namespace

std::vector<Outlier> lone_outliers(const History& history) {
  const auto y = history.values;
  const std::size_t n = y.size();
  if (n < k_least_values) return {};
  std::vector<double> apart(n), size(n);
  for (std::size_t t = 0; t < n; ++t) {
    apart[t] = y[t] - of_neighbours(y, t);
    size[t] = std::abs(apart[t]);
  }
  const double scale = k_normal * stats::median(size);
  if (!(scale > 0)) return {};
  const std::size_t m = history.season > 1 ? static_cast<std::size_t>(history.season) : n;
  std::vector<Outlier> found;
  for (std::size_t t = 0; t < n; ++t) {
    if (size[t] <= k_far * scale) continue;
    bool lone = beyond(y, t) > (t + k_reach >= n ? k_beyond_at_end : k_beyond);
    for (std::size_t s = t > k_reach ? t - k_reach : 0; s < std::min(n, t + k_reach + 1); ++s)
      if (s != t && size[s] > size[t] / 2) lone = false;
    std::vector<double> same;  // the same place of other cycles
    for (std::size_t s = t % m; s < n; s += m)
      if (s != t) same.push_back(apart[s]);
    for (const double one : same)
      if (std::abs(one) > size[t] / 2) lone = false;
    if (lone) found.push_back({t, y[t], y[t] - apart[t] + (same.empty() ? 0 : stats::median(same))});
  }
  if (found.size() * k_most_share > std::max(n, k_most_share)) return {};
  return found;
}

}  // namespace tartip::forecast
