// Territories: false alarms of the funnel, and coverage of the rank intervals.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "share.hpp"
#include "statistics/ranking.hpp"

using namespace tartip;
using simulation::Share;
using statistics::Observation;
using statistics::Standing;

namespace {

constexpr std::uint64_t k_seed = 20'260'102;

// Districts from villages (half an event expected) to cities (two thousand), evenly in the logarithm.
std::vector<double> exposures_of(Random& random, int count) {
  std::vector<double> exposures;
  for (int i = 0; i < count; ++i) exposures.push_back(0.5 * std::pow(4000, random.uniform()));
  return exposures;
}

struct Alarms {
  Share warning;
  Share action;
  double warning_by_chance = 0;
  double action_by_chance = 0;
};

// `tau2`: relative variance of the true rates; `phi`: variance of the counts beyond Poisson.
Alarms alarms_of(double tau2, double phi, stats::Spread spread, std::uint64_t stream) {
  Alarms alarms;
  for (std::uint64_t run = 0; run < 60; ++run) {
    Random random(k_seed, stream * 1000 + run);
    const std::vector<double> exposures = exposures_of(random, 300);
    std::vector<Observation> counts;
    for (const double exposure : exposures) {
      double mean = exposure;
      if (tau2 > 0) mean *= random.gamma(1 / tau2) * tau2;
      if (phi > 1) mean = random.gamma(mean / (phi - 1)) * (phi - 1);
      counts.push_back({static_cast<double>(random.poisson(mean)), cube::Cell::complete});
    }
    statistics::RankingOptions options;
    options.rank_intervals = false;
    options.funnel.spread = spread;
    const statistics::Ranking ranking = statistics::rank_territories(counts, exposures, options);
    for (const statistics::Ranked& unit : ranking.units) {
      alarms.warning.count(unit.beyond_warning);
      alarms.action.count(unit.standing == Standing::high || unit.standing == Standing::low);
    }
    alarms.warning_by_chance += ranking.warning_by_chance;
    alarms.action_by_chance += ranking.action_by_chance;
  }
  return alarms;
}

void report(const std::string& what, const Alarms& alarms) {
  MESSAGE(what << ": beyond 95 % " << alarms.warning.value() << " (told "
               << alarms.warning_by_chance / alarms.warning.runs << "), beyond 99.8 % " << alarms.action.value()
               << " (told " << alarms.action_by_chance / alarms.action.runs << ")");
}

}  // namespace

TEST_CASE("districts alike, small ones among them: the funnel alarms at most at its level, as often as it tells") {
  const Alarms alarms = alarms_of(0, 1, stats::Spread::poisson, 1);
  report("Poisson", alarms);
  CHECK(alarms.warning.at_most(0.05));
  CHECK(alarms.action.at_most(0.002));
  const double told = alarms.warning_by_chance / alarms.warning.runs;
  CHECK(alarms.warning.at_most(told));
  CHECK(alarms.warning.at_least(told));

  // Estimating a spread that is not there costs nothing.
  const Alarms additive = alarms_of(0, 1, stats::Spread::additive, 2);
  report("Poisson, spread estimated", additive);
  CHECK(additive.warning.at_most(0.05));
  CHECK(additive.action.at_most(0.002));
}

TEST_CASE(
    "districts that vary among themselves: the funnel with its estimated spread keeps its level; Poisson limits do "
    "not") {
  for (const double tau2 : {0.02, 0.1, 0.5}) {
    const Alarms alarms = alarms_of(tau2, 1, stats::Spread::additive, static_cast<std::uint64_t>(10 + 100 * tau2));
    report("additive", alarms);
    CHECK(alarms.warning.at_most(0.055));
    CHECK(alarms.action.at_most(0.0035));  // the estimate of the spread has its own error
  }
  CHECK(alarms_of(0.1, 1, stats::Spread::poisson, 20).action.value() > 0.1);
  const Alarms multiplicative = alarms_of(0, 3, stats::Spread::multiplicative, 80);
  report("multiplicative", multiplicative);
  CHECK(multiplicative.warning.at_most(0.055));
  CHECK(multiplicative.action.at_most(0.0035));
}

TEST_CASE("rank intervals cover the true rank in 95 of 100 districts") {
  for (const double tau2 : {0.02, 0.2}) {
    Share covered;
    for (std::uint64_t run = 0; run < 40; ++run) {
      Random random(k_seed, 90'000 + static_cast<std::uint64_t>(1000 * tau2) * 100 + run);
      const std::vector<double> exposures = exposures_of(random, 150);
      std::vector<double> rates;
      std::vector<Observation> counts;
      for (const double exposure : exposures) {
        rates.push_back(random.gamma(1 / tau2) * tau2);
        counts.push_back({static_cast<double>(random.poisson(exposure * rates.back())), cube::Cell::complete});
      }
      statistics::RankingOptions options;
      options.seed = run;
      const statistics::Ranking ranking = statistics::rank_territories(counts, exposures, options);
      for (std::size_t i = 0; i < rates.size(); ++i) {
        const auto higher = std::count_if(rates.begin(), rates.end(), [&](double rate) { return rate > rates[i]; });
        const int rank = static_cast<int>(higher) + 1;
        covered.count(ranking.units[i].rank_low <= rank && rank <= ranking.units[i].rank_high);
      }
    }
    MESSAGE("tau2 " << tau2 << ": covered " << covered.value());
    // The prior is estimated from the same districts, and the ranks of one country are not independent: two points of
    // leeway.
    CHECK(covered.value() >= 0.93);
    CHECK(covered.value() <= 0.98);
  }
}
