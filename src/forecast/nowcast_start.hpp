// Where a forecast of late registers starts: the last periods raised to what they will come to, and what is not known
// of them carried into the forecast.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "forecast/nowcast.hpp"
#include "forecast/prediction.hpp"

namespace tartip::forecast {

struct Raised {
  std::vector<double> values;
  double variance = 0;  // of the last value; 0: it is complete
};

// `offset`: the place in `values` of the nowcast's first period; may be negative. A value that is what the triangle
// itself holds of that period (`own`) becomes the nowcast's mean. Another is divided by the share that is registered
// (at least 0.001): its variance is φ n (1 − F)/F² for what is still to come and (n/F)² of the relative variance of the
// nowcast for the share. Complete and uncovered periods stay. Values must not be negative.
Raised raised(std::span<const double> values, const Nowcast& cast, std::ptrdiff_t offset, bool own);

// Every step's deviation and limits, widened about the mean by the variance of the last value: what is not known of it
// is not known of its future. Exact for a random walk, cautious for a level that forgets. A limit that
// was not below 0 stays so, and so do steps without a deviation.
void widen(Prediction& prediction, double variance);

}  // namespace tartip::forecast
