// A condition that only a programmer can break: stops the program with its place, in release builds too.
// Never for what a user, a file or the network can cause: that is an Error.
#pragma once
#include <source_location>

namespace tartip {

[[noreturn]] void stop_for_bug(const char* what, const std::source_location& where);

inline void require(bool condition, const char* what,
                    const std::source_location& where = std::source_location::current()) {
  if (!condition) [[unlikely]]
    stop_for_bug(what, where);
}

}  // namespace tartip
