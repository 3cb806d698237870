// Two counts: is the rate behind one higher than the rate behind the other, and by how much?
//
// Model: two independent Poisson counts with known exposures (residents, days, or 1 and 1). With a dispersion φ > 1 the
// counts have the variance φ × mean, and the exact formulas are applied to the effective counts count/φ: they then have
// the right variance, and the ratio is unchanged. When φ was itself estimated from few numbers, `dispersion_degrees`
// (its residual degrees of freedom) widens it by (t/z)², so that the interval still covers what it claims; 0 means that
// φ is known.
//
// NaN, negative or infinite counts, exposures that are not positive, φ < 1 taken as 1. Bad input gives NaN in every
// field.
#pragma once

namespace tartip::stats {

struct RatioOptions {
  double exposure_a = 1;
  double exposure_b = 1;
  double level = 0.95;
  double dispersion = 1;
  double dispersion_degrees = 0;
  bool mid_p = false;  // counts the observed outcome by half: shorter, coverage `level` on average instead of at least
};

struct Ratio {
  double ratio = 0;  // (a / exposure_a) / (b / exposure_b); +inf when b is 0, NaN when both are
  double low = 0;    // both counts 0: [0, +inf] and p = 1
  double high = 0;
  double p = 1;  // two-sided, of equal rates: twice the smaller tail, at most 1; p < 1 − level exactly when 1 lies
                 // outside [low, high]
};

// Conditional on the sum, a is binomial (Przyborowski & Wilenski 1940, Biometrika 31); the interval of Clopper &
// Pearson.
Ratio ratio_of_counts(double a, double b, const RatioOptions& options = {});

// E-test of equal rates (Krishnamoorthy & Thomson 2004, J. Stat. Plan. Inference 119): more powerful than the
// conditional test for small counts, size close to nominal but not guaranteed. Two-sided p; a dispersion is not used.
// Cost O(√(a + b)) tail probabilities.
double e_test(double a, double b, double exposure_a = 1, double exposure_b = 1);

}  // namespace tartip::stats
