// How sure is a place in a list? Ranks by simulation (Goldstein & Spiegelhalter 1996, JRSS A 159:385): the rates are
// drawn many times from their posteriors, each time ranked, and the interval is what the ranks of a unit span.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace tartip::stats {

struct RankOptions {
  double level = 0.95;
  int draws = 1000;
  std::uint64_t seed = 1;
  int threads = 0;
};

// Rank 1 is the highest rate. `low` ≤ `high`; 0 where the unit was left out.
struct RankInterval {
  double mean = 0;
  int low = 0;
  int high = 0;
};

// Rates ~ Gamma(shape[i], scale 1/exposure[i]); a shape or exposure that is not positive and finite leaves the unit
// out. The same bytes for any number of threads. Cost O(draws × n log n), memory 4 bytes × draws × n.
std::vector<RankInterval> rank_intervals(std::span<const double> shapes, std::span<const double> exposures,
                                         const RankOptions& options = {});

}  // namespace tartip::stats
