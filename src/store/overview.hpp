// What a register holds, for `register show` and the passport of a briefing.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/time_zone.hpp"
#include "registers/validation.hpp"
#include "store/account.hpp"

namespace tartip::store {

struct QuantityOverview {
  std::string id;
  std::int64_t known = 0;
  double sum = 0, least = 0, most = 0;  // of the known ones; 0 when none is
};

// Counts are of current versions of events.
struct Overview {
  std::string register_id;
  std::int64_t events = 0;
  std::int64_t superseded = 0;       // older versions kept
  std::optional<axes::Span> days;    // from the first to the day after the last event; nothing when no event has a day
  std::optional<axes::Span> covers;  // what cells count as covered: the description's word, else made from the days
  bool covers_stated = false;        // by the description
  std::int64_t with_time = 0, with_hour = 0, with_point = 0, with_unit = 0, with_class = 0;
  std::array<std::int64_t, registers::k_flag_count> flags{};
  std::map<int, std::int64_t> by_year;
  std::vector<std::pair<axes::Period, std::int64_t>>
      by_month;                              // months without events between the first and the last stand as 0
  std::optional<std::array<double, 4>> box;  // west, south, east, north: degrees, or metres of a local plane
  std::vector<QuantityOverview> quantities;
  std::int64_t quarantined = 0;  // open rows
  std::int64_t dismissed = 0;
  std::vector<ImportAccount> imports;
  std::string fingerprint;  // SHA-256 over the register's description, its imports' files and moments, and those taken
                            // back: the version of its data
};

}  // namespace tartip::store
