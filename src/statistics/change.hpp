// By how much did it change against the same period of last year, and is that more than chance?
//
// percent = 100 (current − previous) / previous. Its interval is the exact conditional interval of the ratio of two
// counts (Przyborowski & Wilenski 1940), widened by the dispersion of the series' history when one is given. It says
// how far the figure would move by chance alone if the underlying rates stayed as they are; it is not the error of the
// register, which counted what it counted. Months are taken as independent given the dispersion.
//
// Verdict:
//   rise, fall    1 lies outside the interval of the ratio (false alarms at most 1 − level);
//   few           it does not, and the interval spans more than a factor of `few_factor` (4: not even a halving can be
//   told from a
//                 doubling; with equal Poisson counts, fewer than about 18 in each period);
//   unclear       it does not, although the numbers are large enough for an answer;
//   none          nothing is said: not compared, or an amount without a sampling model.
// A percentage whose interval spans more than that factor is `imprecise`, whatever the verdict: print it with its
// interval or not.
#pragma once
#include <cstdint>

#include "statistics/conventions.hpp"
#include "statistics/observation.hpp"

namespace tartip::statistics {

enum class Verdict : std::uint8_t { none, rise, fall, unclear, few };

// What the comparison stands on. Only `compared` and `from_zero` and `both_zero` have an absolute change.
enum class Basis : std::uint8_t {
  compared,
  from_zero,       // previous = 0 < current: no percentage exists; the verdict still does
  both_zero,       // 0 and 0: no change, no percentage
  missing,         // one side is missing
  partial,         // one side covers only a part of its period: not compared
  not_comparable,  // the territory or class is not the same on both sides and no rule bridges it
  not_a_count      // a negative or infinite number where a count must stand
};

struct Change {
  double current = 0;  // NaN when missing
  double previous = 0;
  double absolute = 0;  // NaN when not compared
  double percent = 0;   // NaN when not compared or previous is 0
  double low = 0;       // the interval of `percent`; high is +inf when previous is 0; NaN when there is none
  double high = 0;
  double p = 1;  // two-sided, of no change; NaN when there is none
  bool imprecise = false;
  Basis basis = Basis::compared;
  Verdict verdict = Verdict::none;
};

struct ChangeOptions {
  Kind kind = Kind::count;
  double level = k_level;
  double dispersion = 1;          // φ of the series, see stats/dispersion.hpp; 1: Poisson
  double dispersion_degrees = 0;  // of its estimate
  double exposure_current = 1;    // for rates: residents or days; with the defaults the counts themselves are compared
  double exposure_previous = 1;   // percent is then the change of the rate, absolute that of the count
  double few_factor = k_few_factor;
  bool mid_p = false;
};

Change change_between(const Observation& current, const Observation& previous, const ChangeOptions& options = {});

// The verdict among many: a rise or a fall whose p, adjusted for the number of comparisons (stats/multiple.hpp), is not
// below 1 − level is chance, hence `few` or `unclear`. Any other verdict stands; NaN for p leaves it too.
Verdict corrected_verdict(const Change& change, double p_adjusted, double level = k_level);

// The upper end of the interval cannot be told: previous is 0, or the percentage is imprecise and the end lies beyond
// tenfold. Print the lower end alone ("at least +80 %").
bool has_open_end(const Change& change);

// The same figures with nothing said: when a break of territory or class forbids the comparison.
Change not_compared(const Observation& current, const Observation& previous, Basis basis);

}  // namespace tartip::statistics
