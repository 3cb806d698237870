// How much more than Poisson do the counts of one series vary?
//
// History as a table of years × parts of the year (months). Model: log mean = year + month, variance = φ × mean
// (quasi-Poisson). Fitted by iterative proportional fitting, so that cells may be missing (NaN). φ is Pearson's X²/df
// corrected for sparse counts (Fletcher 2012, Biometrika 99), after residuals beyond 3.5 robust standard deviations are
// drawn in (one extraordinary month shall not blur every comparison); how many were is told. The year effects take the
// slow movement out: φ is the noise around it, months taken as independent.
#pragma once
#include <cstddef>
#include <span>

namespace tartip::stats {

struct Dispersion {
  double phi = 1;      // at least 1
  double size = 0;     // negative binomial size k of the same mean dispersion: variance = m + m²/k; +inf when φ = 1
  double degrees = 0;  // residual degrees of freedom; 0: nothing could be estimated and φ = 1 is an assumption
  std::size_t drawn_in = 0;  // residuals drawn in
  bool estimated() const { return degrees > 0; }
};

// `counts` is row-major, rows × columns. NaN is missing, a negative count too. Rows and columns without events are left
// out, as they say nothing. Fewer than `minimum_degrees` degrees of freedom: not estimated. Cost O(cells × iterations).
Dispersion dispersion_from_history(std::span<const double> counts, std::size_t columns, double minimum_degrees = 10);

}  // namespace tartip::stats
