// A proof that an entry stands in a ledger, as a text that needs nothing else of the ledger (C2SP tlog-proof): index,
// path, checkpoint. Who has the verifier key and the entry can check it anywhere.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "ledger/log.hpp"

namespace tartip::ledger {

// Errors: not_found `error.ledger.no_entry`; those of Log.
Result<std::string> prove_entry(const Log& log, std::uint64_t index);

struct Proven {
  std::uint64_t index = 0;
  Checkpoint checkpoint;
};
// Errors: bad_data `error.ledger.proof_malformed`, `error.ledger.proof_wrong` (it proves something else), those of
// verified_checkpoint.
Result<Proven> check_proof(std::string_view proof, std::string_view entry, const VerifierKey& key,
                           const std::string& file);

// That the ledger still begins with what an earlier checkpoint committed to: one hash a line, base64.
// Errors: conflict `error.ledger.rollback` when the checkpoint is later than the ledger.
Result<std::string> prove_consistency(const Log& log, const Checkpoint& earlier);

}  // namespace tartip::ledger
