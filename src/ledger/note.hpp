// Checkpoints: what a ledger commits to, as signed notes (C2SP tlog-checkpoint and signed-note, Ed25519).
//
//     audit.example/log            origin: the ledger's name
//     900                          number of entries
//     IZ/9g/IwMF…                  root of the Merkle tree, base64
//
//     — audit.example/log puN5Sc…  signature lines
//
// A verifier key is one line, "name+8 hex digits+base64": the form that other tools of transparency logs read too.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/signature.hpp"

namespace tartip::ledger {

struct VerifierKey {
  std::string name;
  PublicKey key{};
  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

std::string text_of(const VerifierKey& key);
// `file` is named in the error: bad_data `error.ledger.key_malformed`.
Result<VerifierKey> parse_verifier_key(std::string_view text, const std::string& file);
std::uint32_t key_hash(const VerifierKey& key);

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root{};
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The note with one signature, by the key of this name.
std::string sign_checkpoint(const Checkpoint& checkpoint, const std::string& name, const SigningSeed& seed);

// Strict: another text of the same meaning is refused. Errors, bad_data: `error.ledger.checkpoint_malformed` and, from
// the second, `error.ledger.checkpoint_signature` when no signature line is the key's. Lines of other keys (witnesses)
// are passed over.
Result<Checkpoint> parse_checkpoint(std::string_view note, const std::string& file);
Result<Checkpoint> verified_checkpoint(std::string_view note, const VerifierKey& key, const std::string& file);

}  // namespace tartip::ledger
