// A first description of a file nobody has described yet: types, dates, coordinates, classes and keys guessed from a
// sample, each guess with its reason, for a person to correct.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "registers/description.hpp"
#include "registers/record.hpp"

namespace tartip::registers {

struct Guess {
  std::string column;
  std::string role;  // "time", "x", "y", "class", "quantity", "attribute", "text", "key", "ignored"
  std::string key;   // message key of the reason "guess.…"
  std::vector<Argument> arguments;
};

struct Proposal {
  Description description;
  std::vector<Guess> guesses;
};

// Looks at up to `sample` records. Parquet files come through `sampled` records by the store: see propose_from.
Result<Proposal> propose(const std::filesystem::path& file, std::size_t sample = 20'000);
Result<Proposal> propose_from(RecordReader& reader, const SourceFormat& format, const std::string& name,
                              std::size_t sample = 20'000);

}  // namespace tartip::registers
