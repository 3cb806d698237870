// Releases: tables as they left the house, kept for good. A release is named by its series and version, "2022@1"; the
// next of the same series is "2022@2". Nothing in it is ever changed or removed; every reading checks the checksums, so
// that a change behind the program's back is seen.
//
// Checksum of a table: SHA-256 of its text (docs/releases.md); of a release: SHA-256 of its id and the lines
// "<table> <checksum>\n" in order, then "protection: <checksum>\n" of the record of its disclosure control where there
// is one, so that all can be computed again without Tartip.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "axes/time_zone.hpp"
#include "base/error.hpp"
#include "statistics/published_table.hpp"

namespace tartip::store {

struct ReleasedTable {
  std::string id;
  std::string sha256;
  std::int64_t figures = 0;
};

struct ReleaseHead {
  std::string id;      // "2022@1"
  std::string series;  // the period, or a name: [a-z0-9][a-z0-9._-]*
  int version = 1;
  axes::Micros made = 0;
  std::string note;     // why it was made; may be empty
  std::string program;  // version that computed it
  std::string checksum;
  std::vector<ReleasedTable> tables;
  std::string protection;  // SHA-256 of the record of its disclosure control; empty: made before there was one
};

struct Release {
  ReleaseHead head;
  std::vector<statistics::PublishedTable> tables;
  std::string protection;  // the record of its disclosure control, as it was put: for the house only
};

struct ReleaseDraft {
  std::string series;
  std::string note;
  std::vector<statistics::PublishedTable> tables;  // at least one; ids differ
  std::string protection = {};                     // kept beside the tables, never exported
};

// The text that is kept and signed by its checksum: JSON with keys in a fixed order and figures in the order of
// `sort_observations`; the same table gives the same bytes. Release and time of publication are not part of it.
std::string release_text(const statistics::PublishedTable& table);
Result<statistics::PublishedTable> table_from_release_text(std::string_view text);
std::string release_checksum(const std::string& id, const std::vector<ReleasedTable>& tables,
                             const std::string& protection = "");

}  // namespace tartip::store
