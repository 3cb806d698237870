#include "disclosure/differencing.hpp"

#include "base/require.hpp"

namespace tartip::disclosure {

std::string_view name_of(Refusal refusal) {
  return refusal == Refusal::none ? "none" : refusal == Refusal::small_count ? "small_count" : "small_difference";
}

Difference difference_of(std::span<const std::uint8_t> first, std::span<const std::uint8_t> second,
                         std::int64_t least) {
  require(first.size() == second.size(), "one mark a record");
  std::int64_t only_first = 0, only_second = 0, both = 0;
  for (std::size_t r = 0; r < first.size(); ++r) {
    const bool a = first[r] != 0, b = second[r] != 0;
    only_first += a && !b;
    only_second += b && !a;
    both += a && b;
  }
  const auto small = [&](std::int64_t count) { return count > 0 && count < least; };
  Difference found{.first = only_first + both, .second = only_second + both};
  found.nested = only_first == 0 || only_second == 0;
  found.difference = only_first + only_second;
  if (small(found.second))
    found.refusal = Refusal::small_count;
  else if (found.nested && small(found.difference))
    found.refusal = Refusal::small_difference;
  return found;
}

}  // namespace tartip::disclosure
