// The search for the best ARIMA form of one series with given differences, for arima.cpp: stepwise from four starting
// forms (Hyndman & Khandakar 2008), every form by exact likelihood, or conditionally where that would cost too much.
#pragma once
#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "forecast/arima.hpp"
#include "forecast/arma_likelihood.hpp"

namespace tartip::forecast {

// The history without what is missing at its ends, gaps filled by straight lines.
struct KnownSeries {
  std::vector<double> values;
  std::vector<std::size_t> gaps;
  std::size_t first = 0;  // place in the history of values[0]
  std::size_t after = 0;  // missing at the end
};

KnownSeries known_series(std::span<const double> values);
double size_of(std::span<const double> values);  // mean square

struct ArimaCandidate {
  ArimaOrder order;
  Unknowns x{};
  double objective = std::numeric_limits<double>::infinity();
  double criterion = std::numeric_limits<double>::infinity();
  double smallest_root = 2;
};

// One series with its differences: fits orders, one after another, each starting near the best so far.
class ArimaSearch {
 public:
  ArimaSearch(const KnownSeries& series, const std::vector<Regressor>& regressors, int season, int d, int D)
      : series_(series), regressors_(regressors), season_(season), d_(d), D_(D) {}

  bool allows_constant() const { return d_ + D_ <= 1; }

  ArmaLikelihood& likelihood(bool constant) {
    auto& kept = likelihood_[constant ? 1 : 0];
    if (!kept) kept = make(constant);
    return *kept;
  }

  // `near`: the best candidate so far; what is plainly worse than it is not climbed to the top.
  ArimaCandidate fit(const ArimaOrder& order, const ArimaCandidate* near, bool conditional = false);

  ArimaCandidate select();
  ArimaFit finish(const ArimaCandidate& candidate, std::size_t history);

 private:
  void judge(ArimaCandidate& candidate, const ArmaLikelihood& target, bool conditional) const;
  std::unique_ptr<ArmaLikelihood> make(bool constant) const;
  double root_of(const ArimaOrder& order, const Unknowns& x) const;

  const KnownSeries& series_;
  const std::vector<Regressor>& regressors_;
  int season_, d_, D_;  // NOLINT: the field's letters
  std::size_t skipped_ = 0;
  std::unique_ptr<ArmaLikelihood> likelihood_[2];
};

}  // namespace tartip::forecast
