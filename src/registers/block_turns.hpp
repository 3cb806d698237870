// Threads take blocks of one file in turn: one at a time cuts the next block off, in file order; what it then does with
// its block is its own.
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>

#include "registers/record.hpp"

namespace tartip::registers {

class BlockTurns {
 public:
  // `cut()` fills the emptied block and says whether there was anything left; it never runs twice at once. Its first
  // error is the answer to every later turn.
  template <class Cut>
  Result<bool> take(RecordBlock& block, const Cut& cut) {
    block.count = 0;
    block.more_bytes.clear();
    const std::lock_guard lock(mutex_);
    if (failed_) return tl::unexpected<Error>(*failed_);
    Result<bool> more = cut();
    if (!more) failed_ = more.error();
    if (more && *more) block.sequence = sequence_++;
    return more;
  }

 private:
  std::mutex mutex_;
  std::optional<Error> failed_;
  std::uint64_t sequence_ = 0;
};

}  // namespace tartip::registers
