#include "forecast/decomposition.hpp"

#include <algorithm>
#include <cmath>

namespace tartip::forecast {

std::optional<std::vector<double>> seasonal_indices(std::span<const double> values, int season, Shape shape) {
  const auto m = static_cast<std::size_t>(std::max(season, 0));
  const std::size_t n = values.size();
  if (m < 2 || n < 2 * m) return std::nullopt;
  std::vector<double> sum(m, 0.0), seen(m, 0.0);
  const std::size_t half = m / 2;
  for (std::size_t t = half; t + half < n; ++t) {
    double average = 0;
    for (std::size_t i = t - half; i <= t + half; ++i) average += values[i];
    if (m % 2 == 0) average -= (values[t - half] + values[t + half]) / 2;
    average /= static_cast<double>(m);
    sum[t % m] += shape == Shape::additive ? values[t] - average : values[t] / average;
    seen[t % m] += 1;
  }
  double total = 0;
  for (std::size_t j = 0; j < m; ++j) total += sum[j] /= seen[j];
  total /= static_cast<double>(m);
  for (double& index : sum) index = shape == Shape::additive ? index - total : index / total;
  if (!std::all_of(sum.begin(), sum.end(), [](double index) { return std::isfinite(index); })) return std::nullopt;
  return sum;
}

bool is_seasonal(std::span<const double> values, int season) {
  const auto m = static_cast<std::size_t>(std::max(season, 0));
  const std::size_t n = values.size();
  if (m < 2 || n <= 2 * m) return false;
  double mean = 0;
  for (double v : values) mean += v;
  mean /= static_cast<double>(n);
  double squares = 0;
  for (double v : values) squares += (v - mean) * (v - mean);
  if (!(squares > 0)) return false;
  double earlier = 0;
  for (std::size_t lag = 1; lag <= m; ++lag) {
    double product = 0;
    for (std::size_t t = lag; t < n; ++t) product += (values[t] - mean) * (values[t - lag] - mean);
    const double r = product / squares;
    if (lag == m) return std::abs(r) / std::sqrt((1 + 2 * earlier) / static_cast<double>(n)) > 1.6448536269514722;
    earlier += r * r;
  }
  return false;
}

}  // namespace tartip::forecast
