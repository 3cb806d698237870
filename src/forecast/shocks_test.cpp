#include "forecast/shocks.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "forecast/mstl.hpp"
#include "support/classic_series.hpp"

using namespace tartip;
using namespace tartip::forecast;
using doctest::Approx;

TEST_CASE("the Nile fell in 1899") {
  const Shocks shocks = find_shocks({test::nile(), 1}).value();
  REQUIRE(!shocks.found.empty());
  const auto shift = std::find_if(shocks.found.begin(), shocks.found.end(),
                                  [](const Shock& shock) { return shock.kind == ShockKind::level_shift; });
  REQUIRE(shift != shocks.found.end());
  CHECK(shift->place == 28);  // 1871 + 28: the dam was begun in 1898, the fall dated 1899 (Cobb 1978)
  CHECK(shift->observed < shift->expected);
  CHECK(shocks.level_only[0] == Approx(test::nile()[0] - 247).epsilon(0.05));
  CHECK(shocks.level_only[99] == test::nile()[99]);
}

TEST_CASE("planted shocks are found and told apart") {
  Random random(5);
  std::vector<double> y(96);
  for (std::size_t t = 0; t < y.size(); ++t)
    y[t] = 500 + 60 * std::sin(2 * 3.14159265358979323846 * static_cast<double>(t) / 12) + 15 * random.normal() +
           (t >= 60 ? 150 : 0) + (t == 30 ? 250 : 0);
  y[10] = std::numeric_limits<double>::quiet_NaN();
  const Shocks shocks = find_shocks({y, 12}).value();
  REQUIRE(shocks.found.size() == 2);
  CHECK(shocks.found[0].kind == ShockKind::outlier);
  CHECK(shocks.found[0].place == 30);
  CHECK(shocks.found[0].expected == Approx(y[30] - 250).epsilon(0.1));
  CHECK(shocks.cleaned[30] == Approx(shocks.found[0].expected));
  CHECK(shocks.cleaned[31] == y[31]);
  CHECK(std::isnan(shocks.cleaned[10]));
  CHECK(shocks.found[1].kind == ShockKind::level_shift);
  CHECK(shocks.found[1].place == 60);
  CHECK(shocks.found[1].observed - shocks.found[1].expected == Approx(150).epsilon(0.15));

  const ShockSentence outlier = sentence_of(shocks.found[0], "2020-07");
  CHECK(outlier.key == "forecast.shock.outlier_high");
  CHECK(outlier.arguments[0].value == "2020-07");
  CHECK(sentence_of({.kind = ShockKind::level_shift, .expected = 0.2, .observed = 7}, "2021").key ==
        "forecast.shock.shift_up_from_zero");
  CHECK(sentence_of({.kind = ShockKind::level_shift, .expected = 50, .observed = 20}, "2021").arguments[3].value ==
        "60");
}

TEST_CASE("small counts are searched on a scale of constant variance") {
  Random random(8);
  std::vector<double> y(72);
  for (std::size_t t = 0; t < y.size(); ++t) y[t] = static_cast<double>(random.poisson(t < 40 ? 3 : 14));
  const Shocks shocks = find_shocks({y, 12}).value();
  REQUIRE(shocks.found.size() >= 1);
  CHECK(shocks.found[0].kind == ShockKind::level_shift);
  CHECK(std::abs(static_cast<double>(shocks.found[0].place) - 40) <= 2);
  CHECK(shocks.found[0].expected == Approx(3).epsilon(0.4));
}

TEST_CASE("too little to say, nothing to find") {
  CHECK_FALSE(find_shocks({std::vector<double>(8, 3.0), 1}).value().enough);
  CHECK_FALSE(find_shocks({std::vector<double>(60, 0.0), 12}).value().enough);
  std::vector<double> rare(60, 0.0);
  rare[50] = 4;
  CHECK_FALSE(find_shocks({rare, 12}).value().enough);
  const Shocks constant = find_shocks({std::vector<double>(60, 9.0), 12}).value();
  CHECK(constant.enough);
  CHECK(constant.found.empty());
  CHECK(find_shocks({std::vector<double>{1, INFINITY, 3}, 1}).error().key == "error.forecast.not_finite");
}

TEST_CASE("MSTL puts every season back") {
  std::vector<double> y(24 * 28);
  for (std::size_t t = 0; t < y.size(); ++t)
    y[t] = 100 + 20 * std::sin(2 * 3.14159265358979323846 * static_cast<double>(t % 24) / 24) +
           (t / 24 % 7 >= 5 ? 30 : 0) + static_cast<double>(t * 37 % 11) - 5;
  const Prediction week = mstl({y, 168}, {.horizon = 168}).value();
  CHECK(week.method.substr(0, 9) == "STL + ETS");
  double worst = 0;
  for (std::size_t h = 0; h < 168; ++h) {
    const std::size_t t = y.size() + h;
    const double truth =
        100 + 20 * std::sin(2 * 3.14159265358979323846 * static_cast<double>(t % 24) / 24) + (t / 24 % 7 >= 5 ? 30 : 0);
    worst = std::max(worst, std::abs(week.mean[h] - truth));
  }
  CHECK(worst < 12);
  CHECK(seasons_of(168) == std::vector<int>{24, 168});
  CHECK(mstl({std::vector<double>{1, 2, 3, 4, 5}, 12}, {}).has_value());
  CHECK(mstl({std::vector<double>(40, 3.0), 12}, {.horizon = 2}).value().mean[1] == Approx(3));
}
