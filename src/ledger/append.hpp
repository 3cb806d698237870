// Adds entries to a ledger so that they stay: when `append` returns, they are on the disk and committed to by a signed
// checkpoint; when it is interrupted (kill -9, power), the ledger is as it was before.
#pragma once
#include <filesystem>
#include <span>
#include <string>

#include "base/error.hpp"
#include "ledger/key.hpp"
#include "ledger/note.hpp"

namespace tartip::ledger {

struct AppendOptions {
  double wait_seconds = 0;  // for another process that is appending
};

// Makes the ledger when there is none. All entries or none; their order is kept. One process appends at a time (flock
// on `lock`). The order on disk: entries and tiles, synced, then the checkpoint; what an interrupted call leaves behind
// lies beyond the checkpoint, and the next call writes over it. Before anything is written the right edge of the tree
// is checked against the checkpoint: a damaged ledger is not continued. Errors: conflict `error.ledger.locked`;
// too_large `error.ledger.entry_size`; conflict `error.ledger.other_key` (the ledger was signed with another key);
// corrupt `error.ledger.damaged`.
Result<Checkpoint> append(const std::filesystem::path& folder, std::span<const std::string> entries,
                          const SigningKey& key, const AppendOptions& options = {});

}  // namespace tartip::ledger
