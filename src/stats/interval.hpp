// Intervals for one count or one share.
//
// Counts may be fractional (crosswalk weights, counts divided by a dispersion): the exact formulas are then read
// through the gamma and beta distributions, which agree with the discrete ones at whole numbers. NaN, negative or
// infinite input, a share with more successes than trials, or a level outside (0, 1) gives an interval of NaN. Cost
// O(1).
#pragma once

namespace tartip::stats {

struct Interval {
  double low = 0;
  double high = 0;
  bool contains(double value) const { return low <= value && value <= high; }
};

// Exact interval for the mean of a Poisson count (Garwood 1936, Biometrika 28). Coverage at least `level`; 0 gives
// [0, 3.69].
Interval poisson_interval(double count, double level = 0.95);

// Exact interval for a share (Clopper & Pearson 1934, Biometrika 26). No trials: [0, 1].
Interval clopper_pearson(double successes, double trials, double level = 0.95);

// Score interval for a share (Wilson 1927, JASA 22): shorter than the exact one, coverage `level` on average. No
// trials: [0, 1].
Interval wilson(double successes, double trials, double level = 0.95);

}  // namespace tartip::stats
