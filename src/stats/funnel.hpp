// Funnel limits: between which rates would a territory of this size lie if it were like all others?
//
// Counts with exposures (residents, square kilometres × years, events for a share). The centre is the rate of all
// together. Limits are exact (Poisson, or negative binomial when the territories differ by more than chance) and drawn
// as a smooth curve by interpolating between whole counts as Spiegelhalter does (2005, Stat. Med. 24:1185); the upper
// one is placed one count higher than his, so that a point beyond a line is exactly one whose tail probability is below
// the stated level, however small the territory is.
//
// Overdispersion from the standardised residuals, winsorised at 10 % on either side so that the outliers to be found do
// not widen their own limits (Spiegelhalter 2005, §4.2); the mean square is divided by its value for normal residuals:
//   multiplicative: variance φ × Poisson, φ = mean z² when above 1;
//   additive: the rates themselves vary with the relative variance τ²: variance m + τ² m², τ² such that mean z² = 1
//   (Paule & Mandel 1982). The default, as territories differ, and all large ones would otherwise lie outside.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "stats/interval.hpp"

namespace tartip::stats {

enum class Spread { poisson, multiplicative, additive };

struct FunnelOptions {
  Spread spread = Spread::additive;
  double warning_level = 0.95;
  double action_level = 0.998;
  double winsorised = 0.1;  // on either side, when the overdispersion is estimated
};

struct FunnelModel {
  double centre = 0;  // events per unit of exposure; NaN when there is no exposure
  double phi = 1;     // multiplicative overdispersion in use
  double tau2 = 0;    // relative variance between territories in use
  std::size_t units = 0;
  FunnelOptions options{};
};

// Units with a NaN or negative count, or an exposure that is not positive and finite, are left out. Fewer than 10
// units: no overdispersion is estimated (stated by phi = 1, tau2 = 0).
FunnelModel fit_funnel(std::span<const double> counts, std::span<const double> exposures,
                       const FunnelOptions& options = {});

struct FunnelLimits {
  Interval warning;  // as rates
  Interval action;
};
FunnelLimits funnel_limits(const FunnelModel& model, double exposure);

// P(X ≤ count) and P(X ≥ count) under the model; two-sided p = twice the smaller, at most 1.
struct FunnelTail {
  double below = 1;
  double above = 1;
  double p = 1;
};
FunnelTail funnel_tail(const FunnelModel& model, double count, double exposure);

// The probability that a territory of this size lies beyond the limits of `level` by chance: at most 1 − level, less
// for small ones.
double chance_outside(const FunnelModel& model, double exposure, double level);

}  // namespace tartip::stats
