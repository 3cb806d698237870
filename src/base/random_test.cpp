#include "base/random.hpp"

#include <doctest/doctest.h>

#include <cmath>

using tartip::Random;

TEST_CASE("Philox gives the known answer of Random123") {
  // Random123 1.14, kat_vectors: philox4x32 10, counter and key all zero.
  Random random(0, 0);
  CHECK(random() == 0x6627e8d5);
  CHECK(random() == 0xe169c58d);
  CHECK(random() == 0xbc57ac4c);
  CHECK(random() == 0x9b00dbd8);
}

TEST_CASE("a stream is named by seed and number alone") {
  Random first(7, 3), again(7, 3), other(7, 4);
  CHECK(first.bits64() == again.bits64());
  CHECK(first.bits64() != other.bits64());
}

TEST_CASE("moments of the distributions") {
  const int n = 200'000;
  const auto moments = [n](auto draw) {
    double sum = 0, squares = 0;
    for (int i = 0; i < n; ++i) {
      const double x = draw();
      sum += x;
      squares += x * x;
    }
    const double mean = sum / n;
    return std::pair{mean, squares / n - mean * mean};
  };
  Random random(42);
  // Monte-Carlo error of a mean is sd/sqrt(n); four of them are allowed.
  for (double mean : {0.3, 4.0, 9.99, 10.0, 37.5, 4000.0}) {
    CAPTURE(mean);
    const auto [m, v] = moments([&] { return static_cast<double>(random.poisson(mean)); });
    CHECK(std::abs(m - mean) < 4 * std::sqrt(mean / n));
    CHECK(std::abs(v / mean - 1) < 0.03);
  }
  for (double shape : {0.5, 1.0, 7.0}) {
    CAPTURE(shape);
    const auto [m, v] = moments([&] { return random.gamma(shape); });
    CHECK(std::abs(m - shape) < 4 * std::sqrt(shape / n));
    CHECK(std::abs(v / shape - 1) < 0.05);
  }
  const auto [m, v] = moments([&] { return random.normal(); });
  CHECK(std::abs(m) < 4 / std::sqrt(n));
  CHECK(std::abs(v - 1) < 0.02);
}

TEST_CASE("below is without bias at awkward bounds") {
  Random random(1);
  int counts[3] = {};
  for (int i = 0; i < 30'000; ++i) ++counts[random.below(3)];
  for (int count : counts) CHECK(std::abs(count - 10'000) < 400);
}
