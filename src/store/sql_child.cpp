#include "store/sql_child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "axes/calendar.hpp"
#include "store/room.hpp"

namespace tartip::store {
namespace {

// What the process says: 'T' the columns, then 'R' and its cells a row, 'M' when rows were left out; 'E' and a key and
// the reason instead; 'Z' last. Numbers are the machine's own: both ends are one program.
enum Mark : char { k_table = 'T', k_row = 'R', k_more = 'M', k_error = 'E', k_end = 'Z' };
enum Tag : char { k_missing = 0, k_text = 1, k_integer = 2, k_number = 3 };

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}
void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

// ---- The process that answers.

void say(const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t written = write(STDOUT_FILENO, bytes.data() + sent, bytes.size() - sent);
    if (written <= 0) _exit(1);
    sent += static_cast<std::size_t>(written);
  }
}

[[noreturn]] void end_with(const char* key, std::string_view reason) {
  std::string out(1, k_error);
  put_text(out, key);
  put_text(out, reason);
  out.push_back(k_end);
  say(out);
  _exit(0);
}

const char* key_of(std::string_view message) {
  return message.find("Out of Memory") != std::string_view::npos || message.find("bad_alloc") != std::string_view::npos
             ? "error.sql.memory"
             : "error.sql.wrong";
}

std::string text_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void limit(int what, rlim_t most) {
  const rlimit both{most, most};
  setrlimit(static_cast<__rlimit_resource>(what), &both);
}

// No new file, socket or process, no more memory; what was open before stays open.
void shut_off(const SqlLimits& limits) {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_AS, pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + limits.memory);
#endif
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.seconds) + 2);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NPROC, 0);
  limit(RLIMIT_NOFILE, 0);
}

bool is_plain(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_DATE:
      return true;
    default:
      return false;
  }
}

ColumnType column_type(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_DATE:
      return ColumnType::text;
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_DOUBLE:
      return ColumnType::number;
    default:
      return ColumnType::integer;
  }
}

void put_cell(std::string& out, const duck::Chunk& chunk, std::size_t column, std::size_t row, duckdb_type type) {
  const auto number = [&](double value) {
    if (!std::isfinite(value)) return out.push_back(k_missing);
    out.push_back(k_number);
    put(out, value);
  };
  const auto text = [&](std::string_view value) {
    out.push_back(k_text);
    put_text(out, value);
  };
  if (chunk.is_null(column, row)) return out.push_back(k_missing);
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return text(chunk.integer(column, row) != 0 ? "true" : "false");
    case DUCKDB_TYPE_VARCHAR:
      return text(chunk.text(column, row));
    case DUCKDB_TYPE_DATE:
      return text(axes::text_of(day_from(chunk.integer(column, row))));
    case DUCKDB_TYPE_DOUBLE:
      return number(chunk.number(column, row));
    case DUCKDB_TYPE_HUGEINT:
      // A sum of whole numbers is a whole number where it fits.
      if (const double value = chunk.number(column, row); std::abs(value) >= 0x1p63) return number(value);
      [[fallthrough]];
    default:
      out.push_back(k_integer);
      put(out, chunk.integer(column, row));
  }
}

struct Prepared {
  duck::Owned<duckdb_prepared_statement, duckdb_destroy_prepare> statement;
  std::vector<std::string> names;
  std::vector<duckdb_type> types;
};

Prepared prepare(duckdb_connection connection, const std::string& sql) {
  duckdb_extracted_statements raw_list = nullptr;
  const idx_t count = duckdb_extract_statements(connection, sql.c_str(), &raw_list);
  const duck::Owned<duckdb_extracted_statements, duckdb_destroy_extracted> list(raw_list);
  if (count == 0) {
    const char* message = duckdb_extract_statements_error(raw_list);
    end_with(message != nullptr ? "error.sql.wrong" : "error.sql.refused", message != nullptr ? message : "");
  }
  if (count != 1) end_with("error.sql.refused", "");
  duckdb_prepared_statement raw = nullptr;
  const duckdb_state state = duckdb_prepare_extracted_statement(connection, raw_list, 0, &raw);
  Prepared prepared;
  prepared.statement.reset(raw);
  if (state == DuckDBError) end_with(key_of(duckdb_prepare_error(raw)), duckdb_prepare_error(raw));
  if (duckdb_prepared_statement_type(raw) != DUCKDB_STATEMENT_TYPE_SELECT) end_with("error.sql.refused", "");
  if (duckdb_nparams(raw) > 0) end_with("error.sql.wrong", "$1 ?");
  for (idx_t i = 0; i < duckdb_prepared_statement_column_count(raw); ++i) {
    const char* name = duckdb_prepared_statement_column_name(raw, i);
    prepared.names.emplace_back(name != nullptr ? name : "");
    duckdb_free(const_cast<char*>(name));
    prepared.types.push_back(duckdb_prepared_statement_column_type(raw, i));
  }
  return prepared;
}

// Lists, decimals, intervals and the like come as text or as numbers, by a question around the question.
std::string in_plain_types(std::string sql, const Prepared& prepared) {
  while (!sql.empty() && (std::isspace(static_cast<unsigned char>(sql.back())) != 0 || sql.back() == ';'))
    sql.pop_back();
  std::string columns;
  for (std::size_t i = 0; i < prepared.types.size(); ++i) {
    const duckdb_type type = prepared.types[i];
    std::string column = "#" + std::to_string(i + 1);
    if (type == DUCKDB_TYPE_DECIMAL || type == DUCKDB_TYPE_FLOAT)
      column = "CAST(" + column + " AS DOUBLE)";
    else if (type == DUCKDB_TYPE_UTINYINT || type == DUCKDB_TYPE_USMALLINT)
      column = "CAST(" + column + " AS INTEGER)";
    else if (type == DUCKDB_TYPE_UBIGINT)
      column = "CAST(" + column + " AS HUGEINT)";
    else if (!is_plain(type))
      column = "CAST(" + column + " AS VARCHAR)";
    columns += (i == 0 ? "" : ", ") + column + " AS " + duck::identifier(prepared.names[i]);
  }
  return "SELECT " + columns + " FROM (" + sql + "\n)";
}

void answer(const duck::Connection& connection, const std::string& sql, const SqlLimits& limits) {
  Prepared prepared = prepare(connection.handle(), sql);
  if (!std::all_of(prepared.types.begin(), prepared.types.end(), is_plain))
    prepared = prepare(connection.handle(), in_plain_types(sql, prepared));
  duckdb_pending_result begun = nullptr;
  if (duckdb_pending_prepared_streaming(prepared.statement.get(), &begun) == DuckDBError)
    end_with(key_of(duckdb_pending_error(begun)), duckdb_pending_error(begun));
  duckdb_result result;
  if (duckdb_execute_pending(begun, &result) == DuckDBError)
    end_with(key_of(duckdb_result_error(&result)), duckdb_result_error(&result));
  std::string out(1, k_table);
  put(out, static_cast<std::uint32_t>(prepared.names.size()));
  for (std::size_t i = 0; i < prepared.names.size(); ++i) {
    put_text(out, prepared.names[i]);
    out.push_back(static_cast<char>(column_type(prepared.types[i])));
  }
  std::int64_t rows = 0;
  while (true) {
    const duck::Chunk chunk(duckdb_fetch_chunk(result));
    if (chunk.rows() == 0) {
      if (const char* message = duckdb_result_error(&result); message != nullptr && *message != '\0')
        end_with(key_of(message), message);
      break;
    }
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      if (rows++ == limits.rows) {
        out.push_back(k_more);
        out.push_back(k_end);
        say(out);
        _exit(0);
      }
      out.push_back(k_row);
      for (std::size_t i = 0; i < prepared.types.size(); ++i) put_cell(out, chunk, i, row, prepared.types[i]);
    }
    say(out);
    out.clear();
  }
  out.push_back(k_end);
  say(out);
}

std::string limits_text(const SqlLimits& limits) {
  return std::to_string(limits.seconds) + " " + std::to_string(limits.memory) + " " + std::to_string(limits.rows) +
         " " + std::to_string(limits.answer_bytes);
}

// Runs before main in every program that holds this file, and returns at once in all but the process started below.
__attribute__((constructor)) void answer_one_question() {
  const char* place = getenv(k_sql_folder);
  if (place == nullptr) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const std::filesystem::path folder = place;
  SqlLimits limits;
  std::ifstream(folder / "limits") >> limits.seconds >> limits.memory >> limits.rows >> limits.answer_bytes;
  const std::string sql = text_of_file(folder / "question.sql");
  auto database = duck::Database::open(":memory:", {{"threads", "1"},
                                                    {"memory_limit", std::to_string(limits.memory >> 20) + "MiB"},
                                                    {"max_temp_directory_size", "0KB"},
                                                    {"autoinstall_known_extensions", "false"},
                                                    {"autoload_known_extensions", "false"},
                                                    {"allow_community_extensions", "false"}});
  if (!database) end_with("error.sql.start", database.error().describe());
  auto connection = database->connect();
  if (!connection) end_with("error.sql.start", connection.error().describe());
  for (const std::string& first : {text_of_file(folder / "load.sql"), std::string("SET enable_external_access = false"),
                                   std::string("SET lock_configuration = true")})
    if (Status done = connection->run(first); !done) end_with("error.sql.start", done.error().describe());
  shut_off(limits);
  answer(*connection, sql, limits);
  _exit(0);  // nothing of the program itself has begun
}

// ---- The program that asks.

class Reading {
 public:
  explicit Reading(std::string_view bytes) : bytes_(bytes) {}
  bool ended() const { return bytes_.empty(); }
  bool broken() const { return broken_; }

  template <class T>
  T take() {
    T value{};
    if (bytes_.size() < sizeof value) {
      broken_ = true;
      bytes_ = {};
      return value;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = take<std::uint32_t>();
    if (size > bytes_.size()) {
      broken_ = true;
      bytes_ = {};
      return {};
    }
    std::string found(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return found;
  }
  Value cell() {
    switch (take<char>()) {
      case k_text:
        return text();
      case k_integer:
        return take<std::int64_t>();
      case k_number:
        return take<double>();
      default:
        return {};
    }
  }

 private:
  std::string_view bytes_;
  bool broken_ = false;
};

Result<SqlAnswer> read_answer(std::string_view bytes) {
  SqlAnswer found;
  Reading reading(bytes);
  while (!reading.ended()) {
    switch (reading.take<char>()) {
      case k_table: {
        const auto columns = reading.take<std::uint32_t>();
        for (std::uint32_t i = 0; i < columns && !reading.broken(); ++i) {
          std::string name = reading.text();
          found.table.columns.push_back({std::move(name), static_cast<ColumnType>(reading.take<char>())});
        }
        break;
      }
      case k_row: {
        auto& row = found.table.rows.emplace_back();
        for (std::size_t i = 0; i < found.table.columns.size(); ++i) row.push_back(reading.cell());
        break;
      }
      case k_more:
        found.more = true;
        break;
      case k_error: {
        const std::string key = reading.text(), reason = reading.text();
        const Code code = key == "error.sql.memory"  ? Code::too_large
                          : key == "error.sql.start" ? Code::unavailable
                                                     : Code::bad_input;
        return fail(code, key, {{"reason", reason}});
      }
      case k_end:
        if (reading.ended() && !reading.broken()) return found;
        [[fallthrough]];
      default:
        return fail(Code::too_large, "error.sql.memory", {{"reason", ""}});
    }
  }
  // It ended in the middle: nothing but a limit ends it.
  return fail(Code::too_large, "error.sql.memory", {{"reason", ""}});
}

class Child {
 public:
  static Result<Child> start(const std::filesystem::path& folder);
  Child(Child&& other) noexcept : process_(std::exchange(other.process_, -1)), pipe_(std::exchange(other.pipe_, -1)) {}
  Child& operator=(Child&&) = delete;
  ~Child() {
    if (pipe_ >= 0) close(pipe_);
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  int pipe() const { return pipe_; }

 private:
  Child(pid_t process, int pipe) : process_(process), pipe_(pipe) {}
  pid_t process_;
  int pipe_;
};

Result<Child> Child::start(const std::filesystem::path& folder) {
  const auto failed = [](int number) {
    return fail(Code::unavailable, "error.sql.start", {{"reason", std::strerror(number)}});
  };
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return failed(errno);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, 3);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  // Nothing of the program's own environment is of any use there.
  std::string place = std::string(k_sql_folder) + "=" + folder.string(), library_path;
  std::array<char*, 3> environment{place.data(), nullptr, nullptr};
  if (const char* libraries = getenv("LD_LIBRARY_PATH")) {
    library_path = std::string("LD_LIBRARY_PATH=") + libraries;
    environment[1] = library_path.data();
  }
  std::string name = "tartip-sql";
  std::array<char*, 2> words{name.data(), nullptr};
  pid_t process = -1;
  const int error = posix_spawn(&process, "/proc/self/exe", &files, &attributes, words.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return failed(error);
  }
  return Child(process, ends[0]);
}

}  // namespace

Result<SqlAnswer> ask_child(const std::filesystem::path& folder, const SqlLimits& limits, const Progress& progress) {
  std::ofstream(folder / "limits") << limits_text(limits);
  auto child = Child::start(folder);
  if (!child) return pass(child);
  using Clock = std::chrono::steady_clock;
  const auto end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(limits.seconds));
  std::string bytes;
  std::array<char, 1 << 16> block{};
  while (true) {
    if (progress.cancelled()) return fail(Code::cancelled, "error.store.cancelled", {{"place", "SQL"}, {"reason", ""}});
    if (Clock::now() >= end)
      return fail(Code::too_large, "error.sql.time", {{"seconds", std::to_string(std::lround(limits.seconds))}});
    pollfd waiting{child->pipe(), POLLIN, 0};
    if (poll(&waiting, 1, 50) <= 0) continue;
    const ssize_t got = read(child->pipe(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    bytes.append(block.data(), static_cast<std::size_t>(got));
    if (bytes.size() > limits.answer_bytes)
      return fail(Code::too_large, "error.sql.answer", {{"most", std::to_string(limits.answer_bytes >> 20)}});
  }
  return read_answer(bytes);
}

}  // namespace tartip::store
