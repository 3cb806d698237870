// How precisely does a count tell a rate?
//
// The exact Poisson interval of the count (Garwood 1936), widened by the dispersion φ of the series: that of count / φ,
// times φ. Every rate of a table, a ranking and a briefing has its interval from here.
#pragma once
#include "statistics/conventions.hpp"
#include "stats/interval.hpp"

namespace tartip::statistics {

struct RateOptions {
  double per = 100'000;   // the rate is events per so many units of exposure
  double dispersion = 1;  // φ, see stats/dispersion.hpp; below 1 is taken as 1
  double level = k_level;
};

// In events per `per`. NaN when the count is negative or not finite, or the exposure is not positive. A count of 0 has
// a low end of 0.
stats::Interval rate_interval(double count, double exposure, const RateOptions& options = {});

}  // namespace tartip::statistics
