// The forecast of several methods together, with intervals measured by the back-test: what `auto` does.
//
// Members: ETS (chosen with caution: +3 AICc for an undamped trend), dynamic Theta, Theta, complex smoothing, ARIMA.
// Each chooses its form on the history before the first of up to 8 origins, forecasts from each origin with that form
// re-estimated, and chooses again on the whole history (ARIMA, whose choice is dear, once, on the whole). Origins:
// evenly from the last but two horizons (of at least 6 steps) on.
//
// Mean: members weighted by (root mean square error of the back-test)^−p, p = n / (3 horizon) within 0.5 … 3: the
// longer the history, the more its past errors say. Intervals: D² = Σ w (deviation² + (member − mean)²), times 1 + 0.06
// (h − 1)/m for the trend's unknown turn (m: the season, a year of days or hours); the combination's errors in the
// back-test over its own D there (at most 4) give the factor s, s² = (8·1.05² + Σ mean of squares of each origin) / (8
// + origins). Limits: mean ± s D · 0.837 t₅ — errors out of sample have heavier tails than normal ones. The constants
// were found on the training parts of M3 alone (docs/methods/intervals.md).
//
// `median`: the median of the members instead of their weighted mean, each weighing the same.
//
// Values never negative: neither are mean and limits. Whole counts: where the mean is below 20, the limits are
// quantiles of the negative binomial with the same mean and variance, where that is near enough (variance between half
// and twice the mean and eight times its square), else whole numbers all the same. Lone outliers (outliers.hpp) are
// replaced before. Seasons above 24 are taken off by MSTL (mstl.hpp) and put back; a shorter one within them (the week
// in the year) is left to the members. Constant history: the constant, deviation 0; all zeros: limits as of an
// intermittent series. 4 to 9 values: Theta with limits widened for n − 2 degrees of freedom; 1 to 3: the last value,
// no limits (NaN). Cost: about 15 ms for 100 months. Petropoulos & Svetunkov (2020), Bates & Granger (1969).
#pragma once
#include <string>
#include <vector>

#include "forecast/outliers.hpp"
#include "forecast/prediction.hpp"

namespace tartip::forecast {

struct Share {
  std::string member;  // "ets"
  std::string form;    // as chosen on the whole history: "ETS(M,Ad,M)"
  double weight = 0;
  double error = 0;  // root mean square in the back-test
};

struct Combination {
  Prediction prediction;  // method: "auto", or the form when there is one member
  std::vector<Share> shares;
  std::size_t origins = 0;             // of the back-test; 0: there was none
  double widening = 1;                 // s: 1 means the members' own deviations were right
  double naive_error = 0;              // root mean square of seasonal naive at the same origins
  std::vector<Outlier> outliers = {};  // that were not followed
};

struct CombinationOptions {
  std::vector<std::string> members{"ets", "dotm", "theta", "ces",
                                   "arima"};  // of these; one: that method with measured intervals
  int origins = 8;
  bool median = false;
};

Result<Combination> combine(const History& history, const PredictOptions& options,
                            const CombinationOptions& combination = {});

Result<Prediction> automatic(const History& history, const PredictOptions& options);
Result<Prediction> median_of_methods(const History& history, const PredictOptions& options);

}  // namespace tartip::forecast
