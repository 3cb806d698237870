// Tables of plain files for disclosure control: dimensions and hierarchies named on the command line.
#pragma once
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "axes/delimited.hpp"
#include "disclosure/cross_table.hpp"

namespace tartip::app {

// How published tables write the total of a dimension, as in SDMX.
inline constexpr const char* k_total = "_T";

// The parameters that say what the columns are: --dimension, --hierarchy DIMENSION=FILE, --value.
std::vector<Parameter> with_plain_table(std::vector<Parameter> parameters);

// The dimensions of the call with their hierarchies (CSV with the columns code and parent).
Result<std::vector<disclosure::Dimension>> dimensions_of(const Call& call);

// The positions of the call's dimensions in a file; −1 where the file does not have one. Errors: a file with none.
Result<std::vector<int>> columns_of(const Call& call, const axes::DelimitedTable& table);

// The codes of a row; the total where the file says so or lacks the dimension.
std::vector<std::string> codes_of(const std::vector<int>& columns, const std::vector<std::string>& row);

// Rows of values, counts and contributions as the call names their columns. An empty value is nothing.
Result<disclosure::TableFile> table_of(const Call& call, const std::string& file);

// The codes of a cell, totals as k_total or as their hierarchy names them.
std::vector<SheetCell> codes_of(const disclosure::CrossTable& cross, std::size_t cell);
std::vector<SheetColumn> code_columns(const Call& call);

}  // namespace tartip::app
