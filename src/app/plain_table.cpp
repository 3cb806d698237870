#include "app/plain_table.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "app/parameters.hpp"

namespace tartip::app {
namespace {

Result<disclosure::Hierarchy> read_hierarchy(const std::string& file) {
  Result<axes::DelimitedTable> table = axes::read_delimited(file);
  if (!table) return pass(table);
  Result<std::size_t> code = table->needed_column("code");
  if (!code) return pass(code);
  Result<std::size_t> parent = table->needed_column("parent");
  if (!parent) return pass(parent);
  disclosure::Hierarchy hierarchy;
  for (const auto& row : table->rows) hierarchy.push_back({row[*code], row[*parent]});
  return hierarchy;
}

// The column that a parameter names, or −1 when it names none.
Result<int> column_named(const Call& call, const char* parameter, const axes::DelimitedTable& table) {
  if (!call.has(parameter)) return -1;
  Result<std::size_t> column = table.needed_column(call.text(parameter));
  if (!column) return pass(column);
  return static_cast<int>(*column);
}

const std::string& field(const std::vector<std::string>& row, int column) {
  return row[static_cast<std::size_t>(column)];
}

Result<Decimal> decimal_of(const std::string& text, const Where& where) {
  const auto value = Decimal::parse(text);
  if (!value) return fail(Code::bad_data, "error.disclosure.number", {{"value", text}}, where);
  return *value;
}

Result<std::int64_t> whole_of(const std::string& text, const Where& where) {
  Result<Decimal> value = decimal_of(text, where);
  if (!value) return pass(value);
  if (!value->is_whole() || *value < Decimal())
    return fail(Code::bad_data, "error.disclosure.whole", {{"value", text}}, where);
  return value->thousandths() / 1000;
}

// The columns of a file that rows are made of.
struct Columns {
  std::vector<int> dimensions;
  int value = -1, count = -1, contributor = -1;
  std::vector<int> largest;
};

Result<Columns> find_columns(const Call& call, const axes::DelimitedTable& table) {
  Columns columns;
  Result<std::vector<int>> dimensions = columns_of(call, table);
  if (!dimensions) return pass(dimensions);
  columns.dimensions = std::move(*dimensions);
  for (const auto& [parameter, column] : {std::pair("value", &columns.value), std::pair("count", &columns.count),
                                          std::pair("contributor", &columns.contributor)}) {
    Result<int> found = column_named(call, parameter, table);
    if (!found) return pass(found);
    *column = *found;
  }
  for (const std::string& name : call.texts("largest")) {
    Result<std::size_t> found = table.needed_column(name);
    if (!found) return pass(found);
    columns.largest.push_back(static_cast<int>(*found));
  }
  return columns;
}

// A file without a column of values has one record a row.
Result<disclosure::TableRow> row_of(const Columns& columns, const axes::DelimitedTable& table, std::size_t r) {
  const auto& fields = table.rows[r];
  disclosure::TableRow row{.codes = codes_of(columns.dimensions, fields), .value = Decimal(1), .count = 1};
  row.line = table.lines[r];
  const auto where = [&](int column) { return table.where(r, table.columns[static_cast<std::size_t>(column)]); };
  if (columns.value >= 0) {
    row.value.reset();
    if (const std::string& text = field(fields, columns.value); !text.empty()) {
      Result<Decimal> value = decimal_of(text, where(columns.value));
      if (!value) return pass(value);
      row.value = *value;
    }
  }
  if (columns.count >= 0) {
    Result<std::int64_t> count = whole_of(field(fields, columns.count), where(columns.count));
    if (!count) return pass(count);
    row.count = *count;
  }
  if (columns.contributor >= 0) {
    row.contributor = field(fields, columns.contributor);
    if (row.contributor.empty())
      return fail(Code::bad_data, "error.disclosure.no_contributor", {}, where(columns.contributor));
  }
  for (const int column : columns.largest) {
    const std::string& text = field(fields, column);
    if (text.empty()) continue;
    Result<Decimal> value = decimal_of(text, where(column));
    if (!value) return pass(value);
    row.largest.push_back(value->as_double());
  }
  return row;
}

}  // namespace

std::vector<Parameter> with_plain_table(std::vector<Parameter> parameters) {
  parameters.push_back(many("dimension", "COLUMN"));
  parameters.back().required = true;
  parameters.push_back(many("hierarchy", "DIMENSION=FILE"));
  parameters.push_back(option("value", Kind::text, "COLUMN"));
  return parameters;
}

Result<std::vector<disclosure::Dimension>> dimensions_of(const Call& call) {
  std::vector<disclosure::Dimension> dimensions;
  for (const std::string& name : call.texts("dimension")) {
    if (std::any_of(dimensions.begin(), dimensions.end(), [&](const auto& one) { return one.id == name; }))
      return fail(Code::bad_input, "error.disclosure.dimension_twice", {{"dimension", name}});
    dimensions.push_back({.id = name});
  }
  for (const std::string& given : call.texts("hierarchy")) {
    const std::size_t equals = given.find('=');
    const auto at = std::find_if(dimensions.begin(), dimensions.end(),
                                 [&](const auto& one) { return one.id == given.substr(0, equals); });
    if (equals == std::string::npos || at == dimensions.end())
      return fail(Code::bad_input, "error.disclosure.hierarchy_call", {{"value", given}});
    Result<disclosure::Hierarchy> hierarchy = read_hierarchy(given.substr(equals + 1));
    if (!hierarchy) return pass(hierarchy);
    at->hierarchies.push_back(std::move(*hierarchy));
  }
  return dimensions;
}

Result<std::vector<int>> columns_of(const Call& call, const axes::DelimitedTable& table) {
  std::vector<int> columns;
  const std::vector<std::string> names = call.texts("dimension");
  for (const std::string& name : names) {
    const auto column = table.column(name);
    columns.push_back(column ? static_cast<int>(*column) : -1);
  }
  if (std::all_of(columns.begin(), columns.end(), [](int column) { return column < 0; })) {
    Result<std::size_t> needed = table.needed_column(names.front());
    if (!needed) return pass(needed);
  }
  return columns;
}

std::vector<std::string> codes_of(const std::vector<int>& columns, const std::vector<std::string>& row) {
  std::vector<std::string> codes;
  for (const int column : columns)
    codes.push_back(column < 0 || field(row, column) == k_total ? std::string() : field(row, column));
  return codes;
}

Result<disclosure::TableFile> table_of(const Call& call, const std::string& file) {
  Result<axes::DelimitedTable> table = axes::read_delimited(file);
  if (!table) return pass(table);
  Result<Columns> columns = find_columns(call, *table);
  if (!columns) return pass(columns);
  // Rows that are no single records or contributions stand once.
  const bool once = columns->value >= 0 && columns->contributor < 0;
  std::set<std::vector<std::string>> seen;
  disclosure::TableFile made{.file = file, .rows = {}};
  for (std::size_t r = 0; r < table->rows.size(); ++r) {
    Result<disclosure::TableRow> row = row_of(*columns, *table, r);
    if (!row) return pass(row);
    if (once && !seen.insert(row->codes).second)
      return fail(Code::bad_data, "error.disclosure.row_twice", {}, {file, table->lines[r], {}});
    made.rows.push_back(std::move(*row));
  }
  return made;
}

std::vector<SheetCell> codes_of(const disclosure::CrossTable& cross, std::size_t cell) {
  std::vector<SheetCell> codes;
  for (std::size_t d = 0; d < cross.axes.size(); ++d) {
    const std::string& code = cross.axes[d].code_of(cross.cells[cell].nodes[d]);
    codes.emplace_back(code.empty() ? std::string(k_total) : code);
  }
  return codes;
}

std::vector<SheetColumn> code_columns(const Call& call) {
  std::vector<SheetColumn> columns;
  for (const std::string& name : call.texts("dimension")) columns.push_back({.id = name, .label = name});
  return columns;
}

}  // namespace tartip::app
