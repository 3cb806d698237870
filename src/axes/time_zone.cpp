#include "axes/time_zone.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/ucal.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <vector>

namespace tartip::axes {
namespace {

constexpr Micros k_micros_per_milli = 1000;
constexpr UDate k_1850 = -3786912000000.0;  // milliseconds, ICU's unit
constexpr UDate k_2100 = 4102444800000.0;

// From `utc` on the offset (local − UTC) is `after`; up to it, `before`.
struct Transition {
  Micros utc = 0;
  Micros before = 0;
  Micros after = 0;
};

}  // namespace

struct TimeZone::Transitions {
  std::string name;
  Micros first_offset = 0;
  std::vector<Transition> list;  // by time
};

TimeZone::TimeZone(std::shared_ptr<const Transitions> transitions) : transitions_(std::move(transitions)) {}

Result<TimeZone> TimeZone::named(const std::string& iana) {
  const auto unknown = [&] { return fail(Code::bad_input, "error.time_zone.unknown", {{"name", iana}}); };
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(iana)));
  icu::UnicodeString id;
  const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(zone.get());
  if (iana.empty() || rules == nullptr || zone->getID(id) == icu::UnicodeString(UCAL_UNKNOWN_ZONE_ID)) return unknown();

  auto transitions = std::make_shared<Transitions>();
  transitions->name = iana;
  std::int32_t raw = 0;
  std::int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffset(k_1850, false, raw, summer, status);
  if (U_FAILURE(status) != 0) return unknown();
  Micros offset = transitions->first_offset = (Micros{raw} + summer) * k_micros_per_milli;

  icu::TimeZoneTransition next;
  for (UDate at = k_1850; rules->getNextTransition(at, false, next) != 0 && next.getTime() < k_2100;
       at = next.getTime()) {
    const Micros after = (Micros{next.getTo()->getRawOffset()} + next.getTo()->getDSTSavings()) * k_micros_per_milli;
    // A change of the abbreviation alone is not a transition of the clock.
    if (after == offset) continue;
    transitions->list.push_back({static_cast<Micros>(next.getTime()) * k_micros_per_milli, offset, after});
    offset = after;
  }
  return TimeZone(std::move(transitions));
}

const std::string& TimeZone::name() const {
  return transitions_->name;
}

Instant TimeZone::to_utc(Micros local) const {
  const auto& list = transitions_->list;
  // The first transition whose both readings of the clock are not yet past. Everything before its earlier reading is
  // unique; between the two readings lies the gap or the overlap. In all three cases the offset before it answers.
  const auto next = std::partition_point(list.begin(), list.end(), [local](const Transition& transition) {
    return transition.utc + std::max(transition.before, transition.after) <= local;
  });
  if (next == list.end()) return {local - (list.empty() ? transitions_->first_offset : list.back().after)};
  LocalKind kind = LocalKind::unique;
  if (local >= next->utc + std::min(next->before, next->after))
    kind = next->after > next->before ? LocalKind::gap : LocalKind::overlap;
  return {local - next->before, kind};
}

Micros TimeZone::to_local(Micros utc) const {
  const auto& list = transitions_->list;
  const auto next = std::partition_point(list.begin(), list.end(),
                                         [utc](const Transition& transition) { return transition.utc <= utc; });
  return utc + (next == list.begin() ? transitions_->first_offset : std::prev(next)->after);
}

std::string TimeZone::tz_version() {
  UErrorCode status = U_ZERO_ERROR;
  const char* version = icu::TimeZone::getTZDataVersion(status);
  return U_FAILURE(status) != 0 ? "" : version;
}

}  // namespace tartip::axes
