// Shrunken rates: what is the rate of a territory, given that small ones show mostly noise?
//
// Gamma–Poisson by moments (Marshall 1991, Appl. Statist. 40:283, global): m = Σ count / Σ exposure, s² = Σ exposure
// (rate − m)² / Σ exposure, A = max(0, s² − m / mean exposure), shrunken = m + A / (A + m / exposure) × (rate − m). The
// posterior is Gamma(count + m²/A, exposure + m/A) with that very mean. A = 0: no difference beyond chance, all get m.
#pragma once
#include <span>
#include <vector>

namespace tartip::stats {

struct EmpiricalBayes {
  double mean = 0;            // m, NaN without exposure
  double between = 0;         // A, the variance of the true rates
  std::vector<double> rates;  // shrunken, NaN where the unit was left out
  double shape() const { return between > 0 ? mean * mean / between : 0; }
  double rate() const { return between > 0 ? mean / between : 0; }
};

// Units with a NaN or negative count or a non-positive exposure are left out. Cost O(n).
EmpiricalBayes empirical_bayes(std::span<const double> counts, std::span<const double> exposures);

}  // namespace tartip::stats
