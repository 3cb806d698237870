#include "statistics/change.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "stats/two_counts.hpp"

namespace tartip::statistics {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

bool is_missing(const Observation& value) {
  return value.cell == cube::Cell::missing || std::isnan(value.value);
}

std::optional<Basis> obstacle(const Observation& current, const Observation& previous, Kind kind) {
  if (is_missing(current) || is_missing(previous)) return Basis::missing;
  const auto countable = [&](double value) { return std::isfinite(value) && (kind == Kind::amount || value >= 0); };
  if (!countable(current.value) || !countable(previous.value)) return Basis::not_a_count;
  if (current.cell == cube::Cell::partial || previous.cell == cube::Cell::partial) return Basis::partial;
  return std::nullopt;
}

Verdict verdict_of(const stats::Ratio& ratio, double few_factor) {
  if (ratio.low > 1) return Verdict::rise;
  if (ratio.high < 1) return Verdict::fall;
  return ratio.high > few_factor * ratio.low ? Verdict::few : Verdict::unclear;
}

double percent_of(double ratio) {
  return 100 * (ratio - 1);
}

}  // namespace

Change not_compared(const Observation& current, const Observation& previous, Basis basis) {
  Change change;
  change.current = is_missing(current) ? k_nan : current.value;
  change.previous = is_missing(previous) ? k_nan : previous.value;
  change.absolute = change.percent = change.low = change.high = change.p = k_nan;
  change.basis = basis;
  return change;
}

Verdict corrected_verdict(const Change& change, double p_adjusted, double level) {
  const bool moved = change.verdict == Verdict::rise || change.verdict == Verdict::fall;
  if (!moved || std::isnan(p_adjusted) || p_adjusted < 1 - level) return change.verdict;
  return change.imprecise ? Verdict::few : Verdict::unclear;
}

bool has_open_end(const Change& change) {
  return std::isinf(change.high) || (change.imprecise && change.high > k_open_percent);
}

Change change_between(const Observation& current, const Observation& previous, const ChangeOptions& options) {
  if (const auto basis = obstacle(current, previous, options.kind)) return not_compared(current, previous, *basis);

  Change change = not_compared(current, previous, Basis::compared);
  change.absolute = current.value - previous.value;
  if (previous.value == 0) change.basis = current.value == 0 ? Basis::both_zero : Basis::from_zero;
  if (previous.value > 0)
    change.percent =
        percent_of(current.value / options.exposure_current / (previous.value / options.exposure_previous));
  if (options.kind == Kind::amount) return change;

  stats::RatioOptions model;
  model.exposure_a = options.exposure_current;
  model.exposure_b = options.exposure_previous;
  model.level = options.level;
  model.dispersion = options.dispersion;
  model.dispersion_degrees = options.dispersion_degrees;
  model.mid_p = options.mid_p;
  const stats::Ratio ratio = stats::ratio_of_counts(current.value, previous.value, model);
  change.p = ratio.p;
  if (std::isnan(ratio.low)) return change;  // an exposure that is not positive: the figures stand, nothing is said
  change.verdict = verdict_of(ratio, options.few_factor);
  change.imprecise = ratio.high > options.few_factor * ratio.low;
  if (change.basis == Basis::both_zero) return change;
  change.low = percent_of(ratio.low);
  change.high = percent_of(ratio.high);
  return change;
}

}  // namespace tartip::statistics
