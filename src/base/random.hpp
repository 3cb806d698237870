// Seeded random numbers that do not depend on the number of threads or on the standard library.
//
// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC'11): a block cipher
// of a counter. A stream is named by (seed, stream number), so replicate i always draws the same numbers, whoever
// computes it. Satisfies UniformRandomBitGenerator; the distributions below are ours because those of <random> differ
// between libraries.
#pragma once
#include <array>
#include <cstdint>

namespace tartip {

class Random {
 public:
  using result_type = std::uint32_t;
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return UINT32_MAX; }
  result_type operator()();

  std::uint64_t bits64();
  double uniform();                          // [0, 1), 53 bits
  std::uint64_t below(std::uint64_t bound);  // 0 … bound-1 without bias (Lemire 2019); bound ≥ 1
  double normal();                           // standard normal (Box–Muller)
  double exponential();                      // mean 1
  std::uint64_t poisson(double mean);        // mean ≥ 0; inversion below 10, PTRS (Hörmann 1993) above
  double gamma(double shape);                // scale 1, shape > 0 (Marsaglia & Tsang 2000)

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  int used_ = 4;
};

}  // namespace tartip
