#include "stats/rank_interval.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace tartip::stats;
using doctest::Approx;

TEST_CASE("rates far apart have sure ranks, equal ones share all ranks") {
  const auto apart =
      rank_intervals(std::vector<double>{1000, 4000, 100}, std::vector<double>{1000, 1000, 1000}, {.seed = 3});
  CHECK(apart[0].low == 2);
  CHECK(apart[0].high == 2);
  CHECK(apart[1].high == 1);
  CHECK(apart[2].low == 3);

  const std::vector<double> shapes(20, 50.0);
  for (const RankInterval& unit : rank_intervals(shapes, std::vector<double>(20, 10.0), {.draws = 4000})) {
    CHECK(unit.low == 1);
    CHECK(unit.high == 20);
    CHECK(unit.mean == Approx(10.5).epsilon(0.05));
  }
}

TEST_CASE("the same numbers with one thread and with four") {
  std::vector<double> shapes;
  std::vector<double> exposures;
  for (int i = 1; i <= 300; ++i) {
    shapes.push_back(1 + i % 17);
    exposures.push_back(1 + i % 5);
  }
  const auto one = rank_intervals(shapes, exposures, {.draws = 200, .seed = 9, .threads = 1});
  const auto four = rank_intervals(shapes, exposures, {.draws = 200, .seed = 9, .threads = 4});
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].mean == four[i].mean);
    CHECK(one[i].low == four[i].low);
    CHECK(one[i].high == four[i].high);
  }
}

TEST_CASE("one unit, units left out, nothing") {
  const auto one = rank_intervals(std::vector<double>{NAN, 3, 2, 5}, std::vector<double>{1, 1, 0, -1});
  CHECK(one[0].low == 0);
  CHECK(one[1].low == 1);
  CHECK(one[1].high == 1);
  CHECK(one[2].high == 0);
  CHECK(rank_intervals({}, {}).empty());
  const auto single_draw = rank_intervals(std::vector<double>{3, 4}, std::vector<double>{1, 1}, {.draws = 1});
  CHECK(single_draw[0].low == single_draw[0].high);
}
