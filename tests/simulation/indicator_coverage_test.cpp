// Indicators: coverage of the intervals of ratios, and orders that turn by chance alone.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/random.hpp"
#include "share.hpp"
#include "statistics/indicator_comparison.hpp"

using namespace tartip;
using simulation::Share;
using namespace tartip::statistics;

namespace {

constexpr std::uint64_t k_seed = 20'260'103;

std::int64_t binomial(Random& random, std::int64_t n, double p) {
  std::int64_t hits = 0;
  for (std::int64_t i = 0; i < n; ++i) hits += random.uniform() < p ? 1 : 0;
  return hits;
}

Indicator indicator(IndicatorShape shape, const char* id) {
  return {.id = *DefinitionId::parse(id),
          .question = "q",
          .shape = shape,
          .numerator = *parse_expression("R[@].g1"),
          .denominator = *parse_expression("R[@].g2"),
          .overlap = shape == IndicatorShape::ratio ? *parse_expression("R[@].g3") : Expression{},
          .any_row = true,
          .default_row = "total",
          .unit = "percent",
          .decimals = 1,
          .names = {},
          .definition = {},
          .scope = {},
          .cautions = {}};
}

IndicatorValue value(const Indicator& one, std::int64_t numerator, std::int64_t denominator, std::int64_t overlap) {
  const Reported reported{"", axes::parse_span("2022").value(),
                          [=](const CellAddress& cell) -> Result<std::optional<Decimal>> {
                            return Decimal(cell.graph == "g1" ? numerator : cell.graph == "g2" ? denominator : overlap);
                          },
                          NAN};
  return *compute(one, "", reported);
}

}  // namespace

TEST_CASE("completed / registered with cases of earlier years: the interval covers about 95 %") {
  const Indicator ratio = indicator(IndicatorShape::ratio, "kz:ratio:v1");
  std::uint64_t stream = 0;
  for (const std::int64_t registered : {30, 100, 800})
    for (const double same_year : {0.1, 0.4, 0.8})
      for (const double earlier : {0.05, 0.3}) {  // per registered case
        Random random(k_seed, ++stream);
        Share covered;
        const double truth = 100 * (same_year + earlier);
        for (int run = 0; run < 2000; ++run) {
          const std::int64_t inside = binomial(random, registered, same_year);
          const auto outside = static_cast<std::int64_t>(random.poisson(earlier * static_cast<double>(registered)));
          const IndicatorFigure figure = value(ratio, inside + outside, registered, inside).figure();
          covered.count(figure.low <= truth && truth <= figure.high);
        }
        MESSAGE("registered " << registered << ", " << same_year << " + " << earlier << ": " << covered.value());
        CHECK(covered.at_least(0.94));
      }
}

TEST_CASE("regions that do not differ: orders turn clearly in at most 1 of 800 pairs") {
  const std::vector<Indicator> two = {indicator(IndicatorShape::share, "kz:a:v1"),
                                      indicator(IndicatorShape::share, "kz:b:v1")};
  Share clear;
  Share turned;
  for (std::uint64_t run = 0; run < 120; ++run) {
    Random random(k_seed + 1, run);
    std::vector<std::vector<IndicatorValue>> values(2);
    for (int region = 0; region < 12; ++region) {
      const std::int64_t size = 200 + 100 * region;
      for (std::size_t d = 0; d < 2; ++d)
        values[d].push_back(value(two[d], binomial(random, size, d == 0 ? 0.4 : 0.6), size, 0));
    }
    const IndicatorComparison result =
        compare_definitions({&two[0], &two[1]}, values, {.draws = 500, .seed = run, .threads = 1});
    for (std::size_t pair = 0; pair < result.pairs; ++pair) {
      turned.count(pair < result.turned);
      clear.count(pair < result.turned_clearly);
    }
    CHECK(result.clear_by_chance == doctest::Approx(66 * 2 * 0.025 * 0.025));
  }
  MESSAGE("pairs that turn " << turned.value() << ", clearly " << clear.value());
  CHECK(turned.value() > 0.4);  // without any difference about half the pairs turn
  CHECK(clear.at_most(0.00125));
}

TEST_CASE("regions that differ both ways: the turn is found") {
  const std::vector<Indicator> two = {indicator(IndicatorShape::share, "kz:a:v1"),
                                      indicator(IndicatorShape::share, "kz:b:v1")};
  Share found;
  for (std::uint64_t run = 0; run < 100; ++run) {
    Random random(k_seed + 2, run);
    std::vector<std::vector<IndicatorValue>> values(2);
    for (const double p : {0.5, 0.4}) {
      values[0].push_back(value(two[0], binomial(random, 1500, p), 1500, 0));
      values[1].push_back(value(two[1], binomial(random, 1500, 0.9 - p), 1500, 0));
    }
    const auto result = compare_definitions({&two[0], &two[1]}, values, {.seed = run, .threads = 1});
    found.count(result.turned_clearly == 1);
  }
  MESSAGE("found " << found.value());
  CHECK(found.value() > 0.95);
}
