#include "cli/print.hpp"

#include <algorithm>
#include <cmath>

#include "app/sheet_writer.hpp"
#include "text/catalogue.hpp"
#include "text/numbers.hpp"

namespace tartip::cli {
namespace {

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// A line has room for the first of many; all of them are in CSV, JSON, XLSX and Parquet.
std::string shortened(const std::string& list) {
  constexpr std::size_t k_most_shown = 3;
  const auto items = app::items_of_list(list);
  if (items.size() <= k_most_shown) return list;
  std::string line;
  for (std::size_t i = 0; i < k_most_shown; ++i) line.append(i == 0 ? "" : "; ").append(items[i]);
  return line + " … (" + std::to_string(items.size()) + ")";
}

std::string shown(const app::SheetCell& cell, const app::SheetColumn& column, const text::Catalogue& catalogue) {
  const text::Numbers numbers(catalogue.language());
  if (const auto* words = std::get_if<std::string>(&cell)) {
    if (column.kind == app::CellKind::word) return catalogue.format("word." + column.id + "." + *words);
    std::string line = column.kind == app::CellKind::list ? shortened(*words) : *words;
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return line;
  }
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return numbers.integer(static_cast<double>(*whole));
  if (const auto* number = std::get_if<double>(&cell)) {
    if (std::isinf(*number) && !column.open.empty()) return column.open;
    if (column.kind == app::CellKind::points) return numbers.change(*number, column.digits);
    if (column.kind == app::CellKind::percent) return numbers.percent(*number, column.digits);
    if (column.kind == app::CellKind::change) return numbers.percent_change(*number, column.digits);
    if (column.kind == app::CellKind::integer) return numbers.integer(*number);
    return numbers.decimal(*number, column.digits);
  }
  return "—";
}

void add_line(std::string& text, const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
              const std::vector<app::SheetColumn>& columns) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string blanks(widths[i] - width_of(cells[i]), ' ');
    if (i > 0) line += "  ";
    const bool left = columns[i].kind == app::CellKind::text || columns[i].kind == app::CellKind::word ||
                      columns[i].kind == app::CellKind::list;
    line += left ? cells[i] + blanks : blanks + cells[i];
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  text += line + '\n';
}

}  // namespace

std::string to_terminal(const app::Sheet& sheet, const std::string& language) {
  const text::Catalogue& catalogue = text::Catalogue::in(language);
  std::string text;
  if (!sheet.title.empty()) text += sheet.title + '\n';
  for (const app::Sheet::Fact& fact : sheet.header) text += fact.label + ": " + fact.value + '\n';
  if (!text.empty()) text += '\n';

  std::vector<app::SheetColumn> columns;
  std::vector<std::size_t> sources;
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    if (sheet.columns[i].detail) continue;
    columns.push_back(sheet.columns[i]);
    sources.push_back(i);
  }
  std::vector<std::vector<std::string>> lines;
  std::vector<std::size_t> widths;
  std::vector<std::string> labels;
  for (const app::SheetColumn& column : columns) {
    labels.push_back(column.label);
    widths.push_back(width_of(column.label));
  }
  for (const auto& row : sheet.rows) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      cells.push_back(shown(row[sources[i]], columns[i], catalogue));
      widths[i] = std::max(widths[i], width_of(cells[i]));
    }
    lines.push_back(std::move(cells));
  }
  add_line(text, labels, widths, columns);
  std::vector<std::string> rules;
  for (std::size_t width : widths) {
    std::string rule;
    for (std::size_t i = 0; i < width; ++i) rule += "─";
    rules.push_back(rule);
  }
  add_line(text, rules, widths, columns);
  for (const auto& line : lines) add_line(text, line, widths, columns);
  if (columns.size() < sheet.columns.size())
    text += '\n' +
            catalogue.format("table.more_columns",
                             {{"count", static_cast<std::int64_t>(sheet.columns.size() - columns.size())}}) +
            '\n';
  if (!sheet.note.empty()) text += '\n' + sheet.note + '\n';
  return text;
}

}  // namespace tartip::cli
