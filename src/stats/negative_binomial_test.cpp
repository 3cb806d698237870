#include "stats/negative_binomial.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace tartip::stats;
using doctest::Approx;

TEST_CASE("tails and quantiles equal R's pnbinom, qnbinom and qpois") {
  const CountModel law{10, 10 + 100.0 / 4};  // mu = 10, size = 4
  CHECK(probability_at_most(law, 0) == Approx(0.00666389004581).epsilon(1e-9));
  CHECK(probability_at_most(law, 5) == Approx(0.23837353622441).epsilon(1e-9));
  CHECK(probability_at_most(law, 30) == Approx(0.99475826234221).epsilon(1e-9));
  CHECK(probability_at_least(law, 30) == Approx(0.00674405303962).epsilon(1e-9));
  const double p[] = {0.001, 0.025, 0.5, 0.975, 0.999};
  const double of_law[] = {0, 1, 9, 24, 37};
  const double of_poisson[] = {0, 2, 6, 12, 16};
  for (int i = 0; i < 5; ++i) {
    CHECK(count_quantile(law, p[i]) == of_law[i]);
    CHECK(count_quantile({6.5, 6.5}, p[i]) == of_poisson[i]);
  }
}

TEST_CASE("a quantile is the smallest count that reaches p, for every mean and dispersion") {
  for (const double mean : {0.001, 0.3, 2.0, 17.0, 800.0, 3e6})
    for (const double phi : {1.0, 1.5, 40.0})
      for (const double p : {1e-6, 0.001, 0.3, 0.9, 0.999, 1 - 1e-7}) {
        const CountModel law{mean, phi * mean};
        const double k = count_quantile(law, p);
        CAPTURE(mean);
        CAPTURE(phi);
        CAPTURE(p);
        CHECK(probability_at_least(law, k + 1) <= (1 - p) * (1 + 1e-12));
        if (k > 0) CHECK(probability_at_least(law, k) > (1 - p) * (1 - 1e-12));
      }
}

TEST_CASE("the count that is always zero, and no count below zero") {
  CHECK(count_quantile({0, 0}, 0.999) == 0);
  CHECK(probability_at_most({0, 0}, 0) == 1);
  CHECK(probability_at_least({0, 0}, 1) == 0);
  CHECK(probability_at_most({5, 5}, -1) == 0);
  CHECK(probability_at_least({5, 5}, 0) == 1);
  CHECK(std::isinf(count_quantile({5, 5}, 1)));
  CHECK(std::isnan(count_quantile({NAN, NAN}, 0.5)));
  // Less variance than Poisson is taken as Poisson.
  CHECK(probability_at_most({5, 1}, 3) == probability_at_most({5, 5}, 3));
}
