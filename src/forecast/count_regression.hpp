// How do counts depend on trend, season, calendar and known events, and what counts follow?
//
// Log-linear regression: log E(y) = offset + Xβ, y Poisson or negative binomial with variance μ + μ²/θ (θ by maximum
// likelihood in turn with β, as MASS::glm.nb, Venables & Ripley 2002). Iterated weighted least squares.
// Assumptions: given X, counts are independent. Autocorrelation is not modelled.
//
// A prediction is a whole distribution: negative binomial with mean μ and variance μ + μ²/θ + μ²·x'Cov(β)x, so that
// what is not known of β widens it; θ there is the one at which Pearson's X² equals its degrees of freedom.
//
// `counts` chooses, by AICc, trend or none and 0 … 3 pairs of harmonics, then negative binomial or Poisson, on the last
// 5 cycles (60 values when there is no season); with a family the same, and that one whatever the counts say: Poisson
// intervals of counts that vary more are too narrow. Fewer than 10 events: the mean alone, with a gamma posterior
// (Jeffreys): too few to say more; all zeros: mean 0 and its upper limit. Values must be whole and not negative, 3 at
// least. Cost: about a millisecond for 60 months.
#pragma once
#include <limits>
#include <span>
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

struct CountRegression {
  std::vector<double> coefficients, errors;                // one for each column, with standard error
  std::vector<double> covariance;                          // of the coefficients, by rows
  double theta = std::numeric_limits<double>::infinity();  // +inf: Poisson
  double theta_error = 0;
  double log_likelihood = 0;
  double aicc = 0;        // θ counts as a parameter
  double dispersion = 0;  // Pearson's X² over its degrees of freedom
  std::vector<double> fitted;
};

struct CountRegressionOptions {
  bool negative_binomial = true;    // θ is +inf when the counts vary no more than Poisson
  std::vector<double> offset = {};  // log exposure; empty: 0
};

// Columns as long as the counts, the intercept among them. Errors: bad_data `error.forecast.not_counts`, `…too_short`
// (not more values than columns), `…collinear` (a column is the sum of others), `…no_convergence` (the counts are
// separated: a column tells zeros from the rest), `…all_zero`.
Result<CountRegression> fit_count_regression(std::span<const double> counts,
                                             std::span<const std::vector<double>> columns,
                                             const CountRegressionOptions& options = {});

enum class CountFamily { chosen, poisson, negative_binomial };

struct CountOptions {
  CountFamily family = CountFamily::chosen;
  // Known columns (calendar_effects.hpp, events.hpp), history and horizon long; a column that never moves is left out.
  std::vector<std::vector<double>> regressors = {};
  std::vector<double> offset = {};  // log exposure, history and horizon long
};

Result<Prediction> predict_counts(const History& history, const PredictOptions& options, const CountOptions& known);
Result<Prediction> counts(const History& history, const PredictOptions& options);
Result<Prediction> poisson_counts(const History& history, const PredictOptions& options);
Result<Prediction> negative_binomial_counts(const History& history, const PredictOptions& options);

}  // namespace tartip::forecast
