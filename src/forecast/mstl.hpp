// Forecast of a series with one or several seasons: STL takes them out, exponential smoothing forecasts the rest, the
// last cycle of each season is put back (R forecast::stlf with mstl).
//
// `seasons` of a history follow from its longest: 168 hours also have 24, 365 days also 7, 336 half hours also 48; a
// season with no more than two cycles in the history is left out, and without any the rest is the series. Variances are
// those of exponential smoothing, made wider by what the season has taken from the noise and by its own uncertainty
// (the weights of the local mean are known). Short and constant series as in ets.hpp. Cost: of STL, some tens of
// microseconds for 100 months.
#pragma once
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

std::vector<int> seasons_of(int longest);

Result<Prediction> predict_mstl(const History& history, const std::vector<int>& seasons, const PredictOptions& options);
Result<Prediction> mstl(const History& history, const PredictOptions& options);

}  // namespace tartip::forecast
