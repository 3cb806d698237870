// The key that signs a ledger's checkpoints. It lies outside the centre's folder, so that who copies or alters the
// folder does not have it; its file is one line "PRIVATE+KEY+name+hash+base64" (the form of the Go module log), for the
// owner's eyes only.
#pragma once
#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "ledger/note.hpp"

namespace tartip::ledger {

struct SigningKey {
  std::string name;
  SigningSeed seed;

  VerifierKey verifier() const { return {name, public_key_of(seed)}; }
};

// A new key named "tartip/<label>-<8 hex digits of the public key>"; what a key name may not hold (blanks, plus)
// becomes a hyphen.
SigningKey make_key(const std::string& label);

// Errors: conflict `error.ledger.key_exists`, denied when the folder cannot be written.
Status write_key(const SigningKey& key, const std::filesystem::path& file);
// Errors: not_found `error.ledger.key_absent`, denied `error.ledger.key_open` when others than the owner may read it,
// bad_data `error.ledger.key_malformed`.
Result<SigningKey> read_key(const std::filesystem::path& file);

// The file's name in a folder of keys: the key's name with slashes as hyphens, ".key".
std::string file_name_of(const std::string& key_name);

}  // namespace tartip::ledger
