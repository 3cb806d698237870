// Rows that could not go in, each with the place where it stands and what was expected there; they wait for a person.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace tartip::store {

// withdrawn: its import was taken back.
enum class QuarantineStatus { open, corrected, dismissed, withdrawn };

struct QuarantinedRow {
  std::int64_t number = 0;  // in the centre
  std::int64_t import = 0;  // that brought it first
  std::string file;
  std::int64_t line = 0;
  std::string column, value;
  std::string expected_key;  // message key, with its arguments
  std::vector<Argument> arguments;
  std::string raw;                   // the row as it stood in the file
  std::vector<std::string> columns;  // of its file
  std::vector<std::string> fields;   // as far as the row could be taken apart
  QuarantineStatus status = QuarantineStatus::open;
};

struct QuarantineReason {
  std::string column;
  std::string expected_key;
  std::vector<Argument> arguments;  // of one of the rows
  std::int64_t rows = 0;
  std::string example;  // the most frequent value
  std::int64_t first_line = 0;
  std::string first_file;
};

struct QuarantineFilter {
  QuarantineStatus status = QuarantineStatus::open;
  std::string column;                      // empty: any
  std::string expected_key;                // empty: any
  std::int64_t limit = 0;                  // 0: all
  std::vector<std::int64_t> numbers = {};  // of the rows; empty: any
};

// Rows that were put aside together; what takes them back names it by its number, from 1 in each register.
struct Dismissal {
  std::int64_t number = 0;  // 0: nothing was there to dismiss
  std::int64_t rows = 0;
};

// A corrected copy of one waiting row as a file to import: its columns with the fields given, and where it came from.
// As many fields as the row has columns.
Status write_corrected(const QuarantinedRow& row, const std::vector<std::string>& fields,
                       const std::filesystem::path& file);

}  // namespace tartip::store
