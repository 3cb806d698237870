// Which single values stand so far out that a forecast should not learn from them?
//
// A value is measured by its distance from the median of its six nearest neighbours. It is a lone outlier when that is
// more than 15 robust standard deviations (1.4826 times the median of all distances), when it lies outside the range of
// all other values by more than that range (by three ranges among the last three values, where it cannot yet be told
// from a shift), when no neighbour within three places is half as far out — that would be a shift or a burst — and
// neither is the same place of another cycle: that would be the season. At most one value in fifty may be one: a series
// that often leaps is like that. Typing errors, a backlog of years registered on one day are found; what a season, a
// trend, a shift or chance can do is not.
//
// `instead`: the median of the neighbours with the distance that the same place has in other cycles. Fewer than 24
// values, or more than half of them equal to their neighbours (the median distance is 0): nothing is found. After the
// idea of R forecast::tsoutliers (Hyndman 2021), with bounds so wide that ordinary series do not meet them.
#pragma once
#include <cstddef>
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

struct Outlier {
  std::size_t place = 0;  // from 0
  double value = 0, instead = 0;
};

std::vector<Outlier> lone_outliers(const History& history);

}  // namespace tartip::forecast
