// Roles and scope as a call gives them: --role, --everything, --in, --register.
#pragma once
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "base/error.hpp"
#include "store/records.hpp"

namespace tartip::app {

std::vector<Parameter> with_grant(std::vector<Parameter> parameters);

// What the call gives; what it does not name stays as in `before`: roles by themselves, the three parts of the scope
// together. Errors: bad_input `error.grant.unknown_territory` (no territory of the centre has the code), not_found for
// a register, bad_input `error.grant.both` (--everything with limits).
Result<store::Grant> grant_from(const Call& call, const store::Grant& before);

}  // namespace tartip::app
