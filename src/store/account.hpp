// The account of an import: what became of every row. read = fresh + updated + unchanged + quarantined, for every file
// and in all; the store checks it before it commits.
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axes/time_zone.hpp"
#include "base/progress.hpp"
#include "registers/description.hpp"
#include "registers/validation.hpp"

namespace tartip::store {

// A description that comes with its rows: saved in the import's transaction, as Store::save_register would.
struct GivenDescription {
  registers::Description description;
  std::string toml;  // as it was given
};

struct ImportOptions {
  axes::Micros now = 0;                         // the moment from which the centre knows these rows
  const axes::TimeZone* centre_zone = nullptr;  // required: for registers that name no zone
  // Back-loading of history: the moment at which these rows were known, when that is not `now`. Must not be later than
  // `now`.
  std::optional<axes::Micros> known_on;
  int threads = 0;       // 0: all cores
  bool dry_run = false;  // everything is done and then undone: the account is true, the store is as it was
  bool reread = false;   // read a file again though the very same file was imported under the same description
  // Saved before the files are read; nothing of it stays when the import fails, is cancelled or is a dry run. Its id
  // must be the register's.
  std::optional<GivenDescription> description;
  Progress progress;
};

struct RowCounts {
  std::int64_t read = 0;
  std::int64_t fresh = 0;  // new to the register
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t quarantined = 0;

  bool adds_up() const { return read == fresh + updated + unchanged + quarantined; }
  RowCounts& operator+=(const RowCounts& other) {
    read += other.read, fresh += other.fresh, updated += other.updated;
    unchanged += other.unchanged, quarantined += other.quarantined;
    return *this;
  }
  friend bool operator==(const RowCounts&, const RowCounts&) = default;
};

struct FileAccount {
  std::string file;  // as it was named
  std::string sha256;
  std::int64_t bytes = 0;
  bool same_file =
      false;  // the very file was imported before under the same description and axes, and was not read again
  RowCounts rows;
};

struct ImportAccount {
  std::int64_t number = 0;  // of the import in the centre, from 1
  std::string register_id;
  axes::Micros moment = 0;
  axes::Micros known_on = 0;
  RowCounts rows;
  std::vector<FileAccount> files;
  std::array<std::int64_t, registers::k_flag_count> flags{};  // of the events that went in
  std::int64_t resolved = 0;                                  // rows of the quarantine that this import mended
  std::vector<std::string> new_classes;                       // values that became codes of the register's own scheme
};

}  // namespace tartip::store
