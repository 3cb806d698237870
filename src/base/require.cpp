#include "base/require.hpp"

#include <cstdio>
#include <cstdlib>

namespace tartip {

void stop_for_bug(const char* what, const std::source_location& where) {
  std::fprintf(stderr, "tartip: bug at %s:%u: %s\n", where.file_name(), static_cast<unsigned>(where.line()), what);
  std::abort();
}

}  // namespace tartip
