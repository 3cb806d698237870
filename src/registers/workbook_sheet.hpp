// The shared strings and the worksheets of a workbook.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "registers/workbook.hpp"
#include "registers/workbook_xml.hpp"

namespace tartip::registers {

inline constexpr std::size_t k_most_workbook_cells = 20'000'000;

struct SheetContext {
  std::vector<std::string> strings;  // shared by all sheets
  std::vector<bool> dates;           // by cell format
  bool from_1904 = false;
  std::size_t cells_left = k_most_workbook_cells;
};

// Both: too_large `error.file.workbook_too_large` beyond the number of cells.
Status read_shared_strings(const WorkbookArchive& archive, const std::string& part, SheetContext& context);
Result<Sheet> read_worksheet(const WorkbookArchive& archive, const std::string& part, SheetContext& context);

}  // namespace tartip::registers
