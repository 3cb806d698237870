// The sum of squares of one form of exponential smoothing and its derivatives, for the search in ets.cpp.
//
// Unknowns: α, β/α, γ/(1 − α), φ (those the form has), first level, first slope, first seasonal states 2 … m (the first
// follows from their sum: 0 or m). One pass over the series, no allocation.
#pragma once
#include <span>

#include "forecast/ets.hpp"
#include "forecast/least_squares.hpp"

namespace tartip::forecast {

inline constexpr int k_longest_ets_season = 24;

class EtsLikelihood {
 public:
  EtsLikelihood(std::span<const double> values, int season, const EtsForm& form);

  double value(const Unknowns& x) const;
  void normal(const Unknowns& x, Normal& normal) const;
  EtsFit run(const Unknowns& x) const;  // parameters, states, fitted, errors

  int count() const { return count_; }
  Box box() const;
  bool admissible(const Unknowns& x) const;
  double sum_of_squares_floor() const { return floor_; }

  // Where the form keeps its unknowns; −1: it has none.
  int beta = -1, gamma = -1, phi = -1, level = -1, slope = -1, seasons = -1;

 private:
  struct Raw {
    double alpha, beta, gamma, phi, level, slope;
  };
  Raw raw(const Unknowns& x) const;
  void first_seasons(const Unknowns& x, double* season) const;
  template <Part trend, Part season>
  double pass(const Unknowns& x) const;
  template <Part trend, Part season, int padded>
  void pass_with_derivatives(const Unknowns& x, Normal& normal) const;
  template <Part trend, Part season>
  void widest(const Unknowns& x, Normal& normal) const;

  std::span<const double> y_;
  int m_ = 1;
  EtsForm form_;
  int count_ = 0;
  double floor_ = 0;
};

}  // namespace tartip::forecast
