#include "statistics/change.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace tartip::statistics;
using doctest::Approx;
using tartip::cube::Cell;

namespace {
Observation seen(double value, Cell cell = Cell::complete) {
  return {value, cell};
}
}  // namespace

TEST_CASE("a change has its absolute and relative size, its interval and its verdict") {
  const Change change = change_between(seen(20), seen(10));
  CHECK(change.absolute == 10);
  CHECK(change.percent == Approx(100));
  CHECK(change.low == Approx(100 * (0.893508890385 - 1)).epsilon(1e-8));  // R's poisson.test(c(20, 10))
  CHECK(change.high == Approx(100 * (4.784552440338 - 1)).epsilon(1e-8));
  CHECK(change.p == Approx(0.0987371467054).epsilon(1e-9));
  CHECK(change.verdict == Verdict::few);  // 4.78 / 0.89 is more than 4
  CHECK(change.imprecise);

  // Kazakhstan, January–September 2025: 98.5 thousand, 6.7 % fewer than a year before.
  const Change fall = change_between(seen(98'500), seen(105'573));
  CHECK(fall.percent == Approx(-6.7).epsilon(0.001));
  CHECK(fall.verdict == Verdict::fall);
  CHECK(fall.low == Approx(-7.5).epsilon(0.02));
  CHECK(fall.high == Approx(-5.9).epsilon(0.02));
  CHECK_FALSE(fall.imprecise);
  CHECK(change_between(seen(105'573), seen(98'500)).verdict == Verdict::rise);
}

TEST_CASE("unclear is not few: enough events, no clear direction") {
  CHECK(change_between(seen(103), seen(100)).verdict == Verdict::unclear);
  CHECK(change_between(seen(3), seen(2)).verdict == Verdict::few);
  // The stated border for equal counts.
  CHECK(change_between(seen(17), seen(17)).verdict == Verdict::few);
  CHECK(change_between(seen(19), seen(19)).verdict == Verdict::unclear);
}

TEST_CASE("few events can still show a direction, with an imprecise percentage") {
  const Change change = change_between(seen(20), seen(2));
  CHECK(change.verdict == Verdict::rise);
  CHECK(change.imprecise);
}

TEST_CASE("from zero there is no percentage, but a verdict") {
  const Change sure = change_between(seen(9), seen(0));
  CHECK(sure.basis == Basis::from_zero);
  CHECK(sure.absolute == 9);
  CHECK(std::isnan(sure.percent));
  CHECK(std::isinf(sure.high));
  CHECK(sure.verdict == Verdict::rise);
  CHECK(change_between(seen(2), seen(0)).verdict == Verdict::few);
  const Change gone = change_between(seen(0), seen(9));
  CHECK(gone.percent == -100);
  CHECK(gone.verdict == Verdict::fall);

  const Change none = change_between(seen(0), seen(0));
  CHECK(none.basis == Basis::both_zero);
  CHECK(none.absolute == 0);
  CHECK(none.p == 1);
  CHECK(std::isnan(none.percent));
  CHECK(std::isnan(none.low));
  CHECK(none.verdict == Verdict::few);
}

TEST_CASE("missing and partial values are not compared, and say why") {
  const Change missing = change_between(seen(5), seen(NAN, Cell::missing));
  CHECK(missing.basis == Basis::missing);
  CHECK(missing.verdict == Verdict::none);
  CHECK(missing.current == 5);
  CHECK(std::isnan(missing.previous));
  CHECK(std::isnan(missing.absolute));
  CHECK(std::isnan(missing.p));

  const Change partial = change_between(seen(5, Cell::partial), seen(50));
  CHECK(partial.basis == Basis::partial);
  CHECK(partial.current == 5);
  CHECK(std::isnan(partial.percent));
  CHECK(partial.verdict == Verdict::none);

  CHECK(change_between(seen(NAN), seen(3)).basis == Basis::missing);
  CHECK(change_between(seen(-3), seen(3)).basis == Basis::not_a_count);
  CHECK(change_between(seen(3), seen(HUGE_VAL)).basis == Basis::not_a_count);
  CHECK(not_compared(seen(3), seen(4), Basis::not_comparable).previous == 4);
}

TEST_CASE("amounts are compared without a sampling interval") {
  const Change change = change_between(seen(150.5), seen(100.5), {.kind = Kind::amount});
  CHECK(change.absolute == Approx(50));
  CHECK(change.percent == Approx(100 * 50 / 100.5));
  CHECK(change.verdict == Verdict::none);
  CHECK(std::isnan(change.low));
  CHECK(change_between(seen(5), seen(0), {.kind = Kind::amount}).basis == Basis::from_zero);
  CHECK(std::isnan(change_between(seen(5), seen(-2), {.kind = Kind::amount}).percent));
}

TEST_CASE("a dispersion takes a rise back to unclear") {
  CHECK(change_between(seen(1150), seen(1000)).verdict == Verdict::rise);
  CHECK(change_between(seen(1150), seen(1000), {.dispersion = 4, .dispersion_degrees = 44}).verdict ==
        Verdict::unclear);
}

TEST_CASE("with residents the percentage is that of the rate") {
  const Change change = change_between(seen(110), seen(100), {.exposure_current = 1.1e6, .exposure_previous = 1e6});
  CHECK(change.absolute == 10);
  CHECK(change.percent == Approx(0).epsilon(1e-9));
  const Change nobody = change_between(seen(110), seen(100), {.exposure_current = 0});
  CHECK(nobody.verdict == Verdict::none);
  CHECK(nobody.absolute == 10);
}
