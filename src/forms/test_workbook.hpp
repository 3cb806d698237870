// Workbooks of described forms, written for tests as the Committee's program writes them.
#pragma once
#include <doctest/doctest.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>

#include "base/random.hpp"
#include "forms/definition.hpp"

namespace tartip::test {

struct WorkbookShape {
  std::string stamp = "28327;50119;1975%;__";  // the metadata's description
  std::string title = "1-M  Алматы (Свод)";
  int first_column = 0;  // where the labels begin
  int blank_lines = 0;   // above the table
  bool slips = false;    // blanks, line breaks, another case in labels and headings
  // Called for each cell of figures; true: it has written the cell itself.
  std::function<bool(lxw_worksheet*, lxw_row_t, lxw_col_t, const statistics::CellAddress&)> cell = {};
  std::function<void(lxw_workbook*)> more = {};  // other sheets
};

inline const forms::FormDefinition& known_form(const std::string& id) {
  static const auto known = forms::known_forms();
  REQUIRE_MESSAGE(known, known.error().describe());
  const auto found =
      std::find_if((*known)->begin(), (*known)->end(), [&](const auto& one) { return one.form.id == id; });
  REQUIRE(found != (*known)->end());
  return *found;
}

// A report with every cell set to zero: it satisfies every relation.
inline statistics::FormReport zero_report(const forms::FormDefinition& definition, const std::string& territory) {
  statistics::FormReport report;
  report.form = definition.form.id;
  report.version = definition.form.version;
  report.territory = territory;
  for (const auto& sheet : definition.form.sheets)
    report.sheets.push_back(
        {std::vector<std::optional<Decimal>>(sheet.rows.size() * sheet.graphs.size(), Decimal(0)), {}, {}});
  return report;
}

inline std::string slipped(std::string text, bool slips) {
  if (!slips || text.size() < 20) return text;
  const auto blank = text.find(' ', text.size() / 2);
  if (blank != std::string::npos) text.replace(blank, 1, " \n ");
  return "  " + text + "  ";
}

inline void write_form_sheet(lxw_worksheet* sheet, const forms::FormDefinition& definition, std::size_t number,
                             const statistics::SheetReport& cells, const WorkbookShape& shape) {
  const auto& form = definition.form.sheets[number];
  const auto& printed = definition.printed[number];
  const auto column = [&](std::size_t i) {
    return static_cast<lxw_col_t>(static_cast<std::size_t>(shape.first_column) + i);
  };
  auto line = static_cast<lxw_row_t>(shape.blank_lines);
  worksheet_merge_range(sheet, line, column(0), line, column(6), form.names.in("ru").c_str(), nullptr);
  line += 2;
  worksheet_write_string(sheet, line, column(0), "Наименование показателей", nullptr);
  for (std::size_t g = 0; g < form.graphs.size(); ++g) {
    // The outer heading stands above, once for the columns it spans; here once for each.
    std::string path = form.graphs[g].names.in("ru");
    lxw_row_t at = line;
    for (auto bar = path.find(" | "); bar != std::string::npos; bar = path.find(" | ")) {
      worksheet_write_string(sheet, at++, column(4 + g), slipped(path.substr(0, bar), shape.slips).c_str(), nullptr);
      path.erase(0, bar + 3);
    }
    worksheet_write_string(sheet, at, column(4 + g), slipped(path, shape.slips).c_str(), nullptr);
  }
  line += 6;
  worksheet_write_string(sheet, line, column(0), "А", nullptr);
  worksheet_write_string(sheet, line, column(3), "Б", nullptr);
  for (std::size_t g = 0; g < form.graphs.size(); ++g)
    worksheet_write_number(sheet, line, column(4 + g), std::stod(form.graphs[g].id.substr(1)), nullptr);
  std::size_t code = 0;
  std::string heading;
  for (const forms::PrintedLine& printed_line : printed.lines) {
    if (printed_line.row == forms::PrintedLine::k_none) {
      heading = printed_line.label;
      continue;
    }
    ++line;
    if (!heading.empty()) worksheet_write_string(sheet, line, column(0), heading.c_str(), nullptr);
    heading.clear();
    const std::string label = form.rows[printed_line.row].names.in("ru");
    worksheet_write_string(sheet, line, column(2), slipped(label, shape.slips).c_str(), nullptr);
    worksheet_write_number(sheet, line, column(3), static_cast<double>(++code), nullptr);
    for (std::size_t g = 0; g < form.graphs.size(); ++g) {
      const statistics::CellAddress address{definition.form.id, form.id, form.rows[printed_line.row].key,
                                            form.graphs[g].id};
      if (shape.cell && shape.cell(sheet, line, column(4 + g), address)) continue;
      const auto& value = cells.values[printed_line.row * form.graphs.size() + g];
      if (value) worksheet_write_number(sheet, line, column(4 + g), value->as_double(), nullptr);
    }
  }
}

inline std::filesystem::path write_form(const std::filesystem::path& file, const forms::FormDefinition& definition,
                                        const statistics::FormReport& report, const WorkbookShape& shape = {}) {
  lxw_workbook* book = workbook_new(file.c_str());
  std::string title = shape.title, stamp = shape.stamp;
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.comments = stamp.data();
  workbook_set_properties(book, &properties);
  for (std::size_t s = 0; s < definition.form.sheets.size(); ++s)
    write_form_sheet(workbook_add_worksheet(book, definition.form.sheets[s].id.c_str()), definition, s,
                     report.sheets[s], shape);
  if (shape.more) shape.more(book);
  REQUIRE(workbook_close(book) == LXW_NO_ERROR);
  return file;
}

}  // namespace tartip::test
