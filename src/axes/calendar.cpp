#include "axes/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/require.hpp"

namespace tartip::axes {
namespace {

using std::chrono::days;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::array<std::pair<Unit, std::string_view>, 7> k_units{{{Unit::hour, "hour"},
                                                                    {Unit::day, "day"},
                                                                    {Unit::week, "week"},
                                                                    {Unit::month, "month"},
                                                                    {Unit::quarter, "quarter"},
                                                                    {Unit::half_year, "half-year"},
                                                                    {Unit::year, "year"}}};

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::int64_t days_of(Day day) {
  return day.time_since_epoch().count();
}
Day day_at(std::int64_t count) {
  return Day{days{static_cast<days::rep>(count)}};
}

int months_in(Unit unit) {
  switch (unit) {
    case Unit::quarter:
      return 3;
    case Unit::half_year:
      return 6;
    case Unit::year:
      return 12;
    default:
      return 1;
  }
}

std::int64_t month_number(Day day) {
  const year_month_day date{day};
  return (std::int64_t{static_cast<int>(date.year())} - 1970) * 12 + static_cast<unsigned>(date.month()) - 1;
}

Day month_start(std::int64_t number) {
  const auto years = floor_div(number, 12);
  return Day{year{static_cast<int>(1970 + years)} / month{static_cast<unsigned>(number - years * 12 + 1)} / 1};
}

// Day 0, 1970-01-01, is a Thursday: its week begins three days before.
constexpr std::int64_t k_thursday = 3;

Period week_of(int iso_year, int week) {
  // The week that holds 4 January is week 1.
  const Period first = period_of(Day{year{iso_year} / 1 / 4}, Unit::week);
  return {Unit::week, first.ordinal + week - 1};
}

int iso_year_of(Period week) {
  return static_cast<int>(year_month_day{first_day(week) + days{3}}.year());
}

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return text.empty() || text.size() > 4 ? std::nullopt : std::optional<int>(value);
}

std::optional<Period> whole_part(Unit unit, int in_year, int index) {
  const int per_year = 12 / months_in(unit);
  if (index < 1 || index > per_year) return std::nullopt;
  return Period{unit, (std::int64_t{in_year} - 1970) * per_year + index - 1};
}

std::optional<Period> period_in(std::string_view text) {
  const auto in_year = digits(text.substr(0, 4));
  if (text.size() < 4 || !in_year || *in_year < 1) return std::nullopt;
  if (text.size() == 4) return whole_part(Unit::year, *in_year, 1);
  if (text[4] != '-') return std::nullopt;
  const std::string_view rest = text.substr(5);
  if (rest.size() == 2 && (rest[0] == 'H' || rest[0] == 'Q')) {
    const auto index = digits(rest.substr(1));
    return index ? whole_part(rest[0] == 'H' ? Unit::half_year : Unit::quarter, *in_year, *index) : std::nullopt;
  }
  if (rest.size() == 3 && rest[0] == 'W') {
    const auto index = digits(rest.substr(1));
    if (!index || *index < 1 || *index > 53) return std::nullopt;
    const Period week = week_of(*in_year, *index);
    return iso_year_of(week) == *in_year ? std::optional(week) : std::nullopt;
  }
  const auto in_month = digits(rest.substr(0, std::min<std::size_t>(2, rest.size())));
  if (rest.size() < 2 || !in_month) return std::nullopt;
  if (rest.size() == 2) return whole_part(Unit::month, *in_year, *in_month);
  if (rest.size() != 5 || rest[2] != '-') return std::nullopt;
  const auto in_day = digits(rest.substr(3));
  if (!in_day) return std::nullopt;
  const year_month_day date = year{*in_year} / month{static_cast<unsigned>(*in_month)} / *in_day;
  return date.ok() ? std::optional(period_of(Day{date}, Unit::day)) : std::nullopt;
}

}  // namespace

std::string_view name_of(Unit unit) {
  for (const auto& [known, name] : k_units)
    if (known == unit) return name;
  stop_for_bug("a unit without a name", std::source_location::current());
}

Result<Unit> parse_unit(std::string_view text) {
  for (const auto& [unit, name] : k_units)
    if (name == text) return unit;
  return fail(Code::bad_input, "error.calendar.unknown_unit", {{"value", std::string(text)}});
}

Period period_of(Day day, Unit unit) {
  switch (unit) {
    case Unit::hour:
      return {unit, days_of(day) * 24};
    case Unit::day:
      return {unit, days_of(day)};
    case Unit::week:
      return {unit, floor_div(days_of(day) + k_thursday, 7)};
    default:
      return {unit, floor_div(month_number(day), months_in(unit))};
  }
}

Day first_day(Period period) {
  switch (period.unit) {
    case Unit::hour:
      return day_at(floor_div(period.ordinal, 24));
    case Unit::day:
      return day_at(period.ordinal);
    case Unit::week:
      return day_at(period.ordinal * 7 - k_thursday);
    default:
      return month_start(period.ordinal * months_in(period.unit));
  }
}

Day end_day(Period period) {
  if (period.unit == Unit::hour) return first_day(period) + days{1};
  return first_day({period.unit, period.ordinal + 1});
}

std::string text_of(Day day) {
  const year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string text_of(Period period) {
  const Day first = first_day(period);
  const year_month_day date{first};
  const int in_year = static_cast<int>(date.year());
  const unsigned in_month = static_cast<unsigned>(date.month());
  switch (period.unit) {
    case Unit::hour:
      return fmt::format("{}T{:02}", text_of(first), period.ordinal - days_of(first) * 24);
    case Unit::day:
      return text_of(first);
    case Unit::week: {
      const int iso_year = iso_year_of(period);
      return fmt::format("{:04}-W{:02}", iso_year, period.ordinal - week_of(iso_year, 1).ordinal + 1);
    }
    case Unit::month:
      return fmt::format("{:04}-{:02}", in_year, in_month);
    case Unit::quarter:
      return fmt::format("{:04}-Q{}", in_year, (in_month - 1) / 3 + 1);
    case Unit::half_year:
      return fmt::format("{:04}-H{}", in_year, (in_month - 1) / 6 + 1);
    case Unit::year:
      return fmt::format("{:04}", in_year);
  }
  stop_for_bug("a unit without a text", std::source_location::current());
}

Result<Span> parse_span(std::string_view text) {
  const auto dots = text.find("..");
  const auto first = period_in(text.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : period_in(text.substr(dots + 2));
  if (!first || !last) return fail(Code::bad_input, "error.calendar.malformed", {{"value", std::string(text)}});
  const Span span{first_day(*first), end_day(*last)};
  if (span.empty()) return fail(Code::bad_input, "error.calendar.reversed", {{"value", std::string(text)}});
  return span;
}

std::string text_of(Span span) {
  if (span.empty()) return "";
  for (Unit unit : {Unit::year, Unit::half_year, Unit::quarter, Unit::month, Unit::week, Unit::day}) {
    const Period period = period_of(span.from, unit);
    if (first_day(period) == span.from && end_day(period) == span.to) return text_of(period);
  }
  for (Unit unit : {Unit::year, Unit::month, Unit::week})
    if (is_whole(span, unit))
      return text_of(period_of(span.from, unit)) + ".." + text_of(period_of(span.to - days{1}, unit));
  return text_of(span.from) + ".." + text_of(span.to - days{1});
}

Result<Span> cumulative(Span span) {
  const Period last = period_of(span.to - days{1}, Unit::year);
  if (span.empty() || period_of(span.from, Unit::year) != last)
    return fail(Code::bad_input, "error.calendar.not_one_year", {{"value", text_of(span)}});
  return Span{first_day(last), span.to};
}

Span years_earlier(Span span, int years) {
  if (span.empty()) return span;
  const auto earlier = [years](Day day) {
    year_month_day date = year_month_day{day} - std::chrono::years{years};
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    return Day{date};
  };
  const bool ends_with_month = year_month_day{span.to}.day() == std::chrono::day{1};
  return {earlier(span.from), ends_with_month ? earlier(span.to) : earlier(span.to - days{1}) + days{1}};
}

std::vector<Period> periods_in(Span span, Unit unit) {
  std::vector<Period> periods;
  if (span.empty()) return periods;
  const std::int64_t first = period_of(span.from, unit).ordinal;
  const std::int64_t last = unit == Unit::hour ? days_of(span.to) * 24 - 1 : period_of(span.to - days{1}, unit).ordinal;
  periods.reserve(static_cast<std::size_t>(last - first + 1));
  for (std::int64_t ordinal = first; ordinal <= last; ++ordinal) periods.push_back({unit, ordinal});
  return periods;
}

bool is_whole(Span span, Unit unit) {
  return first_day(period_of(span.from, unit)) == span.from && first_day(period_of(span.to, unit)) == span.to;
}

Result<Day> parse_day(std::string_view text) {
  const auto period = period_in(text);
  if (!period || period->unit != Unit::day)
    return fail(Code::bad_input, "error.calendar.no_such_day", {{"value", std::string(text)}});
  return first_day(*period);
}

}  // namespace tartip::axes
