#include "stats/funnel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/require.hpp"
#include "stats/negative_binomial.hpp"
#include "stats/quantile.hpp"
#include "stats/special.hpp"

namespace tartip::stats {
namespace {

constexpr std::size_t k_fewest_units = 10;  // below, an overdispersion cannot be told from one unusual territory

struct Unit {
  double count;
  double expected;
};

CountModel model_of(const FunnelModel& funnel, double exposure) {
  const double mean = funnel.centre * exposure;
  return {mean, funnel.phi * mean + funnel.tau2 * mean * mean};
}

// Mean square of the standardised residuals, winsorised, relative to what it is for standard normal ones.
double mean_square(const std::vector<Unit>& units, double tau2, double winsorised) {
  std::vector<double> z;
  z.reserve(units.size());
  for (const Unit& unit : units)
    z.push_back((unit.count - unit.expected) / std::sqrt(unit.expected + tau2 * unit.expected * unit.expected));
  const double ends[] = {winsorised, 1 - winsorised};
  const std::vector<double> limits = quantiles(z, ends);
  double sum = 0;
  for (const double value : z) {
    const double drawn = std::clamp(value, limits[0], limits[1]);
    sum += drawn * drawn;
  }
  double normal = 1;
  if (winsorised > 0) {
    const double cut = normal_quantile(1 - winsorised);
    const double density = std::exp(-cut * cut / 2) / std::sqrt(2 * std::numbers::pi);
    normal = 1 - 2 * winsorised - 2 * cut * density + 2 * winsorised * cut * cut;
  }
  return sum / static_cast<double>(z.size()) / normal;
}

// Paule & Mandel: the variance between the territories with which the residuals are as large as they should be.
double relative_variance(const std::vector<Unit>& units, double winsorised) {
  if (mean_square(units, 0, winsorised) <= 1) return 0;
  double low = 0;
  double high = 1;
  while (mean_square(units, high, winsorised) > 1 && high < 1e6) high *= 4;
  for (int step = 0; step < 60 && high - low > 1e-10 * high; ++step) {
    const double middle = (low + high) / 2;
    (mean_square(units, middle, winsorised) > 1 ? low : high) = middle;
  }
  return (low + high) / 2;
}

Interval limits_in_counts(const CountModel& model, double level) {
  const double tail = (1 - level) / 2;
  const double lower = count_quantile(model, tail);
  const double upper = count_quantile(model, 1 - tail);
  const auto part = [](double above, double mass) { return mass > 0 ? std::clamp(above / mass, 0.0, 1.0) : 0.0; };
  const double below_lower = probability_at_most(model, lower - 1);
  const double at_lower = probability_at_most(model, lower);
  const double above_upper = probability_at_least(model, upper + 1);
  const double from_upper = probability_at_least(model, upper);
  return {std::max(0.0, lower - part(at_lower - tail, at_lower - below_lower)),
          upper + 1 - part(tail - above_upper, from_upper - above_upper)};
}

bool is_exposure(double value) {
  return std::isfinite(value) && value > 0;
}

}  // namespace

FunnelModel fit_funnel(std::span<const double> counts, std::span<const double> exposures,
                       const FunnelOptions& options) {
  require(counts.size() == exposures.size(), "fit_funnel needs one exposure a count");
  require(options.winsorised >= 0 && options.winsorised < 0.5, "fit_funnel winsorises less than half");
  FunnelModel model;
  model.options = options;
  double events = 0;
  double exposure = 0;
  std::vector<Unit> units;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (!(std::isfinite(counts[i]) && counts[i] >= 0) || !is_exposure(exposures[i])) continue;
    events += counts[i];
    exposure += exposures[i];
    units.push_back({counts[i], exposures[i]});
  }
  model.units = units.size();
  model.centre = exposure > 0 ? events / exposure : std::numeric_limits<double>::quiet_NaN();
  if (units.size() < k_fewest_units || events == 0) return model;

  for (Unit& unit : units) unit.expected *= model.centre;
  if (options.spread == Spread::multiplicative) model.phi = std::max(1.0, mean_square(units, 0, options.winsorised));
  if (options.spread == Spread::additive) model.tau2 = relative_variance(units, options.winsorised);
  return model;
}

FunnelLimits funnel_limits(const FunnelModel& model, double exposure) {
  constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
  if (!is_exposure(exposure) || std::isnan(model.centre)) return {{k_nan, k_nan}, {k_nan, k_nan}};
  const CountModel counts = model_of(model, exposure);
  const Interval warning = limits_in_counts(counts, model.options.warning_level);
  const Interval action = limits_in_counts(counts, model.options.action_level);
  return {{warning.low / exposure, warning.high / exposure}, {action.low / exposure, action.high / exposure}};
}

FunnelTail funnel_tail(const FunnelModel& model, double count, double exposure) {
  constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
  if (!is_exposure(exposure) || std::isnan(model.centre) || !(std::isfinite(count) && count >= 0))
    return {k_nan, k_nan, k_nan};
  const CountModel counts = model_of(model, exposure);
  const double below = probability_at_most(counts, count);
  const double above = probability_at_least(counts, count);
  return {below, above, std::min(1.0, 2 * std::min(below, above))};
}

double chance_outside(const FunnelModel& model, double exposure, double level) {
  if (!is_exposure(exposure) || std::isnan(model.centre)) return 0;
  const CountModel counts = model_of(model, exposure);
  const double tail = (1 - level) / 2;
  return probability_at_most(counts, count_quantile(counts, tail) - 1) +
         probability_at_least(counts, count_quantile(counts, 1 - tail) + 1);
}

}  // namespace tartip::stats
