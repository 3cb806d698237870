// Workbooks. A workbook is looked at before it is parsed: its directory must be that of an XLSX file of at most 10 000
// parts and 512 MiB unpacked, no part above 100 MiB packed more than 200 times, and its sheet may hold at most 20
// million cells.
#pragma once
#include <filesystem>
#include <memory>

#include "registers/record.hpp"

namespace tartip::registers {

// Values as text: numbers in their shortest form, dates and times as ISO text, true and false as words; a formula as
// its last result. `line` is the sheet's row. Rows without any cell are skipped. Errors: error.file.workbook_bomb,
// error.file.workbook_old (.xls), error.file.workbook_damaged, error.file.workbook_too_large, error.file.sheet_missing.
Result<std::unique_ptr<RecordReader>> open_xlsx(const std::filesystem::path& file, const SourceFormat& format);

}  // namespace tartip::registers
