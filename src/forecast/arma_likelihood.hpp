// The exact Gaussian likelihood of a seasonal ARMA process for several columns at once, for the search in arima.cpp.
//
// Column 0 is the series, the others are regressed out by generalised least squares at every evaluation; the first
// `missing` of them mark values that are not known. Instead of a covariance the filter carries its change from step to
// step, which has rank 1 (Chandrasekhar recursions); the autoregressive part is taken out of the state, so that a step
// costs as many operations as the moving average is long, and nothing once the filter is steady. No allocation.
//
// The objective is S = (sum of squared standardised errors) · (product of their variances)^(1/n): a sum of squares, so
// that Levenberg–Marquardt applies; −2 log likelihood = n ln(S/n) + n(1 + ln 2π).
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "forecast/arima.hpp"
#include "forecast/least_squares.hpp"

namespace tartip::forecast {

class ArmaLikelihood {
 public:
  // `columns`: differenced, equally long, all finite; column 0 is the series.
  ArmaLikelihood(std::vector<std::vector<double>> columns, std::size_t missing);

  void set_shape(const ArimaOrder& order, int season);
  // Errors before the first value taken as 0, the first `skipped` left out of the sum: cheap, for starting values.
  void set_conditional(bool conditional, std::size_t skipped = 0) {
    conditional_ = conditional;
    skipped_ = skipped;
  }

  double value(const Unknowns& x) const;
  void normal(const Unknowns& x, Normal& normal) const;

  int count() const { return shape_.p + shape_.q + shape_.P + shape_.Q; }
  std::size_t used() const { return rows_ - missing_; }

  // At the optimum: coefficients of the columns after the first with their standard errors (in units of the standard
  // deviation of e), standardised errors, the variance factor of each step.
  struct Solution {
    double sum_of_squares = 0;  // without the factor of the variances
    double log_determinant = 0;
    std::vector<double> effects, effect_errors;
    std::vector<double> errors, factors;
    std::vector<double> state;  // what the errors contribute to the coming values of the series without the effects
  };
  Solution solve(const Unknowns& x) const;

  // Covariance, in units of the variance of e, of what the past errors will contribute to the coming values; q × q by
  // rows, q the length of the moving average. 0 when they are known exactly.
  std::vector<double> covariance_after(const Unknowns& x) const;

  void unpack(const Unknowns& x, std::vector<double>& ar, std::vector<double>& ma) const;

 private:
  bool filter(const Unknowns& x) const;  // false: not stationary
  bool start(const Unknowns& x) const;
  double project() const;  // leaves the errors of column 0 without what the others explain

  std::size_t rows_ = 0, missing_ = 0, width_ = 0;
  std::vector<std::vector<double>> columns_;
  ArimaOrder shape_;
  int season_ = 1;
  bool conditional_ = false;
  std::size_t skipped_ = 0;

  struct Tap {
    std::size_t lag;
    double weight;
  };
  // Scratch, so that an evaluation does not allocate.
  mutable std::vector<double> ar_, ma_, gain_, change_, whitened_, state_, factor_, step_down_, acf_, base_;
  mutable std::vector<Tap> ar_taps_, ma_taps_;
  mutable std::vector<double> triangle_, right_;
  mutable double log_factor_ = 0, log_missing_ = 0;
};

}  // namespace tartip::forecast
