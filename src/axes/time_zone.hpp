// Local clock time and instants. An instant is microseconds since 1970-01-01 00:00 UTC; local time is the same count
// read off a wall clock. Transitions of 1850–2100 come from ICU's copy of the tz database when a zone is named (≈1 ms);
// before and after them the nearest offset holds. A conversion is a binary search (≈10 ns) and safe from any number of
// threads.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/error.hpp"

namespace tartip::axes {

using Micros = std::int64_t;
inline constexpr Micros k_micros_per_second = 1'000'000;
inline constexpr Micros k_micros_per_day = 86'400 * k_micros_per_second;

// Twice a year some zones skip an hour (a local time that never was: read as if the clock had not been moved yet, that
// is, shifted forward by the gap) or repeat one (a local time that was twice: the first is taken). Both are said.
enum class LocalKind { unique, gap, overlap };

struct Instant {
  Micros utc = 0;
  LocalKind kind = LocalKind::unique;
};

class TimeZone {
 public:
  // An unknown or empty name is an error.
  static Result<TimeZone> named(const std::string& iana);  // "Asia/Almaty", "UTC", "America/Mexico_City"
  const std::string& name() const;
  Instant to_utc(Micros local) const;
  Micros to_local(Micros utc) const;
  static std::string tz_version();  // of ICU's data, for the passport

 private:
  struct Transitions;
  explicit TimeZone(std::shared_ptr<const Transitions> transitions);
  std::shared_ptr<const Transitions> transitions_;
};

}  // namespace tartip::axes
