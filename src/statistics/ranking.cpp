#include "statistics/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.hpp"
#include "base/require.hpp"
#include "statistics/rate.hpp"
#include "stats/empirical_bayes.hpp"
#include "stats/multiple.hpp"
#include "stats/rank_interval.hpp"

namespace tartip::statistics {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t k_curve_points = 60;

// The counts and exposures that can be judged; NaN for the others.
struct Usable {
  std::vector<double> counts;
  std::vector<double> exposures;
};

Usable usable_of(std::span<const Observation> counts, std::span<const double> exposures) {
  Usable usable;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const bool judged = counts[i].cell == cube::Cell::complete && std::isfinite(counts[i].value) &&
                        counts[i].value >= 0 && std::isfinite(exposures[i]) && exposures[i] > 0;
    usable.counts.push_back(judged ? counts[i].value : k_nan);
    usable.exposures.push_back(judged ? exposures[i] : k_nan);
  }
  return usable;
}

struct Chance {
  double warning = 0;
  double action = 0;
};

struct Unit {
  double count = 0, exposure = 0;
  double dispersion = 1;
  double shrunken = 0;
};

Ranked judged(const Unit& given, const stats::FunnelModel& funnel, const RankingOptions& options) {
  const auto& [count, exposure, dispersion, shrunken] = given;
  Ranked unit;
  unit.count = count;
  unit.exposure = exposure;
  const stats::Interval interval = rate_interval(count, exposure, {options.per, dispersion, options.level});
  unit.rate = count / exposure * options.per;
  unit.low = interval.low;
  unit.high = interval.high;
  unit.shrunken = shrunken * options.per;
  const stats::FunnelTail tail = stats::funnel_tail(funnel, count, exposure);
  unit.p = tail.p;
  const double action_tail = (1 - options.funnel.action_level) / 2;
  const double warning_tail = (1 - options.funnel.warning_level) / 2;
  unit.beyond_warning = std::min(tail.above, tail.below) <= warning_tail;
  if (tail.above <= action_tail)
    unit.standing = Standing::high;
  else if (tail.below <= action_tail)
    unit.standing = Standing::low;
  else
    unit.standing = interval.high > options.few_factor * interval.low ? Standing::few : Standing::usual;
  return unit;
}

void set_ranks(Ranking& ranking) {
  for (std::size_t i = 0; i < ranking.units.size(); ++i)
    if (ranking.units[i].standing != Standing::none) ranking.order.push_back(i);
  std::stable_sort(ranking.order.begin(), ranking.order.end(),
                   [&](std::size_t a, std::size_t b) { return ranking.units[a].shrunken > ranking.units[b].shrunken; });
  for (std::size_t place = 0; place < ranking.order.size(); ++place) {
    Ranked& unit = ranking.units[ranking.order[place]];
    unit.rank = static_cast<int>(place) + 1;
    if (place == 0) continue;
    const Ranked& better = ranking.units[ranking.order[place - 1]];
    if (better.shrunken == unit.shrunken) unit.rank = better.rank;
  }
}

void set_rank_intervals(Ranking& ranking, const Usable& usable, const stats::EmpiricalBayes& prior,
                        const RankingOptions& options) {
  const int last = static_cast<int>(ranking.order.size());
  if (prior.between <= 0) {
    for (const std::size_t i : ranking.order) {
      ranking.units[i].rank_low = 1;
      ranking.units[i].rank_high = last;
    }
    return;
  }
  std::vector<double> shapes;
  std::vector<double> exposures;
  for (std::size_t i = 0; i < usable.counts.size(); ++i) {
    shapes.push_back(usable.counts[i] + prior.shape());
    exposures.push_back(usable.exposures[i] + prior.rate());
  }
  const auto intervals =
      stats::rank_intervals(shapes, exposures, {options.level, options.draws, options.seed, options.threads});
  for (const std::size_t i : ranking.order) {
    ranking.units[i].rank_low = intervals[i].low;
    ranking.units[i].rank_high = intervals[i].high;
  }
}

std::vector<FunnelCurvePoint> curve_of(const Ranking& ranking, double per) {
  std::vector<FunnelCurvePoint> curve;
  if (ranking.order.empty()) return curve;
  double least = std::numeric_limits<double>::infinity();
  double most = 0;
  for (const std::size_t i : ranking.order) {
    least = std::min(least, ranking.units[i].exposure);
    most = std::max(most, ranking.units[i].exposure);
  }
  const auto scaled = [per](const stats::Interval& rates) {
    return stats::Interval{rates.low * per, rates.high * per};
  };
  for (std::size_t k = 0; k < k_curve_points; ++k) {
    const double part = static_cast<double>(k) / static_cast<double>(k_curve_points - 1);
    const double exposure = std::exp(std::log(least) + part * (std::log(most) - std::log(least)));
    const stats::FunnelLimits limits = stats::funnel_limits(ranking.funnel, exposure);
    curve.push_back({exposure, {scaled(limits.warning), scaled(limits.action)}});
  }
  return curve;
}

}  // namespace

Ranking rank_territories(std::span<const Observation> counts, std::span<const double> exposures,
                         const RankingOptions& options) {
  require(counts.size() == exposures.size(), "rank_territories needs one exposure a count");
  require(options.dispersion.empty() || options.dispersion.size() == counts.size(),
          "rank_territories needs one dispersion a count, or none");
  const Usable usable = usable_of(counts, exposures);
  Ranking ranking;
  ranking.funnel = stats::fit_funnel(usable.counts, usable.exposures, options.funnel);
  ranking.rate = ranking.funnel.centre * options.per;
  const stats::EmpiricalBayes prior = stats::empirical_bayes(usable.counts, usable.exposures);

  ranking.units.resize(counts.size());
  std::vector<Chance> chances(counts.size());
  parallel_for(
      counts.size(),
      [&](std::size_t i) {
        if (std::isnan(usable.counts[i])) {
          Ranked& unit = ranking.units[i];
          unit.count = counts[i].cell == cube::Cell::missing ? k_nan : counts[i].value;
          unit.exposure = exposures[i];
          unit.rate = unit.low = unit.high = unit.shrunken = unit.p = k_nan;
          return;
        }
        const double dispersion = options.dispersion.empty() ? 1 : options.dispersion[i];
        ranking.units[i] =
            judged({usable.counts[i], usable.exposures[i], dispersion, prior.rates[i]}, ranking.funnel, options);
        chances[i] = {stats::chance_outside(ranking.funnel, exposures[i], options.funnel.warning_level),
                      stats::chance_outside(ranking.funnel, exposures[i], options.funnel.action_level)};
      },
      options.threads);

  std::vector<double> p;
  for (std::size_t i = 0; i < ranking.units.size(); ++i) {
    const Ranked& unit = ranking.units[i];
    p.push_back(unit.p);
    ranking.beyond_warning += unit.beyond_warning ? 1 : 0;
    ranking.beyond_action += unit.standing == Standing::high || unit.standing == Standing::low ? 1 : 0;
    ranking.warning_by_chance += chances[i].warning;
    ranking.action_by_chance += chances[i].action;
  }
  const std::vector<double> adjusted = stats::benjamini_hochberg(p);
  for (std::size_t i = 0; i < ranking.units.size(); ++i) ranking.units[i].p_adjusted = adjusted[i];

  set_ranks(ranking);
  if (options.rank_intervals) set_rank_intervals(ranking, usable, prior, options);
  ranking.curve = curve_of(ranking, options.per);
  return ranking;
}

}  // namespace tartip::statistics
