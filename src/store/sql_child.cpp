// The side that answers: the whole life of a process that carries out one question.
#include "store/sql_child.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "axes/calendar.hpp"
#include "store/room.hpp"
#include "store/sql_reply.hpp"

namespace tartip::store {
namespace {

using namespace sql_reply;

bool main_was_seen = false;

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

[[noreturn]] void answer_one_question(const std::filesystem::path& folder) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
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

}  // namespace

void become_sql_child_if_asked(int count, const char* const* words) {
  main_was_seen = true;
  if (count == 3 && std::string_view(words[1]) == k_sql_child_word) answer_one_question(words[2]);
}

bool main_becomes_sql_child() {
  return main_was_seen;
}

}  // namespace tartip::store
