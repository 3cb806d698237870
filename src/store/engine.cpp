#include "store/engine.hpp"

#include <duckdb.h>

namespace tartip::store {

std::string engine_version() {
  return duckdb_library_version();
}

}  // namespace tartip::store
