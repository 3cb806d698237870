// The rows of a source file as text, whatever its format. Blocks of records are handed to several threads; each record
// knows its line, so that a rejected one can be found again in the file.
#pragma once
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "registers/description.hpp"

namespace tartip::registers {

// Why a record cannot be read as fields at all (ragged, NUL byte, broken encoding, line too long, not JSON, …).
struct Flaw {
  std::string column;  // name or empty
  std::string value;   // what stands there, shortened and made printable
  std::string key;     // message key "quarantine.ragged", …
  std::vector<Argument> arguments;
};

struct Record {
  std::int64_t line = 0;                 // of its first byte, from 1; for Parquet and XLSX the row's number
  std::vector<std::string_view> fields;  // one per column of the source, in UTF-8; views into the block
  std::string_view raw;      // the row as it stands in the file (UTF-8 after conversion), for identity and quarantine
  std::optional<Flaw> flaw;  // then `fields` may be short
};

// Owns the bytes that its records look into. Reused from call to call to keep memory flat.
struct RecordBlock {
  std::vector<Record> records;
  std::size_t count = 0;               // how many of `records` are filled
  std::uint64_t sequence = 0;          // 0, 1, … in file order, whichever thread asked
  std::string bytes;                   // what the views look into; a reader may change it only before it fills records
  std::deque<std::string> more_bytes;  // unescaped fields; a deque, so that views stay good
};

class RecordReader {
 public:
  virtual ~RecordReader() = default;
  virtual const std::vector<std::string>& columns() const = 0;
  // Fills the block with the next records in file order; false at the end. Safe from several threads, each with its own
  // block.
  virtual Result<bool> next(RecordBlock& block) = 0;
  // Bytes of the file consumed so far and in all, for progress.
  virtual double position() const = 0;
  virtual double size() const = 0;
};

// CSV/TSV (plain or gzip), JSON lines (plain or gzip), GeoJSON, XLSX. Parquet is read by the store.
// Memory is bounded whatever the file holds: a record above 4 MiB is a flaw; XLSX and GeoJSON above their stated limits
// are refused.
Result<std::unique_ptr<RecordReader>> open_records(const std::filesystem::path& file, const SourceFormat& format);

}  // namespace tartip::registers
