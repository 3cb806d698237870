// The cells of a workbook (XLSX, ECMA-376), read as a stream behind a guard against hostile files.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace tartip::registers {

struct WorkbookCell {
  std::int32_t row = 0;  // from 0
  std::int32_t column = 0;
  std::uint32_t text = 0;  // index into Sheet::texts
};

struct CellPlace {
  std::int32_t row = 0, column = 0;
};

struct MergedRange {
  CellPlace first, last;
};

// Values as text: numbers in their shortest form, dates and times as ISO text, true and false as words; a formula as
// its last result, with its place in `formulas`.
struct Sheet {
  std::string name;
  std::vector<WorkbookCell> cells;  // by row, then column; at most one a place, none empty
  std::vector<std::string> texts;
  std::vector<CellPlace> formulas;  // by row, then column
  std::vector<MergedRange> merged;
  std::vector<std::string> tabs;  // of its workbook, in their order: what read_sheet could have read instead
};

struct WorkbookProperties {
  std::string title, description, creator, modified;  // docProps/core.xml; empty when not said
};

struct Workbook {
  WorkbookProperties properties;
  std::vector<Sheet> sheets;  // in the order of their tabs, hidden ones too
};

// Refuses what is not a workbook or would not fit in memory: error.file.workbook_bomb, error.file.workbook_old (.xls),
// error.file.workbook_damaged, error.file.workbook_too_large (more cells in all, or more shared texts, than `most`).
inline constexpr std::size_t k_most_workbook_cells = 20'000'000;
Result<Workbook> read_workbook(const std::filesystem::path& file, std::size_t most = k_most_workbook_cells);

// `name` empty: the first sheet. error.file.sheet_missing.
Result<Sheet> read_sheet(const std::filesystem::path& file, const std::string& name);

}  // namespace tartip::registers
