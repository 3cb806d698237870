// Sheets for machines: the same values, never translated, all digits.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/sheet.hpp"
#include "base/error.hpp"

namespace tartip::app {

// The texts that a cell of CellKind::list joins.
std::vector<std::string_view> items_of_list(std::string_view cell);

// RFC 4180, UTF-8, LF; missing is an empty field. The header's facts are repeated columns behind the sheet's own. Text
// that a spreadsheet would run as a formula (=, +, -, @ first) is led by a quote mark.
std::string to_csv(const Sheet& sheet);

// {"id", "title", "header": {…}, "columns": […], "rows": [{column: value}]}; missing is null. Several sheets make an
// array.
std::string to_json(const std::vector<Sheet>& sheets);

// Text and numbers as columns of those types; the header facts are columns that repeat.
Status write_parquet(const Sheet& sheet, const std::filesystem::path& file);

// One worksheet a sheet: header facts on top, then the table with a frozen head, numbers as numbers.
Status write_xlsx(const std::vector<Sheet>& sheets, const std::filesystem::path& file);

}  // namespace tartip::app
