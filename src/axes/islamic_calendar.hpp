// Days of the Islamic calendar of Umm al-Qura, as ICU knows it; before its tables begin (1300 AH, 1882) and after they
// end (1600 AH, 2174), and where ICU does not have it, of the tabular calendar (type II, civil epoch).
#pragma once
#include <memory>

#include "axes/calendar.hpp"

namespace tartip::axes {

class IslamicCalendar {
 public:
  IslamicCalendar();
  ~IslamicCalendar();
  // The day that is called so: year 1 and later, month 1 … 12, day 1 … 30.
  Day day(int year, int month, int day);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace tartip::axes
