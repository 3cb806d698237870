// The Theta method and its dynamic optimised form: a slowly moving level plus part of the linear trend.
//
// A series whose autocorrelation at the seasonal lag is significant is first divided by its classical multiplicative
// indices (additive ones where values are not positive) and multiplied back at the end.
//
// `theta` (Assimakopoulos & Nikolopoulos 2000, as simple smoothing with half the regression slope as drift: Hyndman &
// Billah 2003; R forecast::thetaf): needs 3 values. Variance σ²(1 + (h − 1)α²), which leaves the drift's out.
// `dynamic_theta` (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016): the line is estimated anew at each
// period, and α, the first level and the weight 1 − 1/θ of the line (0 … 1) by least squares: for each α the other two
// are a linear regression, so one search in α suffices. Needs 4 values. Variance as of the smoothing with the drift of
// that line.
// Constant history: the constant, deviation 0. Cost O(n) times about 40.
#pragma once
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

struct ThetaFit {
  double alpha = 0;
  double first_level = 0, last_level = 0;
  double drift = 0;                                // theta: half the regression slope
  double line_weight = 0;                          // dynamic: 1 − 1/θ
  double intercept = 0, slope = 0, line_mean = 0;  // dynamic: of the line through all values
  double variance = 0;
  std::vector<double> season;  // multiplicative or additive indices by position; empty: not seasonal
  bool additive_season = false;
  std::vector<double> fitted;
};

Result<ThetaFit> fit_theta(const History& history);
Prediction predict_theta(const ThetaFit& fit, const PredictOptions& options);
Result<ThetaFit> fit_dynamic_theta(const History& history);
Prediction predict_dynamic_theta(const ThetaFit& fit, const PredictOptions& options);

Result<Prediction> theta(const History& history, const PredictOptions& options);
Result<Prediction> dynamic_theta(const History& history, const PredictOptions& options);

}  // namespace tartip::forecast
