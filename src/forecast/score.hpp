// How good was a forecast, now that the truth is known? Proper scores of published distributions, and what they come to
// over many.
//
// A published step is a mean and quantiles at given probabilities, and beside them what seasonal naive said at the same
// moment (mean and standard deviation, taken as normal): the yardstick.
//
// crps: continuous ranked probability score, 2 ∫ of the quantile loss over p, from the given quantiles with the weight
// of the stretch around each (Gneiting & Raftery 2007; Bracher et al. 2021); of the yardstick in closed form. interval
// score of level 1 − α: width + 2/α · what lies outside. scaled error: |truth − mean| over the mean absolute seasonal
// difference of the history (MASE when averaged). Skill: 1 − Σcrps / Σcrps of the yardstick; 0: no better than last
// year's figure, 1: perfect.
//
// Counts: the same scores; intervals of few events cover more than they claim because counts are whole.
#pragma once
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace tartip::forecast {

struct Issued {
  double mean = 0;
  std::span<const double> probabilities;                             // ascending in (0, 1)
  std::span<const double> quantiles;                                 // as many
  double yardstick_mean = std::numeric_limits<double>::quiet_NaN();  // NaN: there was none
  double yardstick_deviation = std::numeric_limits<double>::quiet_NaN();
  double scale = std::numeric_limits<double>::quiet_NaN();  // NaN or 0: none
};

struct Score {
  double crps = 0;
  double yardstick_crps = std::numeric_limits<double>::quiet_NaN();
  double absolute = 0;
  double scaled = std::numeric_limits<double>::quiet_NaN();
  double interval_80 = 0, interval_95 = 0;  // NaN when the quantiles of the limits were not published
  std::optional<bool> inside_80, inside_95;
};

Score score(const Issued& issued, double truth);

double quantile_crps(std::span<const double> probabilities, std::span<const double> quantiles, double truth);
double normal_crps(double mean, double deviation, double truth);  // deviation 0: the absolute error
double interval_score(double lower, double upper, double level, double truth);

// Means over many scores; what none of them has is NaN. `skill` is over those that have a yardstick.
struct ScoreCard {
  std::size_t count = 0;
  double crps = 0, mae = 0, mase = 0;
  double interval_80 = 0, interval_95 = 0;
  double coverage_80 = 0, coverage_95 = 0;  // shares in [0, 1]
  double skill = 0;
};
ScoreCard card_of(std::span<const Score> scores);

// Calibration: of the truths, the share at or below the quantile published for each probability. `below[k]` counts over
// the steps added. A share equal to its probability is what was promised.
class Calibration {
 public:
  explicit Calibration(std::vector<double> probabilities)
      : probabilities_(std::move(probabilities)), below_(probabilities_.size()) {}
  // The issued step must have these probabilities. A truth equal to the quantile counts half: with whole numbers it is
  // neither above nor below.
  void add(const Issued& issued, double truth);

  std::size_t count() const { return count_; }
  const std::vector<double>& probabilities() const { return probabilities_; }
  std::vector<double> shares() const;

 private:
  std::vector<double> probabilities_, below_;
  std::size_t count_ = 0;
};

// The probabilities that are published: those of the forecast hubs (23, from 1 to 99 %), with the limits of the central
// 80 and 95 % intervals among them.
const std::vector<double>& published_probabilities();
// The levels of the central intervals whose limits they are; the median is the level 0.
const std::vector<double>& published_levels();

}  // namespace tartip::forecast
