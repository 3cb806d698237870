// The rate of the whole changed: because rates changed, or because people live elsewhere?
//
// Kitagawa (1955, JASA 50:1168): with shares c of the population and rates m in two periods,
//   rate effect of a part = (m₂ − m₁)(c₁ + c₂)/2,   mix effect of a part = (c₂ − c₁)(m₁ + m₂)/2,
// and all effects add up to the change of the overall rate exactly.
#pragma once
#include <span>
#include <vector>

#include "base/error.hpp"

namespace tartip::statistics {

struct RatePart {
  double events_current = 0, exposure_current = 0;
  double events_previous = 0, exposure_previous = 0;
};

struct RateEffect {
  double rate = 0;  // per unit of exposure
  double mix = 0;
};

struct RateDecomposition {
  double rate_current = 0, rate_previous = 0;
  double rate_effect = 0, mix_effect = 0;
  std::vector<RateEffect> parts;
};

// A part without exposure on one side has no rate there: it takes the rate of the other side, so that only the mix
// moves. bad_data: a value that is negative or not finite, events without exposure, or no exposure at all on one side.
Result<RateDecomposition> decompose_rate(std::span<const RatePart> parts);

// The number of events changed: because there are more people, because they live elsewhere, or because rates changed?
// E = N·m: size = (N₂ − N₁)(m₁ + m₂)/2, and the change of the overall rate m as above, times (N₁ + N₂)/2 (Das Gupta
// 1993, Standardization and Decomposition of Rates, P23-186). The three add up to the change of the count exactly.
struct CountDecomposition {
  double size = 0, mix = 0, rate = 0;  // in events
  std::vector<RateEffect> parts;       // in events
};
Result<CountDecomposition> decompose_count(std::span<const RatePart> parts);  // errors as above

}  // namespace tartip::statistics
