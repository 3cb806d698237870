// May a second count be told to somebody who has the first?
//
// Two counts of groups of which one contains the other give a third by subtraction: that of the records in one and not
// in the other. The second count must be refused when it is small itself, or when that third one is.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace tartip::disclosure {

enum class Refusal : std::uint8_t { none, small_count, small_difference };
std::string_view name_of(Refusal refusal);  // "small_difference"

struct Difference {
  std::int64_t first = 0, second = 0;
  bool nested = false;          // one group contains the other
  std::int64_t difference = 0;  // records in one group only; told only when nested
  Refusal refusal = Refusal::none;
};

// One mark a record: whether it belongs to the group. Small is 1 … least − 1; zero tells nothing about anybody. Empty
// groups are contained in every group. Cost O(records).
Difference difference_of(std::span<const std::uint8_t> first, std::span<const std::uint8_t> second, std::int64_t least);

}  // namespace tartip::disclosure
