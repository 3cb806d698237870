#include "forecast/score.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/require.hpp"
#include "stats/special.hpp"

namespace tartip::forecast {
namespace {

constexpr double k_missing = std::numeric_limits<double>::quiet_NaN();

std::optional<double> quantile_at(const Issued& issued, double p) {
  for (std::size_t k = 0; k < issued.probabilities.size(); ++k)
    if (std::abs(issued.probabilities[k] - p) < 1e-9) return issued.quantiles[k];
  return std::nullopt;
}

class Mean {
 public:
  void add(double value) {
    if (std::isnan(value)) return;
    sum_ += value;
    ++count_;
  }
  double value() const { return count_ > 0 ? sum_ / static_cast<double>(count_) : k_missing; }

 private:
  double sum_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

double quantile_crps(std::span<const double> p, std::span<const double> q, double truth) {
  require(p.size() == q.size() && !p.empty(), "quantiles without their probabilities");
  double sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    const double from = k == 0 ? 0 : (p[k - 1] + p[k]) / 2, to = k + 1 == p.size() ? 1 : (p[k] + p[k + 1]) / 2;
    const double loss = truth >= q[k] ? p[k] * (truth - q[k]) : (1 - p[k]) * (q[k] - truth);
    sum += 2 * (to - from) * loss;
  }
  return sum;
}

double normal_crps(double mean, double deviation, double truth) {
  if (!(deviation > 0)) return std::abs(truth - mean);
  const double z = (truth - mean) / deviation;
  const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
  return deviation * (z * (2 * stats::normal_below(z) - 1) + 2 * density - 1 / std::sqrt(std::numbers::pi));
}

double interval_score(double lower, double upper, double level, double truth) {
  const double outside = std::max({lower - truth, truth - upper, 0.0});
  return upper - lower + 2 / (1 - level) * outside;
}

Score score(const Issued& issued, double truth) {
  Score out;
  out.crps = quantile_crps(issued.probabilities, issued.quantiles, truth);
  out.absolute = std::abs(truth - issued.mean);
  if (!std::isnan(issued.yardstick_mean) && !std::isnan(issued.yardstick_deviation))
    out.yardstick_crps = normal_crps(issued.yardstick_mean, issued.yardstick_deviation, truth);
  if (issued.scale > 0) out.scaled = out.absolute / issued.scale;
  const auto interval = [&](double level, double& value, std::optional<bool>& inside) {
    const auto lower = quantile_at(issued, (1 - level) / 2), upper = quantile_at(issued, (1 + level) / 2);
    value = lower && upper ? interval_score(*lower, *upper, level, truth) : k_missing;
    if (lower && upper) inside = *lower <= truth && truth <= *upper;
  };
  interval(0.80, out.interval_80, out.inside_80);
  interval(0.95, out.interval_95, out.inside_95);
  return out;
}

ScoreCard card_of(std::span<const Score> scores) {
  Mean crps, absolute, scaled, interval_80, interval_95, inside_80, inside_95;
  double compared = 0, yardstick = 0;
  for (const Score& one : scores) {
    crps.add(one.crps);
    absolute.add(one.absolute);
    scaled.add(one.scaled);
    interval_80.add(one.interval_80);
    interval_95.add(one.interval_95);
    if (one.inside_80) inside_80.add(*one.inside_80 ? 1 : 0);
    if (one.inside_95) inside_95.add(*one.inside_95 ? 1 : 0);
    if (std::isnan(one.yardstick_crps)) continue;
    compared += one.crps;
    yardstick += one.yardstick_crps;
  }
  return {scores.size(),     crps.value(),        absolute.value(),
          scaled.value(),    interval_80.value(), interval_95.value(),
          inside_80.value(), inside_95.value(),   yardstick > 0 ? 1 - compared / yardstick : k_missing};
}

void Calibration::add(const Issued& issued, double truth) {
  require(issued.quantiles.size() == below_.size(), "a step with other probabilities");
  for (std::size_t k = 0; k < below_.size(); ++k)
    below_[k] += truth < issued.quantiles[k] ? 1 : truth == issued.quantiles[k] ? 0.5 : 0;
  ++count_;
}

std::vector<double> Calibration::shares() const {
  std::vector<double> shares = below_;
  for (double& share : shares) share /= static_cast<double>(std::max<std::size_t>(count_, 1));
  return shares;
}

const std::vector<double>& published_levels() {
  static const std::vector<double> k_levels = {0, 0.10, 0.20, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 0.95, 0.98};
  return k_levels;
}

const std::vector<double>& published_probabilities() {
  static const std::vector<double> k_probabilities = [] {
    std::vector<double> all = {0.5};
    for (const double level : published_levels()) {
      if (level == 0) continue;
      // Written with three digits, as people would: (1 − 0.95) / 2 is not 0.025.
      all.push_back(std::round(1000 * (1 - level) / 2) / 1000);
      all.push_back(std::round(1000 * (1 + level) / 2) / 1000);
    }
    std::sort(all.begin(), all.end());
    return all;
  }();
  return k_probabilities;
}

}  // namespace tartip::forecast
