#include "ledger/merkle.hpp"

#include <bit>
#include <string>

#include "base/require.hpp"

namespace tartip::ledger {
namespace {

void add(std::string& text, const Digest& digest) {
  text.append(reinterpret_cast<const char*>(digest.data()), digest.size());
}

// The root of leaves [from, to): from is a multiple of the largest power of two below to − from, as RFC 6962 splits.
Result<Digest> range_root(std::uint64_t from, std::uint64_t to, const SubtreeHash& hash) {
  const std::uint64_t count = to - from;
  if (std::has_single_bit(count)) {
    const int level = std::countr_zero(count);
    return hash(level, from >> level);
  }
  const std::uint64_t middle = from + std::bit_floor(count);
  auto left = range_root(from, middle, hash);
  if (!left) return left;
  auto right = range_root(middle, to, hash);
  if (!right) return right;
  return node_hash(*left, *right);
}

std::uint64_t split(std::uint64_t count) {
  return std::bit_ceil(count) / 2;  // the largest power of two below count, for count > 1
}

Status add_path(std::uint64_t index, std::uint64_t from, std::uint64_t to, const SubtreeHash& hash,
                std::vector<Digest>& proof) {
  if (to - from == 1) return {};
  const std::uint64_t middle = from + split(to - from);
  const bool left = index < middle;
  if (Status below = left ? add_path(index, from, middle, hash, proof) : add_path(index, middle, to, hash, proof);
      !below)
    return below;
  auto sibling = left ? range_root(middle, to, hash) : range_root(from, middle, hash);
  if (!sibling) return pass(sibling);
  proof.push_back(*sibling);
  return {};
}

// SUBPROOF of RFC 6962: `whole` is true while the earlier tree is the whole of the range, which the verifier knows.
Status add_subproof(std::uint64_t earlier, std::uint64_t from, std::uint64_t to, bool whole, const SubtreeHash& hash,
                    std::vector<Digest>& proof) {
  if (earlier == to) {
    if (whole) return {};
    auto root = range_root(from, to, hash);
    if (!root) return pass(root);
    proof.push_back(*root);
    return {};
  }
  const std::uint64_t middle = from + split(to - from);
  const bool left = earlier <= middle;
  if (Status below = left ? add_subproof(earlier, from, middle, whole, hash, proof)
                          : add_subproof(earlier, middle, to, false, hash, proof);
      !below)
    return below;
  auto other = left ? range_root(middle, to, hash) : range_root(from, middle, hash);
  if (!other) return pass(other);
  proof.push_back(*other);
  return {};
}

}  // namespace

Digest leaf_hash(std::string_view entry) {
  std::string text(1, '\0');
  text += entry;
  return sha256(text);
}

Digest node_hash(const Digest& left, const Digest& right) {
  std::string text(1, '\1');
  add(text, left);
  add(text, right);
  return sha256(text);
}

Digest empty_root() {
  return sha256("");
}

Result<Digest> tree_root(std::uint64_t size, const SubtreeHash& hash) {
  if (size == 0) return empty_root();
  return range_root(0, size, hash);
}

Result<std::vector<Digest>> make_inclusion_proof(std::uint64_t index, std::uint64_t size, const SubtreeHash& hash) {
  require(index < size, "a proof of a leaf beyond the tree");
  std::vector<Digest> proof;
  if (Status made = add_path(index, 0, size, hash, proof); !made) return pass(made);
  return proof;
}

Result<std::vector<Digest>> make_consistency_proof(std::uint64_t earlier, std::uint64_t later,
                                                   const SubtreeHash& hash) {
  require(earlier > 0 && earlier <= later, "a consistency proof needs 0 < earlier ≤ later");
  std::vector<Digest> proof;
  if (Status made = add_subproof(earlier, 0, later, true, hash, proof); !made) return pass(made);
  return proof;
}

bool verifies(const Inclusion& claim, std::span<const Digest> proof) {
  if (claim.index >= claim.size) return false;
  // RFC 9162, 2.1.3.2.
  std::uint64_t node = claim.index, last = claim.size - 1;
  Digest hash = claim.leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      hash = node_hash(sibling, hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == claim.root;
}

bool verifies(const Consistency& claim, std::span<const Digest> proof) {
  if (claim.earlier == 0 || claim.earlier > claim.later) return false;
  if (claim.earlier == claim.later) return proof.empty() && claim.earlier_root == claim.later_root;
  if (proof.empty()) return false;
  // RFC 9162, 2.1.4.2; the earlier root itself comes first when its tree is complete.
  std::size_t next = 0;
  const bool complete = std::has_single_bit(claim.earlier);
  const Digest first = complete ? claim.earlier_root : proof[next++];
  std::uint64_t node = claim.earlier - 1, last = claim.later - 1;
  while ((node & 1) == 1) {
    node >>= 1;
    last >>= 1;
  }
  Digest earlier = first, later = first;
  for (; next < proof.size(); ++next) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      earlier = node_hash(proof[next], earlier);
      later = node_hash(proof[next], later);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      later = node_hash(later, proof[next]);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && earlier == claim.earlier_root && later == claim.later_root;
}

}  // namespace tartip::ledger
