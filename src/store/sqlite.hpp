// SQLite with owners, typed reading and this project's errors, for the file of records (records.sqlite) of a centre.
// Internal to the room. One connection serves all threads of the process, one statement at a time; what has been
// acknowledged is on the disk (WAL, synchronous=FULL).
//
// Each part of the records (people, jobs) has tables of its own and numbers its migrations itself, so that parts grow
// without knowing each other.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tartip::store::sqlite {

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
using Row = std::vector<Value>;

// Of a column whose type is known from the SQL; NULL gives zero or empty.
std::int64_t integer(const Row& row, std::size_t column);
std::string text(const Row& row, std::size_t column);

inline constexpr const char* k_records_file = "records.sqlite";

class Database {
 public:
  // Makes the file when there is none, readable by its owner only. Waits up to ten seconds for another process that
  // writes. Errors: denied `error.file.unwritable`, unavailable `error.store.disk_full`, corrupt `error.store.corrupt`,
  // unavailable `error.records.busy`.
  static Result<Database> open(const std::filesystem::path& file);

  // Steps from the one after the last that was made; all in one transaction. conflict `error.store.newer` when the file
  // has more steps than are known.
  Status migrate(const std::string& part, std::span<const char* const> steps);

  Result<std::vector<Row>> rows(const char* sql, const std::vector<Value>& values = {});
  // The number of rows changed.
  Result<std::int64_t> change(const char* sql, const std::vector<Value>& values = {});
  // Another number after any change to the file by anybody, this connection or another, of this process or another.
  Result<std::uint64_t> version();
  // Everything that `work` changes, or nothing when it fails. Other threads wait.
  Status together(const std::function<Status()>& work);

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  Error error_now() const;
  Result<sqlite3_stmt*> prepared(const char* sql, const std::vector<Value>& values);

  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> handle_;
  std::unique_ptr<std::recursive_mutex> mutex_ = std::make_unique<std::recursive_mutex>();
};

}  // namespace tartip::store::sqlite
