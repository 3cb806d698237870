// `release make`: figures are computed, protected, frozen for good and entered in the ledger.
#pragma once
#include "app/operation.hpp"

namespace tartip::app {

// A dry run computes and protects, and writes nothing. A release that could not be entered stands all the same; the
// answer says so and is marked as failed.
Result<Answer> release_make(const Call& call);

}  // namespace tartip::app
