#include <xlsxwriter.h>

#include <cmath>
#include <set>

#include "app/sheet_writer.hpp"

namespace tartip::app {
namespace {

// Excel allows 31 characters, none of []:*?/\ and no name twice.
std::string worksheet_name(const Sheet& sheet, std::set<std::string>& taken) {
  std::string name = sheet.id.empty() ? "table" : sheet.id;
  for (char& c : name)
    if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos) c = '_';
  name.resize(std::min<std::size_t>(name.size(), 28));
  std::string unique = name;
  for (int i = 2; !taken.insert(unique).second; ++i) unique = name + "_" + std::to_string(i);
  return unique;
}

struct Formats {
  lxw_format *bold, *head, *integer, *number, *change;
};

struct Position {
  lxw_row_t row = 0;
  lxw_col_t column = 0;
};

void write_cell(lxw_worksheet* sheet, Position at, const SheetCell& cell, const SheetColumn& column,
                const Formats& formats) {
  const bool is_change = column.kind == CellKind::change || column.kind == CellKind::points;
  if (const auto* text = std::get_if<std::string>(&cell)) {
    worksheet_write_string(sheet, at.row, at.column, text->c_str(), nullptr);
  } else if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    worksheet_write_number(sheet, at.row, at.column, static_cast<double>(*whole), formats.integer);
  } else if (const auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number)) {
    lxw_format* plain = column.kind == CellKind::integer ? formats.integer : formats.number;
    worksheet_write_number(sheet, at.row, at.column, *number, is_change ? formats.change : plain);
  } else if (number != nullptr && std::isinf(*number) && !column.open.empty()) {
    worksheet_write_string(sheet, at.row, at.column, column.open.c_str(), nullptr);
  }
}

void write_sheet(lxw_worksheet* worksheet, const Sheet& sheet, const Formats& formats) {
  lxw_row_t row = 0;
  worksheet_write_string(worksheet, row++, 0, sheet.title.c_str(), formats.bold);
  for (const Sheet::Fact& fact : sheet.header) {
    worksheet_write_string(worksheet, row, 0, fact.label.c_str(), nullptr);
    worksheet_write_string(worksheet, row++, 1, fact.value.c_str(), nullptr);
  }
  ++row;
  for (std::size_t i = 0; i < sheet.columns.size(); ++i)
    worksheet_write_string(worksheet, row, static_cast<lxw_col_t>(i), sheet.columns[i].label.c_str(), formats.head);
  worksheet_freeze_panes(worksheet, ++row, 1);
  for (const auto& cells : sheet.rows) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      write_cell(worksheet, {row, static_cast<lxw_col_t>(i)}, cells[i], sheet.columns[i], formats);
    ++row;
  }
  if (!sheet.note.empty()) worksheet_write_string(worksheet, row + 1, 0, sheet.note.c_str(), nullptr);
  worksheet_set_column(worksheet, 0, 0, 36, nullptr);
  worksheet_set_column(worksheet, 1, static_cast<lxw_col_t>(sheet.columns.size()), 14, nullptr);
  worksheet_set_landscape(worksheet);
  worksheet_set_paper(worksheet, 9);  // A4
}

}  // namespace

Status write_xlsx(const std::vector<Sheet>& sheets, const std::filesystem::path& file) {
  lxw_workbook* workbook = workbook_new(file.c_str());
  if (workbook == nullptr)
    return fail(Code::unavailable, "error.file.unwritable", {{"file", file.string()}, {"reason", "xlsx"}});
  Formats formats{workbook_add_format(workbook), workbook_add_format(workbook), workbook_add_format(workbook),
                  workbook_add_format(workbook), workbook_add_format(workbook)};
  format_set_bold(formats.bold);
  format_set_bold(formats.head);
  format_set_text_wrap(formats.head);
  format_set_num_format(formats.integer, "#,##0");
  format_set_num_format(formats.number, "#,##0.0");
  format_set_num_format(formats.change, "+#,##0.0;-#,##0.0;0.0");
  std::set<std::string> taken;
  for (const Sheet& sheet : sheets)
    write_sheet(workbook_add_worksheet(workbook, worksheet_name(sheet, taken).c_str()), sheet, formats);
  if (const lxw_error error = workbook_close(workbook); error != LXW_NO_ERROR)
    return fail(Code::unavailable, "error.file.unwritable", {{"file", file.string()}, {"reason", lxw_strerror(error)}});
  return {};
}

}  // namespace tartip::app
