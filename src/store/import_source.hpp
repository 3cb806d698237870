// A source file as a table function of the engine: `SELECT … FROM tartip_scan()` pulls records on all threads, runs the
// register's plan over each, and gives typed columns; a row that the plan rejects has only its identity and the column
// `rejection`.
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/progress.hpp"
#include "registers/record.hpp"
#include "registers/validation.hpp"
#include "store/duck.hpp"
#include "store/schema.hpp"

namespace tartip::store {

// Values that are to become classes of a register's own scheme, gathered by all threads. Spellings that fold to the
// same text are one class; its code is the one that sorts first, so that the outcome does not depend on the order of
// rows or threads.
class NewClasses {
 public:
  explicit NewClasses(std::int32_t first = 0) : first_(first) {}
  std::int32_t number_of(std::string_view value);  // provisional: first, first + 1, … in order of appearance
  std::int32_t first() const { return first_; }
  struct Found {
    std::string code;
    std::int32_t provisional = 0;
  };
  std::vector<Found> sorted() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::int32_t first_ = 0;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> by_value_;
  std::unordered_map<std::string, std::int32_t> by_folded_;
  std::vector<std::string> codes_;  // by provisional number - first
};

struct HashOfHash {
  std::size_t operator()(Hash128 hash) const { return hash.low; }
};
using Contents = std::unordered_set<Hash128, HashOfHash>;

// What one scan reads. Lives until the statement that scans it has ended.
struct Scan {
  registers::RecordReader* reader = nullptr;
  const registers::Plan* plan = nullptr;
  // all: the register's event columns, `rejection`, and `origin` of a corrected row. contents: one column, `content`,
  // without checking, to recognise what is known. raw: `content`, `line` and `rejection` with the raw row and its
  // fields.
  enum class Mode { all, contents, raw } mode = Mode::all;
  const Contents* only = nullptr;  // rows of other contents are passed over
  std::size_t corrected_columns =
      0;  // a corrected quarantine file: this many columns are the source's, five more say where from
  std::vector<EventColumn> columns;  // of the register's events
  bool keyed = false;
  registers::Description const* description = nullptr;
  NewClasses* new_classes = nullptr;
  const Progress* progress = nullptr;
  std::string name;  // of the file, for progress

  std::atomic<std::int64_t> records{0};
  std::mutex mutex;
  std::optional<Error> error;  // why the scan stopped; the engine only hears that it did
  void stop(Error reason) {
    const std::lock_guard lock(mutex);
    if (!error) error = std::move(reason);
  }
};

// Where the function finds the scan; set before the statement, cleared after it.
struct ScanSlot {
  Scan* scan = nullptr;
};
Status register_scan(const duck::Connection& connection, ScanSlot* slot);

// The parts of `rejection` stand between these: column, value, message key, its arguments as JSON, raw row, fields (by
// the second).
inline constexpr char k_part = '\x1f', k_field = '\x1e';
inline constexpr std::size_t k_longest_raw = std::size_t{1} << 20;

}  // namespace tartip::store
