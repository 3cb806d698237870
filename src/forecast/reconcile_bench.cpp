// Reconciliation of a country of regions and districts; the answer adds up or the benchmark does not run.
#include <benchmark/benchmark.h>

#include <cmath>

#include "base/random.hpp"
#include "forecast/reconcile.hpp"

using namespace tartip;
using namespace tartip::forecast;

namespace {

void bench_mint(benchmark::State& state) {
  const auto regions = static_cast<std::size_t>(state.range(0)), districts = static_cast<std::size_t>(state.range(1));
  Hierarchy all{regions * districts, {{}}};
  for (std::uint32_t j = 0; j < all.bottom_count; ++j) all.nodes[0].push_back({j});
  for (std::uint32_t r = 0; r < regions; ++r) {
    auto& region = all.nodes.emplace_back();
    for (std::uint32_t d = 0; d < districts; ++d) region.push_back({static_cast<std::uint32_t>(r * districts + d)});
  }
  for (std::uint32_t j = 0; j < all.bottom_count; ++j) all.nodes.push_back({{j}});
  Random random(1);
  const auto rows = [&](std::size_t count) {
    Rows out(count, std::vector<double>(all.nodes.size()));
    for (auto& row : out)
      for (double& value : row) value = 20 + 3 * random.normal();
    return out;
  };
  const Rows base = rows(12);
  Rows residuals = rows(120);
  for (auto& row : residuals)
    for (double& value : row) value -= 20;
  const Reconciled once = reconcile(all, base, residuals, {}).value();
  double sum = 0;
  for (std::size_t j = 1 + regions; j < all.nodes.size(); ++j) sum += once.forecasts[0][j];
  if (std::abs(sum - once.forecasts[0][0]) > 1e-9 * std::abs(sum)) {
    state.SkipWithError("forecasts do not add up");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(reconcile(all, base, residuals, {}));
  state.counters["nodes"] = static_cast<double>(all.nodes.size());
}

}  // namespace

BENCHMARK(bench_mint)->Args({20, 10})->Args({20, 250})->Args({1000, 20})->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
