// The engine's own name for itself, for passports and bug reports.
#pragma once
#include <string>

namespace tartip::store {

std::string engine_version();  // "v1.4.4"

}  // namespace tartip::store
