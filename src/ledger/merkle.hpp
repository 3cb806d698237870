// Merkle trees of RFC 6962 / RFC 9162: SHA-256, a leaf is hashed after a byte 00, an inner node after a byte 01.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/hash.hpp"

namespace tartip::ledger {

Digest leaf_hash(std::string_view entry);
Digest node_hash(const Digest& left, const Digest& right);
Digest empty_root();

// A tree as it is asked for while roots and proofs are made: the hash of the complete subtree of 2^level leaves that
// starts at leaf index·2^level.
using SubtreeHash = std::function<Result<Digest>(int level, std::uint64_t index)>;

Result<Digest> tree_root(std::uint64_t size, const SubtreeHash& hash);
// That leaf `index` stands in the tree of `size` leaves; index < size.
Result<std::vector<Digest>> make_inclusion_proof(std::uint64_t index, std::uint64_t size, const SubtreeHash& hash);
// That the tree of `earlier` leaves is the beginning of that of `later` ones; 0 < earlier ≤ later.
Result<std::vector<Digest>> make_consistency_proof(std::uint64_t earlier, std::uint64_t later, const SubtreeHash& hash);

struct Inclusion {
  std::uint64_t index = 0, size = 0;
  Digest leaf{}, root{};
};
bool verifies(const Inclusion& claim, std::span<const Digest> proof);

struct Consistency {
  std::uint64_t earlier = 0, later = 0;
  Digest earlier_root{}, later_root{};
};
// An earlier size of 0 is refused: nothing would be shown by it.
bool verifies(const Consistency& claim, std::span<const Digest> proof);

}  // namespace tartip::ledger
