// A cube of districts × classes × months against the bare SQL on the same table, in one run; the answers are compared
// first. TARTIP_BENCH_ROWS: how many events (1 million unless set).
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <tuple>

#include "base/require.hpp"
#include "event_generator.hpp"
#include "store/duck.hpp"
#include "store/store.hpp"

using namespace tartip;

namespace {

constexpr const char* k_bare =
    "SELECT unit, class, date_trunc('month', day) AS month, count(*) AS n FROM events_bench WHERE known_until IS NULL "
    "GROUP BY ALL";

struct Place {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "tartip-cube-bench";
  Place() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const char* text = std::getenv("TARTIP_BENCH_ROWS");
    bench::Country country;
    const auto file = folder / "events.csv";
    require(bench::write_events(country, 1, text == nullptr ? 1'000'000 : std::atoll(text), file).has_value(),
            "events are written");
    auto store = open();
    const std::string toml = bench::description_of(country);
    require(store.save_territory(bench::territory_of(country, 1)).has_value(), "the territory is saved");
    require(store.save_register(registers::parse_description(toml, "bench").value(), toml, 0).has_value(),
            "the register is saved");
    const axes::TimeZone utc = axes::TimeZone::named("UTC").value();
    store::ImportOptions options;
    options.now = 1'700'000'000'000'000;
    options.centre_zone = &utc;
    require(store.import_files("bench", {file}, options).has_value(), "the import succeeds");
    std::filesystem::remove(file);
  }
  ~Place() { std::filesystem::remove_all(folder); }
  store::Store open() const {
    auto store = store::Store::open(folder / "centre");
    require(store.has_value(), "the centre opens");
    return std::move(*store);
  }
};

const Place& place() {
  static const Place made;
  return made;
}

cube::Panel ask(store::Store& store) {
  cube::Query query;
  query.register_id = "bench";
  query.territory_level = "district";
  query.class_level = "class";
  query.every = axes::Unit::month;
  auto panel = store.query(query);
  require(panel.has_value(), "the cube is answered");
  return std::move(*panel);
}

// Both answers as (unit, class, month) → count.
void compare() {
  std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, double> cells;
  {
    store::Store store = place().open();
    const cube::Panel panel = ask(store);
    for (std::size_t s = 0; s < panel.series.size(); ++s)
      for (std::size_t p = 0; p < panel.columns(); ++p)
        if (panel.row(s)[p] > 0)
          cells[{panel.territories[static_cast<std::size_t>(panel.series[s].territory)].number,
                 panel.classes[static_cast<std::size_t>(panel.series[s].item)].number, panel.periods[p].ordinal}] =
              panel.row(s)[p];
  }
  auto database = store::duck::Database::open((place().folder / "centre" / "events.duckdb").string(), {});
  auto connection = database->connect();
  auto answer = connection->ask("SELECT coalesce(unit, -1), class, year(month) * 12 + month(month) - 23641, n FROM (" +
                                std::string(k_bare) + ")");
  std::size_t compared = 0;
  answer->each([&](const store::duck::Chunk& chunk, std::size_t row) {
    const auto found = cells.find({chunk.integer(0, row), chunk.integer(1, row), chunk.integer(2, row)});
    require(found != cells.end() && found->second == chunk.number(3, row), "the cube agrees with the bare SQL");
    ++compared;
  });
  require(compared == cells.size(), "the cube has no cell more than the bare SQL");
}

void bare_sql(benchmark::State& state) {
  compare();
  auto database = store::duck::Database::open((place().folder / "centre" / "events.duckdb").string(), {});
  auto connection = database->connect();
  for (auto _ : state) {
    auto answer = connection->ask(k_bare);
    double sum = 0;
    answer->each([&](const store::duck::Chunk& chunk, std::size_t row) { sum += chunk.number(3, row); });
    benchmark::DoNotOptimize(sum);
  }
}

void cube_query(benchmark::State& state) {
  store::Store store = place().open();
  for (auto _ : state) benchmark::DoNotOptimize(ask(store));
}

BENCHMARK(bare_sql)->Iterations(3)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(cube_query)->Iterations(3)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
