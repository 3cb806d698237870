#include "stats/two_counts.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

#include "stats/special.hpp"

using namespace tartip::stats;
using doctest::Approx;

TEST_CASE("the ratio of two counts equals R's poisson.test") {
  const Ratio ratio = ratio_of_counts(20, 10);
  CHECK(ratio.ratio == 2);
  CHECK(ratio.low == Approx(0.893508890385).epsilon(1e-9));
  CHECK(ratio.high == Approx(4.784552440338).epsilon(1e-9));
  CHECK(ratio.p == Approx(0.0987371467054).epsilon(1e-10));

  // Exposures; the interval of poisson.test(c(11, 21), c(800, 3011)), p as twice the smaller binomial tail.
  const Ratio rates = ratio_of_counts(11, 21, {.exposure_a = 800, .exposure_b = 3011});
  CHECK(rates.low == Approx(0.858426403392).epsilon(1e-9));
  CHECK(rates.high == Approx(4.277265943654).epsilon(1e-9));
  CHECK(rates.p == Approx(0.112017319575).epsilon(1e-9));
}

TEST_CASE("the tests of two counts equal the R package ptools") {
  struct Row {
    double a, b, e_test, conditional;
  };
  for (const Row& row : {Row{20, 10, 0.0688317821081, 0.0987371467054}, Row{3, 0, 0.0883790094548, 0.25},
                         Row{100, 80, 0.136520651968, 0.156531469578}, Row{6, 2, 0.174874820944, 0.2890625}}) {
    CAPTURE(row.a);
    CHECK(e_test(row.a, row.b) == Approx(row.e_test).epsilon(1e-8));
    CHECK(e_test(row.b, row.a) == Approx(row.e_test).epsilon(1e-8));
    CHECK(ratio_of_counts(row.a, row.b).p == Approx(row.conditional).epsilon(1e-10));
  }
}

TEST_CASE("the E-test handles unequal exposures, ties and large counts") {
  // Sum over all outcomes, written out: the two-pointer walk must find the same ones.
  const auto plainly = [](double a, double b, double n, double m) {
    const auto statistic = [&](double x, double y) {
      return x + y == 0 ? 0 : (x / n - y / m) / std::sqrt(x / (n * n) + y / (m * m));
    };
    const double rate = (a + b) / (n + m);
    const auto weight = [](double k, double mean) { return std::exp(k * std::log(mean) - mean - std::lgamma(k + 1)); };
    double p = 0;
    for (double x = 0; x < 200; ++x)
      for (double y = 0; y < 200; ++y)
        if (std::abs(statistic(x, y)) >= std::abs(statistic(a, b)) * (1 - 1e-12))
          p += weight(x, rate * n) * weight(y, rate * m);
    return p;
  };
  CHECK(e_test(7, 30, 2, 5) == Approx(plainly(7, 30, 2, 5)).epsilon(1e-9));
  CHECK(e_test(40, 3, 8, 1) == Approx(plainly(40, 3, 8, 1)).epsilon(1e-9));
  CHECK(e_test(0, 1, 1, 30) == Approx(plainly(0, 1, 1, 30)).epsilon(1e-9));
  CHECK(e_test(5, 5) == 1);
  CHECK(e_test(0, 0) == 1);
  CHECK(e_test(100500, 99500) == Approx(0.0254).epsilon(0.02));  // z = 2.236
  CHECK(std::isnan(e_test(-1, 2)));
  CHECK(std::isnan(e_test(1, 2, 0, 1)));
}

TEST_CASE("zeros: open intervals, and nothing at all from nothing") {
  const Ratio from_zero = ratio_of_counts(5, 0);
  CHECK(std::isinf(from_zero.ratio));
  CHECK(std::isinf(from_zero.high));
  CHECK(from_zero.low == Approx(std::pow(0.025, 0.2) / (1 - std::pow(0.025, 0.2))).epsilon(1e-9));
  CHECK(ratio_of_counts(0, 5).low == 0);
  const Ratio none = ratio_of_counts(0, 0);
  CHECK(std::isnan(none.ratio));
  CHECK(none.low == 0);
  CHECK(std::isinf(none.high));
  CHECK(none.p == 1);
}

TEST_CASE("p is below 5 % exactly when 1 lies outside the interval, with every option") {
  for (const bool mid_p : {false, true})
    for (const double phi : {1.0, 1.7, 6.0})
      for (double a = 0; a < 60; a += 3)
        for (double b = 1; b < 60; b += 4) {
          const Ratio ratio =
              ratio_of_counts(a, b, {.exposure_a = 1.3, .dispersion = phi, .dispersion_degrees = 22, .mid_p = mid_p});
          CAPTURE(a);
          CAPTURE(b);
          CHECK((ratio.p < 0.05) == (ratio.low > 1 || ratio.high < 1));
        }
}

TEST_CASE("a dispersion keeps the ratio and widens the interval; an estimated one widens it more; mid-p narrows it") {
  const Ratio plain = ratio_of_counts(120, 100);
  const Ratio wide = ratio_of_counts(120, 100, {.dispersion = 4});
  const Ratio wider = ratio_of_counts(120, 100, {.dispersion = 4, .dispersion_degrees = 22});
  const Ratio narrow = ratio_of_counts(120, 100, {.mid_p = true});
  CHECK(wide.ratio == plain.ratio);
  CHECK(wide.low < plain.low);
  CHECK(wider.low < wide.low);
  CHECK(narrow.low > plain.low);
  CHECK(narrow.high < plain.high);
  // Effective counts 30 and 25.
  CHECK(wide.low == Approx(ratio_of_counts(30, 25).low).epsilon(1e-12));
  // (t₂₂ / z)² with t = 2.0738730679.
  const double widened = 4 * std::pow(2.0738730679 / 1.95996398454, 2);
  CHECK(wider.high == Approx(ratio_of_counts(120, 100, {.dispersion = widened}).high).epsilon(1e-9));
  // Less than Poisson noise is not believed.
  CHECK(ratio_of_counts(120, 100, {.dispersion = 0.3}).low == plain.low);
}

TEST_CASE("bad input gives NaN") {
  constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
  for (const Ratio& none : {ratio_of_counts(k_nan, 1), ratio_of_counts(1, -1), ratio_of_counts(1, HUGE_VAL),
                            ratio_of_counts(1, 1, {.exposure_a = 0}), ratio_of_counts(1, 1, {.level = 1}),
                            ratio_of_counts(1, 1, {.dispersion = k_nan})}) {
    CHECK(std::isnan(none.low));
    CHECK(std::isnan(none.p));
  }
}
