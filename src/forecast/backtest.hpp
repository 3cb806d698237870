// How would a method have done? Rolling origin: the history is cut at each origin, the method sees only what lies
// before it and chooses everything anew, and its forecasts are scored against what came.
//
// Scores are those of forecast/score.hpp; the yardstick is seasonal naive at the same origin (naive where there is less
// than a cycle). The scale of MASE and RMSSE is the mean absolute (square) seasonal difference before the origin; an
// origin without differences (a constant) has none and does not count in them. sMAPE of a step: 200 |y − f| / (|y| +
// |f|), 0 when both are 0.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "forecast/method.hpp"
#include "forecast/score.hpp"

namespace tartip::forecast {

struct BacktestOptions {
  int horizon = 1;
  int origins = 4;  // the last leaves `horizon` values, the others `stride` values more each
  int stride = 1;
  std::uint64_t seed = 1;
};

struct Trial {
  std::size_t origin = 0;  // values before it
  int step = 1;
  double truth = 0, mean = 0;
  double lower_80 = 0, upper_80 = 0, lower_95 = 0, upper_95 = 0;
  Score score;
  double smape = 0;
  double squared_scaled = 0;  // squared error over the mean squared seasonal difference; NaN: no scale
};

// Trials by origin, then step. At least 2 values are left before the first origin; too_short when there is no such
// origin. Errors of the method at an origin are handed on. Cost: origins × the method.
Result<std::vector<Trial>> backtest(const History& history, const Method& method, const BacktestOptions& options);

struct Summary {
  ScoreCard card;
  double smape = 0;
  double rmsse = 0;  // root of the mean over all trials that have a scale
};
Summary summarise(std::span<const Trial> trials);

}  // namespace tartip::forecast
