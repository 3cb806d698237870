// Tails and quantiles of counts with a given mean and variance: Poisson when they are equal, negative binomial when the
// variance is larger. A variance below the mean is taken as the mean. A mean of 0 is the count that is always 0.
#pragma once

namespace tartip::stats {

struct CountModel {
  double mean = 0;
  double variance = 0;
};

double probability_at_most(const CountModel& model, double count);   // P(X ≤ count)
double probability_at_least(const CountModel& model, double count);  // P(X ≥ count), without cancellation in the tail
double count_quantile(const CountModel& model, double p);  // the smallest whole count with P(X ≤ count) ≥ p

}  // namespace tartip::stats
