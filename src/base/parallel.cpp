#include "base/parallel.hpp"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>

namespace tartip {

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& body, int threads) {
  // More threads than cores help nobody, and the library says so aloud.
  const int most = tbb::this_task_arena::max_concurrency();
  tbb::task_arena arena(threads > 0 ? std::min(threads, most) : tbb::task_arena::automatic);
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, body); });
}

}  // namespace tartip
