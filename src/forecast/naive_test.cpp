#include "forecast/naive.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "forecast/method.hpp"

using namespace tartip::forecast;

namespace {
const std::vector<double> k_y = {3, 5, 4, 6, 5, 8};
}

TEST_CASE("the last value, the last cycle and the mean step are carried on") {
  const PredictOptions options{.horizon = 5};
  CHECK(naive({k_y}, options)->mean == std::vector<double>{8, 8, 8, 8, 8});
  CHECK(seasonal_naive({k_y, 2}, options)->mean == std::vector<double>{5, 8, 5, 8, 5});
  CHECK(drift({k_y}, options)->mean == std::vector<double>{9, 10, 11, 12, 13});
}

TEST_CASE("bands widen as the sum of independent steps") {
  // R forecast 8.20: naive(c(3,5,4,6,5,8), 2, level = 95) and rwf(…, drift = TRUE), snaive(ts(…, frequency = 2))
  const PredictOptions options{.horizon = 2, .levels = {0.95}};
  const auto flat = naive({k_y}, options);
  CHECK(flat->bands[0].upper[0] == doctest::Approx(8 + 1.959963985 * std::sqrt(19.0 / 5)));
  CHECK(flat->bands[0].upper[1] == doctest::Approx(8 + 1.959963985 * std::sqrt(2 * 19.0 / 5)));
  const auto sloped = drift({k_y}, options);
  CHECK(sloped->deviation[0] == doctest::Approx(std::sqrt(14.0 / 4 * (1 + 1.0 / 5))));
  const auto seasonal = seasonal_naive({k_y, 2}, {.horizon = 3, .levels = {}});
  CHECK(seasonal->deviation[0] == doctest::Approx(std::sqrt(7.0 / 4)));
  CHECK(seasonal->deviation[2] == doctest::Approx(std::sqrt(2 * 7.0 / 4)));
}

TEST_CASE("a wrong history is refused with the place of the wrong value") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(naive({{}}, {}).error().key == "error.forecast.too_short");
  CHECK(seasonal_naive({k_y, 12}, {}).error().key == "error.forecast.too_short");
  const std::vector<double> holed = {1, nan, 2};
  CHECK(naive({holed}, {}).error().describe().find("2") != std::string::npos);
  CHECK(naive({holed}, {}).error().key == "error.forecast.not_finite");
  const std::vector<double> huge = {1, 1e300};
  CHECK(naive({huge}, {}).error().key == "error.forecast.too_large");
  CHECK(naive({k_y, 0}, {}).error().key == "error.forecast.season");
}

TEST_CASE("one value has no known spread; a constant has none") {
  const std::vector<double> one = {7};
  CHECK(naive({one}, {})->mean[0] == 7);
  CHECK(std::isnan(naive({one}, {})->bands[0].lower[0]));
  const std::vector<double> same = {7, 7, 7};
  CHECK(drift({same}, {})->bands[1].upper[0] == 7);
}

TEST_CASE("methods are found by their name") {
  REQUIRE(find_method("snaive") != nullptr);
  CHECK(find_method("snaive")->predict({k_y, 2}, {.horizon = 1})->mean[0] == 5);
  CHECK(find_method("oracle") == nullptr);
}
