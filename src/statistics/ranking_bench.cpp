// Ranking 2 000 districts with 1 000 draws, against the straightforward way: every draw's ranks by counting the higher
// rates.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/random.hpp"
#include "statistics/ranking.hpp"
#include "stats/empirical_bayes.hpp"
#include "stats/rank_interval.hpp"

namespace {

using namespace tartip;

constexpr int k_districts = 2000;

struct Districts {
  std::vector<statistics::Observation> counts;
  std::vector<double> numbers;
  std::vector<double> residents;
};

Districts districts() {
  Random random(1);
  Districts result;
  for (int i = 0; i < k_districts; ++i) {
    result.residents.push_back(500 * std::pow(1000, random.uniform()));
    const double mean = result.residents.back() * 0.002 * random.gamma(8) / 8;
    result.numbers.push_back(static_cast<double>(random.poisson(mean)));
    result.counts.push_back({result.numbers.back(), cube::Cell::complete});
  }
  return result;
}

// Posterior shapes and exposures, as the ranking uses them.
struct Posterior {
  std::vector<double> shapes;
  std::vector<double> exposures;
};

Posterior posterior_of(const Districts& all) {
  const stats::EmpiricalBayes prior = stats::empirical_bayes(all.numbers, all.residents);
  Posterior result;
  for (std::size_t i = 0; i < all.numbers.size(); ++i) {
    result.shapes.push_back(all.numbers[i] + prior.shape());
    result.exposures.push_back(all.residents[i] + prior.rate());
  }
  return result;
}

std::vector<stats::RankInterval> plainly(const Posterior& posterior, int draws) {
  const std::size_t n = posterior.shapes.size();
  std::vector<std::vector<int>> ranks(n);
  for (int draw = 0; draw < draws; ++draw) {
    Random random(1, static_cast<std::uint64_t>(draw));
    std::vector<double> rates(n);
    for (std::size_t i = 0; i < n; ++i) rates[i] = random.gamma(posterior.shapes[i]) / posterior.exposures[i];
    for (std::size_t i = 0; i < n; ++i)
      ranks[i].push_back(1 + static_cast<int>(std::count_if(rates.begin(), rates.end(),
                                                            [&](double rate) { return rate > rates[i]; })));
  }
  std::vector<stats::RankInterval> result;
  for (std::vector<int>& places : ranks) {
    std::sort(places.begin(), places.end());
    const auto first = static_cast<std::size_t>(std::floor((1 - 0.95) / 2 * draws));
    result.push_back({0, places[first], places[places.size() - 1 - first]});
  }
  return result;
}

bool same(const std::vector<stats::RankInterval>& a, const std::vector<stats::RankInterval>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.low == y.low && x.high == y.high; });
}

void whole_ranking(benchmark::State& state) {
  const Districts all = districts();
  for (auto _ : state) benchmark::DoNotOptimize(statistics::rank_territories(all.counts, all.residents));
}

void rank_intervals_by_sorting(benchmark::State& state) {
  const Posterior posterior = posterior_of(districts());
  stats::RankOptions options;
  options.draws = static_cast<int>(state.range(0));
  if (options.draws <= 100 &&
      !same(stats::rank_intervals(posterior.shapes, posterior.exposures, options), plainly(posterior, options.draws))) {
    state.SkipWithError("the ranks differ from those of the straightforward way");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(stats::rank_intervals(posterior.shapes, posterior.exposures, options));
}

void rank_intervals_by_counting(benchmark::State& state) {
  const Posterior posterior = posterior_of(districts());
  for (auto _ : state) benchmark::DoNotOptimize(plainly(posterior, static_cast<int>(state.range(0))));
}

BENCHMARK(whole_ranking)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(rank_intervals_by_sorting)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(rank_intervals_by_counting)->Arg(100)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
