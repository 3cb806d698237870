// Files that the engine reads and writes for others: plain tables to Parquet, and records of any source with Parquet
// among them.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "registers/record.hpp"

namespace tartip::store {

enum class ColumnType { text, integer, number };
using Value = std::variant<std::monostate, std::string, std::int64_t, double>;  // monostate: missing

struct TableColumn {
  std::string name;
  ColumnType type = ColumnType::text;
};

struct Table {
  std::vector<TableColumn> columns;
  std::vector<std::vector<Value>>
      rows;  // an integer may stand in a number column; anything else of another type is a bug
};

// Replaces the file; after a crash it is the old one or the new one.
Status write_parquet(const Table& table, const std::filesystem::path& file);

// registers::open_records, and Parquet: every column as text, `line` is the row's number from 1, `raw` the row as CSV.
// Nested columns come as their text. Errors: not_found, bad_data `error.parquet.unreadable`.
Result<std::unique_ptr<registers::RecordReader>> open_source(const std::filesystem::path& file,
                                                             const registers::SourceFormat& format);

}  // namespace tartip::store
