// DuckDB's C API with owners, typed reading and this project's errors. Internal to the room: only its .cpp files
// include it.
#pragma once
#include <duckdb.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/hash.hpp"

namespace tartip::store::duck {

template <class Handle, void (*destroy)(Handle*)>
struct Closer {
  using pointer = Handle;
  void operator()(Handle handle) const { destroy(&handle); }
};
template <class Handle, void (*destroy)(Handle*)>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Closer<Handle, destroy>>;

using LogicalType = Owned<duckdb_logical_type, duckdb_destroy_logical_type>;
inline LogicalType logical(duckdb_type type) {
  return LogicalType(duckdb_create_logical_type(type));
}

// What the engine said, as an error that tells people what to do: disk full, read-only, locked, corrupt, out of memory,
// cancelled; anything else is our bug, with the engine's own words. `place` is the file or folder that the message
// names.
Error error_from(std::string_view message, const std::string& place);

// One chunk of a result, read by column and row. The caller knows the types from its own SQL; integers of any width,
// booleans, dates (days) and timestamps (microseconds) come as int64.
class Chunk {
 public:
  Chunk() = default;
  explicit Chunk(duckdb_data_chunk chunk);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_.size(); }
  bool is_null(std::size_t column, std::size_t row) const;
  std::int64_t integer(std::size_t column, std::size_t row) const;
  double number(std::size_t column, std::size_t row) const;
  std::string_view text(std::size_t column, std::size_t row) const;  // VARCHAR and BLOB; valid while the chunk lives
  Hash128 hash(std::size_t column, std::size_t row) const;           // HUGEINT

 private:
  struct Column {
    const void* values = nullptr;
    const std::uint64_t* validity = nullptr;
    duckdb_type type = DUCKDB_TYPE_INVALID;
  };
  Owned<duckdb_data_chunk, duckdb_destroy_data_chunk> chunk_;
  std::vector<Column> columns_;
  std::size_t rows_ = 0;
};

class Answer {
 public:
  explicit Answer(duckdb_result result) : result_(new duckdb_result(result)) {}
  Chunk next() const { return Chunk(duckdb_fetch_chunk(*result_)); }  // without rows at the end
  std::int64_t changed() const { return static_cast<std::int64_t>(duckdb_rows_changed(result_.get())); }
  std::vector<std::string> names() const;

  // The single number of a one-row answer; NULL is 0.
  std::int64_t integer() const;
  // f(chunk, row) for every row.
  template <class F>
  void each(F&& f) const {
    for (Chunk chunk = next(); chunk.rows() != 0; chunk = next())
      for (std::size_t row = 0; row < chunk.rows(); ++row) f(chunk, row);
  }

 private:
  struct Destroy {
    void operator()(duckdb_result* result) const {
      duckdb_destroy_result(result);
      delete result;
    }
  };
  std::unique_ptr<duckdb_result, Destroy> result_;
};

struct Blob {
  std::string_view bytes;
};
using Parameter = std::variant<std::monostate, bool, std::int64_t, double, std::string, Blob, Hash128>;

class Connection {
 public:
  Connection() = default;
  Connection(duckdb_connection connection, std::string place) : connection_(connection), place_(std::move(place)) {}

  // One or more statements without parameters.
  Status run(const std::string& sql) const;
  // One statement; $1, $2 … stand for the parameters.
  Result<Answer> ask(const std::string& sql, const std::vector<Parameter>& parameters = {}) const;
  // The same, fetched as it is computed instead of gathered first.
  Result<Answer> stream(const std::string& sql) const;
  duckdb_connection handle() const { return connection_.get(); }
  const std::string& place() const { return place_; }

 private:
  Owned<duckdb_connection, duckdb_disconnect> connection_;
  std::string place_;
};

class Database {
 public:
  Database() = default;
  static Result<Database> open(const std::string& file, const std::map<std::string, std::string>& settings);
  static Result<Database> in_memory();
  Result<Connection> connect() const;

 private:
  Owned<duckdb_database, duckdb_close> database_;
  std::string place_;
};

// BEGIN … COMMIT; rolls back when it goes without commit.
class Transaction {
 public:
  static Result<Transaction> begin(const Connection& connection);
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(const Connection* connection) : connection_(connection) {}
  const Connection* connection_;
};

inline void close_appender(duckdb_appender* appender) {
  duckdb_appender_destroy(appender);
}

// Rows appended in bulk to one table. The first failure is kept and comes out of `close`.
class Appender {
 public:
  Appender(const Connection& connection, const std::string& table);
  Appender& add(std::int64_t value);
  Appender& add(double value);
  Appender& add(std::string_view value);
  Appender& flag(bool value);
  Appender& add(Blob value);
  Appender& day(std::int64_t days);
  Appender& null();
  void end_row();
  Status close();

 private:
  void note(duckdb_state state);
  Owned<duckdb_appender, close_appender> appender_;
  std::string place_;
  std::string failure_;
};

std::string quoted(std::string_view text);      // a string literal
std::string identifier(std::string_view name);  // a quoted identifier
duckdb_hugeint to_hugeint(Hash128 hash);

}  // namespace tartip::store::duck
