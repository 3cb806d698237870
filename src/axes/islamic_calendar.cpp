#include "axes/islamic_calendar.hpp"

#include <unicode/calendar.h>

#include <cmath>

namespace tartip::axes {

struct IslamicCalendar::Inside {
  std::unique_ptr<icu::Calendar> calendar;
};

IslamicCalendar::IslamicCalendar() : inside_(std::make_unique<Inside>()) {
  UErrorCode status = U_ZERO_ERROR;
  inside_->calendar.reset(icu::Calendar::createInstance(icu::TimeZone::getGMT()->clone(),
                                                        icu::Locale("en@calendar=islamic-umalqura"), status));
  if (U_FAILURE(status) != 0) inside_->calendar.reset();
}

IslamicCalendar::~IslamicCalendar() = default;

Day IslamicCalendar::day(int year, int month, int day) {
  constexpr double k_milliseconds = 86'400'000;
  if (icu::Calendar* calendar = inside_->calendar.get()) {
    UErrorCode status = U_ZERO_ERROR;
    calendar->clear();
    calendar->set(year, month - 1, day);
    const UDate time = calendar->getTime(status);
    if (U_SUCCESS(status) != 0) return Day{std::chrono::days{static_cast<int>(std::floor(time / k_milliseconds))}};
  }
  const int before = (month - 1) * 29 + month / 2;  // months of 30 and 29 days in turn
  return Day{std::chrono::days{day + before + (year - 1) * 354 + (3 + 11 * year) / 30 + 1948439 - 2440588}};
}

}  // namespace tartip::axes
