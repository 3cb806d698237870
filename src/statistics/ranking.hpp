// Which territories stand out, when small ones are high or low by chance all the time?
//
// Order: by the shrunken rate (empirical Bayes, Marshall 1991), highest first, so that a small territory with a few
// events does not lead the list. Verdict: by the funnel (Spiegelhalter 2005, stats/funnel.hpp) —
//   high, low     beyond the action limits (99.8 %) around the rate of all together;
//   few           within, but the interval of its own rate spans more than a factor of `few_factor`: nothing
//   can be said; usual         within, with enough events to say so; none          no exposure, or the count is missing
//   or partial.
// With n territories some lie beyond a limit by chance: `expected_by_chance` says how many, beside how many there are.
// Rank intervals: Goldstein & Spiegelhalter 1996, from the posteriors. When the territories differ by no more than
// chance every rank is possible, and the intervals say so.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "statistics/conventions.hpp"
#include "statistics/observation.hpp"
#include "stats/funnel.hpp"

namespace tartip::statistics {

enum class Standing : std::uint8_t { none, high, low, usual, few };

struct RankingOptions {
  double per = 100'000;  // rates below are events per so many units of exposure, over the period as it is
  stats::FunnelOptions funnel{};
  double few_factor = k_few_factor;
  bool rank_intervals = true;
  double level = k_level;
  std::vector<double> dispersion = {};  // φ of each territory's own rate, see rate.hpp; empty: 1
  int draws = 1000;
  std::uint64_t seed = 1;
  int threads = 0;
};

struct Ranked {
  double count = 0;
  double exposure = 0;
  double rate = 0;           // NaN without exposure or count
  double low = 0, high = 0;  // interval of the rate, see rate.hpp
  double shrunken = 0;
  double p = 1;                 // two-sided tail of the funnel model
  double p_adjusted = 1;        // Benjamini & Hochberg over all territories
  bool beyond_warning = false;  // outside the 95 % limits
  Standing standing = Standing::none;
  int rank = 0;  // by the shrunken rate, 1 the highest; 0: not ranked
  int rank_low = 0, rank_high = 0;
};

struct FunnelCurvePoint {
  double exposure = 0;
  stats::FunnelLimits limits;  // rates per `per`
};

struct Ranking {
  std::vector<Ranked> units;       // in the order of the input
  std::vector<std::size_t> order;  // indices of the ranked, rank 1 first; ties by smaller index
  double rate = 0;                 // of all together, per `per`; NaN without exposure
  stats::FunnelModel funnel;       // per unit of exposure
  std::size_t beyond_warning = 0, beyond_action = 0;
  double warning_by_chance = 0, action_by_chance = 0;  // expected under the model, exact for the sizes at hand
  std::vector<FunnelCurvePoint> curve;                 // 60 points, evenly in log exposure over the territories' range
};

// One count and one exposure a territory (sizes must agree). Exposure: residents of the middle of the period, or square
// kilometres, or — for shares — all events of the territory (a share has less than Poisson noise, so the limits are
// then on the safe side). Empty input gives an empty ranking. Cost O(n log n) and the simulation's O(draws × n log n).
Ranking rank_territories(std::span<const Observation> counts, std::span<const double> exposures,
                         const RankingOptions& options = {});

}  // namespace tartip::statistics
