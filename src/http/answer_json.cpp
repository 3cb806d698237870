#include "http/answer_json.hpp"

#include <charconv>
#include <cmath>
#include <set>

#include "app/sheet_writer.hpp"
#include "http/json_text.hpp"
#include "text/page_key.hpp"

namespace tartip::http {
namespace {

using app::CellKind;

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
      return "change";
    case CellKind::points:
      return "points";
    case CellKind::word:
      return "word";
    case CellKind::list:
      return "list";
  }
  return "text";
}

template <class Number>
void write_number(std::string& out, Number value) {
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

void write_list(std::string& out, std::string_view items) {
  out += '[';
  const char* separator = "";
  for (const std::string_view item : app::items_of_list(items)) {
    out += separator;
    separator = ",";
    write_json_text(out, item);
  }
  out += ']';
}

void write_exact(std::string& out, const app::SheetCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return write_json_text(out, *text);
  if (const auto* number = std::get_if<double>(&cell)) {
    if (std::isnan(*number)) {
      out += "{\"number\":\"nan\"}";
    } else if (std::isinf(*number)) {
      out += *number > 0 ? "{\"number\":\"inf\"}" : "{\"number\":\"-inf\"}";
    } else {
      const std::size_t from = out.size();
      write_number(out, *number);
      if (out.find_first_of(".e", from) == std::string::npos) out += ".0";  // a number stays one
    }
    return;
  }
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return write_number(out, *whole);
  out += "null";
}

void write_cell(std::string& out, const app::SheetCell& cell, CellKind kind) {
  if (const auto* text = std::get_if<std::string>(&cell))
    kind == CellKind::list ? write_list(out, *text) : write_json_text(out, *text);
  else if (const auto* whole = std::get_if<std::int64_t>(&cell))
    write_number(out, *whole);
  else if (const auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number))
    write_number(out, *number);
  else
    out += kind == CellKind::list ? "[]" : "null";
}

void write_pair(std::string& out, std::string_view name, std::string_view text) {
  write_json_text(out, name);
  out += ':';
  write_json_text(out, text);
}

void write_words(std::string& out, const app::Sheet& sheet, const text::Catalogue& catalogue) {
  bool any = false;
  for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
    if (sheet.columns[c].kind != CellKind::word) continue;
    std::set<std::string> codes;
    for (const auto& row : sheet.rows)
      if (const auto* code = c < row.size() ? std::get_if<std::string>(&row[c]) : nullptr) codes.insert(*code);
    out += any ? "," : ",\"words\":{";
    any = true;
    write_json_text(out, sheet.columns[c].id);
    out += ":{";
    const char* separator = "";
    for (const std::string& code : codes) {
      out += separator;
      separator = ",";
      write_pair(out, code, catalogue.format("word." + sheet.columns[c].id + "." + code));
    }
    out += '}';
  }
  if (any) out += '}';
}

void write_sheet(std::string& out, const app::Sheet& sheet, const text::Catalogue& catalogue, bool exact) {
  static const app::SheetCell k_missing;
  out += '{';
  write_pair(out, "id", sheet.id);
  out += ',';
  write_pair(out, "title", sheet.title);
  out += ',';
  write_pair(out, "note", sheet.note);
  out += ",\"header\":[";
  const char* separator = "";
  for (const app::Sheet::Fact& fact : sheet.header) {
    out += separator;
    separator = ",";
    out += '{';
    write_pair(out, "id", fact.id);
    out += ',';
    write_pair(out, "label", fact.label);
    out += ',';
    write_pair(out, "value", fact.value);
    out += '}';
  }
  out += "],\"columns\":[";
  separator = "";
  for (const app::SheetColumn& column : sheet.columns) {
    out += separator;
    separator = ",";
    out += '{';
    write_pair(out, "id", column.id);
    out += ',';
    write_pair(out, "label", column.label);
    out += ',';
    write_pair(out, "kind", word_of(column.kind));
    out += ",\"digits\":";
    write_number(out, column.digits);
    out += column.detail ? ",\"detail\":true," : ",\"detail\":false,";
    write_pair(out, "open", column.open);
    out += '}';
  }
  out += "],\"rows\":[";
  separator = "";
  for (const auto& row : sheet.rows) {
    out += separator;
    separator = ",";
    out += '[';
    for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
      if (c > 0) out += ',';
      const app::SheetCell& cell = c < row.size() ? row[c] : k_missing;
      exact ? write_exact(out, cell) : write_cell(out, cell, sheet.columns[c].kind);
    }
    out += ']';
  }
  out += ']';
  if (!exact) write_words(out, sheet, catalogue);
  out += '}';
}

}  // namespace

std::string answer_json(const app::Answer& answer, const std::string& language, bool exact) {
  const text::Catalogue& catalogue = text::Catalogue::in(language);
  std::size_t cells = 0;
  for (const app::Sheet& sheet : answer.sheets) cells += sheet.rows.size() * sheet.columns.size();
  std::string out;
  out.reserve(1024 + cells * 12);
  out += "{\"sheets\":[";
  const char* separator = "";
  for (const app::Sheet& sheet : answer.sheets) {
    out += separator;
    separator = ",";
    write_sheet(out, sheet, catalogue, exact);
  }
  out += "],\"said\":[";
  separator = "";
  for (const app::Message& message : answer.said) {
    std::vector<text::Given> given;
    for (const Argument& argument : message.arguments) given.push_back({argument.name, argument.value});
    out += separator;
    separator = ",";
    out += '{';
    write_pair(out, "key", message.key);
    out += ',';
    write_pair(out, "text", catalogue.format(exact ? message.key : text::page_key(catalogue, message.key), given));
    out += '}';
  }
  out += "],\"document\":";
  if (answer.document.empty())
    out += "null";
  else
    write_json_text(out, answer.document);
  out += answer.finding ? ",\"finding\":true" : ",\"finding\":false";
  out += answer.failed ? ",\"failed\":true}" : ",\"failed\":false}";
  return out;
}

}  // namespace tartip::http
