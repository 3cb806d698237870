// Releases in the centre's ledger: an entry with the checksums of each, so that a release that was altered, replaced or
// removed afterwards is seen even when the altered database agrees with itself (docs/releases.md).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "base/error.hpp"
#include "store/release.hpp"

namespace tartip::app {

// Enters those of the releases that the ledger does not hold yet, in their order: the new one, and any that an
// interrupted call or an earlier version of the program left out. The number of the first new entry. `label` names a
// new key. Errors: those of the ledger and its key. With none to enter, nothing is written.
struct EnteredReleases {
  std::uint64_t first = 0;
  std::size_t count = 0;
};
Result<EnteredReleases> enter_releases(const Call& call, const std::vector<store::ReleaseHead>& releases,
                                       const std::string& label);

// Whether what the store holds is what the ledger says: the whole ledger is verified (against --pinned, where given),
// then the release's entry compared. `head` null: the store has no such release. Errors: not_found
// `error.release.unknown` when the ledger does not know it either; corrupt `error.release.gone`,
// `error.release.not_as_entered`, `error.release.ledger` (the ledger itself is not sound); not_found
// `error.release.not_entered`.
struct VerifiedRelease {
  std::uint64_t entry = 0;
  std::string origin;  // of the ledger
  std::uint64_t size = 0;
  bool pinned = false;
};
Result<VerifiedRelease> verify_release(const Call& call, const std::string& id, const store::ReleaseHead* head);

}  // namespace tartip::app
