// What would be forecast without any model: the last value, the value of the same season a cycle ago, the last value
// and the mean step. The yardsticks every other method is measured against.
//
// Errors of the one-step forecasts are taken as independent with mean square s² (over n − 1 for the drift, whose own
// uncertainty is added): variance after h steps s²·h (naive), s²·⌈h/m⌉ (seasonal naive), s²·h·(1 + h/(n − 1)) (drift).
// Too few values for s² (one value, one cycle, two for the drift): NaN bands. Constant history: deviation 0. Seasonal
// naive needs a whole cycle; drift needs 2 values. Cost O(n + horizon). Hyndman & Athanasopoulos (2021), chapter 5.
#pragma once
#include "forecast/prediction.hpp"

namespace tartip::forecast {

Result<Prediction> naive(const History& history, const PredictOptions& options);
Result<Prediction> seasonal_naive(const History& history, const PredictOptions& options);
Result<Prediction> drift(const History& history, const PredictOptions& options);

}  // namespace tartip::forecast
