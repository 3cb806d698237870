#include "forecast/nowcast_start.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "forecast/count_bands.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_least_share = 0.05;
constexpr std::size_t k_complete_needed = 6;

struct Whole {
  double mean = 0, variance = 0;
  double weight = 1;  // of the share, against what earlier periods say
};

Whole whole_of(double value, double share, std::span<const double> complete) {
  if (complete.size() < k_complete_needed) {
    const double f = std::max(share, k_least_share);
    return {value / f, value * (1 - f) / (f * f), 1};
  }
  double unit = 1;
  if (!whole_counts(complete) || !whole_counts({&value, 1})) {
    double sum = 0, squares = 0;
    const double n = static_cast<double>(complete.size());
    for (const double one : complete) sum += one;
    for (const double one : complete) squares += (one - sum / n) * (one - sum / n);
    if (sum > 0 && squares > 0) unit = squares / (n - 1) / (sum / n);
  }
  std::vector<double> counts(complete.begin(), complete.end());
  for (double& one : counts) one /= unit;
  const Rate rate = rate_from(counts);
  const double success = (rate.rate + share) / (rate.rate + 1);
  const double to_come = (rate.shape + value / unit) * (1 - success) / success;
  return {value + unit * to_come, unit * unit * to_come / success, share / (rate.rate + share)};
}

}  // namespace

Raised raised(std::span<const double> values, const Nowcast& cast, std::ptrdiff_t offset, bool own) {
  Raised out{{values.begin(), values.end()}, 0};
  std::vector<double> complete;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::ptrdiff_t t = static_cast<std::ptrdiff_t>(i) - offset;
    if (t >= std::ssize(cast.share)) break;
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(t, 0));
    if (t < 0 || cast.share[at] >= 1) {
      complete.push_back(values[i]);
      continue;
    }
    double variance = 0;
    if (own && cast.deviation[at] > 0 && std::abs(values[i] - cast.reported[at]) < 0.5) {
      out.values[i] = cast.mean[at];
      variance = cast.deviation[at] * cast.deviation[at];
    } else {
      const Whole whole = whole_of(values[i], cast.share[at], complete);
      const double of_share = whole.weight * cast.deviation[at] / std::max(1.0, cast.mean[at]);
      out.values[i] = whole.mean;
      variance = cast.dispersion * whole.variance + whole.mean * whole.mean * of_share * of_share;
    }
    if (i + 1 == values.size()) out.variance = variance;
  }
  return out;
}

void widen(Prediction& prediction, double variance) {
  if (!(variance > 0)) return;
  for (std::size_t h = 0; h < prediction.deviation.size(); ++h) {
    double& deviation = prediction.deviation[h];
    if (!(deviation > 0)) continue;
    const double wider = std::sqrt(1 + variance / (deviation * deviation));
    deviation *= wider;
    for (Band& band : prediction.bands)
      for (double* limit : {&band.lower[h], &band.upper[h]}) {
        const double moved = prediction.mean[h] + wider * (*limit - prediction.mean[h]);
        *limit = *limit >= 0 ? std::max(moved, 0.0) : moved;
      }
  }
}

}  // namespace tartip::forecast
