// How the ground that forms report on changed, as the program knows it.
#pragma once
#include <vector>

#include "base/error.hpp"
#include "statistics/code_groups.hpp"

namespace tartip::app {

// Regions of Kazakhstan, by КАТО code (descriptions/territory/kazakhstan.toml).
Result<std::vector<statistics::CodeSuccession>> known_successions();

}  // namespace tartip::app
