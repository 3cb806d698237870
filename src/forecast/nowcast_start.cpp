#include "forecast/nowcast_start.hpp"

#include <algorithm>
#include <cmath>

namespace tartip::forecast {
namespace {

constexpr double k_least_share = 1e-3;

}  // namespace

Raised raised(std::span<const double> values, const Nowcast& cast, std::ptrdiff_t offset, bool own) {
  Raised out{{values.begin(), values.end()}, 0};
  for (std::size_t t = 0; t < cast.share.size(); ++t) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(t) + offset;
    if (cast.share[t] >= 1 || at < 0 || at >= static_cast<std::ptrdiff_t>(out.values.size())) continue;
    double& value = out.values[static_cast<std::size_t>(at)];
    double variance = 0;
    if (own && std::abs(value - cast.reported[t]) < 0.5) {
      variance = cast.deviation[t] * cast.deviation[t];
      value = cast.mean[t];
    } else {
      const double share = std::max(cast.share[t], k_least_share), whole = value / share;
      const double of_share = cast.deviation[t] / std::max(1.0, cast.mean[t]);
      variance = cast.dispersion * value * (1 - share) / (share * share) + whole * whole * of_share * of_share;
      value = whole;
    }
    if (at + 1 == static_cast<std::ptrdiff_t>(out.values.size())) out.variance = variance;
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
