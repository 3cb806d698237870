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
// itself holds of that period (`own`) becomes the nowcast's mean, if that says how sure it is. Another, n, has a
// nowcast of its own by the share F that is registered in the triangle: with a gamma prior (a, b) of its rate from its
// last complete values (nowcast.hpp), (a + n)(1 − F)/(b + F) are still to come, with the variance of that negative
// binomial times φ; fewer than 6 complete values: n (1 − F)/F, F being at least 0.05. To it comes the relative variance
// of the nowcast for the share, by the weight F/(b + F) that the share has. Amounts are counted in units of their
// variance over their mean. Complete and uncovered periods stay. Values must not be negative.
Raised raised(std::span<const double> values, const Nowcast& cast, std::ptrdiff_t offset, bool own);

// Every step's deviation and limits, widened about the mean by the variance of the last value: what is not known of it
// is not known of its future. Exact for a random walk, cautious for a level that forgets. A limit that
// was not below 0 stays so, and so do steps without a deviation.
void widen(Prediction& prediction, double variance);

}  // namespace tartip::forecast
