// Do the intervals of the smoothing methods cover what they claim on series of their own model, and those of `auto` on
// all of them? Within two points (but see `auto`); parameters are estimated anew in each series.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "forecast/ces.hpp"
#include "forecast/combination.hpp"
#include "forecast/ets.hpp"
#include "forecast/theta.hpp"

using namespace tartip;
using namespace tartip::forecast;

namespace {

constexpr int k_horizon = 6, k_length = 160, k_season = 4;

// A path of an ETS form with season 4; additive errors of deviation 1 about a level of 100, or relative ones of 2 %.
std::vector<double> path_of(const EtsForm& form, Random& random) {
  double level = 100, slope = form.trend == Part::none ? 0 : 0.2;
  const double phi = form.damped ? 0.9 : 1, alpha = 0.3,
               beta = form.trend == Part::none ? 0
                      : form.damped            ? 0.03
                                               : 0.003,
               gamma = 0.1;
  std::vector<double> season = form.season == Part::multiplicative ? std::vector<double>{0.9, 1.05, 1.1, 0.95}
                                                                   : std::vector<double>{-4, 2, 5, -3};
  std::vector<double> y;
  for (int t = 0; t < k_length + k_horizon; ++t) {
    const double grown = level + phi * slope;
    double& s = season[static_cast<std::size_t>(t % k_season)];
    const double mean = form.season == Part::none ? grown : form.season == Part::additive ? grown + s : grown * s;
    const double e = random.normal() * (form.error == Part::multiplicative ? 0.02 * mean : 1);
    const double surprise = form.season == Part::multiplicative ? e / s : e;
    if (form.season == Part::additive) s += gamma * e;
    if (form.season == Part::multiplicative) s += gamma * e / grown;
    slope = phi * slope + beta * surprise;
    level = grown + alpha * surprise;
    y.push_back(mean + e);
  }
  return y;
}

std::vector<double> theta_path(Random& random) {
  double level = 100;
  std::vector<double> y;
  for (int t = 0; t < k_length + k_horizon; ++t) {
    const double e = random.normal();
    y.push_back(level + e);
    level += 0.1 + 0.3 * e;
  }
  return y;
}

std::vector<double> ces_path(Random& random) {
  double level = 100, companion = 90;
  std::vector<double> y;
  for (int t = 0; t < k_length + k_horizon; ++t) {
    const double e = random.normal(), old = level;
    y.push_back(level + e);
    level = old - (1 - 1.001) * companion + (1.3 - 1.001) * e;
    companion = old + (1 - 1.3) * companion + (1.3 + 1.001) * e;
  }
  return y;
}

struct Coverage {
  double inside_80 = 0, inside_95 = 0, count = 0;
  void add(const Prediction& p, const std::vector<double>& y) {
    for (std::size_t h = 0; h < static_cast<std::size_t>(k_horizon); ++h) {
      const double truth = y[k_length + h];
      inside_80 += truth >= p.bands[0].lower[h] && truth <= p.bands[0].upper[h] ? 1 : 0;
      inside_95 += truth >= p.bands[1].lower[h] && truth <= p.bands[1].upper[h] ? 1 : 0;
      ++count;
    }
  }
};

using Draw = std::function<std::vector<double>(Random&)>;
using Predict = std::function<Prediction(const History&)>;

Coverage coverage_of(const Draw& draw, int season, const Predict& predict_one, int series, std::uint64_t seed) {
  Coverage coverage;
  for (int i = 0; i < series; ++i) {
    Random random(seed, static_cast<std::uint64_t>(i));
    const std::vector<double> y = draw(random);
    coverage.add(predict_one({std::span<const double>(y).first(k_length), season}), y);
  }
  return coverage;
}

void check_within_two_points(const char* name, const Coverage& coverage) {
  const double at_80 = coverage.inside_80 / coverage.count, at_95 = coverage.inside_95 / coverage.count;
  MESSAGE(std::string(name) << ": inside 80 % " << at_80 << ", inside 95 % " << at_95);
  CHECK(std::abs(at_80 - 0.80) < 0.02);
  CHECK(std::abs(at_95 - 0.95) < 0.02);
}

const PredictOptions k_options{.horizon = k_horizon};

}  // namespace

TEST_CASE("ETS covers series of its own forms") {
  for (const char* name : {"ANN", "MNN", "AAdN", "ANA", "MAM"}) {
    const EtsForm form = *ets_form_named(name);
    const int season = form.season == Part::none ? 1 : k_season;
    check_within_two_points(
        name, coverage_of([&](Random& random) { return path_of(form, random); }, season,
                          [&](const History& h) { return predict(*fit_ets(h, {.form = form}), k_options); }, 1500, 11));
  }
}

TEST_CASE("Theta and complex smoothing cover series of their own models") {
  check_within_two_points("Theta", coverage_of(
                                       theta_path, 1, [](const History& h) { return *theta(h, k_options); }, 1500, 12));
  check_within_two_points("CES", coverage_of(
                                     ces_path, 1, [](const History& h) { return *ces(h, k_options); }, 1500, 13));
}

// `auto` measures its intervals over whatever the series is; over all these models together.
TEST_CASE("auto covers a mixture of models") {
  Coverage all;
  const auto add = [&](const Draw& draw, int season, std::uint64_t seed) {
    const Coverage one = coverage_of(
        draw, season, [](const History& h) { return *automatic(h, k_options); }, 150, seed);
    all.inside_80 += one.inside_80, all.inside_95 += one.inside_95, all.count += one.count;
  };
  std::uint64_t seed = 20;
  for (const char* name : {"ANN", "AAdN", "ANA", "MAM"}) {
    const EtsForm form = *ets_form_named(name);
    add([&](Random& random) { return path_of(form, random); }, form.season == Part::none ? 1 : k_season, ++seed);
  }
  add(theta_path, 1, ++seed);
  add(ces_path, 1, ++seed);
  const double at_80 = all.inside_80 / all.count, at_95 = all.inside_95 / all.count;
  MESSAGE("auto: inside 80 % " << at_80 << ", inside 95 % " << at_95);
  CHECK(std::abs(at_80 - 0.80) < 0.02);
  // Normal errors have lighter tails than the real ones it is made for: the outer interval may cover more.
  CHECK(at_95 > 0.93);
  CHECK(at_95 < 0.98);
}
