// What changed between two releases, figure by figure, and why?
//
// Figures are matched by table, codes, period and definition; where the exact definition is gone, by its name without
// version. Reasons, several can hold:
//   source      the files behind the figure have other bytes, or were not among those of the other release;
//   definition  it is bound to another version of its definition, or the same id now has other words (must not be);
//   disclosure  it is withheld on one side;
//   standing    only its status changed (provisional became final);
//   coverage    the other release does not have it although its files are there: the table, definition, row or
//               territory was not asked for;
//   unexplained same files, same definition, another number: the computation changed, or the register behind it did
//               without a trace.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "statistics/published_table.hpp"

namespace tartip::statistics {

enum class RevisionKind : std::uint8_t { changed, appeared, vanished };
enum class RevisionReason : std::uint8_t { source, definition, disclosure, standing, coverage, unexplained };
std::string_view name_of(RevisionKind kind);
std::string_view name_of(RevisionReason reason);

struct Revision {
  std::string table;
  std::string figure;  // figure_key of the later release; of the earlier one when it vanished
  std::string definition_before, definition_after;  // ids; empty on the side where it is not
  RevisionKind kind = RevisionKind::changed;
  std::string before, after;  // published texts; empty without a value
  ObservationStatus status_before = ObservationStatus::missing, status_after = ObservationStatus::missing;
  double difference = 0;                // after − before; NaN when one has no value
  double percent = 0;                   // of the earlier value; NaN also when that is 0
  std::vector<RevisionReason> reasons;  // in the order above, at least one
};

struct ReleaseDifference {
  std::vector<Revision> revisions;  // by table and figure
  std::size_t same = 0;             // figures that stand in both with equal text, status and definition
};

// Both sides must be sound (`checked`). Cost O(n log n).
ReleaseDifference differences(const std::vector<PublishedTable>& before, const std::vector<PublishedTable>& after);

}  // namespace tartip::statistics
