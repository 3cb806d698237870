// A table as an operation answers it: typed columns, rows, and the header that says where the numbers come from. Every
// door (terminal, file, later HTTP) writes the same sheet.
#pragma once
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tartip::app {

// percent: 3.2 means 3.2 %; change: a per cent with its sign; points: percentage points with their sign; word: a code,
// for which people read the message "word.<column id>.<code>" and machines the code.
// list: items joined by "; ", which JSON gives as an array of texts.
enum class CellKind { text, integer, number, percent, change, points, word, list };

struct SheetColumn {
  std::string id;     // machine name, the same in every language: heads CSV, JSON and Parquet
  std::string label;  // what people read
  CellKind kind = CellKind::text;
  int digits = 1;  // after the decimal point, for number and percent, where people read; machines get all of them
  std::string open = {};  // what people read for an infinite number, the open end of an interval; machines get nothing
  bool detail = false;    // left out at a terminal, where a line has room for the main columns only
};

using SheetCell = std::variant<std::monostate, std::string, std::int64_t, double>;  // monostate: missing

// Not known or unbounded is missing.
inline SheetCell number_cell(double value) {
  return std::isfinite(value) ? SheetCell(value) : SheetCell();
}

struct Sheet {
  std::string id = {};  // "change_by_territory"
  std::string title = {};
  // Definition, register, source, cut …: id, label, value. Printed above the table; in CSV and Parquet they are columns
  // that repeat, because comment lines in a CSV break its readers and a header that is cut off is no header.
  struct Fact {
    std::string id, label, value;
  };
  std::vector<Fact> header = {};
  std::vector<SheetColumn> columns = {};
  std::vector<std::vector<SheetCell>> rows = {};
  std::string note = {};
};

}  // namespace tartip::app
