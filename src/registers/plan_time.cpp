#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>

#include "registers/plan_steps.hpp"

namespace tartip::registers {
namespace {

using axes::k_micros_per_day;
using axes::Micros;

constexpr Micros k_hour = 3600 * axes::k_micros_per_second;
constexpr std::size_t k_longest_moment = 128;

std::int64_t floor_days(Micros micros) {
  return micros >= 0 ? micros / k_micros_per_day : -((-micros + k_micros_per_day - 1) / k_micros_per_day);
}

std::string day_text(std::int64_t day) {
  return axes::text_of(axes::Day{std::chrono::days{day}});
}

}  // namespace

Result<TimeStep::Field> TimeStep::make_field(const TimeField& field, const ColumnFinder& columns) {
  Field result;
  result.value = field.value;
  for (const std::string& name : field.columns) {
    auto column = columns.find(name);
    if (!column) return pass(column);
    result.columns.push_back(*column);
    result.column_name += (result.column_name.empty() ? "" : " ") + name;
  }
  for (const std::string& format : field.formats) {
    auto compiled = TimeFormat::compile(format);
    if (!compiled) return pass(compiled);
    result.formats.push_back(std::move(*compiled));
  }
  if (!field.formats.empty()) result.first_format = field.formats.front();
  return result;
}

Result<TimeStep> TimeStep::make(const Description& description, const ColumnFinder& columns, const Axes& axes) {
  const TimeRule& rule = description.time;
  TimeStep step;
  auto from = make_field(rule.from, columns);
  if (!from) return pass(from);
  step.from_ = std::move(*from);
  auto until = make_field(rule.until, columns);
  if (!until) return pass(until);
  step.until_ = std::move(*until);
  if (rule.zone.empty()) {
    step.zone_ = *axes.centre_zone;
  } else {
    auto zone = axes::TimeZone::named(rule.zone);
    if (!zone) return pass(zone);
    step.zone_ = std::move(*zone);
  }
  step.required_ = rule.required;
  step.outside_ = rule.outside;
  step.covers_ = description.covers;
  step.now_ = axes.now;
  return step;
}

std::string_view TimeStep::shown(const Field& field, const Fields& fields) {
  return field.columns.empty() ? std::string_view(field.value) : fields[field.columns.front()];
}

axes::Day TimeStep::last_day(const Event& event) const {
  const Micros last = std::max(event.from, event.until - 1);  // the end itself is the next midnight
  return axes::Day{std::chrono::days{floor_days(zone_->to_local(last))}};
}

TimeStep::Outcome TimeStep::read(const Field& field, const Fields& fields, Reading& reading, std::uint32_t& flags,
                                 Rejection& rejection) const {
  std::array<char, k_longest_moment> joined;
  std::string_view text;
  if (field.columns.size() <= 1) {
    text = shown(field, fields);
  } else {
    std::size_t length = 0;
    for (int column : field.columns) {
      const std::string_view part = fields[column];
      if (part.empty()) continue;
      if (length + part.size() + 1 > joined.size()) {
        reject(rejection, field.column_name, part, "expected.time", {{"format", field.first_format}});
        return Outcome::rejected;
      }
      if (length > 0) joined[length++] = ' ';
      std::memcpy(joined.data() + length, part.data(), part.size());
      length += part.size();
    }
    text = {joined.data(), length};
  }
  if (text.empty()) return Outcome::missing;
  for (std::size_t i = 0; i < field.formats.size(); ++i) {
    if (const auto found = field.formats[i].read(text)) {
      reading = *found;
      if (i > 0) flags |= k_later_format;
      if (found->leap_second) flags |= k_leap_second;
      return Outcome::read;
    }
  }
  reject(rejection, field.column_name, text, "expected.time", {{"format", field.first_format}});
  return Outcome::rejected;
}

Micros TimeStep::utc_of(Micros local, std::uint32_t& flags) const {
  const axes::Instant instant = zone_->to_utc(local);
  if (instant.kind == axes::LocalKind::gap) flags |= k_time_gap;
  if (instant.kind == axes::LocalKind::overlap) flags |= k_time_overlap;
  return instant.utc;
}

bool TimeStep::check(const Fields& fields, Event& event, Rejection& rejection) const {
  Reading from;
  event.has_time = false;
  event.hour = -1;
  event.day = 0;
  event.from = event.until = 0;
  switch (read(from_, fields, from, event.flags, rejection)) {
    case Outcome::rejected:
      return false;
    case Outcome::missing:
      if (required_)
        return reject(rejection, from_.column_name, "", "expected.time_present", {{"format", from_.first_format}});
      event.flags |= k_no_time;
      return true;
    case Outcome::read:
      break;
  }
  event.has_time = true;
  const Micros local = from.absolute ? zone_->to_local(from.micros) : from.micros;
  // What midnight a day starts at is nobody's claim: only a clock time that was read can fall into a gap or an overlap.
  std::uint32_t ignored = 0;
  std::uint32_t& flags = from.resolution == Resolution::moment ? event.flags : ignored;
  event.from = from.absolute ? from.micros : utc_of(local, flags);
  event.until = from.resolution == Resolution::moment ? event.from : utc_of(end_of(from), ignored);
  event.day = static_cast<std::int32_t>(floor_days(local));

  if (!until_.columns.empty() || !until_.value.empty()) {
    Reading until;
    switch (read(until_, fields, until, event.flags, rejection)) {
      case Outcome::rejected:
        return false;
      case Outcome::missing:
        break;
      case Outcome::read: {
        const Micros end = until.absolute ? until.micros : utc_of(end_of(until), ignored);
        if (end < event.from) {
          return reject(rejection, until_.column_name, shown(until_, fields), "expected.until_after_from",
                        {{"from", std::string(shown(from_, fields))}});
        }
        event.until = end;
      }
    }
  }
  if (from.resolution == Resolution::moment) {
    if (event.until - event.from <= k_hour) {
      event.hour = static_cast<std::int8_t>((local - event.day * k_micros_per_day) / k_hour);
    }
  } else {
    event.flags |= k_no_time_of_day;
  }
  // A local day may have 25 hours.
  if (event.until - event.from > k_micros_per_day + k_hour) event.flags |= k_uncertain_time;

  constexpr std::int32_t k_first_of_1900 = -25'567;
  std::string limit;
  if (event.from > now_) {
    limit = "future";
  } else if (event.day < k_first_of_1900) {
    limit = "1900";
  } else if (covers_ && !covers_->contains(axes::Day{std::chrono::days{event.day}})) {
    limit = "covers";
  } else {
    return true;
  }
  if (outside_ == Rule::keep) {
    event.flags |= k_outside_time;
    return true;
  }
  const std::string_view text = shown(from_, fields);
  if (limit == "future") {
    return reject(rejection, from_.column_name, text, "expected.not_future",
                  {{"today", day_text(floor_days(zone_->to_local(now_)))}});
  }
  if (limit == "1900") return reject(rejection, from_.column_name, text, "expected.since_1900");
  return reject(rejection, from_.column_name, text, "expected.covered", {{"covers", axes::text_of(*covers_)}});
}

std::string TimeStep::sortable(std::string_view text) const {
  for (const TimeFormat& format : from_.formats) {
    const auto reading = format.read(text);
    if (!reading) continue;
    std::uint32_t ignored = 0;
    const Micros utc = reading->absolute ? reading->micros : utc_of(reading->micros, ignored);
    // Shifted so that years before 1970 sort as well.
    return fmt::format("t{:020}", static_cast<std::uint64_t>(utc) + (std::uint64_t{1} << 63));
  }
  return {};
}

}  // namespace tartip::registers
