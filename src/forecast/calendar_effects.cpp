#include "forecast/calendar_effects.hpp"

#include <algorithm>
#include <cmath>

#include "axes/islamic_calendar.hpp"

namespace tartip::forecast {
namespace {

using axes::Day;
using std::chrono::days;

int year_of(Day day) {
  return static_cast<int>(std::chrono::year_month_day{day}.year());
}

Day julian_easter(int year) {
  const int d = (19 * (year % 19) + 15) % 30, e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  const int month = (d + e + 114) / 31, day = (d + e + 114) % 31 + 1;
  const int shift = year / 100 - year / 400 - 2;  // Julian to Gregorian
  return Day{std::chrono::year{year} / month / day} + days{shift};
}

template <class Value>
std::vector<double> column(axes::Period first, std::size_t count, Value&& value) {
  std::vector<double> result(count);
  for (std::size_t i = 0; i < count; ++i) {
    const axes::Period period{first.unit, first.ordinal + static_cast<std::int64_t>(i)};
    result[i] = value(axes::Span{axes::first_day(period), axes::end_day(period)});
  }
  return result;
}

}  // namespace

std::string_view name_of(Feast feast) {
  switch (feast) {
    case Feast::nauryz:
      return "nauryz";
    case Feast::eid_al_adha:
      return "eid-al-adha";
    case Feast::eid_al_fitr:
      return "eid-al-fitr";
    case Feast::orthodox_easter:
      return "orthodox-easter";
  }
  return "";
}

std::vector<FeastDay> feast_days(Feast feast, axes::Span span) {
  std::vector<FeastDay> found;
  const auto add = [&](Day day, double weight) {
    if (span.contains(day)) found.push_back({day, weight});
  };
  if (span.empty()) return found;
  const int from = year_of(span.from) - 1, to = year_of(span.to) + 1;
  if (feast == Feast::nauryz || feast == Feast::orthodox_easter) {
    for (int year = from; year <= to; ++year) {
      if (feast == Feast::orthodox_easter) {
        add(julian_easter(year), 1);
      } else {
        for (unsigned day = 21; day <= 23; ++day) add(Day{std::chrono::year{year} / 3 / day}, 1);
      }
    }
    return found;
  }
  const int last = (to - 621) * 33 / 32 + 1;
  axes::IslamicCalendar islamic;
  for (int year = (from - 622) * 33 / 32 - 1; year <= last; ++year)
    add(feast == Feast::eid_al_adha ? islamic.day(year, 12, 10) : islamic.day(year, 10, 1), 1);
  return found;
}

std::vector<double> feast_column(Feast feast, axes::Period first, std::size_t count) {
  return column(first, count, [&](axes::Span span) {
    double sum = 0;
    for (const FeastDay& day : feast_days(feast, span)) sum += day.weight;
    return sum;
  });
}

std::vector<double> trading_day_column(axes::Period first, std::size_t count) {
  return column(first, count, [](axes::Span span) {
    double sum = 0;
    for (Day day = span.from; day < span.to; day += days{1})
      sum += std::chrono::weekday{day}.iso_encoding() <= 5 ? 1 : -2.5;
    return sum;
  });
}

std::vector<double> leap_year_column(axes::Period first, std::size_t count) {
  return column(first, count, [](axes::Span span) {
    for (int year = year_of(span.from); year <= year_of(span.to); ++year) {
      const bool leap = std::chrono::year{year}.is_leap();
      if (span.contains(Day{std::chrono::year{year} / 2 / (leap ? 29 : 28)})) return leap ? 0.75 : -0.25;
    }
    return 0.0;
  });
}

std::vector<double> log_days(axes::Period first, std::size_t count) {
  return column(first, count,
                [](axes::Span span) { return std::log(static_cast<double>((span.to - span.from).count())); });
}

}  // namespace tartip::forecast
