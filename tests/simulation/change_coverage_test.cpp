// Changes between two periods: coverage of the interval and false alarms of the verdict.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "base/random.hpp"
#include "share.hpp"
#include "statistics/change.hpp"
#include "stats/dispersion.hpp"
#include "stats/two_counts.hpp"

using namespace tartip;
using simulation::Share;

namespace {

constexpr std::uint64_t k_seed = 20'260'101;

double poisson(Random& random, double mean) {
  return static_cast<double>(random.poisson(mean));
}

// Negative binomial with variance φ × mean.
double overdispersed(Random& random, double mean, double phi) {
  return poisson(random, random.gamma(mean / (phi - 1)) * (phi - 1));
}

// A month's mean in a year of mean `yearly`, with a season of ±40 %.
double month_mean(double yearly, int month) {
  return yearly / 12 * (1 + 0.4 * std::sin(0.5236 * month));
}

bool is_alarm(const statistics::Change& change) {
  return change.verdict == statistics::Verdict::rise || change.verdict == statistics::Verdict::fall;
}

}  // namespace

TEST_CASE("Poisson counts with means 1 to 1000: the exact interval covers at least 95 %, mid-p about 95 %") {
  std::uint64_t stream = 0;
  for (const double mean : {1.0, 3.0, 10.0, 30.0, 100.0, 1000.0})
    for (const double ratio : {1.0, 1.5}) {
      Random random(k_seed, ++stream);
      Share exact;
      Share mid;
      for (int run = 0; run < 4000; ++run) {
        const double a = poisson(random, ratio * mean);
        const double b = poisson(random, mean);
        const stats::Ratio sure = stats::ratio_of_counts(a, b);
        const stats::Ratio narrow = stats::ratio_of_counts(a, b, {.mid_p = true});
        exact.count(sure.low <= ratio && ratio <= sure.high);
        mid.count(narrow.low <= ratio && ratio <= narrow.high);
      }
      MESSAGE("mean " << mean << ", ratio " << ratio << ": exact " << exact.value() << ", mid-p " << mid.value());
      CHECK(exact.at_least(0.95));
      CHECK(mid.at_least(0.94));
    }
}

TEST_CASE("no change: at most 5 % of the verdicts are rise or fall") {
  std::uint64_t stream = 1000;
  for (const double mean : {1.0, 3.0, 10.0, 30.0, 100.0, 1000.0}) {
    Random random(k_seed, ++stream);
    Share alarms;
    for (int run = 0; run < 4000; ++run) {
      const statistics::Observation current{poisson(random, mean), cube::Cell::complete};
      const statistics::Observation previous{poisson(random, mean), cube::Cell::complete};
      alarms.count(is_alarm(statistics::change_between(current, previous)));
    }
    MESSAGE("mean " << mean << ": false alarms " << alarms.value());
    CHECK(alarms.at_most(0.05));
  }
}

TEST_CASE(
    "overdispersed years with an estimated dispersion: coverage near 95 %, false alarms near 5 %; without it far off") {
  std::uint64_t stream = 2000;
  for (const double phi : {1.5, 3.0, 8.0})
    for (const double yearly : {120.0, 1000.0, 10'000.0}) {
      Random random(k_seed, ++stream);
      Share covered;
      Share alarms;
      Share alarms_of_poisson;
      for (int run = 0; run < 2000; ++run) {
        // Five years of history whose level drifts, then the two years that are compared.
        std::vector<double> history;
        for (int year = 0; year < 5; ++year)
          for (int month = 0; month < 12; ++month)
            history.push_back(overdispersed(random, month_mean(yearly * (0.8 + 0.1 * year), month), phi));
        double current = 0;
        double previous = 0;
        for (int month = 0; month < 12; ++month) {
          current += overdispersed(random, month_mean(yearly, month), phi);
          previous += overdispersed(random, month_mean(yearly, month), phi);
        }
        const stats::Dispersion dispersion = stats::dispersion_from_history(history, 12);
        statistics::ChangeOptions options;
        options.dispersion = dispersion.phi;
        options.dispersion_degrees = dispersion.degrees;
        const statistics::Observation now{current, cube::Cell::complete};
        const statistics::Observation before{previous, cube::Cell::complete};
        const statistics::Change change = statistics::change_between(now, before, options);
        covered.count(change.low <= 0 && 0 <= change.high);
        alarms.count(is_alarm(change));
        alarms_of_poisson.count(is_alarm(statistics::change_between(now, before)));
      }
      MESSAGE("phi " << phi << ", yearly " << yearly << ": covered " << covered.value() << ", false alarms "
                     << alarms.value() << ", as Poisson " << alarms_of_poisson.value());
      CHECK(covered.at_least(0.95));
      CHECK(alarms.at_most(0.05));
      if (phi >= 3) CHECK(alarms_of_poisson.value() > 0.15);
    }
}
