#include "forecast/intermittent.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::forecast;
using doctest::Approx;

TEST_CASE("rates by hand") {
  // Croston's own recursion: sizes 2, 4, intervals 2, 3.
  const std::vector<double> y{0, 2, 0, 0, 4, 0};
  const double size = 2 + 0.5 * (4 - 2), interval = 2 + 0.5 * (3 - 2);
  CHECK(intermittent_rate(y, Intermittent::croston, {.alpha = 0.5}) == Approx(size / interval));
  CHECK(intermittent_rate(y, Intermittent::sba, {.alpha = 0.5}) == Approx(0.75 * size / interval));
  CHECK(intermittent_rate(y, Intermittent::sbj, {.alpha = 0.5}) == Approx((1 - 0.5 / 1.5) * size / interval));
  double p = 0.5;
  for (double demand : {0, 0, 1, 0}) p += 0.5 * (demand - p);
  CHECK(intermittent_rate(y, Intermittent::tsb, {.alpha = 0.5, .beta = 0.5}) == Approx(p * size));
  CHECK(intermittent_rate(y, Intermittent::adida, {.alpha = 0.5}) ==
        Approx((2 + 0.5 * (4 - 2)) / 3.0));  // 0 2 0 | 0 4 0
  CHECK(demand_pattern(y).name == "intermittent");
  CHECK(demand_pattern(std::vector<double>{0, 0}).name == "zero");
  CHECK(demand_pattern(std::vector<double>{1, 9, 1, 1}).name == "erratic");
  CHECK(demand_pattern(std::vector<double>{0, 9, 0, 1, 0}).name == "lumpy");
}

TEST_CASE("zeros, one event, amounts, wrong values") {
  const std::vector<double> zeros(50, 0.0);
  const Prediction none = tsb({zeros, 1}, {.horizon = 2}).value();
  CHECK(none.mean == std::vector<double>{0, 0});
  CHECK(none.bands[1].lower[0] == 0);
  CHECK(none.bands[1].upper[1] == 0);
  CHECK(none.deviation[0] > 0);
  CHECK(croston({std::vector<double>(2, 0.0), 1}, {}).value().bands[1].upper[0] >= 1);  // little was seen
  const Prediction one = croston({std::vector<double>{0, 0, 0, 5}, 1}, {}).value();
  CHECK(one.mean[0] == 1.25);
  CHECK(one.bands[1].upper[0] >= 3);
  const Prediction amounts = sba({std::vector<double>{0, 2.5, 0, 0, 1.5, 3.5}, 1}, {}).value();
  CHECK(amounts.bands[0].lower[0] == 0);
  CHECK(amounts.bands[0].upper[0] != std::floor(amounts.bands[0].upper[0]));
  CHECK(adida({std::vector<double>{1, -1, 2}, 1}, {}).error().key == "error.forecast.negative");
  CHECK(sba({std::vector<double>{1}, 1}, {}).error().key == "error.forecast.too_short");
}

TEST_CASE("R's forecast and tsintermittent give the same rates") {
  const auto series_file = test::shared_file("reference/forecasting/intermittent_series.csv");
  const auto expected_file = test::shared_file("reference/forecasting/intermittent_expected.csv");
  if (!series_file || !expected_file) return;
  const auto rows = [](const std::filesystem::path& path, auto&& take) {
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      std::erase(line, '"');
      std::vector<std::string> cells;
      std::istringstream split(line);
      for (std::string cell; std::getline(split, cell, ',');) cells.push_back(cell);
      take(cells);
    }
  };
  std::map<std::string, std::vector<double>> series;
  rows(*series_file, [&](const auto& c) { series[c[0]].push_back(std::stod(c[2])); });
  int checked = 0;
  rows(*expected_file, [&](const auto& c) {
    const auto& y = series[c[0]];
    const std::string& name = c[1];
    CAPTURE(c[0]);
    CAPTURE(name);
    if (name == "SBC_class") {
      CHECK(demand_pattern(y).name == c[2]);
      return;
    }
    const double value = std::stod(c[2]);
    if (name == "ADI") CHECK(demand_pattern(y).interval == Approx(value).epsilon(1e-9));
    if (name == "CV2_sample_sd") CHECK(demand_pattern(y).variation == Approx(value).epsilon(1e-9));
    const auto at = name.find("_alpha");
    if (at == std::string::npos) return;
    const std::map<std::string, Intermittent> methods{{"croston", Intermittent::croston},
                                                      {"sba", Intermittent::sba},
                                                      {"sbj", Intermittent::sbj},
                                                      {"tsb", Intermittent::tsb},
                                                      {"adida", Intermittent::adida}};
    const auto method = methods.find(name.substr(0, at));
    if (method == methods.end()) return;
    const double rate = intermittent_rate(y, method->second, {.alpha = std::stod(name.substr(at + 6)), .beta = 0.1});
    CHECK(rate == Approx(value).epsilon(1e-8));
    ++checked;
  });
  CHECK(checked >= 90);
}
