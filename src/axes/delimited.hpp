// A small CSV file of an axis (units, population, classes) as text. The delimiter is what the first line has most of:
// comma, semicolon or tab; fields may be quoted ("" inside for a quote, line breaks allowed). UTF-8, with or without a
// mark. Whole in memory, at most 64 MiB: registers have their own reader.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace tartip::axes {

struct DelimitedTable {
  std::string file;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // as many fields each as columns, without blanks around them
  std::vector<long long> lines;                // where each row begins

  std::optional<std::size_t> column(const std::string& name) const;
  // The same, or an error that names the nearest column there is.
  Result<std::size_t> needed_column(const std::string& name) const;
  Result<std::vector<std::size_t>> needed_columns(const std::vector<std::string>& names) const;
  Where where(std::size_t row, const std::string& column) const { return {file, lines[row], column}; }
};

// Errors: broken UTF-8, a NUL byte, no header, a quote that does not end, a row with more or fewer fields than the
// header.
Result<DelimitedTable> read_delimited(const std::filesystem::path& file);
Result<DelimitedTable> parse_delimited(std::string_view text, const std::string& file);

}  // namespace tartip::axes
