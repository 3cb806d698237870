#include "forecast/outliers.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "forecast/combination.hpp"

using namespace tartip;
using namespace tartip::forecast;

namespace {

std::vector<double> months(std::size_t n = 72) {
  Random random(7);
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t)
    y.push_back(std::round(200 + static_cast<double>(t) + 30 * std::sin(static_cast<double>(t % 12) * M_PI / 6) +
                           8 * random.normal()));
  return y;
}

std::vector<std::size_t> places(const std::vector<double>& y, int season = 12) {
  std::vector<std::size_t> found;
  for (const Outlier& one : lone_outliers({y, season})) found.push_back(one.place);
  return found;
}

}  // namespace

TEST_CASE("a single value far out is found, wherever it stands") {
  for (const std::size_t place : {0, 1, 40, 70, 71})
    for (const double value : {100'000.0, 5000.0, -3000.0}) {
      CAPTURE(place);
      CAPTURE(value);
      auto y = months();
      const double before = y[place];
      y[place] = value;
      const auto found = lone_outliers({y, 12});
      REQUIRE(found.size() == 1);
      CHECK(found[0].place == place);
      CHECK(found[0].value == value);
      CHECK(std::abs(found[0].instead - before) < 50);
    }
}

TEST_CASE("what a season, a trend, a shift, chance or a habit of leaping does is no outlier") {
  CHECK(places(months()).empty());
  auto season = months();
  for (std::size_t t = 11; t < season.size(); t += 12) season[t] *= 10;  // every December
  CHECK(places(season).empty());
  auto shift = months();
  for (std::size_t t = 70; t < shift.size(); ++t) shift[t] += 2000;
  CHECK(places(shift).empty());
  std::vector<double> growth, rare, leaps;
  for (int t = 0; t < 60; ++t) {
    growth.push_back(std::exp2(t / 3.0));
    rare.push_back(t % 17 == 3 ? 30 : 0);
    leaps.push_back(100 + t % 7 + (t % 11 == 5 ? 5000 : 0));
  }
  CHECK(places(growth, 1).empty());
  CHECK(places(rare, 1).empty());
  CHECK(places(leaps, 1).empty());
  CHECK(places({1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 900}, 1).empty());  // too short to say
  auto jump = months();
  jump.back() += 300;  // may be the new level
  CHECK(places(jump).empty());
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    std::vector<double> y;
    for (int t = 0; t < 96; ++t) y.push_back(static_cast<double>(random.poisson(4 * random.gamma(2) / 2)));
    CHECK(places(y).empty());
  }
}

TEST_CASE("auto does not follow a lone outlier and says which it was") {
  const auto plain = combine({months(), 12}, {.horizon = 12});
  REQUIRE(plain);
  CHECK(plain->outliers.empty());
  for (const std::size_t place : {40, 71}) {
    auto y = months();
    y[place] = 100'000;
    const auto result = combine({y, 12}, {.horizon = 12});
    REQUIRE(result);
    REQUIRE(result->outliers.size() == 1);
    CHECK(result->outliers[0].place == place);
    for (std::size_t h = 0; h < 12; ++h) {
      CHECK(std::abs(result->prediction.mean[h] - plain->prediction.mean[h]) < 20);
      CHECK(result->prediction.bands[1].upper[h] < 450);
    }
  }
}
