#pragma once
#include <string>

namespace tartip::app {

std::string version();       // "0.1.0"
std::string version_line();  // with the versions of what figures depend on: engine, time zones, projections

}  // namespace tartip::app
