// Noise that stays the same: the cell-key method (Fraser & Wooton 2005; Thompson, Broadfoot & Elazar 2013, ABS).
//
// Every record has a key, fixed for good. The key of a cell is the sum of its records' keys modulo the number of keys;
// a table says by how much a count with this key is changed. The same set of records therefore gets the same published
// count in every table, so that repeating a question wears nothing off; sets that differ by one record get unrelated
// noise. Tables need not add up, and totals are never repaired by adding published parts.
//
// It hides what a difference of two counts would say; it does not say which counts are uncertain, so users must be told
// the greatest change. Counts only.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace tartip::disclosure {

struct NoiseRow {
  std::int64_t count = 0;      // pcv
  std::uint32_t cell_key = 0;  // ckey
  std::int32_t change = 0;     // pvalue
};

// What happens to counts above the greatest one of the table.
struct Above {
  // 0: they are not changed. Otherwise the last `repeat` counts of the table stand for all above: 250 for a table up
  // to 750 takes 751 for 501.
  std::int64_t repeat = 0;
};

class NoiseTable {
 public:
  // Errors: no rows; a count and key that is missing or stands twice; a change that leads below 0; `repeat` negative or
  // above the greatest count. Keys run from 0; counts from 0 or 1: a zero that is not in the table stays zero.
  static Result<NoiseTable> make(std::span<const NoiseRow> rows, Above above = {});

  std::uint32_t keys() const { return keys_; }
  std::int64_t perturbed(std::int64_t count, std::uint32_t cell_key) const;  // count ≥ 0, cell_key < keys()
  std::int32_t greatest_change() const;
  std::vector<NoiseRow> rows() const;

 private:
  std::int64_t least_ = 1, greatest_ = 0;
  std::uint32_t keys_ = 0;
  Above above_;
  std::vector<std::int32_t> change_;  // by count, then key
};

// A record's key from what identifies it for good and a secret that stays in the house: whoever has neither cannot
// compute keys, and so cannot take the noise off.
std::uint32_t record_key(std::string_view secret, std::string_view record, std::uint32_t keys);

struct NoiseDesign {
  int greatest_change = 2;       // 1 … 20
  double variance = 1;           // of the change; above 0, at most greatest_change²
  std::int64_t least_shown = 1;  // no count is changed into 1 … least_shown − 1
  std::uint32_t keys = 256;      // 16 … 65536
};

// A table whose changes are as spread out as can be (greatest entropy) with mean 0 and the asked variance, never below
// zero and never into what must not be shown (Giessing 2016, PSD, LNCS 9867:70). Small counts that leave no room for
// the variance get the greatest that mean 0 allows; rounding to whole keys moves a mean by at most
// greatest_change / keys. Errors: a design outside these ranges.
Result<NoiseTable> design_noise(const NoiseDesign& design);

}  // namespace tartip::disclosure
