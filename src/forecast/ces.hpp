// Complex exponential smoothing: level and trend in one complex state, so that no form of trend has to be chosen.
//
// y = l + s + e; l' = l − (1 − α₁)c + (α₀ − α₁)e; c' = l + (1 − α₀)c + (α₀ + α₁)e; with the partial season
// s' = s + γe of the period's place in the cycle. Both parameters and all first states by least squares
// (Levenberg–Marquardt with exact derivatives) within the region of stability, from several starts; season or none by
// AICc, season only when 2 ≤ m ≤ 24. Variance from the weights of the errors in the states, exact. Needs 6 values.
// Constant history: the constant, deviation 0. Svetunkov, Kourentzes & Ord (2022).
#pragma once
#include <vector>

#include "forecast/least_squares.hpp"
#include "forecast/prediction.hpp"

namespace tartip::forecast {

struct CesFit {
  double alpha0 = 1, alpha1 = 1, gamma = 0;
  double level = 0, companion = 0;  // l and c after the last value
  std::vector<double> season;       // by position in the cycle, after the last value; empty: none
  Unknowns first{};                 // what was searched: parameters and first states
  double log_likelihood = 0, aicc = 0, variance = 0;
  std::vector<double> fitted;
};

enum class CesSeason { choose, none, partial };

Result<CesFit> fit_ces(const History& history, CesSeason season = CesSeason::choose);
// The same model on a history with more or fewer values of the same series, searched from the earlier parameters.
CesFit refit_ces(const History& history, const CesFit& earlier);
Prediction predict(const CesFit& fit, const PredictOptions& options);
Result<Prediction> ces(const History& history, const PredictOptions& options);

}  // namespace tartip::forecast
