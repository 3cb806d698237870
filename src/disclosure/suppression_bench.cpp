// A country's table: 20 regions × 10 districts × 60 offences, in one list and in six chapters, some 4 300 of 14 000
// cells sensitive. Before it times, each case checks that an attack finds no primary cell inside its protection.
#include <benchmark/benchmark.h>

#include "disclosure/audit.hpp"
#include "disclosure/suppression.hpp"
#include "disclosure/test_counts.hpp"

namespace {

using namespace tartip;
using namespace tartip::disclosure;

SumTable country(std::int64_t chapters) {
  return test::counts_of({.regions = 20,
                          .districts = 10,
                          .chapters = static_cast<int>(chapters),
                          .offences = static_cast<int>(60 / chapters),
                          .seed = 7});
}

void suppression(benchmark::State& state) {
  const SumTable table = country(state.range(0));
  const auto pattern = suppress(table);
  const auto attacked = audit(table, pattern->hidden, {.whole_numbers = true});
  if (!pattern->unprotected.empty() || attacked->exposed > 0) {
    state.SkipWithError("a primary cell is not protected");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(suppress(table));
  state.counters["cells"] = static_cast<double>(table.cells.size());
  state.counters["primary"] = static_cast<double>(pattern->primary);
  state.counters["secondary"] = static_cast<double>(pattern->secondary);
}

void attack_of_the_result(benchmark::State& state) {
  const SumTable table = country(state.range(0));
  const auto pattern = suppress(table);
  const AuditOptions options{.whole_numbers = true, .threads = 1};
  const auto attacked = audit(table, pattern->hidden, options);
  if (attacked->exposed > 0) {
    state.SkipWithError("a primary cell is not protected");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(audit(table, pattern->hidden, options));
  state.counters["hidden"] = static_cast<double>(attacked->hidden.size());
}

BENCHMARK(suppression)->Arg(1)->Arg(6)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(attack_of_the_result)->Arg(1)->Arg(6)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
