// Exponential smoothing in its state space form: error, trend and season, each none, additive or multiplicative.
//
// The likelihood (Gaussian innovations, initial states estimated) is a sum of squares — for multiplicative errors of
// residuals times the geometric mean of the forecasts — and is minimised by Levenberg–Marquardt with exact derivatives.
// Parameters: 0.0001 ≤ α ≤ 0.9999, β ≤ α, γ ≤ 1 − α, 0.8 ≤ φ ≤ 0.98, and the model forecastable (admissible).
// Selection: least AICc among the forms with finite variance: multiplicative error or season only when all values are
// positive, no additive error with multiplicative season, multiplicative trend only when asked, season only when
// 2 ≤ m ≤ 24 and there are values enough for the parameters. Variances are exact (classes 1 to 3); with a
// multiplicative trend they are simulated (5000 paths from `seed`).
// Constant history: ETS(A,N,N) with deviation 0. Fewer than 4 values: too_short. Cost of a full selection: about 2 ms
// for 100 months. Hyndman, Koehler, Ord & Snyder (2008); R forecast::ets.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

enum class Part : std::uint8_t { none, additive, multiplicative };

struct EtsForm {
  Part error = Part::additive;
  Part trend = Part::none;
  bool damped = false;
  Part season = Part::none;
  bool operator==(const EtsForm&) const = default;
};

std::string name_of(const EtsForm& form);                      // "ETS(M,Ad,M)"
std::optional<EtsForm> ets_form_named(std::string_view name);  // "MAdM", "ETS(M,Ad,M)", …

struct EtsState {
  double level = 0, slope = 0;
  std::vector<double> season;  // season[j]: for the period j of the cycle, counted from the first value
};

struct EtsFit {
  EtsForm form;
  double alpha = 0, beta = 0, gamma = 0, phi = 1;  // 0 (φ 1) where the form has none
  EtsState first, last;
  double log_likelihood = 0;  // without constants: −n/2 ln(sum of squares), as R prints it
  double aic = 0, aicc = 0, bic = 0;
  double variance = 0;  // of the errors (relative ones when multiplicative), over n − parameters
  int parameters = 0;   // smoothing parameters and initial states
  std::vector<double> fitted, errors;
};

struct EtsOptions {
  std::optional<EtsForm> form = {};   // nothing: select
  bool multiplicative_trend = false;  // whether selection tries M and Md trends
  // Caution of the selection, found on the training parts of M3: β ≤ 0.3 α keeps a slope from chasing the last values
  // of a short series; so much AICc more is asked of a trend without damping.
  double most_slope_share = 0.3;
  double undamped_penalty = 0;
};

Result<EtsFit> fit_ets(const History& history, const EtsOptions& options = {});
// The same form on a history with more or fewer values of the same series, searched from the earlier parameters: what a
// back-test needs at each origin, some fifty times cheaper. The history must pass `fit_ets`'s checks.
EtsFit refit_ets(const History& history, const EtsFit& earlier);
Prediction predict(const EtsFit& fit, const PredictOptions& options);
Result<Prediction> ets(const History& history, const PredictOptions& options);  // select, fit, predict

}  // namespace tartip::forecast
