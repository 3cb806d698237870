// Loops over independent indices on the machine's cores. What an iteration writes must belong to its index alone, so
// that the number of threads cannot change the result.
#pragma once
#include <cstddef>
#include <functional>

namespace tartip {

// body(i) for i in [0, count); rethrows the first exception. `threads` 0 means all cores.
void parallel_for(std::size_t count, const std::function<void(std::size_t)>& body, int threads = 0);

}  // namespace tartip
