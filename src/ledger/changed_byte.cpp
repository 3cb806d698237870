#include "ledger/changed_byte.hpp"

#include <vector>

namespace tartip::ledger {

std::optional<ChangedByte> find_changed_byte(std::string text, const std::function<bool(const std::string&)>& right,
                                             double budget) {
  const double size = static_cast<double>(text.size());
  std::vector<unsigned> masks = {1, 2, 4, 8, 16, 32, 64, 128};
  if (8 * size * size > budget) return std::nullopt;
  if (255 * size * size <= budget)
    for (unsigned mask = 1; mask < 256; ++mask)
      if ((mask & (mask - 1)) != 0) masks.push_back(mask);
  for (const unsigned mask : masks)
    for (std::size_t offset = 0; offset < text.size(); ++offset) {
      const auto found = static_cast<std::uint8_t>(text[offset]);
      const auto expected = static_cast<std::uint8_t>(found ^ mask);
      text[offset] = static_cast<char>(expected);
      if (right(text)) return ChangedByte{offset, found, expected};
      text[offset] = static_cast<char>(found);
    }
  return std::nullopt;
}

}  // namespace tartip::ledger
