#include "statistics/ranking.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/random.hpp"

using namespace tartip::statistics;
using namespace tartip;
using cube::Cell;
using doctest::Approx;

namespace {

std::vector<Observation> complete(const std::vector<double>& counts) {
  std::vector<Observation> result;
  for (const double count : counts) result.push_back({count, Cell::complete});
  return result;
}

}  // namespace

TEST_CASE("a village with three events does not lead the list; a truly high city does") {
  std::vector<double> counts = {3};
  std::vector<double> residents = {1000};  // 300 per 100 000, thrice the rest
  for (int i = 0; i < 30; ++i) {
    counts.push_back(100 + (i % 7) * 5 - 15);
    residents.push_back(100'000);
  }
  counts.push_back(1'000);
  residents.push_back(400'000);  // 250 per 100 000
  const Ranking ranking = rank_territories(complete(counts), residents);
  const Ranked& village = ranking.units.front();
  const Ranked& city = ranking.units.back();
  CHECK(village.rate == Approx(300));
  CHECK(village.rate > city.rate);
  CHECK(village.standing == Standing::few);
  CHECK(city.standing == Standing::high);
  CHECK(city.rank == 1);
  CHECK(ranking.order.front() == counts.size() - 1);
  CHECK(village.shrunken < city.shrunken);
  CHECK(city.rank_low == 1);
  CHECK(city.rank_high <= 2);  // the village may be anything, the highest too
  CHECK(village.rank_high - village.rank_low > 10);
  CHECK(ranking.units[5].standing == Standing::usual);
  CHECK(city.p_adjusted >= city.p);
  CHECK(ranking.action_by_chance < 0.002 * 32);
  CHECK(ranking.beyond_action == 1);
  CHECK(ranking.curve.size() == 60);
  CHECK(ranking.curve.front().exposure == Approx(1000));
  CHECK(ranking.curve.back().exposure == Approx(400'000));
}

TEST_CASE("the largest territory may be low, and none is below zero") {
  std::vector<double> counts(20, 60.0);
  std::vector<double> residents(20, 1000.0);
  counts[3] = 10;
  const Ranking ranking = rank_territories(complete(counts), residents, {.per = 1000});
  CHECK(ranking.units[3].standing == Standing::low);
  CHECK(ranking.units[3].rank == 20);
  for (const FunnelCurvePoint& point : ranking.curve) CHECK(point.limits.action.low >= 0);
}

TEST_CASE("equal territories share rank 1 and may take any place") {
  const Ranking ranking = rank_territories(complete({5, 5, 5}), std::vector<double>{10, 10, 10});
  for (const Ranked& unit : ranking.units) {
    CHECK(unit.rank == 1);
    CHECK(unit.rank_low == 1);
    CHECK(unit.rank_high == 3);
  }
}

TEST_CASE("missing, partial, without residents: not ranked; nothing, one, all zero") {
  const std::vector<Observation> counts = {{4, Cell::complete}, {NAN, Cell::missing}, {4, Cell::partial},
                                           {4, Cell::complete}, {6, Cell::complete},  {-1, Cell::complete}};
  const std::vector<double> residents = {10, 10, 10, 0, 10, 10};
  const Ranking ranking = rank_territories(counts, residents);
  CHECK(ranking.order.size() == 2);
  for (const std::size_t i : {1, 2, 3, 5}) {
    CHECK(ranking.units[i].standing == Standing::none);
    CHECK(ranking.units[i].rank == 0);
    CHECK(std::isnan(ranking.units[i].rate));
  }
  CHECK(ranking.units[2].count == 4);

  CHECK(rank_territories({}, {}).order.empty());
  CHECK(std::isnan(rank_territories({}, {}).rate));
  const Ranking one = rank_territories(complete({4}), std::vector<double>{10});
  CHECK(one.units[0].rank == 1);
  CHECK(one.units[0].standing == Standing::few);
  const Ranking zero = rank_territories(complete({0, 0}), std::vector<double>{10, 20});
  CHECK(zero.rate == 0);
  CHECK(zero.units[1].standing == Standing::few);
  CHECK(zero.units[1].rank == 1);
}

TEST_CASE("the same ranking with one thread and four") {
  Random random(3);
  std::vector<double> counts;
  std::vector<double> residents;
  for (int i = 0; i < 200; ++i) {
    residents.push_back(1000 + static_cast<double>(random.below(100'000)));
    counts.push_back(static_cast<double>(random.poisson(residents.back() * 0.001 * random.gamma(5) / 5)));
  }
  const Ranking one = rank_territories(complete(counts), residents, {.seed = 4, .threads = 1});
  const Ranking four = rank_territories(complete(counts), residents, {.seed = 4, .threads = 4});
  CHECK(one.order == four.order);
  CHECK(one.warning_by_chance == four.warning_by_chance);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    CHECK(one.units[i].rank_low == four.units[i].rank_low);
    CHECK(one.units[i].rank_high == four.units[i].rank_high);
    CHECK(one.units[i].rank_low <= one.units[i].rank_high);
  }
}
