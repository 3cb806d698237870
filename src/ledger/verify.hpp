// Whether a ledger holds what it once committed to, and if not, where it was changed.
//
// The checkpoint's signature is checked with the ledger's own key; the tree is made again from the entries and compared
// with every tile and with the signed root. Where entries and tiles disagree, the hashes above decide which of the two
// was changed. One flipped byte is named with its file, its place in it, and the value it should have; more damage in
// one place is named with file and entry.
//
// What cannot be seen from inside: a ledger cut back to an earlier checkpoint of its own (rollback), and one written
// anew by who has the signing key. A checkpoint kept elsewhere (`pinned`) shows both. Cost: all entries are read and
// hashed once; memory: one bundle and 32 bytes an entry.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "ledger/note.hpp"

namespace tartip::ledger {

// The message of a finding is "finding.ledger.<name>".
enum class Fault {
  key_malformed,
  checkpoint_malformed,
  checkpoint_signature,
  missing,        // a file that the checkpoint needs is not there
  cut,            // it is shorter or longer than its content
  entry_changed,  // an entry is not what was committed to
  tile_changed,   // a hash in a tile is not that of what lies below it
  both_changed,   // a tile and what lies below it fit neither the hash above: from this entry on, 256^(level + 1) at
                  // most
  root,           // entries and tiles agree with each other but not with the signed root
  other_key,      // the pinned checkpoint is signed by another key
  other_ledger,   // the pinned checkpoint is of another ledger
  rollback,       // the ledger is shorter than the pinned checkpoint
  other_history,  // its beginning is not what the pinned checkpoint committed to
};
std::string name_of(Fault fault);

struct Finding {
  Fault fault = Fault::root;
  std::string file;                     // below the ledger's folder
  std::optional<std::uint64_t> entry;   // the first one touched
  std::optional<std::uint64_t> offset;  // of the changed byte in the file, from 0
  std::string found, expected;          // two hexadecimal digits each where a byte is named
};

struct Verification {
  std::optional<Checkpoint> checkpoint;  // nothing: not readable
  std::vector<Finding> findings;         // empty: all is as it was
  // Files beyond the checkpoint: an append was interrupted, or the ledger was cut back to an earlier checkpoint.
  std::vector<std::string> beyond;
};

// `pinned` is the text of a checkpoint kept outside; empty: none. Errors: not_found `error.ledger.absent`; bad_data
// when the pinned checkpoint itself is no checkpoint. Everything else is a finding.
Result<Verification> verify(const std::filesystem::path& folder, const std::string& pinned = "");

}  // namespace tartip::ledger
