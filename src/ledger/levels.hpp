// The hashes of a tree, level by level, as tiles hold them, all in memory. Internal to the room.
#pragma once
#include <cstdint>
#include <vector>

#include "ledger/merkle.hpp"

namespace tartip::ledger {

// The root over a power of two of hashes.
Digest root_of_row(std::vector<Digest> row);

// Hashes of one level, all tiles in a row.
using Level = std::vector<Digest>;

// The levels above `leaves`: every 256 hashes make one of the next.
std::vector<Level> levels_over(Level leaves);

// The root of the tree of the first `size` leaves.
Digest root_of(const std::vector<Level>& levels, std::uint64_t size);

}  // namespace tartip::ledger
