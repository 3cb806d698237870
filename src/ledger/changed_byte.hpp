// Where one byte of a text was changed, found by trying: every other value of every byte, until the text is what it
// should be. Costs up to 255·n trials of n bytes, so only texts within a budget are tried.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace tartip::ledger {

struct ChangedByte {
  std::size_t offset = 0;
  std::uint8_t found = 0, expected = 0;
};

// `right` says whether a text is the original. `budget` bounds the bytes looked at: when all values of all bytes would
// pass it, only single flipped bits are tried, and when those would too, nothing.
std::optional<ChangedByte> find_changed_byte(std::string text, const std::function<bool(const std::string&)>& right,
                                             double budget = 1e9);

}  // namespace tartip::ledger
