// Where did a series jump, and which single values stand out?
//
// After Chen & Liu (1993, JASA 88): an ARIMA model is chosen and fitted, and for every period the effect of an outlier
// (this period only) and of a level shift (from this period on) is estimated by exact generalised least squares. The
// largest t statistic (standard deviation without the shock itself) beyond the critical value becomes a regressor, the
// model is chosen again, and so on; in the end what has fallen below 3 is dropped. Where the model differences, which
// hides a lasting shift, one shift of an otherwise steady series (first autocorrelation below 0.4) is tried first. The
// critical value is Student's at `false_alarm` over the 2n places looked at, so that a series without shocks gives any
// finding with at most about that chance (tests/simulation shows it). Whole counts of mean below 100 are searched as
// 2√(y + 3/8), which has constant variance (Anscombe 1948).
//
// A level shift has at least 3 values on both sides; a change in the last two periods is an outlier: which of both it
// is will show. Missing values (NaN) are left out. Too little to say: fewer than 12 known values, or whole counts with
// fewer than 20 events in all. Constant series: nothing found. Errors as in arima.hpp. Cost O(n²) for each finding.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "forecast/prediction.hpp"

namespace tartip::forecast {

enum class ShockKind : std::uint8_t { outlier, level_shift };

struct Shock {
  ShockKind kind = ShockKind::outlier;
  std::size_t place = 0;  // 0-based
  double expected = 0;    // outlier: the value without it; level shift: mean level of the season before
  double observed = 0;    // outlier: the value; level shift: mean level after, up to the next shift
  double statistic = 0;   // t
};

struct Shocks {
  bool enough = true;              // false: too little to say
  std::vector<Shock> found;        // by place
  std::vector<double> cleaned;     // the series with outliers replaced by what was expected; missing values stay
  std::vector<double> level_only;  // cleaned, and brought to the last level
};

struct ShockOptions {
  double false_alarm = 0.05;  // chance of any finding in a series without shocks
  std::size_t most = 5;
};

Result<Shocks> find_shocks(const History& history, const ShockOptions& options = {});

// The message a briefing says of it: key and arguments `period`, `from`, `to` (numbers as text), `percent` (a whole
// number without sign, only when `from` is not 0). Keys: forecast.shock.outlier_high, …outlier_low, …shift_up,
// …shift_down, each with `_from_zero` when `from` is 0.
struct ShockSentence {
  std::string key;
  std::vector<Argument> arguments;
};
ShockSentence sentence_of(const Shock& shock, const std::string& period);

}  // namespace tartip::forecast
