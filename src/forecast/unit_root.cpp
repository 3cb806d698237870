#include "forecast/unit_root.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forecast/stl.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_kpss_critical = 0.463;  // level stationarity, 5 %
constexpr double k_strong_season = 0.64;

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double variance_of(std::span<const double> values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size() - 1);
}

}  // namespace

bool is_constant(std::span<const double> values) {
  if (values.empty()) return true;
  double size = 0, distance = 0;
  for (double value : values) {
    size += std::abs(values.front());
    distance += std::abs(value - values.front());
  }
  return distance <= 1.5e-8 * std::max(size, 1e-300);
}

std::vector<double> difference(std::span<const double> values, std::size_t lag) {
  std::vector<double> result;
  if (values.size() <= lag) return result;
  result.resize(values.size() - lag);
  for (std::size_t i = lag; i < values.size(); ++i) result[i - lag] = values[i] - values[i - lag];
  return result;
}

double kpss_statistic(std::span<const double> values) {
  const std::size_t n = values.size();
  if (is_constant(values)) return std::numeric_limits<double>::quiet_NaN();
  const double mean = mean_of(values), count = static_cast<double>(n);
  const std::size_t lags = std::min(n - 1, static_cast<std::size_t>(3 * std::sqrt(count) / 13));
  double partial = 0, above = 0, below = 0;
  for (double value : values) {
    partial += value - mean;
    above += partial * partial;
    below += (value - mean) * (value - mean);
  }
  for (std::size_t k = 1; k <= lags; ++k) {
    double sum = 0;
    for (std::size_t t = k; t < n; ++t) sum += (values[t] - mean) * (values[t - k] - mean);
    below += 2 * (1 - static_cast<double>(k) / static_cast<double>(lags + 1)) * sum;
  }
  return above / (count * below);
}

int first_differences(std::span<const double> values, int most) {
  std::vector<double> x(values.begin(), values.end());
  int d = 0;
  while (d < most && x.size() > 1 && !is_constant(x) && kpss_statistic(x) > k_kpss_critical) {
    x = difference(x, 1);
    ++d;
  }
  return d;
}

double seasonal_strength(std::span<const double> values, int season) {
  if (season < 2 || values.size() <= 2 * static_cast<std::size_t>(season) || is_constant(values)) return 0;
  const StlComponents parts = stl(values, {.season = season});
  std::vector<double> with_season = parts.remainder;
  for (std::size_t i = 0; i < with_season.size(); ++i) with_season[i] += parts.seasonal[i];
  const double all = variance_of(with_season);
  if (!(all > 0)) return 0;
  return std::clamp(1 - variance_of(parts.remainder) / all, 0.0, 1.0);
}

int seasonal_differences(std::span<const double> values, int season) {
  return seasonal_strength(values, season) > k_strong_season ? 1 : 0;
}

}  // namespace tartip::forecast
