// Search among 20 000 units with three names and a code each, made of syllables by a seeded generator. The answer is
// checked before anything is timed: every unit is found by its own name, and by its name with two letters swapped.
#include "text/name_index.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

#include "base/random.hpp"

namespace {

using namespace tartip::text;

constexpr std::uint32_t k_units = 20'000;

const std::vector<IndexedName>& names() {
  static const std::vector<IndexedName> made = [] {
    constexpr std::array<std::array<const char*, 2>, 16> k_syllables = {{{"қара", "kara"},
                                                                         {"ақ", "ak"},
                                                                         {"тау", "tau"},
                                                                         {"су", "su"},
                                                                         {"көл", "kol"},
                                                                         {"бай", "bay"},
                                                                         {"жан", "zhan"},
                                                                         {"ай", "ay"},
                                                                         {"ман", "man"},
                                                                         {"шы", "shy"},
                                                                         {"ер", "er"},
                                                                         {"төбе", "tobe"},
                                                                         {"құм", "kum"},
                                                                         {"ойн", "oyn"},
                                                                         {"сай", "say"},
                                                                         {"лы", "ly"}}};
    tartip::Random random(1);
    std::vector<IndexedName> all;
    for (std::uint32_t unit = 0; unit < k_units; ++unit) {
      std::string kazakh, latin;
      for (int i = 0; i < 4; ++i) {
        const auto& [cyrillic, in_latin] = k_syllables[random.below(k_syllables.size())];
        kazakh += cyrillic;
        latin += in_latin;
      }
      all.push_back({unit, kazakh + " ауылдық округі"});
      all.push_back({unit, kazakh + "ский сельский округ"});
      all.push_back({unit, latin + " rural district"});
      all.push_back({unit, std::to_string(100'000'000 + unit * 37), true});
    }
    return all;
  }();
  return made;
}

const NameIndex& index() {
  static const NameIndex made(names());
  return made;
}

void check() {
  for (std::uint32_t unit = 0; unit < k_units; unit += 500) {
    std::string name = names()[unit * 4 + 2].text;
    for (int swapped = 0; swapped < 2; ++swapped) {
      const auto matches = index().find(name, k_units);
      if (std::none_of(matches.begin(), matches.end(), [&](const NameMatch& m) { return m.entry == unit; })) {
        std::cerr << "not found: " << name << '\n';
        std::exit(1);
      }
      std::swap(name[2], name[3]);
    }
  }
}

void make_index(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(NameIndex(names()));
}

void find(benchmark::State& state, const char* typed) {
  check();
  for (auto _ : state) benchmark::DoNotOptimize(index().find(typed, 20));
}

BENCHMARK(make_index)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, one_letter, "қ")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, begun, "қаратау")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, slips, "karataubya")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, three_words, "karatausubay rural district")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, code, "10036")->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
