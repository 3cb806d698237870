// Rows that a reader made itself (JSON, GeoJSON, XLSX), handed out as records.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "registers/record.hpp"

namespace tartip::registers {

// One CSV record of the fields (comma, quotes where needed): what `raw` is for formats whose rows are not lines of
// text.
std::string csv_record(const std::vector<std::string_view>& fields);

// The next record of the block, empty, with its line.
Record& append_record(RecordBlock& block, std::int64_t line);

}  // namespace tartip::registers
