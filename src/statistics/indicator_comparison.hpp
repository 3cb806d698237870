// One question under all its definitions: where does each region stand, and where does the order turn with the
// definition?
//
// Ranks: 1 is the highest value; ties share the better rank. Regions whose figure rests on too few events, is missing
// or not defined are not ranked under that definition. Rank intervals by simulation as of Goldstein & Spiegelhalter
// (1996): a share is drawn from Beta(x + ½, n − x + ½) (Jeffreys), a ratio as the share of its overlap plus Gamma of
// the rest, counts and rates from Gamma(x + ½); money is not drawn (its ranks have no interval).
//
// A pair of regions turns when one stands above the other under one definition and below it under another. The turn is
// `clear` when both orders are beyond chance: each holds in at least `level` of the draws (one-sided, 97.5 %). With
// equal true values that happens to less than 1 pair in 800 for two definitions, and more definitions give more
// chances: `clear_by_chance` bounds the number expected.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "statistics/indicator_value.hpp"

namespace tartip::statistics {

struct ComparisonOptions {
  double level = 0.975;  // of each order of a pair
  double rank_level = 0.95;
  int draws = 1000;
  std::uint64_t seed = 1;
  int threads = 0;
};

struct Placed {
  int rank = 0;                     // 0: not ranked
  int rank_low = 0, rank_high = 0;  // 0: of money nobody knows how far chance moves it
};

struct Turn {
  std::size_t first = 0, second = 0;  // regions: `first` above `second` under `above`, below it under `below`
  std::size_t above = 0, below = 0;   // definitions
  double chance = 1;                  // share of draws that contradict the less certain of both orders; NaN: not drawn
  bool clear = false;
};

struct IndicatorComparison {
  std::vector<std::vector<Placed>> placed;  // [definition][region]
  std::vector<int> best, worst;             // of each region over the definitions; 0: ranked under none
  std::size_t ranked = 0;                   // regions ranked under at least two definitions
  std::size_t pairs = 0;                    // of regions that can be ordered under at least two definitions
  std::size_t turned = 0, turned_clearly = 0;
  double clear_by_chance = 0;
  std::vector<Turn> turns;  // one a turned pair, the clearest; clear ones first, then by chance, then by number
  std::vector<std::vector<double>> tau;  // Kendall's τ_b between definitions over regions ranked in both; NaN below two
};

// values[definition][region]: the same regions in the same order under every definition, all of one row and period.
// Cost O(definitions × draws × regions²).
IndicatorComparison compare_definitions(const std::vector<const Indicator*>& indicators,
                                        const std::vector<std::vector<IndicatorValue>>& values,
                                        const ComparisonOptions& options = {});

}  // namespace tartip::statistics
