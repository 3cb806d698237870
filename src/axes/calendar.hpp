// The axis of time: days, periods and spans of the proleptic Gregorian calendar. Weeks are ISO 8601 (Monday first).
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace tartip::axes {

using Day = std::chrono::sys_days;

// Validity without a stated beginning or end runs between these days.
inline constexpr Day k_first_day{std::chrono::year{1} / 1 / 1};
inline constexpr Day k_last_day{std::chrono::year{9999} / 12 / 31};

enum class Unit { hour, day, week, month, quarter, half_year, year };

std::string_view name_of(Unit unit);             // "month"; half_year is "half-year"
Result<Unit> parse_unit(std::string_view text);  // the same words

// Periods of one unit are numbered without gaps; 0 is the period that holds 1970-01-01 00:00.
struct Period {
  Unit unit = Unit::month;
  std::int64_t ordinal = 0;
  friend auto operator<=>(const Period&, const Period&) = default;
};

Period period_of(Day day, Unit unit);  // for Unit::hour: its first hour
Day first_day(Period period);
Day end_day(Period period);  // the first day after it; an hour ends with its day
std::string text_of(
    Period period);  // "2022", "2022-H1", "2022-Q3", "2022-09", "2022-W05", "2022-09-17", "2022-09-17T13"

// A half-open stretch of days [from, to).
struct Span {
  Day from;
  Day to;
  bool empty() const { return from >= to; }
  bool contains(Day day) const { return from <= day && day < to; }
  friend bool operator==(const Span&, const Span&) = default;
};

// "2022", "2022-H1", "2022-Q3", "2022-09", "2022-W05", "2022-09-17", and "A..B" from the start of A to the end of B.
// Years have four digits, 0001 to 9999. Refuses month 13, week 53 of a year that has 52, and an end before the start.
Result<Span> parse_span(std::string_view text);
// One period where the span is one, else "A..B" in years, months, weeks or days, whichever fits first; parse_span reads
// it back to the same span. An empty span has no such form and gives "".
std::string text_of(Span span);

// January 1 up to the end of the span: the cumulative period of legal statistics. The span must lie in one year and not
// be empty.
Result<Span> cumulative(Span span);

// The same days one year (or n years) earlier; 29 February becomes 28 February where there is none, and an end at the
// end of a month stays there, so that whole months stay whole months. Weeks do not stay whole. An empty span stays
// empty.
Span years_earlier(Span span, int years = 1);

// The periods of `unit` that touch the span, in order; the first and the last may reach beyond it (see is_whole).
std::vector<Period> periods_in(Span span, Unit unit);

// Whether the span starts and ends where periods of `unit` do.
bool is_whole(Span span, Unit unit);

std::string text_of(Day day);                  // "2022-09-17"
Result<Day> parse_day(std::string_view text);  // the same form; refuses 2023-02-29

}  // namespace tartip::axes
