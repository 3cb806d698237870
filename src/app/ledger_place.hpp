// Where a call's ledger lies and which key signs it.
#pragma once
#include <filesystem>

#include "app/operation.hpp"
#include "base/error.hpp"
#include "ledger/key.hpp"

namespace tartip::app {

// --ledger, else the folder "ledger" of the centre.
std::filesystem::path ledger_folder(const Call& call);

// --key, else the ledger's own key in the folder of keys. A ledger that does not exist yet gets a new key there (or in
// the file named by --key), labelled `label`; nothing is written with --dry-run.
Result<ledger::SigningKey> signing_key(const Call& call, const std::string& label);

struct KeyPlace {
  std::filesystem::path ledger, keys;  // folders
  std::filesystem::path file = {};     // the key itself; empty: in `keys`, by its name
  bool dry_run = false;
};
Result<ledger::SigningKey> signing_key(const KeyPlace& place, const std::string& label);

// Whether the ledger in a folder is as it was, as an answer; --pinned of the call is a checkpoint kept elsewhere.
Result<Answer> ledger_verification(const Call& call, const std::filesystem::path& folder);

}  // namespace tartip::app
