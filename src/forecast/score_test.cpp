#include "forecast/score.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "stats/special.hpp"

using namespace tartip;
using namespace tartip::forecast;

namespace {

// A normal forecast with the published quantiles.
struct Normal {
  std::vector<double> quantiles;
  Issued issued;
  Normal(double mean, double deviation) {
    for (const double p : published_probabilities()) quantiles.push_back(mean + deviation * stats::normal_quantile(p));
    issued = {.mean = mean, .probabilities = published_probabilities(), .quantiles = quantiles};
  }
};

}  // namespace

TEST_CASE("the published probabilities are those of the forecast hubs") {
  const std::vector<double> hub = {0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4,   0.45, 0.5,
                                   0.55, 0.6,   0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99};
  REQUIRE(published_probabilities().size() == 23);
  for (std::size_t k = 0; k < hub.size(); ++k) CHECK(published_probabilities()[k] == doctest::Approx(hub[k]));
}

TEST_CASE("crps of a normal forecast: closed form, and nearly the same from its quantiles") {
  // Gneiting & Raftery 2007, eq. 21: at the mean it is σ (√2 − 1) / √π.
  CHECK(normal_crps(3, 2, 3) == doctest::Approx(2 * (std::sqrt(2.0) - 1) / std::sqrt(3.14159265358979)));
  CHECK(normal_crps(3, 0, 5) == 2);
  for (const double truth : {-4.0, 1.0, 3.0, 4.5, 10.0}) {
    const Normal forecast(3, 2);
    CHECK(quantile_crps(published_probabilities(), forecast.quantiles, truth) ==
          doctest::Approx(normal_crps(3, 2, truth)).epsilon(0.03));
  }
}

TEST_CASE("interval score by hand") {
  CHECK(interval_score(2, 6, 0.8, 4) == 4);
  CHECK(interval_score(2, 6, 0.8, 1) == doctest::Approx(4 + 10));
  CHECK(interval_score(2, 6, 0.95, 7) == doctest::Approx(4 + 40));
}

TEST_CASE("a score says what it can") {
  const Normal forecast(10, 2);
  Issued issued = forecast.issued;
  Score one = score(issued, 11);
  CHECK(one.absolute == 1);
  CHECK(one.inside_80 == true);
  CHECK(std::isnan(one.scaled));
  CHECK(std::isnan(one.yardstick_crps));
  issued.scale = 4;
  issued.yardstick_mean = 8;
  issued.yardstick_deviation = 3;
  one = score(issued, 14.5);
  CHECK(one.scaled == doctest::Approx(4.5 / 4));
  CHECK(one.inside_80 == false);
  CHECK(one.inside_95 == false);
  CHECK(one.yardstick_crps == doctest::Approx(normal_crps(8, 3, 14.5)));
  const std::vector<double> p = {0.5}, q = {10};
  CHECK_FALSE(score({.mean = 10, .probabilities = p, .quantiles = q}, 9).inside_80.has_value());
}

TEST_CASE("the true distribution scores best, covers, and is calibrated") {
  Random random(2);
  std::vector<Score> honest, boastful, timid;
  Calibration calibration(published_probabilities()), of_boastful(published_probabilities());
  for (int i = 0; i < 20'000; ++i) {
    const double mean = 50 + 10 * random.normal(), truth = mean + 4 * random.normal();
    const auto issue = [&](double deviation, std::vector<Score>& scores) {
      Normal one(mean, deviation);
      one.issued.yardstick_mean = 50;
      one.issued.yardstick_deviation = std::sqrt(116.0);
      one.issued.quantiles = one.quantiles;
      scores.push_back(score(one.issued, truth));
      if (deviation == 4) calibration.add(one.issued, truth);
      if (deviation == 2) of_boastful.add(one.issued, truth);
    };
    issue(4, honest);
    issue(2, boastful);
    issue(8, timid);
  }
  const ScoreCard card = card_of(honest);
  CHECK(card.count == 20'000);
  CHECK(card.crps < card_of(boastful).crps);
  CHECK(card.crps < card_of(timid).crps);
  CHECK(card.interval_95 < card_of(boastful).interval_95);
  CHECK(card.coverage_80 == doctest::Approx(0.80).epsilon(0.02));
  CHECK(card.coverage_95 == doctest::Approx(0.95).epsilon(0.01));
  CHECK(card_of(boastful).coverage_95 < 0.75);
  CHECK(card.skill == doctest::Approx(1 - 4 / std::sqrt(116.0)).epsilon(0.03));
  const auto shares = calibration.shares();
  for (std::size_t k = 0; k < shares.size(); ++k) CHECK(std::abs(shares[k] - published_probabilities()[k]) < 0.012);
  CHECK(of_boastful.shares()[1] > 0.1);  // promised 2.5 %
}

TEST_CASE("nothing scored is nothing said") {
  const ScoreCard card = card_of({});
  CHECK(card.count == 0);
  CHECK(std::isnan(card.crps));
  CHECK(std::isnan(card.skill));
}
