#include "store/table_file.hpp"

#include <atomic>
#include <mutex>

#include "base/require.hpp"
#include "store/copy.hpp"
#include "store/duck.hpp"

namespace tartip::store {
namespace {

// Parquet rows as records: the engine reads them, each column cast to text.
class ParquetReader : public registers::RecordReader {
 public:
  static Result<std::unique_ptr<registers::RecordReader>> open(const std::filesystem::path& file);
  const std::vector<std::string>& columns() const override { return columns_; }
  Result<bool> next(registers::RecordBlock& block) override;
  double position() const override { return static_cast<double>(row_); }
  double size() const override { return static_cast<double>(rows_); }

 private:
  duck::Database database_;
  duck::Connection connection_;
  std::unique_ptr<duck::Answer> answer_;
  std::vector<std::string> columns_;
  std::int64_t rows_ = 0;
  std::atomic<std::int64_t> row_{0};
  std::uint64_t sequence_ = 0;
  std::mutex mutex_;
};

Result<std::unique_ptr<registers::RecordReader>> ParquetReader::open(const std::filesystem::path& file) {
  const auto unreadable = [&](const Error& error) {
    std::string reason = error.key;
    for (const Argument& argument : error.arguments)
      if (argument.name == "reason") reason = argument.value;
    return fail(Code::bad_data, "error.parquet.unreadable", {{"file", file.string()}, {"reason", reason}});
  };
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return fail(Code::not_found, "error.file.unreadable",
                {{"file", file.string()}, {"reason", error ? error.message() : "no such file"}});
  auto reader = std::make_unique<ParquetReader>();
  auto database = duck::Database::in_memory();
  if (!database) return pass(database);
  reader->database_ = std::move(*database);
  auto connection = reader->database_.connect();
  if (!connection) return pass(connection);
  reader->connection_ = std::move(*connection);
  // One thread and a stream: rows come in the file's order, a few at a time.
  if (Status set = reader->connection_.run("SET threads = 1; SET memory_limit = '512MiB'"); !set) return pass(set);
  const std::string source = "read_parquet(" + duck::quoted(file.string()) + ")";
  auto count = reader->connection_.ask("SELECT count(*) FROM " + source);
  if (!count) return unreadable(count.error());
  reader->rows_ = count->integer();
  auto head = reader->connection_.ask("SELECT * FROM " + source + " LIMIT 0");
  if (!head) return unreadable(head.error());
  reader->columns_ = head->names();
  std::string list;
  for (const std::string& column : reader->columns_)
    list += (list.empty() ? "" : ", ") + ("CAST(" + duck::identifier(column) + " AS VARCHAR)");
  auto answer = reader->connection_.stream("SELECT " + list + " FROM " + source);
  if (!answer) return unreadable(answer.error());
  reader->answer_ = std::make_unique<duck::Answer>(std::move(*answer));
  return reader;
}

void append_csv_field(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

// The text goes behind the fields' own bytes in one buffer; the views are set when it no longer moves.
Result<bool> ParquetReader::next(registers::RecordBlock& block) {
  duck::Chunk chunk;
  std::int64_t first = 0;
  {
    const std::lock_guard lock(mutex_);
    chunk = answer_->next();
    block.sequence = sequence_++;
    first = row_ + 1;
    row_ += static_cast<std::int64_t>(chunk.rows());
  }
  block.count = chunk.rows();
  if (block.count == 0) {
    if (row_ != rows_)
      return fail(Code::bad_data, "error.parquet.unreadable",
                  {{"file", connection_.place()}, {"reason", "rows are missing"}});
    return false;
  }
  if (block.records.size() < block.count) block.records.resize(block.count);
  block.bytes.clear();
  std::vector<std::size_t> ends;
  for (std::size_t row = 0; row < block.count; ++row) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      if (!chunk.is_null(column, row)) block.bytes += chunk.text(column, row);
      ends.push_back(block.bytes.size());
    }
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      if (column != 0) block.bytes += ',';
      if (!chunk.is_null(column, row)) append_csv_field(block.bytes, chunk.text(column, row));
    }
    ends.push_back(block.bytes.size());
  }
  const std::string_view all = block.bytes;
  std::size_t begin = 0, next = 0;
  for (std::size_t row = 0; row < block.count; ++row) {
    registers::Record& record = block.records[row];
    record.line = first + static_cast<std::int64_t>(row);
    record.flaw.reset();
    record.fields.clear();
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      record.fields.push_back(all.substr(begin, ends[next] - begin));
      begin = ends[next++];
    }
    record.raw = all.substr(begin, ends[next] - begin);
    begin = ends[next++];
  }
  return true;
}

const char* type_of(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "BIGINT";
    case ColumnType::number:
      return "DOUBLE";
    case ColumnType::text:
      return "VARCHAR";
  }
  return "VARCHAR";
}

void append(duck::Appender& rows, const Value& value, ColumnType type) {
  if (std::holds_alternative<std::monostate>(value)) {
    rows.null();
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    require(type == ColumnType::text, "text in a column of numbers");
    rows.add(*text);
  } else if (const auto* number = std::get_if<double>(&value)) {
    require(type == ColumnType::number, "a number in a column of another type");
    rows.add(*number);
  } else {
    require(type != ColumnType::text, "an integer in a column of text");
    rows.add(std::get<std::int64_t>(value));
  }
}

}  // namespace

Status write_parquet(const Table& table, const std::filesystem::path& file) {
  auto database = duck::Database::in_memory();
  if (!database) return pass(database);
  auto connection = database->connect();
  if (!connection) return pass(connection);
  std::string columns;
  for (const TableColumn& column : table.columns)
    columns += (columns.empty() ? "" : ", ") + duck::identifier(column.name) + " " + type_of(column.type);
  if (Status made = connection->run("SET threads = 1; CREATE TABLE sheet (" + columns + ")"); !made) return made;
  duck::Appender rows(*connection, "sheet");
  for (const std::vector<Value>& row : table.rows) {
    require(row.size() == table.columns.size(), "a row has a value for every column");
    for (std::size_t i = 0; i < row.size(); ++i) append(rows, row[i], table.columns[i].type);
    rows.end_row();
  }
  if (Status closed = rows.close(); !closed) return closed;
  return copy_to(*connection, "SELECT * FROM sheet", file, "FORMAT parquet, COMPRESSION zstd");
}

Status copy_to(const duck::Connection& connection, const std::string& select, const std::filesystem::path& file,
               const std::string& format) {
  std::filesystem::path part = file;
  part += ".part";
  if (Status copied = connection.run("COPY (" + select + ") TO " + duck::quoted(part.string()) + " (" + format + ")");
      !copied) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    for (Argument& argument : copied.error().arguments)
      if (argument.name == "place") argument.value = file.string();
    return copied;
  }
  std::error_code error;
  std::filesystem::rename(part, file, error);
  if (error) return fail(Code::unavailable, "error.store.io", {{"place", file.string()}, {"reason", error.message()}});
  return {};
}

Result<std::unique_ptr<registers::RecordReader>> open_source(const std::filesystem::path& file,
                                                             const registers::SourceFormat& format) {
  if (format.format == registers::FileFormat::parquet) return ParquetReader::open(file);
  return registers::open_records(file, format);
}

}  // namespace tartip::store
