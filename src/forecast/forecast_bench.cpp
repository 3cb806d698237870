// How accurate and how fast are the forecasts? On the held-out parts of the M3 series of ../shared where they are (the
// accuracy is checked before anything is timed), and on simulated months everywhere. bench/forecast_peers.R times R on
// the same series.
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/random.hpp"
#include "forecast/arima.hpp"
#include "forecast/combination.hpp"
#include "forecast/ets.hpp"
#include "forecast/theta.hpp"

namespace {

using namespace tartip;

struct Series {
  std::string period;
  int season = 1;
  std::vector<double> train, test;
};

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, ',');) fields.push_back(field);
  return fields;
}

const std::vector<Series>& m3() {
  static const std::vector<Series> k_series = [] {
    const std::filesystem::path folder = std::filesystem::path(TARTIP_SHARED_DIR) / "reference/forecasting";
    std::map<std::string, Series> all;
    std::ifstream index(folder / "m3_index.csv"), values(folder / "m3_series.csv");
    std::string line;
    std::getline(index, line);
    while (std::getline(index, line)) {
      const auto f = fields_of(line);
      all[f[0]] = {f[2], std::stoi(f[3]), {}, {}};
    }
    std::getline(values, line);
    while (std::getline(values, line)) {
      const auto f = fields_of(line);
      Series& series = all[f[0]];
      (f[1] == "train" ? series.train : series.test).push_back(std::stod(f[3]));
    }
    std::vector<Series> list;
    for (auto& [name, series] : all) list.push_back(std::move(series));
    return list;
  }();
  return k_series;
}

struct Accuracy {
  double smape = 0, mase = 0, inside_80 = 0, inside_95 = 0, msis = 0, count = 0;
  void add(const Series& series, const forecast::Prediction& p) {
    double scale = 0;
    const auto lag = static_cast<std::size_t>(series.season);
    for (std::size_t t = lag; t < series.train.size(); ++t)
      scale += std::abs(series.train[t] - series.train[t - lag]) / static_cast<double>(series.train.size() - lag);
    const double steps = static_cast<double>(series.test.size());
    for (std::size_t h = 0; h < series.test.size(); ++h) {
      const double y = series.test[h], error = std::abs(y - p.mean[h]);
      smape += 200 * error / (std::abs(y) + std::abs(p.mean[h])) / steps;
      mase += error / scale / steps;
      const auto inside = [&](const forecast::Band& band) { return y >= band.lower[h] && y <= band.upper[h]; };
      inside_80 += (inside(p.bands[0]) ? 1 : 0) / steps;
      inside_95 += (inside(p.bands[1]) ? 1 : 0) / steps;
      const double lower = p.bands[1].lower[h], upper = p.bands[1].upper[h];
      msis += (upper - lower + 40 * std::max({0.0, lower - y, y - upper})) / scale / steps;
    }
    ++count;
  }
};

void M3_auto(benchmark::State& state, const char* period) {
  if (m3().empty()) {
    state.SkipWithError("../shared is not here");
    return;
  }
  Accuracy accuracy;
  for (auto _ : state)
    for (const Series& series : m3())
      if (series.period == period)
        accuracy.add(series,
                     forecast::combine({series.train, series.season}, {.horizon = static_cast<int>(series.test.size())})
                         ->prediction);
  state.counters["sMAPE"] = accuracy.smape / accuracy.count;
  state.counters["MASE"] = accuracy.mase / accuracy.count;
  state.counters["inside80"] = accuracy.inside_80 / accuracy.count;
  state.counters["inside95"] = accuracy.inside_95 / accuracy.count;
  state.counters["MSIS"] = accuracy.msis / accuracy.count;
  state.counters["series"] = accuracy.count;
}
BENCHMARK_CAPTURE(M3_auto, yearly, "YEARLY")->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(M3_auto, quarterly, "QUARTERLY")->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(M3_auto, other, "OTHER")->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(M3_auto, monthly, "MONTHLY")->Unit(benchmark::kMillisecond)->Iterations(1);

// Every seventh monthly series, as in bench/forecast_peers.R: choice, fit and forecast, time a series.
void M3_monthly(benchmark::State& state,
                Result<forecast::Prediction> (*method)(const forecast::History&, const forecast::PredictOptions&)) {
  std::vector<const Series*> some;
  std::size_t months = 0;
  for (const Series& series : m3())
    if (series.period == "MONTHLY" && months++ % 7 == 0) some.push_back(&series);
  if (some.empty()) {
    state.SkipWithError("../shared is not here");
    return;
  }
  for (auto _ : state)
    for (const Series* series : some)
      benchmark::DoNotOptimize(method({series->train, series->season}, {.horizon = 18}));
  state.counters["a_series"] = benchmark::Counter(static_cast<double>(some.size() * state.iterations()),
                                                  benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(M3_monthly, theta, forecast::theta)->Unit(benchmark::kMillisecond)->Iterations(5);
BENCHMARK_CAPTURE(M3_monthly, ets, forecast::ets)->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK_CAPTURE(M3_monthly, arima, forecast::arima)->Unit(benchmark::kMillisecond)->Iterations(1);

// Months with level, trend and season as registers have them.
std::vector<double> simulated(std::uint64_t number) {
  Random random(1, number);
  const double level = 50 + 400 * random.uniform(), slope = 0.006 * random.normal(), season = 0.3 * random.uniform();
  std::vector<double> y;
  double drift = 0;
  for (int t = 0; t < 120; ++t) {
    drift += 0.03 * random.normal() + slope;
    y.push_back(static_cast<double>(random.poisson(
        level * std::exp(drift * 0.5 + season * std::sin(2 * M_PI * (t + static_cast<int>(number % 12)) / 12)))));
  }
  return y;
}

void auto_120_months(benchmark::State& state) {
  const std::vector<double> first = simulated(0);
  const auto one = forecast::combine({first, 12}, {.horizon = 12});
  if (!one || one->shares.size() < 4) state.SkipWithError("the answer is wrong");
  std::uint64_t i = 0;
  for (auto _ : state) {
    const std::vector<double> y = simulated(i++);
    benchmark::DoNotOptimize(forecast::combine({y, 12}, {.horizon = 12}));
  }
}
BENCHMARK(auto_120_months)->Unit(benchmark::kMillisecond)->Iterations(400);

}  // namespace

BENCHMARK_MAIN();
