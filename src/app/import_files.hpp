// Files into a register and the account of it, as every door that takes rows answers: imports, corrected copies of the
// quarantine, a row corrected in its place.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/centre.hpp"
#include "app/operation.hpp"

namespace tartip::app {

// Into the register of the call. Finding: rows that wait.
Result<Answer> import_into(const Call& call, Centre& centre, const std::vector<std::string>& files,
                           std::optional<store::GivenDescription> description = {});

}  // namespace tartip::app
