// How many rows a second come from CSV text to checked events (without the search for the district of a point).
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include <fmt/format.h>

#include "base/random.hpp"
#include "registers/validation.hpp"

namespace tartip::registers {
namespace {

constexpr int k_rows = 500'000;

const std::string k_description = R"(id = "bench"
key = ["id"]
[time]
columns = "when"
formats = ["%Y-%m-%d %H:%M:%S"]
zone = "Asia/Almaty"
[place]
x = "lon"
y = "lat"
[class]
column = "kind"
[[quantity]]
id = "damage"
column = "damage"
min = 0
[[attribute]]
id = "district"
column = "district"
[[text]]
id = "note"
column = "note"
)";

std::filesystem::path generated() {
  const auto path = std::filesystem::temp_directory_path() / "tartip-reader-bench.csv";
  std::ofstream out(path, std::ios::binary);
  out << "id,when,lon,lat,kind,district,damage,note\n";
  Random random(1);
  for (int i = 0; i < k_rows; ++i) {
    out << fmt::format("{},2022-{:02}-{:02} {:02}:{:02}:{:02},{:.5f},{:.5f},kind {},{},{}.5,{}\n", i,
                       1 + random.below(12), 1 + random.below(28), random.below(24), random.below(60), random.below(60),
                       76.5 + random.uniform(), 43 + random.uniform(), random.below(60), 100 + random.below(224),
                       random.below(100'000), i % 50 == 0 ? "\"a note, quoted\"" : "plain note");
  }
  return path;
}

std::size_t count_good(const std::filesystem::path& file, const Description& description, bool check) {
  const axes::TimeZone zone = *axes::TimeZone::named("UTC");
  auto reader = *open_records(file, description.file);
  const auto plan =
      Plan::make(description, reader->columns(), {nullptr, nullptr, &zone, 1'780'000'000 * axes::k_micros_per_second});
  RecordBlock block;
  Event event;
  Rejection rejection;
  std::size_t good = 0;
  while (*reader->next(block)) {
    for (std::size_t i = 0; i < block.count; ++i) {
      if (check ? plan->check(block.records[i], event, rejection) : !block.records[i].flaw) ++good;
    }
  }
  return good;
}

void read(benchmark::State& state, bool check) {
  static const std::filesystem::path file = generated();
  const Description description = *parse_description(k_description, "bench");
  if (count_good(file, description, check) != k_rows) {
    std::cerr << "wrong answer: not every generated row is good\n";
    std::exit(1);
  }
  for (auto step : state) benchmark::DoNotOptimize(count_good(file, description, check));
  state.SetItemsProcessed(state.iterations() * k_rows);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(std::filesystem::file_size(file)));
}

BENCHMARK_CAPTURE(read, read_only, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, read_and_check, true)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tartip::registers

BENCHMARK_MAIN();
