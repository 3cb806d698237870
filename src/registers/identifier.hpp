// What may name a register, an attribute or a quantity: a–z, digits and underscore, a letter first, at most 48.
#pragma once
#include <algorithm>
#include <string_view>

namespace tartip::registers {

inline bool is_identifier(std::string_view id) {
  if (id.empty() || id.size() > 48 || id[0] < 'a' || id[0] > 'z') return false;
  return std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace tartip::registers
