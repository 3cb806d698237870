// The first records of a file that nobody has described yet, read as far as can be told by looking.
#pragma once
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registers/description.hpp"
#include "registers/record.hpp"

namespace tartip::registers {

inline constexpr std::size_t k_sample = 20'000;

// Why something was understood as it was.
struct Guess {
  std::string column;  // empty: about the file as a whole
  std::string key;     // message key of the reason "guess.…"
  std::vector<Argument> arguments;
};

// What a person says of the file; empty: found by looking.
struct FileChoices {
  std::string encoding = {};
  char delimiter = 0;
  std::string sheet = {};
  std::optional<int> skip_lines = {};
};

// Keeps the records and what they look into.
struct Sample {
  std::string name;  // of the file, without its extensions
  SourceFormat format;
  std::vector<Guess> guesses;       // about the file as a whole
  std::vector<std::string> sheets;  // of a workbook
  std::unique_ptr<RecordReader> reader;
  std::deque<RecordBlock> blocks;
  std::size_t count = 0;  // records
  bool whole = false;     // there are no more

  const std::vector<std::string>& columns() const { return reader->columns(); }
  // In file order, flawed ones too.
  template <class Look>
  void each(const Look& look) const {
    std::size_t left = count;
    for (const RecordBlock& block : blocks)
      for (std::size_t i = 0; i < block.count && left > 0; ++i, --left) look(block.records[i]);
  }
};

// Format, encoding, delimiter and the rows above a workbook's table are found by looking where they are not chosen.
// Parquet comes through `sample_from`, with the store's reader. Errors: those of open_records; bad_data
// `error.proposal.no_rows` when no record can be read as fields.
Result<Sample> open_sample(const std::filesystem::path& file, const FileChoices& chosen = {},
                           std::size_t most = k_sample);
Result<Sample> sample_from(std::unique_ptr<RecordReader> reader, const SourceFormat& format, const std::string& name,
                           std::size_t most = k_sample);

}  // namespace tartip::registers
