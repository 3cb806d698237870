// Rows of one or several tables over hierarchies, made into one system of cells and sums.
//
// A cell is a choice of one code (or the total) in each dimension; the same choice in two tables is the same cell, so
// tables that share a margin are linked. A dimension with several hierarchies gives sums by each of them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/error.hpp"
#include "disclosure/code_axis.hpp"
#include "disclosure/primary.hpp"
#include "disclosure/sum_table.hpp"

namespace tartip::disclosure {

// A row whose codes all stand at the bottom adds to its cell and to all cells above; a row with a code above others, or
// with the total, only says what that cell must be.
struct TableRow {
  std::vector<std::string> codes;    // one a dimension; empty: the total, or a dimension that the table does not have
  std::optional<Decimal> value;      // nothing: hidden, in a published table only
  std::int64_t count = 0;            // of contributors
  std::vector<double> largest = {};  // contributions, descending
  std::string contributor = {};      // whose contribution the row is; rows of one contributor are one contribution
  long long line = 0;                // of the file, for messages
};

struct TableFile {
  std::string file;  // for messages
  std::vector<TableRow> rows;
};

struct CrossTable {
  struct Entry {
    std::vector<std::uint32_t> nodes;  // one an axis
    std::optional<Decimal> value;      // nothing: not published
    Contributions contributions = {};
  };
  std::vector<CodeAxis> axes;
  std::vector<Entry> cells;
  std::vector<Sum> sums;

  std::string name_of(std::size_t cell) const;  // "KZ63 × *", for messages
};

constexpr std::size_t k_most_cells = 4'000'000;

// All cells from the bottom rows, sums exact. With contributors, the contributions to margins are exact as well;
// without, they are those of the parts, as if nobody contributed to two of them. Errors, with the line: an unknown
// code; no value or a negative one; a total that its parts do not add up to; a cell that two tables give different
// values; more than k_most_cells.
Result<CrossTable> cross_of_parts(const std::vector<Dimension>& dimensions, const std::vector<TableFile>& tables);

// A table as it was published, every cell with its own row. A cell without a row that a sum needs is not published
// either. Errors: an unknown code; two values for one cell.
Result<CrossTable> cross_of_published(const std::vector<Dimension>& dimensions, const std::vector<TableFile>& tables);

enum class Cost : std::uint8_t { value, count };

// What suppress and audit work on: primary cells by the rules, each cell's cost its value + 1, or 1. Every cell must
// have a value. Errors: those of assess, with the cell's name.
struct RuledTable {
  SumTable table;
  std::vector<std::optional<Sensitivity>> primary;  // one a cell
};
Result<RuledTable> apply_rules(const CrossTable& cross, const PrimaryRules& rules, Cost cost);

}  // namespace tartip::disclosure
