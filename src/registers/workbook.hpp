// The cells of one sheet of a workbook, read by liborcus behind a guard against hostile files.
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

struct Sheet {
  std::vector<WorkbookCell> cells;  // by row, then column; at most one a place, none empty
  std::vector<std::string> texts;
};

// The workbook's XML parts in a fresh archive without compression. Refuses what is not a workbook, or would not fit in
// memory, by its directory; what the directory says is then held against what the parts hold. liborcus trusts the sizes
// in a file's local headers, where a few bytes can ask for gigabytes: it only ever sees the fresh archive.
Result<std::string> repack_workbook(const std::filesystem::path& file);

// `name` empty: the first sheet.
Result<Sheet> read_sheet(const std::filesystem::path& file, const std::string& name);

// Whether an Excel number format shows a date or a time ("dd.mm.yyyy", "[$-409]h:mm AM/PM"), not a number ("0.00",
// "[Red]0", "\"day\" 0").
bool is_date_format(const std::string& code);

}  // namespace tartip::registers
