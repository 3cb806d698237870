#include "forecast/stl.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "forecast/unit_root.hpp"
#include "support/classic_series.hpp"

using namespace tartip;
using namespace tartip::forecast;
using doctest::Approx;

TEST_CASE("STL gives the numbers of R's stl") {
  const auto& deaths = test::accidental_deaths();
  const StlComponents plain = stl(deaths, {.season = 12});
  CHECK(plain.seasonal[0] == Approx(-860.449503340).epsilon(1e-9));
  CHECK(plain.trend[1] == Approx(9920.48169995).epsilon(1e-9));
  CHECK(plain.remainder[2] == Approx(-166.423650180).epsilon(1e-9));
  CHECK(plain.trend[71] == Approx(9071.57629881).epsilon(1e-9));
  const StlComponents robust = stl(deaths, {.season = 12, .robust = true});
  CHECK(robust.seasonal[1] == Approx(-1612.572860702).epsilon(1e-9));
  CHECK(robust.remainder[70] == Approx(-52.7799323745).epsilon(1e-9));
  const StlComponents periodic = stl(deaths, {.season = 12, .seasonal_window = 0});
  CHECK(periodic.seasonal[39] == Approx(-530.4852343006).epsilon(1e-9));
  CHECK(periodic.trend[39] == Approx(8385.9862296715).epsilon(1e-9));
}

TEST_CASE("several seasons, as R's mstl") {
  std::vector<double> y(200);
  for (int i = 1; i <= 200; ++i)
    y[static_cast<std::size_t>(i - 1)] = 100 + 0.1 * i + 10 * std::sin(2 * 3.14159265358979323846 * i / 7) +
                                         5 * std::cos(2 * 3.14159265358979323846 * i / 30) + (i * 37) % 11;
  const MstlComponents parts = decompose(y, {30, 7, 7, 1, 150});
  REQUIRE(parts.seasons == std::vector<int>{7, 30});
  for (std::size_t i : {0U, 57U, 199U})
    CHECK(parts.trend[i] + parts.seasonal[0][i] + parts.seasonal[1][i] + parts.remainder[i] == Approx(y[i]));
  const MstlComponents none = decompose(std::vector<double>{1, 2, 3}, {12});
  CHECK(none.seasons.empty());
  CHECK(none.trend == std::vector<double>{1, 2, 3});
}

TEST_CASE("tests of differencing give R's statistics") {
  CHECK(kpss_statistic(test::nile()) == Approx(1.31522646318).epsilon(1e-9));
  CHECK(first_differences(test::nile()) == 1);
  CHECK(seasonal_strength(test::accidental_deaths(), 12) == Approx(0.944794464889).epsilon(1e-9));
  CHECK(seasonal_strength(test::air_passengers(), 12) == Approx(0.94067249031).epsilon(1e-9));
  CHECK(seasonal_differences(test::nile(), 12) == 0);
  CHECK(first_differences(std::vector<double>(20, 3.0)) == 0);
  CHECK(std::isnan(kpss_statistic(std::vector<double>(20, 3.0))));
  CHECK(seasonal_strength(std::vector<double>{1, 2, 1, 2}, 2) == 0);
  CHECK(difference(std::vector<double>{1, 4, 9}, 1) == std::vector<double>{3, 5});
}
