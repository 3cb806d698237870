// What Excel's number formats make of a number: a date, a time, or the number itself, as text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "registers/workbook_xml.hpp"

namespace tartip::registers {

// Whether an Excel number format shows a date or a time ("dd.mm.yyyy", "[$-409]h:mm AM/PM"), not a number ("0.00",
// "[Red]0", "\"day\" 0").
bool is_date_format(const std::string& code);

// For each cell format of styles.xml: whether it shows a date.
Result<std::vector<bool>> read_date_formats(const WorkbookArchive& archive, const std::string& part);

std::string number_text(double value);  // shortest

// ISO text of Excel's day count; a fraction alone is a time of day. What Excel itself would not show stays a number.
std::string date_text(double days, bool from_1904);

}  // namespace tartip::registers
