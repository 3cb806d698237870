#include "statistics/indicator_comparison.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace tartip::statistics {
namespace {

Indicator share(const std::string& id) {
  return {.id = *DefinitionId::parse(id),
          .question = "q",
          .shape = IndicatorShape::share,
          .numerator = *parse_expression("R1[@].g1"),
          .denominator = *parse_expression("R1[@].g2"),
          .overlap = {},
          .any_row = true,
          .default_row = "total",
          .unit = "percent",
          .decimals = 1,
          .names = {},
          .definition = {},
          .scope = {},
          .cautions = {}};
}

IndicatorValue value(const Indicator& indicator, std::int64_t part, std::int64_t whole) {
  const Reported reported{"", axes::parse_span("2022").value(),
                          [=](const CellAddress& cell) -> Result<std::optional<Decimal>> {
                            return Decimal(cell.graph == "g1" ? part : whole);
                          },
                          NAN};
  return *compute(indicator, "", reported);
}

const Indicator k_a = share("kz:a:v1"), k_b = share("kz:b:v1");

TEST_CASE("an order that turns with the definition is named; beyond chance only where both orders are sure") {
  // Region 0 leads under a, region 1 under b, both beyond chance; 2 and 3 are all but equal.
  const std::vector<std::vector<IndicatorValue>> values = {
      {value(k_a, 800, 1000), value(k_a, 600, 1000), value(k_a, 301, 1000), value(k_a, 300, 1000)},
      {value(k_b, 500, 1000), value(k_b, 700, 1000), value(k_b, 300, 1000), value(k_b, 301, 1000)}};
  const IndicatorComparison result = compare_definitions({&k_a, &k_b}, values);
  CHECK(result.pairs == 6);
  CHECK(result.turned == 2);
  CHECK(result.turned_clearly == 1);
  REQUIRE(result.turns.size() == 2);
  CHECK(result.turns[0].clear);
  CHECK(result.turns[0].first == 0);
  CHECK(result.turns[0].second == 1);
  CHECK(result.turns[0].above == 0);
  CHECK(result.turns[0].below == 1);
  CHECK_FALSE(result.turns[1].clear);
  CHECK(result.turns[1].first == 2);
  CHECK(result.best == std::vector<int>{1, 1, 3, 3});
  CHECK(result.worst == std::vector<int>{2, 2, 4, 4});
  CHECK(result.tau[0][1] == doctest::Approx(1.0 / 3));  // 4 pairs agree, 2 disagree
  CHECK(result.placed[0][2].rank_low == 3);
  CHECK(result.placed[0][2].rank_high == 4);
  CHECK(result.clear_by_chance == doctest::Approx(6 * 2 * 0.025 * 0.025));
}

TEST_CASE("regions with too few events are not ranked and turn nothing; ties share a rank") {
  const std::vector<std::vector<IndicatorValue>> values = {
      {value(k_a, 800, 1000), value(k_a, 3, 4), value(k_a, 800, 1000), value(k_a, 100, 1000)},
      {value(k_b, 100, 1000), value(k_b, 1, 4), value(k_b, 200, 1000), value(k_b, 0, 0)}};
  const IndicatorComparison result = compare_definitions({&k_a, &k_b}, values);
  CHECK(result.placed[0][0].rank == 1);
  CHECK(result.placed[0][2].rank == 1);
  CHECK(result.placed[0][3].rank == 3);
  CHECK(result.placed[0][1].rank == 0);
  CHECK(result.placed[1][3].rank == 0);
  CHECK(result.best[1] == 0);
  CHECK(result.ranked == 2);
  CHECK(result.pairs == 1);
  CHECK(result.turned == 0);  // a tie is no turn
}

TEST_CASE("the same seed gives the same answer for any number of threads; one region or none is no comparison") {
  const std::vector<std::vector<IndicatorValue>> values = {{value(k_a, 80, 200), value(k_a, 90, 200)},
                                                           {value(k_b, 90, 200), value(k_b, 80, 200)}};
  const auto one = compare_definitions({&k_a, &k_b}, values, {.seed = 7, .threads = 1});
  const auto four = compare_definitions({&k_a, &k_b}, values, {.seed = 7, .threads = 4});
  CHECK(one.turns[0].chance == four.turns[0].chance);
  CHECK(one.placed[0][0].rank_high == four.placed[0][0].rank_high);
  const auto none = compare_definitions({&k_a}, {{}});
  CHECK(none.pairs == 0);
  CHECK(std::isnan(none.tau[0][0]));
  const auto alone = compare_definitions({&k_a, &k_b}, {{values[0][0]}, {values[1][0]}});
  CHECK(alone.pairs == 0);
  CHECK(alone.placed[0][0].rank == 1);
}

TEST_CASE("money is ranked without an interval: nothing says how far chance would move it") {
  Indicator money = share("kz:money:v1");
  money.shape = IndicatorShape::amount_share;
  const IndicatorComparison result =
      compare_definitions({&money}, {{value(money, 800, 1000), value(money, 600, 1000)}});
  CHECK(result.placed[0][0].rank == 1);
  CHECK(result.placed[0][1].rank == 2);
  CHECK(result.placed[0][1].rank_low == 0);
  CHECK(result.placed[0][1].rank_high == 0);
}

}  // namespace
}  // namespace tartip::statistics
