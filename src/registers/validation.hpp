// From a record's text to an event on the three axes, or to a reason why not. The plan is made once per import from the
// description and the axes; `check` is const, allocates nothing in the good case and is safe from any number of
// threads.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "axes/classification.hpp"
#include "axes/territory.hpp"
#include "axes/time_zone.hpp"
#include "base/hash.hpp"
#include "registers/description.hpp"
#include "registers/record.hpp"

namespace tartip::registers {

// Bits of Event::flags: the row is good, and something about it was decided by a rule.
enum Flag : std::uint32_t {
  k_later_format = 1U << 0,       // time read by another than the first format
  k_time_gap = 1U << 1,           // a local time that the clock skipped
  k_time_overlap = 1U << 2,       // a local time that the clock repeated
  k_no_time = 1U << 3,            // time not known (allowed by the description)
  k_no_time_of_day = 1U << 4,     // only the day is known
  k_uncertain_time = 1U << 5,     // an interval of more than one day
  k_outside_time = 1U << 6,       // kept although outside `covers` or in the future
  k_no_place = 1U << 7,           // neither coordinates nor unit
  k_outside_territory = 1U << 8,  // coordinates in no unit
  k_unknown_unit = 1U << 9,       // code or name of a unit not found
  k_place_conflict = 1U << 10,    // coordinates and code name different units; the code is taken
  k_unknown_class = 1U << 11,
  k_class_outside_validity = 1U << 12,
  k_leap_second = 1U << 13,  // second 60 read as 59
};
inline constexpr int k_flag_count = 14;
std::string_view name_of_flag(int bit);  // "later_format", … ; message key "flag.<name>"

struct Event {
  Hash128 id;       // of the key columns; of the raw row when the register has no key
  Hash128 content;  // of the raw row: what decides "unchanged"
  std::int64_t line = 0;
  bool has_time = false;
  axes::Micros from = 0, until = 0;  // UTC; equal for a certain moment; a day alone is [00:00, 24:00) local
  std::int32_t day = 0;              // local day of `from`, days since 1970 — the day the event is counted on
  std::int8_t hour = -1;             // local hour, -1 when the time of day is not known
  bool has_point = false;
  double x = 0, y = 0;                 // as given, in the register's plane; metres in a local one
  double longitude = 0, latitude = 0;  // NaN in a local plane
  std::int32_t unit = -1;
  std::int32_t item = -1;  // class; -1 with `new_class` set when the value is to be added
  std::string_view new_class;
  std::string version;             // of the version column, normalised so that it sorts as text; may be empty
  std::vector<double> quantities;  // NaN: not known
  std::vector<std::string_view> attributes, texts;  // empty data() : not known
  std::uint32_t flags = 0;
};

struct Rejection {
  std::string column, value;
  std::string expected_key;  // message key "expected.date", … with arguments
  std::vector<Argument> arguments;
};

struct Axes {
  const axes::Territory* territory = nullptr;  // what place.territory names
  const axes::Classification* classes =
      nullptr;  // what classes.scheme names; the register's own scheme so far, when empty
  const axes::TimeZone* centre_zone = nullptr;  // required
  axes::Micros now = 0;                         // what "in the future" is measured against
};

class Plan {
 public:
  // Fails when a column that the description names is not in the source (names the nearest that is).
  static Result<Plan> make(const Description& description, const std::vector<std::string>& columns, const Axes& axes);
  ~Plan();
  Plan(Plan&&) noexcept;
  Plan& operator=(Plan&&) noexcept;

  // True: `event` is filled (its views look into the record). False: `rejection` says why.
  bool check(const Record& record, Event& event, Rejection& rejection) const;
  Hash128 content_of(const Record& record) const;  // alone, for recognising unchanged rows cheaply

 private:
  struct Steps;
  explicit Plan(std::unique_ptr<Steps> steps);
  std::unique_ptr<Steps> steps_;
};

}  // namespace tartip::registers
