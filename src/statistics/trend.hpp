// Is this month unusual for the season, judged by the same month of earlier years?
//
// Usual range of a month = prediction interval from the same month of the k earlier years: mean m (half an event added
// over the k years, so that a month that never had one is not forecast with certainty), variance φ m (1 + 1/k),
// negative binomial; φ from the residuals around the month means (so the unrest between years is part of it), widened
// by t/z for its few degrees of freedom. No trend is extrapolated: a register that grows every year will lie above its
// range, and that is what the figure shall show. Of 12 months about 0.6 lie outside a 95 % range by chance; the result
// says the number expected.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "cube/panel.hpp"
#include "statistics/observation.hpp"

namespace tartip::statistics {

enum class Against : std::uint8_t { none, within, above, below };  // none: no range, or the month is missing or partial

struct TrendPoint {
  axes::Period period;
  Observation value;
  Observation year_before;
  double usual = 0;          // mean of the same month in the baseline; NaN without a range
  double low = 0, high = 0;  // whole counts; low ≤ count ≤ high is within
  int years = 0;             // baseline years that had this month complete
  Against against = Against::none;
};

enum class TrendState : std::uint8_t { ranged, too_few_years, not_periodic, amounts };

struct Trend {
  std::vector<TrendPoint> points;  // the periods of `current`, in order
  TrendState state = TrendState::too_few_years;
  int baseline_years = 0;
  double phi = 1;
  double level = 0.95;
  std::size_t outside = 0;       // points above or below
  double outside_by_chance = 0;  // (1 − level) × points that were judged
};

struct TrendOptions {
  axes::Span current;   // which periods of the panel are shown against the earlier ones
  int most_years = 5;   // baseline: so many years before the first shown period
  int least_years = 3;  // fewer complete ones: no range (values and last year's are still given)
  double level = 0.95;
  Kind kind = Kind::count;
};

// One series of a panel by month, quarter or ISO week; `series` −1 (as SIZE_MAX): all series added. Days and years have
// no season here: not_periodic. Cost O(cells).
inline constexpr std::size_t k_all_series = static_cast<std::size_t>(-1);
Trend trend_of(const cube::Panel& panel, std::size_t series, const TrendOptions& options);

}  // namespace tartip::statistics
