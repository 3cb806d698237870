// The shared strings and the worksheets of a workbook.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "registers/workbook.hpp"
#include "registers/workbook_xml.hpp"

namespace tartip::registers {

struct SheetContext {
  std::vector<std::string> strings;  // shared by all sheets
  std::vector<bool> dates;           // by cell format
  bool from_1904 = false;
  std::size_t most = k_most_workbook_cells;  // cells, and shared texts
  std::size_t cells_left = most;
};

// Both: too_large `error.file.workbook_too_large` beyond the number of cells.
Status read_shared_strings(const WorkbookArchive& archive, const std::string& part, SheetContext& context);
Result<Sheet> read_worksheet(const WorkbookArchive& archive, const std::string& part, SheetContext& context);

}  // namespace tartip::registers
