#include "app/square_counts.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <map>
#include <thread>

#include "base/random.hpp"

using namespace tartip;
using namespace tartip::app;

namespace {

using Places = std::map<std::pair<std::int64_t, std::int64_t>, double>;

// Towns and single squares all over the world, the corners among them.
Places world() {
  Random random(11);
  Places squares;
  const double last = std::ldexp(1.0, SquareCounts::k_depth) - 1;
  for (const double x : {0.0, last})
    for (const double y : {0.0, last}) squares[{static_cast<std::int64_t>(x), static_cast<std::int64_t>(y)}] = 1;
  for (int i = 0; i < 4000; ++i) {
    const double x = i % 2 ? last * random.uniform() : 20'000 + 300 * random.uniform();
    const double y = i % 2 ? last * random.uniform() : 11'000 + 300 * random.uniform();
    squares[{static_cast<std::int64_t>(x), static_cast<std::int64_t>(y)}] += 1 + i % 7;
  }
  return squares;
}

SquareCounts counted(const Places& squares) {
  std::vector<store::SquareCount> finest;
  for (const auto& [place, events] : squares)
    finest.push_back({static_cast<std::int32_t>(place.first), static_cast<std::int32_t>(place.second), events});
  return SquareCounts(std::move(finest));
}

}  // namespace

TEST_CASE("the squares of every tile add up from the finest") {
  const Places squares = world();
  const SquareCounts counts = counted(squares);
  for (const auto& [zoom, bits] : {std::pair{0, 6}, {3, 6}, {9, 6}, {15, 0}, {0, 0}, {4, 11}}) {
    Places expected;
    std::map<std::pair<std::int64_t, std::int64_t>, int> tiles;
    for (const auto& [place, events] : squares) {
      const auto finer = static_cast<unsigned>(SquareCounts::k_depth - zoom - bits);
      expected[{place.first >> finer, place.second >> finer}] += events;
      const auto tile = static_cast<unsigned>(SquareCounts::k_depth - zoom);
      ++tiles[{place.first >> tile, place.second >> tile}];
    }
    Places found;
    const std::int64_t across = std::int64_t{1} << bits;
    for (const auto& [tile, count] : tiles)
      for (const store::SquareCount& square : counts.of({zoom, tile.first, tile.second}, bits)) {
        CHECK(square.column >= 0);
        CHECK(square.column < across);
        CHECK(square.row >= 0);
        CHECK(square.row < across);
        const auto [at, is_new] =
            found.try_emplace({tile.first * across + square.column, tile.second * across + square.row}, square.events);
        CHECK(is_new);
      }
    CHECK(found == expected);
  }
  CHECK(counts.of({9, 0, 100}, 6).empty());
  CHECK(SquareCounts({}).of({0, 0, 0}, 6).empty());
}

TEST_CASE(
    "counts are made once for all who ask at once, again when the store has changed, and never kept when they fail") {
  SquareCountsCache cache;
  std::atomic<int> made = 0;
  const auto make = [&]() -> SquareCountsCache::Made {
    ++made;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return std::make_shared<const SquareCounts>(counted({{{1, 2}, 3.0}}));
  };
  std::vector<std::jthread> readers;
  for (int i = 0; i < 8; ++i)
    readers.emplace_back([&] {
      const auto counts = cache.find("a", 1, make);
      CHECK((*counts)->of({0, 0, 0}, 0).front().events == 3);
    });
  readers.clear();
  CHECK(made == 1);
  CHECK(cache.find("b", 1, make).has_value());
  CHECK(made == 2);
  CHECK(cache.find("a", 2, make).has_value());
  CHECK(made == 3);
  const auto fails = []() -> SquareCountsCache::Made { return fail(Code::unavailable, "error.store.busy", {}); };
  CHECK_FALSE(cache.find("c", 2, fails).has_value());
  CHECK(cache.find("c", 2, make).has_value());
  CHECK(made == 4);
  for (int i = 0; i < 40; ++i) CHECK(cache.find("many" + std::to_string(i), 2, make).has_value());
  CHECK(made == 44);
  CHECK(cache.find("many39", 2, make).has_value());
  CHECK(made == 44);
  CHECK(cache.find("a", 2, make).has_value());  // long not asked for
  CHECK(made == 45);
}
