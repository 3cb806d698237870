// SQL of an analyst's own, on what the centre has counted: for each register a table of its events by unit, class and
// month — never a row of a person — and tables of the units, classes, residents and registers (docs/connect.md).
//
// The question is carried out by a process started for it, which reads those tables into memory, shuts itself off
// (no files, no network, no other settings, a limit of memory) and ends with the answer; whatever the SQL does, it does
// there. A visitor whose scope is narrow gets the tables of that scope only.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/table_file.hpp"

namespace tartip::store {

// What of the centre a question may see.
struct SqlReach {
  bool everything = true;
  // Otherwise these registers, each in the units of these codes with all that lies beneath; no codes: everywhere.
  std::map<std::string, std::vector<std::string>> registers = {};
};

inline constexpr std::size_t k_longest_sql = 100'000;

struct SqlLimits {
  double seconds = 10;
  std::size_t memory = std::size_t{512} << 20;  // of the process, beyond what it is before the question
  std::int64_t rows = 10'000;                   // what is beyond is left out and said
  std::size_t answer_bytes = std::size_t{64} << 20;
};

struct SqlAnswer {
  Table table;
  bool more = false;  // there were more rows than the limit
};

struct SqlColumn {
  std::string name, type;
};
struct SqlTable {
  std::string name;
  std::vector<SqlColumn> columns;
};

}  // namespace tartip::store
