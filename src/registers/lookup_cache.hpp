// Answers to "which unit has this name?" that cost more than a hash look-up, remembered for the length of an import.
//
// Safe from any number of threads without a lock: entries are only added, never changed. When the table is three
// quarters full, new questions are answered without being remembered, so that memory stays bounded whatever the file
// holds.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"

namespace tartip::registers {

class LookupCache {
 public:
  static constexpr std::int32_t k_none = -1;

  explicit LookupCache(std::size_t slots = std::size_t{1} << 17) : slots_(slots), entries_(slots) {}
  ~LookupCache() {
    for (auto& slot : entries_) delete slot.load(std::memory_order_relaxed);
  }
  LookupCache(const LookupCache&) = delete;
  LookupCache& operator=(const LookupCache&) = delete;

  // The answer of `ask()` for this text; `kind` tells apart questions with the same text (another day's validity,
  // another unit above).
  template <class Ask>
  std::int32_t find(std::string_view text, std::uint64_t kind, const Ask& ask) const {
    const Hash128 hash = fingerprint(text, kind);
    std::size_t at = hash.low & (slots_ - 1);
    for (;;) {
      const Entry* entry = entries_[at].load(std::memory_order_acquire);
      if (entry == nullptr) break;
      if (entry->hash == hash && entry->text == text) return entry->answer;
      at = (at + 1) & (slots_ - 1);
    }
    const std::int32_t answer = ask();
    if (count_.load(std::memory_order_relaxed) * 4 > slots_ * 3) return answer;
    auto fresh = std::make_unique<Entry>(Entry{hash, std::string(text), answer});
    for (;;) {
      Entry* empty = nullptr;
      if (entries_[at].compare_exchange_strong(empty, fresh.get(), std::memory_order_acq_rel)) {
        fresh.release();
        count_.fetch_add(1, std::memory_order_relaxed);
        return answer;
      }
      at = (at + 1) & (slots_ - 1);
    }
  }

 private:
  struct Entry {
    Hash128 hash;
    std::string text;
    std::int32_t answer;
  };
  std::size_t slots_;  // a power of two
  mutable std::vector<std::atomic<Entry*>> entries_;
  mutable std::atomic<std::size_t> count_{0};
};

}  // namespace tartip::registers
