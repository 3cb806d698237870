// Which territories of two periods of forms cover the same ground?
//
// Forms come with codes only. A territory that reported in both periods stands for itself, unless its ground was
// divided or joined in between: then all that succeeded it are added up on both sides (June 2022 in Kazakhstan: East
// Kazakhstan = East Kazakhstan + Abay). A territory that reported in one period only, with no stated succession, makes
// the comparison impossible: it is refused by name.
#pragma once
#include <set>
#include <span>
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "base/error.hpp"

namespace tartip::statistics {

struct CodeSuccession {
  std::string from;
  std::vector<std::string> to;  // may hold `from` itself
  axes::Day day;
};

struct CodeGroup {
  std::vector<std::string> codes;              // all of the group, sorted
  std::vector<std::string> current, previous;  // those that reported
  bool bridged = false;                        // several codes were joined
};

struct ReportedCodes {
  std::vector<std::string> codes;
  axes::Span period;
};

// A succession joins codes when its day lies after the first day of the earlier period and before the end of the later:
// a period that holds the day has part of the figures under the old code and part under the new ones. Errors: bad_data
// `error.explain.not_reported` (code, period): a code or a successor that should have reported has not. Groups by their
// first code.
Result<std::vector<CodeGroup>> group_codes(const ReportedCodes& current, const ReportedCodes& previous,
                                           std::span<const CodeSuccession> successions);

// Whose figures do not continue those of `previous`: a break in the series.
struct Breaks {
  std::set<std::string> codes;  // of those that reported: divided or joined in between, by the rule of group_codes
  bool whole = false;           // the sum of all, too: of what belongs together some reported and some did not
};
Breaks breaks_since(axes::Span previous, const ReportedCodes& current, std::span<const CodeSuccession> successions);

}  // namespace tartip::statistics
