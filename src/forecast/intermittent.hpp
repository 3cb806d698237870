// What mean demand do series with many zeros have a period, and what counts are to be expected?
//
// Croston (1972): size of the non-zero values and interval between them smoothed apart, their quotient the rate. SBA
// (Syntetos & Boylan 2005) and SBJ (Shale, Boylan & Johnston 2006) take Croston's bias out. TSB (Teunter, Syntetos &
// Babai 2011) smooths the probability of a non-zero value every period, so that it forgets what has ended. ADIDA
// (Nikolopoulos et al. 2011) smooths sums over blocks of the mean interval. All start with the first non-zero value.
//
// A prediction is one rate for every step, and a distribution in two parts: zero with probability 1 − p, else a size —
// whole values 1 + negative binomial with the mean and variance of the non-zero ones, others a gamma. The mean size is
// the smoothed one (ADIDA: the plain mean), p the rate over it. Band limits are its quantiles, tails made smaller by
// the relative variance of p; a level that moves over the horizon is not in it.
//
// All zeros in n periods: rate 0, limits from the predictive distribution under Jeffreys' prior (mean 1/(2n), shape ½):
// there may be some next time. Values must not be negative; 2 at least. Cost O(n).
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

enum class Intermittent : std::uint8_t { croston, sba, sbj, tsb, adida };

struct IntermittentOptions {
  double alpha = 0.1;  // of sizes and intervals, and of ADIDA's blocks
  double beta = 0.1;   // of TSB's probability
};

// The rate after the last value, 0 when there is none; as R forecast::croston and tsintermittent (init "naive").
double intermittent_rate(std::span<const double> values, Intermittent method, const IntermittentOptions& options = {});

// Mean interval between non-zero values (n over their count) and squared coefficient of variation of their sizes; the
// quadrants of Syntetos, Boylan & Croston (2005): "smooth", "intermittent", "erratic", "lumpy". No non-zero value:
// "zero".
struct DemandPattern {
  double interval = 0;
  double variation = 0;
  std::string_view name = "zero";
};
DemandPattern demand_pattern(std::span<const double> values);

Result<Prediction> predict_intermittent(const History& history, Intermittent method, const PredictOptions& options,
                                        const IntermittentOptions& smoothing = {});

Result<Prediction> croston(const History& history, const PredictOptions& options);
Result<Prediction> sba(const History& history, const PredictOptions& options);
Result<Prediction> tsb(const History& history, const PredictOptions& options);
Result<Prediction> adida(const History& history, const PredictOptions& options);

}  // namespace tartip::forecast
