#include "statistics/rate_decomposition.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace tartip::statistics;
using doctest::Approx;

TEST_CASE("household headship rates, United States 1970 and 1985 (Das Gupta 1993, example 5.1)") {
  const std::vector<double> size_1970 = {12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9};
  const std::vector<double> size_1985 = {10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5};
  const std::vector<double> rate_1970 = {1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8};
  const std::vector<double> rate_1985 = {2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2};
  std::vector<RatePart> parts;
  for (std::size_t i = 0; i < size_1970.size(); ++i)
    parts.push_back({rate_1985[i] * size_1985[i], size_1985[i], rate_1970[i] * size_1970[i], size_1970[i]});
  const auto result = decompose_rate(parts);
  REQUIRE(result.has_value());
  CHECK(result->rate_previous == Approx(44.7268).epsilon(1e-6));
  CHECK(result->rate_current == Approx(47.6940).epsilon(1e-6));
  CHECK(std::abs(result->mix_effect - 1.2269) < 0.00005);
  CHECK(std::abs(result->rate_effect - 1.7403) < 0.00005);
  CHECK(result->mix_effect + result->rate_effect ==
        Approx(result->rate_current - result->rate_previous).epsilon(1e-12));
}

TEST_CASE("a part without people on one side moves the mix only") {
  const auto result = decompose_rate(std::vector<RatePart>{{10, 100, 10, 100}, {30, 100, 0, 0}, {0, 0, 0, 0}});
  REQUIRE(result.has_value());
  CHECK(result->rate_effect == 0);
  CHECK(result->mix_effect == Approx(0.1));
  CHECK(result->parts.size() == 3);
}

TEST_CASE("what cannot be decomposed is refused") {
  CHECK(decompose_rate({}).error().key == "error.statistics.no_exposure");
  CHECK(decompose_rate(std::vector<RatePart>{{1, 10, 0, 0}}).error().key == "error.statistics.no_exposure");
  const auto bad = decompose_rate(std::vector<RatePart>{{1, 10, 1, 10}, {-1, 10, 1, 10}});
  CHECK(bad.error().key == "error.statistics.rate_part_unusable");
  CHECK(bad.error().arguments.front().value == "2");
  CHECK_FALSE(decompose_rate(std::vector<RatePart>{{1, 0, 1, 10}}).has_value());
  CHECK_FALSE(decompose_rate(std::vector<RatePart>{{1, NAN, 1, 10}}).has_value());
}

TEST_CASE("a count: more people, elsewhere, at other rates; the three parts add up") {
  // 100 of 1000 and 50 of 1000 become 150 of 1500 (same rate) and 40 of 1000.
  const std::vector<RatePart> parts = {{150, 1500, 100, 1000}, {40, 1000, 50, 1000}};
  const auto result = decompose_count(parts);
  REQUIRE(result.has_value());
  CHECK(result->size + result->mix + result->rate == Approx(190 - 150));
  CHECK(result->size == Approx(500 * (0.075 + 0.076) / 2));
  CHECK(result->parts[0].rate == Approx(0));
  CHECK(result->parts[1].rate == Approx(-0.01 * (0.4 + 0.5) / 2 * 2250));
  CHECK(result->mix == Approx((0.1 * 0.1 - 0.1 * 0.045) * 2250));
  CHECK_FALSE(decompose_count({}).has_value());
}
