#include "forecast/nowcast.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <map>
#include <sstream>

#include "base/random.hpp"
#include "forecast/nowcast_start.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::forecast;

namespace {

// A register of `periods` periods as it is known at the end of the last one, and the truth.
struct Simulated {
  Triangle triangle;
  std::vector<double> truth;
};

struct World {
  double mean = 60;
  double growth = 0;        // a period, relative
  double size = 0;          // of a negative binomial number of events; 0: Poisson
  double delay_spread = 0;  // periods differ in their delays: precision of a Dirichlet; 0: they do not
};

Simulated simulate(const World& world, std::size_t periods, Random& random) {
  const std::vector<double> delay = {0.30, 0.28, 0.18, 0.11, 0.07, 0.04, 0.02};
  Simulated out{{periods, delay.size(), std::vector<double>(periods * delay.size())}, {}};
  for (std::size_t t = 0; t < periods; ++t) {
    double rate = world.mean * std::exp(world.growth * static_cast<double>(t));
    if (world.size > 0) rate *= random.gamma(world.size) / world.size;
    std::vector<double> shares = delay;
    if (world.delay_spread > 0) {
      double sum = 0;
      for (double& share : shares) sum += share = random.gamma(share * world.delay_spread);
      for (double& share : shares) share /= sum;
    }
    double all = 0;
    for (std::size_t d = 0; d < delay.size(); ++d) {
      const auto count = static_cast<double>(random.poisson(rate * shares[d]));
      all += count;
      if (t + d < periods) out.triangle.at(t, d) = count;
    }
    out.truth.push_back(all);
  }
  return out;
}

struct Cover {
  double in80 = 0, in95 = 0, count = 0, bias = 0, truth = 0;
};

Cover cover(const World& world, const NowcastOptions& options, std::size_t periods, int replicates) {
  Cover out;
  for (int r = 0; r < replicates; ++r) {
    Random random(7, static_cast<std::uint64_t>(r));
    const Simulated one = simulate(world, periods, random);
    const Nowcast cast = nowcast(one.triangle, options).value();
    for (std::size_t t = periods - 6; t < periods; ++t) {
      const auto inside = [&](const Band& band) {
        return band.lower[t] <= one.truth[t] && one.truth[t] <= band.upper[t];
      };
      out.in80 += inside(cast.bands[0]) ? 1 : 0;
      out.in95 += inside(cast.bands[1]) ? 1 : 0;
      out.bias += cast.mean[t] - one.truth[t];
      out.truth += one.truth[t];
      out.count += 1;
    }
  }
  out.in80 *= 100 / out.count;
  out.in95 *= 100 / out.count;
  out.bias *= 100 / out.truth;
  return out;
}

}  // namespace

TEST_CASE("a triangle worked by hand") {
  // Three periods, delays 0 and 1: g(1) = (4 + 6) / (14 + 16) = 1/3, so two thirds are registered at once.
  Triangle triangle{3, 2, {10, 4, 10, 6, 8, 0}};
  const Nowcast cast = nowcast(triangle, {.method = Nowcasting::lawless}).value();
  CHECK(cast.reported == std::vector<double>{14, 16, 8});
  CHECK(cast.share[2] == doctest::Approx(2.0 / 3));
  CHECK(cast.mean[0] == 14);
  CHECK(cast.mean[2] == doctest::Approx(12));
  // Eq. 2.16: n (n + 1) / F² · g / (N (1 − g)) + n (1 − F) / F² = 72 · 9/4 · 1/60 + 8 · 1/3 · 9/4.
  CHECK(cast.deviation[2] == doctest::Approx(std::sqrt(2.7 + 6)));
  CHECK(cast.bands[0].lower[1] == 16);
  CHECK(cast.bands[0].upper[1] == 16);
  CHECK(cast.bands[1].lower[2] >= 8);
}

TEST_CASE("HUS/EHEC 2011: the published nowcast by Lawless' method") {
  const auto cases_file = test::shared_file("reference/early_warning/delay_husO104Hosp.csv");
  const auto expected_file = test::shared_file("reference/early_warning/delay_expected_nowcast.csv");
  if (!cases_file || !expected_file) return;
  const auto day = [](const std::string& text) {
    const std::chrono::year_month_day date{std::chrono::year(std::stoi(text.substr(0, 4))),
                                           std::chrono::month(static_cast<unsigned>(std::stoi(text.substr(5, 2)))),
                                           std::chrono::day(static_cast<unsigned>(std::stoi(text.substr(8, 2))))};
    return std::chrono::sys_days(date).time_since_epoch().count();
  };
  const long now = day("2011-06-02"), first = day("2011-05-01");
  const auto periods = static_cast<std::size_t>(now - first + 1);
  Triangle all{periods, periods, std::vector<double>(periods * periods)};
  std::istringstream in(test::slurp(*cases_file));
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const long event = day(line.substr(0, 10)), report = day(line.substr(11, 10));
    if (report <= now) all.at(static_cast<std::size_t>(event - first), static_cast<std::size_t>(report - event)) += 1;
  }
  const Nowcast lawless = nowcast(folded(all, 15), {.method = Nowcasting::lawless}).value();
  const Nowcast bayes = nowcast(folded(all, 15), {.vague = true}).value();
  CHECK(bayes.dispersion == doctest::Approx(4).epsilon(0.05));
  std::istringstream expected(test::slurp(*expected_file));
  std::getline(expected, line);
  int compared = 0;
  while (std::getline(expected, line)) {
    std::istringstream fields(line);
    std::vector<std::string> row;
    for (std::string field; std::getline(fields, field, ',');) row.push_back(field);
    if (row[0] != "\"lawless\"") continue;  // "unif" there is a prior alone and learns nothing from the delays
    const auto t = static_cast<std::size_t>(day(row[3]) - first);
    CAPTURE(row[3]);
    CHECK(lawless.reported[t] == std::stod(row[4]));
    // The reference gives the median of the rounded distribution.
    CHECK(lawless.mean[t] == doctest::Approx(std::stod(row[5])).epsilon(0.035));
    // Its interval leaves out that F is estimated: ours is never narrower by more than rounding.
    CHECK(lawless.bands[1].upper[t] >= std::stod(row[7]) - 1);
    // Delays differ four times more than chance here: where little is registered, the Bayesian mean has a long tail.
    if (lawless.share[t] > 0.6) CHECK(bayes.mean[t] == doctest::Approx(lawless.mean[t]).epsilon(0.12));
    ++compared;
  }
  CHECK(compared == 18);
}

TEST_CASE("intervals cover what they claim, on simulated registers") {
  const World poisson{}, growing{.growth = 0.03}, clustered{.size = 8}, few{.mean = 6};
  for (const World& world : {poisson, growing, clustered, few})
    for (const std::size_t periods : {20, 60}) {
      const Cover bayes = cover(world, {}, periods, 300);
      CAPTURE(world.mean);
      CAPTURE(world.growth);
      CAPTURE(world.size);
      CAPTURE(periods);
      MESSAGE("bayes 80: " << bayes.in80 << " 95: " << bayes.in95 << " bias %: " << bayes.bias);
      CHECK(bayes.in95 > 92.5);
      CHECK(bayes.in80 > 77);
      CHECK(bayes.in80 < (world.mean < 10 ? 95 : 89));  // whole numbers: intervals of few events cover more
      CHECK(std::abs(bayes.bias) < 4);
    }
}

// Limits of whole numbers cover more than they claim, also for one who knows rate and delays: what remains above that
// is the prior of the rate, which allows for change, in the youngest periods.
TEST_CASE("at small counts the intervals cover little more than those of somebody who knows rate and delays") {
  const std::vector<double> delay = {0.30, 0.28, 0.18, 0.11, 0.07, 0.04, 0.02};
  const std::size_t periods = 40;
  const auto quantile = [](double p, double rate) {
    double below = std::exp(-rate), term = below;
    int k = 0;
    while (below < p) below += term *= rate / ++k;
    return k;
  };
  for (const double mean : {1.0, 3.0, 6.0}) {
    double ours = 0, knowing = 0, wide = 0, least_wide = 0, count = 0;
    for (std::uint64_t r = 0; r < 400; ++r) {
      Random random(11, r);
      const Simulated one = simulate({.mean = mean}, periods, random);
      const auto cast = nowcast(one.triangle);
      REQUIRE(cast);
      double share = 0;
      for (std::size_t age = 0; age < 6; ++age) {
        share += delay[age];
        const std::size_t t = periods - 1 - age;
        const Band& band = cast->bands[0];
        const double to_come = one.truth[t] - cast->reported[t], rate = mean * (1 - share);
        const int lower = quantile(0.1, rate), upper = quantile(0.9, rate);
        ours += band.lower[t] <= one.truth[t] && one.truth[t] <= band.upper[t] ? 1 : 0;
        knowing += lower <= to_come && to_come <= upper ? 1 : 0;
        wide += band.upper[t] - band.lower[t];
        least_wide += upper - lower;
        ++count;
      }
    }
    MESSAGE("mean " << mean << ": inside 80 % limits " << 100 * ours / count << ", knowing rate and delays "
                    << 100 * knowing / count << "; width " << wide / count << " for " << least_wide / count);
    CHECK(std::abs(ours - knowing) / count < 0.05);
    CHECK(wide < 1.5 * least_wide);
  }
}

TEST_CASE("periods whose delays differ are noticed and widen the intervals") {
  const World world{.mean = 150, .delay_spread = 60};
  Random random(3);
  const Simulated one = simulate(world, 60, random);
  CHECK(nowcast(one.triangle)->dispersion > 1.5);
  for (const Nowcasting method : {Nowcasting::lawless, Nowcasting::bayes}) {
    const Cover seen = cover(world, {.method = method}, 60, 300);
    MESSAGE(name_of(method) << " 80: " << seen.in80 << " 95: " << seen.in95);
    CHECK(seen.in95 > 91);
    CHECK(seen.in80 > 75);
  }
  Random calm(4);
  CHECK(nowcast(simulate({.mean = 150}, 60, calm).triangle)->dispersion < 1.35);
}

TEST_CASE("a prior helps where hardly anything is registered, and is not needed where much is") {
  Random random(5);
  const Simulated one = simulate({.mean = 40}, 60, random);
  Triangle silent = one.triangle;
  silent.at(59, 0) = 0;  // nothing yet
  const Nowcast informed = nowcast(silent).value(), vague = nowcast(silent, {.vague = true}).value();
  CHECK(informed.mean[59] > vague.mean[59]);
  CHECK(informed.bands[1].upper[59] >= 8);
  CHECK(informed.mean[55] == doctest::Approx(vague.mean[55]).epsilon(0.05));
}

TEST_CASE("what cannot be used is refused, what is degenerate is answered") {
  CHECK(nowcast({3, 2, {0, 0, 0, 0, 0, 0}}).error().key == "error.forecast.triangle_empty");
  CHECK(nowcast({1, 2, {5, 0}}).error().key == "error.forecast.triangle_short");
  CHECK(nowcast({2, 2, {5, -1, 3, 0}}).error().key == "error.forecast.triangle_value");
  CHECK(nowcast({2, 2, {5, NAN, 3, 0}}).error().key == "error.forecast.triangle_value");
  const Nowcast at_once = nowcast({4, 2, {5, 0, 6, 0, 4, 0, 7, 0}}).value();  // nobody is ever late
  CHECK(at_once.mean[3] == doctest::Approx(7).epsilon(0.1));
  const Nowcast undelayed = nowcast({3, 1, {5, 6, 7}}).value();
  CHECK(undelayed.mean == std::vector<double>{5, 6, 7});
}

TEST_CASE("where all comes a period later, the last period says nothing and no number is made of it") {
  Triangle triangle{10, 2, std::vector<double>(20, 0.0)};
  for (std::size_t t = 0; t < 9; ++t) triangle.at(t, 1) = 30;
  const auto cast = nowcast(triangle, {.method = Nowcasting::lawless});
  REQUIRE(cast);
  CHECK(cast->mean.back() == 0);
  CHECK(cast->bands[1].upper.back() == 0);
  const std::vector<double> values = {30, 30, 30, 30, 30, 30, 30, 30, 30, 0};
  const Raised start = raised(values, *cast, 0, true);
  CHECK(start.values.back() == doctest::Approx(30).epsilon(0.05));
  CHECK(start.variance > 0);
}

TEST_CASE("columns are those that hold nearly all registrations") {
  Triangle all{10, 10, std::vector<double>(100)};
  for (std::size_t t = 0; t < 10; ++t) {
    all.at(t, 0) = 90;
    if (t + 1 < 10) all.at(t, 1) = 9;
    if (t + 4 < 10) all.at(t, 4) = 1;
  }
  CHECK(columns_for(all, 0.95) == 2);
  CHECK(columns_for(all, 0.999) == 5);
  const Triangle two = folded(all, 2);
  CHECK(two.at(0, 1) == 10);
  CHECK(two.at(9, 0) == 90);
}

TEST_CASE("a forecast starts from what the last periods will come to") {
  Nowcast cast;
  cast.reported = {20, 10, 4};
  cast.share = {1, 0.5, 0.25};
  cast.mean = {20, 21, 17};
  cast.deviation = {0, 3, 6};
  const std::vector<double> own = {18, 20, 10, 4}, other = {9, 10, 5, 2};
  const Raised start = raised(own, cast, 1, true);
  CHECK(start.values == std::vector<double>{18, 20, 21, 17});
  CHECK(start.variance == 36);
  const Raised part = raised(other, cast, 1, false);
  CHECK(part.values == std::vector<double>{9, 10, 10, 8});
  // 2 · 0.75 / 0.25² for what is to come and 8² · (6/17)² for the share.
  CHECK(part.variance == doctest::Approx(24 + 64 * 36.0 / 289));
  // Where hardly anything is registered, what the series had before speaks; where half of it is, both do.
  const std::vector<double> before = {9, 11, 10, 12, 8, 10};
  for (const auto& [share, value] : {std::pair{0.001, 0.0}, {0.001, 1.0}, {0.5, 5.0}, {0.5, 7.0}}) {
    CAPTURE(share);
    CAPTURE(value);
    Nowcast late;
    late.share = {1, 1, 1, 1, 1, 1, share};
    late.reported = late.mean = late.deviation = std::vector<double>(7, 0.0);
    for (const double size : {1.0, 3.5}) {  // counts, and amounts
      std::vector<double> values;
      for (const double one : before) values.push_back(size * one);
      values.push_back(size * value);
      const Raised whole = raised(values, late, 0, false);
      CHECK(whole.values.back() > 8.5 * size);
      CHECK(whole.values.back() < 14.5 * size);
      CHECK(whole.variance > 0);
    }
  }
  // A series that ends before the triangle, and one that begins after its first period.
  CHECK(raised(std::vector<double>{10}, cast, -1, true).values == std::vector<double>{21});
  CHECK(raised(std::vector<double>{18, 20}, cast, 1, true).variance == 0);

  Prediction prediction{
      .mean = {10, 10}, .deviation = {3, 0}, .bands = {{0.8, {4, 10}, {16, 10}}}, .fitted = {}, .method = "x"};
  widen(prediction, 16);
  CHECK(prediction.deviation == std::vector<double>{5, 0});
  CHECK(prediction.bands[0].upper == std::vector<double>{20, 10});
  CHECK(prediction.bands[0].lower == std::vector<double>{0, 10});
}
