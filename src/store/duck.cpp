#include "store/duck.hpp"

#include "base/require.hpp"

namespace tartip::store::duck {
namespace {

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// "… Conflicting lock is held in /usr/bin/tartip (PID 123). …" or "… held in tartip (PID 123) by user root …"
Error locked(std::string_view message, const std::string& place) {
  std::string program = "?", process = "?";
  if (const auto held = message.find("held in "); held != std::string_view::npos) {
    const auto start = held + 8;
    const auto pid = message.find(" (PID ", start);
    if (pid != std::string_view::npos) {
      program = message.substr(start, pid - start);
      const auto end = message.find(')', pid);
      process = message.substr(pid + 6, end - pid - 6);
    }
  }
  return {Code::conflict, "error.store.locked", {{"place", place}, {"program", program}, {"process", process}}, {}};
}

Error made(Code code, const char* key, const std::string& place, std::string_view message) {
  return {code, key, {{"place", place}, {"reason", std::string(message)}}, {}};
}

duckdb_state bind(duckdb_prepared_statement statement, idx_t place, const Parameter& parameter) {
  struct Binder {
    duckdb_prepared_statement statement;
    idx_t place;
    duckdb_state operator()(std::monostate) const { return duckdb_bind_null(statement, place); }
    duckdb_state operator()(bool value) const { return duckdb_bind_boolean(statement, place, value); }
    duckdb_state operator()(std::int64_t value) const { return duckdb_bind_int64(statement, place, value); }
    duckdb_state operator()(double value) const { return duckdb_bind_double(statement, place, value); }
    duckdb_state operator()(const std::string& value) const {
      return duckdb_bind_varchar_length(statement, place, value.data(), value.size());
    }
    duckdb_state operator()(Blob value) const {
      return duckdb_bind_blob(statement, place, value.bytes.data(), value.bytes.size());
    }
    duckdb_state operator()(Hash128 value) const { return duckdb_bind_hugeint(statement, place, to_hugeint(value)); }
  };
  return std::visit(Binder{statement, place}, parameter);
}

}  // namespace

Error error_from(std::string_view message, const std::string& place) {
  if (holds(message, "Could not set lock") || holds(message, "Conflicting lock")) return locked(message, place);
  if (holds(message, "No space left") || holds(message, "max_temp_directory_size") || holds(message, "not enough disk"))
    return made(Code::unavailable, "error.store.disk_full", place, message);
  if (holds(message, "Read-only file system") || holds(message, "Permission denied") ||
      holds(message, "read-only mode") || holds(message, "in read only mode"))
    return made(Code::denied, "error.store.read_only", place, message);
  if (holds(message, "INTERRUPT")) return made(Code::cancelled, "error.store.cancelled", place, message);
  if (holds(message, "Out of Memory")) return made(Code::unavailable, "error.store.memory", place, message);
  if (holds(message, "not a valid DuckDB database") || holds(message, "Corrupt") || holds(message, "corrupt") ||
      holds(message, "checksum") || holds(message, "Failed to deserialize") ||
      holds(message, "Could not read enough bytes") || holds(message, "could not read all"))
    return made(Code::corrupt, "error.store.corrupt", place, message);
  if (holds(message, "storage version") || holds(message, "newer version of DuckDB"))
    return made(Code::conflict, "error.store.newer", place, message);
  if (message.starts_with("IO Error")) return made(Code::unavailable, "error.store.io", place, message);
  return made(Code::bug, "error.store.engine", place, message);
}

Chunk::Chunk(duckdb_data_chunk chunk) : chunk_(chunk) {
  if (chunk == nullptr) return;
  rows_ = duckdb_data_chunk_get_size(chunk);
  columns_.resize(duckdb_data_chunk_get_column_count(chunk));
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
    const LogicalType type(duckdb_vector_get_column_type(vector));
    columns_[i] = {duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector), duckdb_get_type_id(type.get())};
  }
}

bool Chunk::is_null(std::size_t column, std::size_t row) const {
  const std::uint64_t* validity = columns_[column].validity;
  return validity != nullptr && (validity[row / 64] >> (row % 64) & 1) == 0;
}

std::int64_t Chunk::integer(std::size_t column, std::size_t row) const {
  const Column& c = columns_[column];
  switch (c.type) {
    case DUCKDB_TYPE_BOOLEAN:
      return static_cast<const bool*>(c.values)[row] ? 1 : 0;
    case DUCKDB_TYPE_TINYINT:
      return static_cast<const std::int8_t*>(c.values)[row];
    case DUCKDB_TYPE_SMALLINT:
      return static_cast<const std::int16_t*>(c.values)[row];
    case DUCKDB_TYPE_DATE:
    case DUCKDB_TYPE_INTEGER:
      return static_cast<const std::int32_t*>(c.values)[row];
    case DUCKDB_TYPE_UINTEGER:
      return static_cast<const std::uint32_t*>(c.values)[row];
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_BIGINT:
      return static_cast<const std::int64_t*>(c.values)[row];
    case DUCKDB_TYPE_HUGEINT:
      return static_cast<std::int64_t>(static_cast<const duckdb_hugeint*>(c.values)[row].lower);
    default:
      require(false, "a column that holds no integer was read as one");
      return 0;
  }
}

double Chunk::number(std::size_t column, std::size_t row) const {
  const Column& c = columns_[column];
  if (c.type == DUCKDB_TYPE_DOUBLE) return static_cast<const double*>(c.values)[row];
  if (c.type == DUCKDB_TYPE_HUGEINT) return duckdb_hugeint_to_double(static_cast<const duckdb_hugeint*>(c.values)[row]);
  return static_cast<double>(integer(column, row));
}

std::string_view Chunk::text(std::size_t column, std::size_t row) const {
  const Column& c = columns_[column];
  require(c.type == DUCKDB_TYPE_VARCHAR || c.type == DUCKDB_TYPE_BLOB, "a column that holds no text was read as text");
  auto* string = const_cast<duckdb_string_t*>(static_cast<const duckdb_string_t*>(c.values)) + row;
  return {duckdb_string_t_data(string), duckdb_string_t_length(*string)};
}

Hash128 Chunk::hash(std::size_t column, std::size_t row) const {
  require(columns_[column].type == DUCKDB_TYPE_HUGEINT, "a column that holds no hash was read as one");
  const duckdb_hugeint value = static_cast<const duckdb_hugeint*>(columns_[column].values)[row];
  return {static_cast<std::uint64_t>(value.upper), value.lower};
}

std::vector<std::string> Answer::names() const {
  std::vector<std::string> names;
  for (idx_t i = 0; i < duckdb_column_count(result_.get()); ++i)
    names.emplace_back(duckdb_column_name(result_.get(), i));
  return names;
}

std::int64_t Answer::integer() const {
  const Chunk chunk = next();
  return chunk.rows() == 0 || chunk.is_null(0, 0) ? 0 : chunk.integer(0, 0);
}

Status Connection::run(const std::string& sql) const {
  duckdb_result result;
  const duckdb_state state = duckdb_query(connection_.get(), sql.c_str(), &result);
  const Answer answer(result);
  if (state == DuckDBError) return tl::unexpected(error_from(duckdb_result_error(&result), place_));
  return {};
}

Result<Answer> Connection::ask(const std::string& sql, const std::vector<Parameter>& parameters) const {
  duckdb_prepared_statement raw = nullptr;
  const duckdb_state prepared = duckdb_prepare(connection_.get(), sql.c_str(), &raw);
  const Owned<duckdb_prepared_statement, duckdb_destroy_prepare> statement(raw);
  if (prepared == DuckDBError) return tl::unexpected(error_from(duckdb_prepare_error(raw), place_));
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (bind(raw, i + 1, parameters[i]) == DuckDBError)
      return fail(Code::bug, "error.store.engine", {{"place", place_}, {"reason", duckdb_prepare_error(raw)}});
  duckdb_result result;
  const duckdb_state state = duckdb_execute_prepared(raw, &result);
  Answer answer(result);
  if (state == DuckDBError) return tl::unexpected(error_from(duckdb_result_error(&result), place_));
  return answer;
}

Result<Answer> Connection::stream(const std::string& sql) const {
  duckdb_prepared_statement raw = nullptr;
  const duckdb_state prepared = duckdb_prepare(connection_.get(), sql.c_str(), &raw);
  const Owned<duckdb_prepared_statement, duckdb_destroy_prepare> statement(raw);
  if (prepared == DuckDBError) return tl::unexpected(error_from(duckdb_prepare_error(raw), place_));
  duckdb_pending_result begun = nullptr;
  const duckdb_state pending = duckdb_pending_prepared_streaming(raw, &begun);
  const Owned<duckdb_pending_result, duckdb_destroy_pending> owned(begun);
  if (pending == DuckDBError) return tl::unexpected(error_from(duckdb_pending_error(begun), place_));
  duckdb_result result;
  const duckdb_state state = duckdb_execute_pending(begun, &result);
  Answer answer(result);
  if (state == DuckDBError) return tl::unexpected(error_from(duckdb_result_error(&result), place_));
  return answer;
}

Result<Database> Database::open(const std::string& file, const std::map<std::string, std::string>& settings) {
  duckdb_config raw_config = nullptr;
  duckdb_create_config(&raw_config);
  const Owned<duckdb_config, duckdb_destroy_config> config(raw_config);
  for (const auto& [name, value] : settings)
    require(duckdb_set_config(raw_config, name.c_str(), value.c_str()) == DuckDBSuccess,
            "DuckDB does not know a setting");
  duckdb_database raw = nullptr;
  char* message = nullptr;
  if (duckdb_open_ext(file.c_str(), &raw, raw_config, &message) == DuckDBError) {
    const std::string text = message != nullptr ? message : "";
    duckdb_free(message);
    return tl::unexpected(error_from(text, file));
  }
  Database database;
  database.database_.reset(raw);
  database.place_ = file;
  return database;
}

Result<Database> Database::in_memory() {
  return open(":memory:", {{"autoinstall_known_extensions", "false"}, {"autoload_known_extensions", "false"}});
}

Result<Connection> Database::connect() const {
  duckdb_connection raw = nullptr;
  if (duckdb_connect(database_.get(), &raw) == DuckDBError)
    return fail(Code::bug, "error.store.engine", {{"place", place_}, {"reason", "connect"}});
  return Connection(raw, place_);
}

Result<Transaction> Transaction::begin(const Connection& connection) {
  if (Status begun = connection.run("BEGIN TRANSACTION"); !begun) return pass(begun);
  return Transaction(&connection);
}

Transaction::~Transaction() {
  if (connection_ != nullptr) (void)connection_->run("ROLLBACK");  // fails only when nothing is left to roll back
}

Status Transaction::commit() {
  const Connection* connection = std::exchange(connection_, nullptr);
  return connection->run("COMMIT");
}

Appender::Appender(const Connection& connection, const std::string& table) : place_(connection.place()) {
  duckdb_appender raw = nullptr;
  const duckdb_state state = duckdb_appender_create(connection.handle(), nullptr, table.c_str(), &raw);
  appender_.reset(raw);
  note(state);
}

void Appender::note(duckdb_state state) {
  if (state == DuckDBSuccess || !failure_.empty()) return;
  const char* message = duckdb_appender_error(appender_.get());
  failure_ = message != nullptr ? message : "appender";
}

Appender& Appender::add(std::int64_t value) {
  note(duckdb_append_int64(appender_.get(), value));
  return *this;
}
Appender& Appender::add(double value) {
  note(duckdb_append_double(appender_.get(), value));
  return *this;
}
Appender& Appender::add(std::string_view value) {
  note(duckdb_append_varchar_length(appender_.get(), value.data(), value.size()));
  return *this;
}
Appender& Appender::flag(bool value) {
  note(duckdb_append_bool(appender_.get(), value));
  return *this;
}
Appender& Appender::add(Blob value) {
  note(duckdb_append_blob(appender_.get(), value.bytes.data(), value.bytes.size()));
  return *this;
}
Appender& Appender::day(std::int64_t days) {
  note(duckdb_append_date(appender_.get(), duckdb_date{static_cast<std::int32_t>(days)}));
  return *this;
}
Appender& Appender::null() {
  note(duckdb_append_null(appender_.get()));
  return *this;
}
void Appender::end_row() {
  note(duckdb_appender_end_row(appender_.get()));
}

Status Appender::close() {
  if (failure_.empty()) note(duckdb_appender_close(appender_.get()));
  if (!failure_.empty()) return tl::unexpected(error_from(failure_, place_));
  return {};
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

std::string identifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

duckdb_hugeint to_hugeint(Hash128 hash) {
  return {hash.low, static_cast<std::int64_t>(hash.high)};
}

}  // namespace tartip::store::duck
