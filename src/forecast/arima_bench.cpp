// How long does it take to choose and fit an ARIMA model? Checked before it is timed: the airline series gives the form
// and the likelihood of the books. bench/forecast_peers.R times R's auto.arima on the same series.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>

#include "../tests/support/classic_series.hpp"
#include "forecast/arima.hpp"
#include "forecast/count_regression.hpp"
#include "forecast/shocks.hpp"
#include "forecast/stl.hpp"

namespace {

using namespace tartip;

void check(benchmark::State& state, bool right) {
  if (!right) state.SkipWithError("the answer is wrong");
}

void select_air_passengers(benchmark::State& state) {
  const forecast::History history{test::air_passengers(), 12};
  const auto fit = forecast::fit_arima(history);
  check(state, fit && forecast::name_of(fit->order, 12) == "ARIMA(2,1,1)(0,1,0)[12]" &&
                   std::abs(fit->log_likelihood + 504.924) < 1e-3);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_arima(history));
}
BENCHMARK(select_air_passengers)->Unit(benchmark::kMillisecond);

void select_accidental_deaths(benchmark::State& state) {
  const forecast::History history{test::accidental_deaths(), 12};
  const auto fit = forecast::fit_arima(history);
  check(state, fit && forecast::name_of(fit->order, 12) == "ARIMA(0,1,1)(0,1,1)[12]");
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_arima(history));
}
BENCHMARK(select_accidental_deaths)->Unit(benchmark::kMillisecond);

void fit_airline_model(benchmark::State& state) {
  const forecast::History history{test::air_passengers(), 12};
  const forecast::ArimaOptions airline{.order = forecast::ArimaOrder{.d = 1, .q = 1, .D = 1, .Q = 1}};
  check(state, forecast::fit_arima(history, airline).has_value());
  for (auto _ : state) benchmark::DoNotOptimize(forecast::fit_arima(history, airline));
}
BENCHMARK(fit_airline_model)->Unit(benchmark::kMicrosecond);

void decompose_air_passengers(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(forecast::stl(test::air_passengers(), {.season = 12}));
}
BENCHMARK(decompose_air_passengers)->Unit(benchmark::kMicrosecond);

void find_shock_of_the_nile(benchmark::State& state) {
  const forecast::History history{test::nile(), 1};
  const auto shocks = forecast::find_shocks(history);
  check(state, shocks && !shocks->found.empty());
  for (auto _ : state) benchmark::DoNotOptimize(forecast::find_shocks(history));
}
BENCHMARK(find_shock_of_the_nile)->Unit(benchmark::kMillisecond);

void predict_counts(benchmark::State& state) {
  const std::vector<double>& all = test::accidental_deaths();
  std::vector<double> small(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) small[i] = std::floor(all[i] / 500);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::counts({small, 12}, {.horizon = 12}));
}
BENCHMARK(predict_counts)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
