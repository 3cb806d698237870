// ARIMA(p,d,q)(P,D,Q)[m] with mean or drift, regressors and missing values, by exact Gaussian likelihood.
//
//   φ(B) Φ(Bᵐ) (1 − B)ᵈ (1 − Bᵐ)ᴰ (y − x'β) = θ(B) Θ(Bᵐ) e,   θ(B) = 1 + θ₁B + …
//
// The differenced series is filtered exactly (arma_likelihood.hpp), β and the constant are concentrated out by
// generalised least squares, φ and θ found by Levenberg–Marquardt from a conditional start. φ stays stationary; θ is
// given invertible (its mirror image has the same likelihood). The constant is the mean when d + D = 0, the drift a
// period when d + D = 1, none above. A missing value (NaN) is exact: it adds nothing to the likelihood.
//
// Without `order` it is chosen: D by the strength of the season (> 0.64), d by KPSS tests at 5 % (at most 2), the rest
// stepwise by AICc among models with all roots beyond 1.01 (Hyndman & Khandakar 2008, J. Stat. Softw. 27(3), as in R
// forecast 8.20; but each candidate by exact likelihood while
// values × lags ≤ 30 000, conditionally above). Seasonal parts need m ≤ 52; above, and when
// two cycles are not covered, the model has none.
//
// Constant history: ARIMA(0,0,0) with deviation 0. Errors: too_short below 3 known values or where the order asked
// leaves none after differencing. Cost of a selection: 5 to 20 ms for 100 months.
// Harvey (1989) §3; Morf, Sidhu & Kailath (1974) for the filter; Gómez & Maravall (1994) for missing values.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

struct ArimaOrder {
  int p = 0, d = 0, q = 0;
  int P = 0, D = 0, Q = 0;  // NOLINT: the field's letters
  bool constant = false;
  bool operator==(const ArimaOrder&) const = default;
};

std::string name_of(const ArimaOrder& order, int season);  // "ARIMA(0,1,1)(0,1,1)[12]", "ARIMA(0,1,0) with drift"

// A column of known numbers: as long as the history and the horizon that will be asked. A column that says nothing
// beyond the others (all zero after differencing, or their sum) gets the effect 0.
using Regressor = std::vector<double>;

struct ArimaOptions {
  std::optional<ArimaOrder> order = {};  // nothing: select
  std::vector<Regressor> regressors = {};
};

struct ArimaFit {
  ArimaOrder order;
  int season = 1;
  std::vector<double> ar, ma, seasonal_ar, seasonal_ma;
  double constant = 0;                         // mean or drift
  double constant_error = 0;                   // its standard error, φ and θ taken as known
  std::vector<double> effects, effect_errors;  // one for each regressor, and its standard error
  double variance = 0;                         // of e, over the count of used values − coefficients
  double log_likelihood = 0, aic = 0, aicc = 0, bic = 0;
  double smallest_root = 2;            // modulus, at most 2: stationary and invertible above 1
  std::size_t used = 0;                // known values after differencing
  std::vector<double> fitted, errors;  // errors standardised to `variance`; NaN where there is none

  // What a prediction starts from, after the last known value.
  struct Start {
    std::vector<double> level;       // the last values of y − x'β, as many as the autoregression looks back
    std::vector<double> state;       // what past errors contribute to the coming values
    std::vector<double> covariance;  // of that state, in units of `variance`, by rows
    std::vector<double> ar, ma;      // multiplied out; ar with the differences
    std::vector<double> regression;  // x'β of the coming periods that regressors cover
    double constant = 0, step = 0;   // mean, or drift up to here and a period further
    std::size_t missing = 0;         // periods at the end that are missing: the first to be forecast lies before them
  } start;
};

Result<ArimaFit> fit_arima(const History& history, const ArimaOptions& options = {});

// Regressors must cover the horizon. Errors of the estimated φ, θ, β are not part of the deviation.
Prediction predict(const ArimaFit& fit, const PredictOptions& options);

Result<Prediction> arima(const History& history, const PredictOptions& options);  // select, fit, predict

}  // namespace tartip::forecast
