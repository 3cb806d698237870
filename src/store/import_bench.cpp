// Import of a CSV file with everything it includes, against DuckDB's own reading of the same file sorted by time, in
// one run. TARTIP_BENCH_ROWS: how many rows (1 million unless set).
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>

#include "base/require.hpp"
#include "event_generator.hpp"
#include "store/duck.hpp"
#include "store/store.hpp"

using namespace tartip;

namespace {

std::int64_t rows_wanted() {
  const char* text = std::getenv("TARTIP_BENCH_ROWS");
  return text == nullptr ? 1'000'000 : std::atoll(text);
}

struct Place {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "tartip-import-bench";
  std::filesystem::path file = folder / "events.csv";
  bench::Country country;
  bench::Written written;

  Place() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    country.keyed = std::getenv("TARTIP_BENCH_KEYLESS") == nullptr;
    written = bench::write_events(country, 1, rows_wanted(), file).value();
  }
  ~Place() { std::filesystem::remove_all(folder); }
};

Place& place() {
  static Place made;
  return made;
}

store::ImportAccount import_into(const std::filesystem::path& centre, bool create) {
  auto store = store::Store::open(centre);
  require(store.has_value(), "the centre opens");
  if (create) {
    const std::string toml = bench::description_of(place().country);
    require(store->save_territory(bench::territory_of(place().country, 1)).has_value(), "the territory is saved");
    require(store->save_register(registers::parse_description(toml, "bench").value(), toml, 0).has_value(),
            "the register is saved");
  }
  const axes::TimeZone utc = axes::TimeZone::named("UTC").value();
  store::ImportOptions options;
  options.now = 1'700'000'000'000'000;
  options.centre_zone = &utc;
  options.reread = true;
  auto account = store->import_files("bench", {place().file}, options);
  require(account.has_value(), "the import succeeds");
  return *account;
}

void check(const store::ImportAccount& account, bool first) {
  const bench::Written& written = place().written;
  const std::int64_t good = written.rows - written.broken;
  // With a key a repeated row is the same record; without, it is another event.
  const std::int64_t fresh = place().country.keyed ? good - written.repeated : good;
  require(account.rows.adds_up() && account.rows.read == written.rows && account.rows.quarantined == written.broken &&
              account.rows.fresh == (first ? fresh : 0),
          "the account is the generator's truth");
}

void duckdb_ctas(benchmark::State& state) {
  place();
  for (auto _ : state) {
    const auto file = place().folder / "plain.duckdb";
    std::filesystem::remove(file);
    auto database = store::duck::Database::open(file.string(), {});
    require(database.has_value(), "the database opens");
    auto connection = database->connect();
    require(connection
                ->run("CREATE TABLE e AS SELECT * FROM read_csv(" + store::duck::quoted(place().file.string()) +
                      ", types = {'occurred': 'VARCHAR'}) ORDER BY try_cast(occurred AS TIMESTAMP)")
                .has_value(),
            "the file is read");
    require(connection->run("CHECKPOINT").has_value(), "the table is written");
  }
}

void first_import(benchmark::State& state) {
  place();
  for (auto _ : state) {
    std::filesystem::remove_all(place().folder / "centre");
    check(import_into(place().folder / "centre", true), true);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_MiB"] = static_cast<double>(usage.ru_maxrss) / 1024;
  state.counters["database_MiB"] =
      static_cast<double>(std::filesystem::file_size(place().folder / "centre" / "events.duckdb")) / 1048576;
}

void second_import(benchmark::State& state) {
  for (auto _ : state) check(import_into(place().folder / "centre", false), false);
}

BENCHMARK(first_import)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(second_import)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(duckdb_ctas)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
