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

struct WithdrawalOptions {
  axes::Micros now = 0;
  // As with an import, for one that was back-loaded itself: the moment from which the centre knows it better.
  std::optional<axes::Micros> known_on;
  std::string reason;    // kept with it; may be empty
  bool dry_run = false;  // the counts are true, the store is as it was
};

// An import that was taken back: what it brought is known no longer from `known_on` on. A cut before shows it still.
struct Withdrawal {
  std::int64_t import = 0;
  axes::Micros moment = 0;
  axes::Micros known_on = 0;
  std::string reason;
  std::int64_t gone = 0;      // events that nobody else brought
  std::int64_t returned = 0;  // events that have the version before again
  std::int64_t kept = 0;      // events that a later import has changed: they stay as that one says
  std::int64_t closed = 0;    // rows of its quarantine, which wait no longer
  std::int64_t reopened = 0;  // rows that it had mended, which wait again
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
  std::optional<Withdrawal> withdrawn;                        // it was taken back
};

}  // namespace tartip::store
