// A ledger as it is read: entries, checkpoint, and hashes of subtrees for proofs. Entries are bytes; what they mean is
// their writer's affair.
//
// Opening checks the checkpoint's signature and nothing more; `verify` (verify.hpp) checks everything. Reading needs no
// lock: what a checkpoint commits to never changes. Errors: not_found `error.ledger.absent`, bad_data for a damaged
// checkpoint or key (note.hpp), corrupt `error.ledger.damaged` when a file that the checkpoint needs is missing or cut.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "ledger/layout.hpp"
#include "ledger/merkle.hpp"
#include "ledger/note.hpp"

namespace tartip::ledger {

class Log {
 public:
  static Result<Log> open(const std::filesystem::path& folder);

  const std::filesystem::path& folder() const { return folder_; }
  const VerifierKey& key() const { return key_; }
  const Checkpoint& checkpoint() const { return checkpoint_; }
  const std::string& note() const { return note_; }  // the checkpoint as it stands in its file
  std::uint64_t size() const { return checkpoint_.size; }

  // Entries [from, to), to ≤ size(). Reads each bundle once.
  Result<std::vector<std::string>> entries(std::uint64_t from, std::uint64_t to) const;

  // From the tiles; needs two file reads at most.
  Result<Digest> subtree_hash(int level, std::uint64_t index) const;

 private:
  std::filesystem::path folder_;
  VerifierKey key_;
  Checkpoint checkpoint_;
  std::string note_;
};

// The bytes of a tile of a tree of `size` leaves: the partial file of that width or, when the tile has been filled
// since, the beginning of the full one. For entries the whole file comes back.
Result<std::string> read_tile(const std::filesystem::path& folder, const TileId& tile);

}  // namespace tartip::ledger
