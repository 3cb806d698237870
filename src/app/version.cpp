#include "app/version.hpp"

#include "axes/time_zone.hpp"
#include "store/engine.hpp"

namespace tartip::app {

std::string version() {
  return TARTIP_VERSION;
}

std::string version_line() {
  return "tartip " + version() + " (DuckDB " + store::engine_version() + ", tz " + axes::TimeZone::tz_version() + ")";
}

}  // namespace tartip::app
