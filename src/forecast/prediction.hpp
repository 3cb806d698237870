// What every forecast method takes and gives: one series in, its coming periods out.
//
// A history is regular: oldest first, one value a period, all finite and at most 1e15 in size. Gaps are closed or
// refused before by a stated step (gaps are not the method's to guess). A prediction has one entry a coming period.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace tartip::forecast {

struct History {
  std::span<const double> values;
  int season = 1;  // periods in a cycle: 12 for months of a year; 1: no season
};

// The central interval with probability `level` (0.95, not 95) of each coming period. Level 0 is the median, twice.
struct Band {
  double level = 0;
  std::vector<double> lower, upper;
};

struct Prediction {
  std::vector<double> mean;       // step 1 … horizon
  std::vector<double> deviation;  // standard deviation of the error of each step, as the method believes it
  std::vector<Band> bands;        // one for each level asked, in that order
  std::vector<double> fitted;     // one step ahead within the history; NaN where the method has none
  std::string method;             // what was fitted, in the field's notation: "ETS(M,Ad,M)", "Theta", "ARIMA(1,1,0)"
};

struct PredictOptions {
  int horizon = 1;                         // ≥ 1
  std::vector<double> levels{0.80, 0.95};  // each in [0, 1)
  std::uint64_t seed = 1;                  // for methods whose bands are simulated
};

// Finite values of a size that can be squared and added, a season ≥ 1, at least `least` values; else the error names
// the first wrong value and its place (counted from 1).
Status check_history(const History& history, std::size_t least = 1);

// mean ± z·deviation for each level: a normal error of each step.
std::vector<Band> normal_bands(std::span<const double> mean, std::span<const double> deviation,
                               std::span<const double> levels);

}  // namespace tartip::forecast
