// Fields of a small CSV file as numbers and periods, with the place in every error.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/delimited.hpp"
#include "base/error.hpp"

namespace tartip::app {

// "2022-09-17", "2022-09", "2022": the first day.
std::optional<axes::Day> day_in(const std::string& text);
// The same for texts that name the same point of time: "2022-09" and "2022-09-01".
std::string time_key(const std::string& text);

// A finite decimal number ("12", "-0.5", "1e3"). Errors: bad_data `error.field.number` with file, line, column.
Result<double> number_field(const axes::DelimitedTable& table, std::size_t row, std::size_t column);
// The same, but an empty field and NA are missing: NaN.
Result<double> maybe_number_field(const axes::DelimitedTable& table, std::size_t row, std::size_t column);
Result<std::int64_t> whole_field(const axes::DelimitedTable& table, std::size_t row, std::size_t column);

// Points of time of a file's columns: all ISO days or months, or all whole numbers. `unit` is nothing for numbers.
struct TimeAxis {
  std::optional<axes::Unit> unit;
  std::int64_t ordinal(const std::string& text) const;  // of a field that has been read
  std::string text(std::int64_t ordinal) const;         // first day of the period, or the number
};
// `every`: the unit asked for; else the widest that fits all days: years, quarters, months (first days), weeks (all
// Mondays), days. Errors: bad_data `error.field.time` with file, line, column.
Result<TimeAxis> time_axis(const axes::DelimitedTable& table, const std::vector<std::size_t>& columns,
                           std::optional<axes::Unit> every);

}  // namespace tartip::app
