#include "axes/calendar.hpp"

#include <doctest/doctest.h>

#include <array>

#include "axes/islamic_calendar.hpp"

using namespace tartip;
using namespace tartip::axes;
using namespace std::chrono;

namespace {

constexpr std::array k_all{Unit::hour, Unit::day, Unit::week, Unit::month, Unit::quarter, Unit::half_year, Unit::year};

Day on(int y, unsigned m, unsigned d) {
  return Day{year{y} / month{m} / std::chrono::day{d}};
}
Span span(const char* text) {
  const auto parsed = parse_span(text);
  REQUIRE(parsed);
  return *parsed;
}

}  // namespace

TEST_CASE("every day of 1900–2100 agrees with std::chrono") {
  const Day first = on(1900, 1, 1);
  const Day last = on(2100, 12, 31);
  int wrong = 0;
  for (Day d = first; d <= last; d += days{1}) {
    const year_month_day date{d};
    const auto y = static_cast<int>(date.year());
    const auto m = static_cast<unsigned>(date.month());
    const auto months = std::int64_t{y - 1970} * 12 + m - 1;
    const auto floor = [](std::int64_t a, std::int64_t b) { return (a - ((a % b) + b) % b) / b; };
    wrong += period_of(d, Unit::day).ordinal != d.time_since_epoch().count();
    wrong += period_of(d, Unit::hour).ordinal != d.time_since_epoch().count() * 24;
    wrong += period_of(d, Unit::month).ordinal != months;
    wrong += period_of(d, Unit::quarter).ordinal != floor(months, 3);
    wrong += period_of(d, Unit::half_year).ordinal != floor(months, 6);
    wrong += period_of(d, Unit::year).ordinal != y - 1970;
    // A week begins on its Monday, and is named after the year of its Thursday.
    const Day monday = d - (weekday{d} - Monday);
    const Period week = period_of(d, Unit::week);
    wrong += first_day(week) != monday || end_day(week) != monday + days{7};
    const year_month_day thursday{monday + days{3}};
    const auto number = ((monday + days{3}) - Day{thursday.year() / 1 / 1}).count() / 7 + 1;
    char name[32];
    std::snprintf(name, sizeof name, "%04d-W%02d", static_cast<int>(thursday.year()), static_cast<int>(number));
    wrong += text_of(week) != name;
    const auto parsed = parse_day(text_of(d));
    wrong += !parsed || *parsed != d;
    for (Unit unit : k_all) {
      const Period period = period_of(d, unit);
      wrong += first_day(period) > d || end_day(period) <= d;
      if (unit == Unit::hour) continue;
      const auto back = parse_span(text_of(period));
      wrong += !back || *back != Span{first_day(period), end_day(period)};
      wrong += text_of(*back) != text_of(period) && unit != Unit::week;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("periods of a unit are numbered without gaps") {
  for (Unit unit : k_all) {
    CHECK(period_of(on(1970, 1, 1), unit).ordinal == 0);
    if (unit == Unit::hour) continue;
    for (std::int64_t ordinal = -300; ordinal < 300; ++ordinal) {
      CHECK(end_day({unit, ordinal}) == first_day({unit, ordinal + 1}));
      CHECK(period_of(first_day({unit, ordinal}), unit).ordinal == ordinal);
    }
  }
}

TEST_CASE("ISO weeks at the turn of the year (ISO 8601)") {
  CHECK(text_of(period_of(on(2005, 1, 1), Unit::week)) == "2004-W53");
  CHECK(text_of(period_of(on(2005, 1, 2), Unit::week)) == "2004-W53");
  CHECK(text_of(period_of(on(2005, 12, 31), Unit::week)) == "2005-W52");
  CHECK(text_of(period_of(on(2007, 1, 1), Unit::week)) == "2007-W01");
  CHECK(text_of(period_of(on(2008, 12, 29), Unit::week)) == "2009-W01");
  CHECK(text_of(period_of(on(2010, 1, 3), Unit::week)) == "2009-W53");
  CHECK(text_of(period_of(on(2020, 12, 31), Unit::week)) == "2020-W53");
  CHECK(parse_span("2020-W53"));
  CHECK_FALSE(parse_span("2021-W53"));
  CHECK_FALSE(parse_span("2021-W00"));
}

TEST_CASE("what people write and what is written") {
  CHECK(span("2022") == Span{on(2022, 1, 1), on(2023, 1, 1)});
  CHECK(span("2022-H2") == Span{on(2022, 7, 1), on(2023, 1, 1)});
  CHECK(span("2022-Q3") == Span{on(2022, 7, 1), on(2022, 10, 1)});
  CHECK(span("2022-01..2022-09") == Span{on(2022, 1, 1), on(2022, 10, 1)});
  CHECK(span("2022-Q1..2022-09-17") == Span{on(2022, 1, 1), on(2022, 9, 18)});
  CHECK(text_of(span("2022-01..2022-09")) == "2022-01..2022-09");
  CHECK(text_of(span("2022-07..2022-09")) == "2022-Q3");
  CHECK(text_of(span("2020..2022")) == "2020..2022");
  CHECK(text_of(span("2022-W05..2022-W08")) == "2022-W05..2022-W08");
  CHECK(text_of(span("2022-09-03..2022-09-17")) == "2022-09-03..2022-09-17");
  CHECK(text_of(Period{Unit::hour, 24 * 19'252 + 13}) == "2022-09-17T13");
  CHECK(text_of(Span{on(2022, 1, 1), on(2022, 1, 1)}).empty());
  for (Unit unit : k_all) CHECK(*parse_unit(name_of(unit)) == unit);
}

TEST_CASE("every span from one day to another is read back as written") {
  const Day start = on(2019, 11, 20);
  int wrong = 0;
  for (int from = 0; from < 500; from += 3)
    for (int length = 1; length < 800; length += 7) {
      const Span each{start + days{from}, start + days{from + length}};
      const auto back = parse_span(text_of(each));
      wrong += !back || *back != each;
    }
  CHECK(wrong == 0);
}

TEST_CASE("what is not a period is refused") {
  for (const char* text :
       {"",        "22",     "2022-13",     "2022-00", "2022-9",   "2023-02-29",    "2022-04-31", "2022-Q5",
        "2022-H0", "2022-Q", "2022-W5",     "0000",    "2022-",    "2022-09-",      "2022-09-1",  "2022-09-17T13",
        "2022..",  "..2022", "2022...2023", "2022 ",   "２０２２", "2022-09-17..x", "-2022",      "2022-+9"}) {
    CAPTURE(text);
    const auto parsed = parse_span(text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().key == "error.calendar.malformed");
  }
  CHECK(parse_span("2023..2022").error().key == "error.calendar.reversed");
  CHECK(parse_day("2023-02-29").error().key == "error.calendar.no_such_day");
  CHECK(parse_day("2024-02-29"));
  CHECK_FALSE(parse_day("2100-02-29"));
  CHECK(parse_day("2000-02-29"));
  CHECK_FALSE(parse_day("2022-09"));
  CHECK_FALSE(parse_day("2022-09-17 "));
  CHECK(parse_unit("fortnight").error().key == "error.calendar.unknown_unit");
}

TEST_CASE("the cumulative period runs from January to the end of the span, within one year") {
  CHECK(*cumulative(span("2022-09")) == span("2022-01..2022-09"));
  CHECK(*cumulative(span("2022-Q3")) == span("2022-01..2022-09"));
  CHECK(*cumulative(span("2022")) == span("2022"));
  CHECK(*cumulative(span("2022-09-17")) == Span{on(2022, 1, 1), on(2022, 9, 18)});
  CHECK(cumulative(span("2021-12..2022-02")).error().key == "error.calendar.not_one_year");
  CHECK_FALSE(cumulative(Span{on(2022, 2, 1), on(2022, 2, 1)}));
}

TEST_CASE("a year earlier: whole months stay whole months, 29 February becomes the end of February") {
  CHECK(years_earlier(span("2022-01..2022-09")) == span("2021-01..2021-09"));
  CHECK(years_earlier(span("2024-02")) == span("2023-02"));
  CHECK(years_earlier(span("2025-02")) == span("2024-02"));
  CHECK(years_earlier(span("2024-02-29")) == span("2023-02-28"));
  CHECK(years_earlier(span("2024-02-01..2024-02-28")) == span("2023-02-01..2023-02-28"));
  CHECK(years_earlier(span("2022-Q3"), 3) == span("2019-Q3"));
  int wrong = 0;
  for (std::int64_t m = -840; m < 1572; ++m) {  // 1900–2100
    const Span month_span{first_day({Unit::month, m}), end_day({Unit::month, m})};
    const Span earlier{first_day({Unit::month, m - 12}), end_day({Unit::month, m - 12})};
    wrong += years_earlier(month_span) != earlier;
  }
  CHECK(wrong == 0);
}

TEST_CASE("the periods that touch a span, and whether they fill it") {
  const auto months = periods_in(span("2022-01-31..2022-03-01"), Unit::month);
  REQUIRE(months.size() == 3);
  CHECK(text_of(months[0]) == "2022-01");
  CHECK(text_of(months[2]) == "2022-03");
  CHECK_FALSE(is_whole(span("2022-01-31..2022-03-01"), Unit::month));
  CHECK(is_whole(span("2022-Q1"), Unit::month));
  CHECK_FALSE(is_whole(span("2022-Q1"), Unit::half_year));
  CHECK(periods_in(span("2022"), Unit::hour).size() == 365 * 24);
  CHECK(periods_in(span("2020"), Unit::week).size() == 53);
  CHECK(periods_in({on(2022, 1, 1), on(2022, 1, 1)}, Unit::day).empty());
  CHECK(periods_in({on(2022, 1, 2), on(2022, 1, 1)}, Unit::day).empty());
}

TEST_CASE("days of the Islamic calendar as Saudi Arabia prints it, and of the tabular one beyond its tables") {
  IslamicCalendar islamic;
  CHECK(islamic.day(1444, 10, 1) == on(2023, 4, 21));
  CHECK(islamic.day(1444, 12, 10) == on(2023, 6, 28));
  CHECK(islamic.day(1445, 1, 1) == on(2023, 7, 19));
  CHECK(islamic.day(1445, 9, 1) == on(2024, 3, 11));
  CHECK(islamic.day(1, 1, 1) == on(622, 7, 19));  // 16 July of the Julian calendar
}
