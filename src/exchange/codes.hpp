// Identifiers and times as SDMX writes them, and lines of CSV.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "axes/calendar.hpp"
#include "statistics/published_table.hpp"

namespace tartip::exchange {

// An id of SDMX has letters, digits, '_', '-', '@' and '$'. Every text becomes one, and no two texts the same: ':' is
// written '@', every other byte outside letters, digits, '_' and '-' as '$' and two hexadecimal digits.
// "kz:clearance:v1" is "kz@clearance@v1".
std::string sdmx_id(std::string_view code);
// Of a dimension or a table: capitals, '-' as it is. "territory" is "TERRITORY".
std::string sdmx_name(std::string_view id);

// "2022", "2022-S1", "2022-Q3", "2022-09", "2022-W05", "2022-09-17", and for any other span its first day and length in
// months or days: "2022-01-01/P9M".
std::string sdmx_time(axes::Span span);

// CL_CONF_STATUS: 'C' (confidential) for what disclosure control withholds, 'F' (free) for all else. Which withheld
// figures are small themselves and which go with them is not told: that alone would give a small count away.
char confidentiality(statistics::ObservationStatus status);

std::string utc_text(std::int64_t micros);  // "2026-11-22T06:03:12Z"

// A field as RFC 4180 has it: quoted when it has a comma, a quote or a line break.
void append_field(std::string& line, std::string_view field);
std::string csv_line(const std::vector<std::string>& fields);  // with CR LF

}  // namespace tartip::exchange
