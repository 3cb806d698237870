// Which cells say too much by themselves?
//
// - A count from 1 to least − 1 (minimum frequency): few enough to be known to each other.
// - (n, k) dominance: the n largest contributions are more than k per cent of the total.
// - p per cent: the second largest contributor could estimate the largest to within p per cent, because all others
//   together (total − largest − second) are less than p per cent of the largest.
// Each rule also says how far what is published must stay uncertain (Hundepool et al. 2012, "Statistical Disclosure
// Control", ch. 4): k and p give the amount at which the rule would just be kept, a count gets a width.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace tartip::disclosure {

struct Contributions {
  double total = 0;                  // ≥ 0
  std::int64_t count = 0;            // contributors; for a table of counts the count itself
  std::vector<double> largest = {};  // the largest ones, descending; each ≥ 0
};

enum class Zeros : std::uint8_t {
  published,  // never hidden: that nothing happened is no secret
  may_hide,   // hidden when that protects another cell
  sensitive   // primary: that nothing happened here would say something about everybody
};

struct PrimaryRules {
  std::int64_t least = 0;  // fewer contributors than this, but some, are sensitive; 0: no such rule
  int dominance_n = 0;     // 0: no dominance rule
  double dominance_k = 0;  // per cent, above 0, at most 100
  double p = 0;            // per cent; 0: no such rule
  Zeros zeros = Zeros::published;
  double width = 2;           // a count hidden for being small, or a zero, must stay uncertain by this much either way
  double width_percent = 30;  // an amount hidden for having few contributors: by this share of it
  bool counts = true;         // the total counts the contributors; false: it is an amount
};

enum class PrimaryRule : std::uint8_t { zero, few, dominance, p_percent };
std::string_view name_of(PrimaryRule rule);  // "few"

struct Sensitivity {
  PrimaryRule rule = PrimaryRule::few;  // the first that applies, in the order above
  double down = 0, up = 0;              // the widest protection that any rule asks
};

// Nothing: the cell may be published. Errors: k or p outside (0, 100], n negative; contributions that are negative, not
// in descending order, more than the total, or fewer than the rules need to see.
Result<std::optional<Sensitivity>> assess(const Contributions& cell, const PrimaryRules& rules);

}  // namespace tartip::disclosure
