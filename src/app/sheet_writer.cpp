#include "app/sheet_writer.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

#include <boost/json.hpp>

namespace tartip::app {
namespace {

std::string shortest(double value) {
  char buffer[32];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

// A spreadsheet takes what begins so for a formula; a negative number is none.
bool looks_like_formula(std::string_view text) {
  if (text.empty() || std::string_view("=+-@\t\r").find(text.front()) == std::string_view::npos) return false;
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem != std::errc{} || end != text.data() + text.size();
}

std::string csv_field(std::string_view text) {
  std::string safe(text);
  if (looks_like_formula(text)) safe.insert(0, "'");
  if (safe.find_first_of(",\"\n\r") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (char c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_cell(const SheetCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return csv_field(*text);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  if (const auto* number = std::get_if<double>(&cell)) return std::isfinite(*number) ? shortest(*number) : "";
  return "";
}

boost::json::value json_cell(const SheetCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return boost::json::string(*text);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return *whole;
  if (const auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number)) return *number;
  return nullptr;
}

boost::json::value json_list(const SheetCell& cell) {
  boost::json::array items;
  if (const auto* text = std::get_if<std::string>(&cell))
    for (const std::string_view item : items_of_list(*text)) items.push_back(boost::json::string(item));
  return items;
}

std::string_view word_of(CellKind kind) {
  switch (kind) {
    case CellKind::text:
      return "text";
    case CellKind::integer:
      return "integer";
    case CellKind::number:
      return "number";
    case CellKind::percent:
      return "percent";
    case CellKind::change:
      return "percent";
    case CellKind::points:
      return "percentage_points";
    case CellKind::word:
      return "code";
    case CellKind::list:
      return "list";
  }
  return "text";
}

// Boost.JSON writes 71.4 as 7.14E1: valid, but not what people expect to read. Ours writes the shortest plain form.
void write_json(const boost::json::value& value, std::string& out) {
  if (value.is_double()) {
    out += shortest(value.get_double());
  } else if (value.is_array()) {
    const char* separator = "";
    out += '[';
    for (const auto& element : value.get_array()) {
      out += separator;
      write_json(element, out);
      separator = ",";
    }
    out += ']';
  } else if (value.is_object()) {
    const char* separator = "";
    out += '{';
    for (const auto& [name, element] : value.get_object()) {
      out += separator;
      out += boost::json::serialize(boost::json::string(name));
      out += ':';
      write_json(element, out);
      separator = ",";
    }
    out += '}';
  } else {
    out += boost::json::serialize(value);
  }
}

boost::json::object json_sheet(const Sheet& sheet) {
  boost::json::object header;
  for (const Sheet::Fact& fact : sheet.header) header[fact.id] = fact.value;
  boost::json::array columns;
  for (const SheetColumn& column : sheet.columns)
    columns.push_back({{"id", column.id}, {"label", column.label}, {"kind", word_of(column.kind)}});
  boost::json::array rows;
  for (const auto& row : sheet.rows) {
    boost::json::object object;
    for (std::size_t i = 0; i < row.size(); ++i)
      object[sheet.columns[i].id] = sheet.columns[i].kind == CellKind::list ? json_list(row[i]) : json_cell(row[i]);
    rows.push_back(std::move(object));
  }
  boost::json::object object{{"id", sheet.id}, {"title", sheet.title}};
  object["header"] = std::move(header);
  object["columns"] = std::move(columns);
  object["rows"] = std::move(rows);
  if (!sheet.note.empty()) object["note"] = sheet.note;
  return object;
}

}  // namespace

std::vector<std::string_view> items_of_list(std::string_view cell) {
  std::vector<std::string_view> items;
  while (!cell.empty()) {
    const auto end = cell.find("; ");
    items.push_back(cell.substr(0, end));
    cell = end == std::string_view::npos ? std::string_view() : cell.substr(end + 2);
  }
  return items;
}

std::string to_csv(const Sheet& sheet) {
  std::string text;
  const char* separator = "";
  for (const SheetColumn& column : sheet.columns) {
    text += separator + csv_field(column.id);
    separator = ",";
  }
  std::string facts;
  for (const Sheet::Fact& fact : sheet.header) {
    text += separator + csv_field(fact.id);
    facts += "," + csv_field(fact.value);
  }
  text += '\n';
  for (const auto& row : sheet.rows) {
    separator = "";
    for (const SheetCell& cell : row) {
      text += separator + csv_cell(cell);
      separator = ",";
    }
    text += facts + '\n';
  }
  return text;
}

std::string to_json(const std::vector<Sheet>& sheets) {
  std::string text;
  if (sheets.size() == 1) {
    write_json(json_sheet(sheets.front()), text);
  } else {
    boost::json::array all;
    for (const Sheet& sheet : sheets) all.push_back(json_sheet(sheet));
    write_json(all, text);
  }
  return text + '\n';
}

}  // namespace tartip::app
