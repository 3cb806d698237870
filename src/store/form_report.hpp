// Forms that territories reported, kept with every version: a form sent again replaces the figures, never the record of
// what was known before.
#pragma once
#include <optional>
#include <string>

#include "axes/calendar.hpp"
#include "axes/time_zone.hpp"

namespace tartip::store {

struct FormReportEntry {
  std::int64_t number = 0;
  std::string form, version, territory;
  axes::Span period;
  std::string file, sha256, title, saved;
  axes::Micros imported = 0;
  std::optional<axes::Micros> replaced;  // when a later version came; empty: in force
  std::int64_t cells = 0;                // that hold a value
};

struct FormReportFilter {
  std::string form = {}, territory = {};      // empty: all
  std::optional<axes::Span> period = {};      // exactly this one
  std::optional<axes::Micros> known_on = {};  // empty: in force now
  bool every_version = false;
};

// What putting a report did.
enum class FormOutcome { fresh, replaced, unchanged };

}  // namespace tartip::store
