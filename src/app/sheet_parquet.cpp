#include <cmath>

#include "app/sheet_writer.hpp"
#include "store/table_file.hpp"

namespace tartip::app {
namespace {

store::ColumnType type_of(CellKind kind) {
  switch (kind) {
    case CellKind::text:
    case CellKind::word:
    case CellKind::list:
      return store::ColumnType::text;
    case CellKind::integer:
    case CellKind::number:
    case CellKind::percent:
    case CellKind::change:
    case CellKind::points:
      return store::ColumnType::number;
  }
  return store::ColumnType::text;
}

store::Value value_of(const SheetCell& cell) {
  if (const auto* number = std::get_if<double>(&cell); number != nullptr && !std::isfinite(*number)) return {};
  return cell;
}

}  // namespace

Status write_parquet(const Sheet& sheet, const std::filesystem::path& file) {
  store::Table table;
  for (const SheetColumn& column : sheet.columns) table.columns.push_back({column.id, type_of(column.kind)});
  for (const Sheet::Fact& fact : sheet.header) table.columns.push_back({fact.id, store::ColumnType::text});
  for (const auto& row : sheet.rows) {
    std::vector<store::Value> values;
    for (const SheetCell& cell : row) values.push_back(value_of(cell));
    for (const Sheet::Fact& fact : sheet.header) values.push_back(fact.value);
    table.rows.push_back(std::move(values));
  }
  return store::write_parquet(table, file);
}

}  // namespace tartip::app
