// How many events will a recent period have when all are registered? Registration takes weeks, so the last periods
// always look like a fall; a nowcast says what they will grow to, and how surely.
//
// The reporting triangle has a row a period of the event and a column a delay: counts[t, d] were registered d periods
// after t. What later periods cannot show yet is not there. The hazard g(d) = P(delay = d | delay ≤ d) is estimated
// from all periods that could show it, so that no period has to be complete; the share registered up to delay x is F(x)
// = ∏ over d > x of (1 − g(d)).
//
// lawless: N = n / F, with the variance of Lawless (1994, Canadian Journal of Statistics 22), eq. 2.12–2.16: what is
// still to come, and how surely F is known. The interval is normal, cut below at what is registered.
//
// bayes: the delays have a symmetric Dirichlet prior of 0.1 each, so hazards have independent Beta posteriors; F is
// their product, a Beta by its first two moments (Fan 1991). Events of a period are Poisson with a Gamma rate, so that
// what is still to come is negative binomial given F (Höhle & an der Heiden 2014, Biometrics 70); F is integrated by a
// fixed quadrature, its weights being changed by what the period has shown. The rate's prior has the mean of the last
// complete periods and twice their variance; with fewer than 6 complete periods, or with `vague`, it says next to
// nothing. No random numbers.
//
// Delays that vary more between periods than chance allows are measured by Pearson's χ² over the triangle; when it is
// above its degrees of freedom both methods widen by that factor φ.
//
// Assumptions: delays do not depend on the period (use `window` when they change); nothing is registered later than the
// last column, which takes all longer delays. Periods with nothing registered yet: lawless gives 0 ± 0 and is no help
// there, bayes uses the prior. No event at all in the triangle: refused. Cost O(periods · delays + recent · 60).
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "forecast/prediction.hpp"

namespace tartip::forecast {

struct Triangle {
  std::size_t periods = 0;     // the last is the current one
  std::size_t delays = 0;      // columns: 0 … longest delay
  std::vector<double> counts;  // counts[t · delays + d], read where t + d < periods

  double& at(std::size_t period, std::size_t delay) { return counts[period * delays + delay]; }
  double at(std::size_t period, std::size_t delay) const { return counts[period * delays + delay]; }
};

enum class Nowcasting { lawless, bayes };
std::string_view name_of(Nowcasting method);

struct NowcastOptions {
  Nowcasting method = Nowcasting::bayes;
  std::vector<double> levels = {0.80, 0.95};
  std::size_t window = 0;  // periods from which delays are learned, counted back from the current one; 0: all
  bool vague = false;      // bayes: learn nothing from earlier periods about how many events there are
};

struct Nowcast {
  std::vector<double> reported;  // a period
  std::vector<double> share;     // estimated share of its events that is registered; 1 for complete periods
  std::vector<double> mean;      // expected number when all are registered
  std::vector<double> deviation;
  std::vector<Band> bands;
  double dispersion = 1;  // φ
};

// What earlier periods say of how many events a period has: the gamma prior of its rate, of shape / rate events. It has
// the mean of the last (at most 12) complete periods and twice their variance, at least Poisson's; fewer than 6: next
// to nothing.
struct Rate {
  double shape = 0.5, rate = 1e-6;  // Jeffreys' for a Poisson rate
};
Rate rate_from(std::span<const double> complete);

// Errors, bad_input: `error.forecast.triangle_empty` (no events), `error.forecast.triangle_short` (fewer periods than
// delays: the longest cannot be seen), `error.forecast.triangle_value` (negative or not finite).
Result<Nowcast> nowcast(const Triangle& triangle, const NowcastOptions& options = {});

// The fewest columns that hold `share` of all registrations of the older half of the periods; at least 2, at most half
// of the periods and 1. Later registrations belong to the last column.
std::size_t columns_for(const Triangle& all_delays, double share = 0.995);
Triangle folded(const Triangle& all_delays, std::size_t columns);

}  // namespace tartip::forecast
