#include "store/sqlite.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tartip::store::sqlite {
namespace {

constexpr int k_wait_milliseconds = 10'000;

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Value value_at(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(statement, column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return std::monostate{};
    default: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const int size = sqlite3_column_bytes(statement, column);
      return std::string(bytes == nullptr ? "" : bytes, static_cast<std::size_t>(size));
    }
  }
}

void bind(sqlite3_stmt* statement, int place, const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    sqlite3_bind_int64(statement, place, *whole);
  else if (const auto* number = std::get_if<double>(&value))
    sqlite3_bind_double(statement, place, *number);
  else if (const auto* words = std::get_if<std::string>(&value))
    sqlite3_bind_text64(statement, place, words->data(), words->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  else
    sqlite3_bind_null(statement, place);
}

}  // namespace

std::int64_t integer(const Row& row, std::size_t column) {
  const auto* value = std::get_if<std::int64_t>(&row[column]);
  return value == nullptr ? 0 : *value;
}

std::string text(const Row& row, std::size_t column) {
  const auto* value = std::get_if<std::string>(&row[column]);
  return value == nullptr ? std::string() : *value;
}

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Error Database::error_now() const {
  const int code = handle_ ? sqlite3_errcode(handle_.get()) & 0xff : SQLITE_NOMEM;
  const std::string place = file_.string(), said = handle_ ? sqlite3_errmsg(handle_.get()) : "";
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Code::unavailable, "error.records.busy", {{"file", place}}, {}};
    case SQLITE_FULL:
      return {Code::unavailable, "error.store.disk_full", {{"place", file_.parent_path().string()}}, {}};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Code::corrupt, "error.records.corrupt", {{"file", place}}, {place, 0, ""}};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return {Code::denied, "error.file.unwritable", {{"file", place}, {"reason", said}}, {}};
    case SQLITE_CONSTRAINT:
      return {Code::conflict, "error.records.constraint", {{"file", place}, {"reason", said}}, {}};
    default:
      return {Code::bug, "error.records.engine", {{"file", place}, {"reason", said}}, {}};
  }
}

Result<Database> Database::open(const std::filesystem::path& file) {
  Database database;
  database.file_ = file;
  // Made here rather than by SQLite: hashes of passwords are nobody else's to read, not even for a moment. A file that
  // is there must not be opened: closing it would drop the locks that this process holds on it through another
  // connection (POSIX), and the next program to close the file would take its log away from under us.
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0)
    ::close(made);
  else if (errno != EEXIST)
    return fail(Code::denied, "error.file.unwritable", {{"file", file.string()}, {"reason", std::strerror(errno)}});
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  database.handle_.reset(handle);
  if (opened != SQLITE_OK) return tl::unexpected<Error>(database.error_now());
  sqlite3_busy_timeout(handle, k_wait_milliseconds);
  for (const char* sql : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"})
    if (auto set = database.rows(sql); !set) return pass(set);
  return database;
}

Result<sqlite3_stmt*> Database::prepared(const char* sql, const std::vector<Value>& values) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql, -1, &statement, nullptr) != SQLITE_OK)
    return tl::unexpected<Error>(error_now());
  for (std::size_t i = 0; i < values.size(); ++i) bind(statement, static_cast<int>(i) + 1, values[i]);
  return statement;
}

Result<std::vector<Row>> Database::rows(const char* sql, const std::vector<Value>& values) {
  const std::lock_guard lock(*mutex_);
  auto made = prepared(sql, values);
  if (!made) return pass(made);
  const Statement statement(*made);
  std::vector<Row> found;
  for (;;) {
    const int step = sqlite3_step(statement.get());
    if (step == SQLITE_DONE) return found;
    if (step != SQLITE_ROW) return tl::unexpected<Error>(error_now());
    Row row;
    for (int column = 0; column < sqlite3_column_count(statement.get()); ++column)
      row.push_back(value_at(statement.get(), column));
    found.push_back(std::move(row));
  }
}

Result<std::int64_t> Database::change(const char* sql, const std::vector<Value>& values) {
  const std::lock_guard lock(*mutex_);
  auto done = rows(sql, values);
  if (!done) return pass(done);
  return sqlite3_changes64(handle_.get());
}

Result<std::uint64_t> Database::version() {
  const std::lock_guard lock(*mutex_);
  // The engine's number tells of everybody else's changes, the count of rows of this connection's own.
  auto others = rows("PRAGMA data_version");
  if (!others) return pass(others);
  const auto own = static_cast<std::uint64_t>(sqlite3_total_changes64(handle_.get()));
  return (static_cast<std::uint64_t>(integer(others->front(), 0)) << 32) ^ own;
}

Status Database::together(const std::function<Status()>& work) {
  const std::lock_guard lock(*mutex_);
  // At once for writing: a transaction that starts by reading could find another writer when it comes to write.
  if (auto begun = rows("BEGIN IMMEDIATE"); !begun) return pass(begun);
  Status done = work();
  if (done) {
    if (auto committed = rows("COMMIT"); committed)
      return {};
    else
      done = pass(committed);
  }
  (void)rows("ROLLBACK");
  return done;
}

Status Database::migrate(const std::string& part, std::span<const char* const> steps) {
  return together([&]() -> Status {
    if (auto made =
            rows("CREATE TABLE IF NOT EXISTS migrations (part TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT");
        !made)
      return pass(made);
    auto found = rows("SELECT number FROM migrations WHERE part = ?", {part});
    if (!found) return pass(found);
    const std::size_t made = found->empty() ? 0 : static_cast<std::size_t>(integer(found->front(), 0));
    if (made > steps.size()) return fail(Code::conflict, "error.records.newer", {{"file", file_.string()}});
    for (std::size_t step = made; step < steps.size(); ++step)
      if (sqlite3_exec(handle_.get(), steps[step], nullptr, nullptr, nullptr) != SQLITE_OK)
        return tl::unexpected<Error>(error_now());
    auto kept = rows("INSERT INTO migrations VALUES (?, ?) ON CONFLICT (part) DO UPDATE SET number = excluded.number",
                     {part, static_cast<std::int64_t>(steps.size())});
    if (!kept) return pass(kept);
    return {};
  });
}

}  // namespace tartip::store::sqlite
