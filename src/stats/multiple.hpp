// Many tests at once: adjusted p-values, in the order of the input. NaN stays NaN and is not counted as a test. Cost
// O(n log n).
#pragma once
#include <span>
#include <vector>

namespace tartip::stats {

// False discovery rate (Benjamini & Hochberg 1995, JRSS B 57): of those with an adjusted p below q, at most q are false
// on average.
std::vector<double> benjamini_hochberg(std::span<const double> p);

// Family-wise error (Holm 1979, Scand. J. Statist. 6): the chance of even one false finding is at most the level.
std::vector<double> holm(std::span<const double> p);

}  // namespace tartip::stats
