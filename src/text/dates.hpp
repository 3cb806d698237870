// Days, months and weekdays as people of a language write them (ICU's data). Plain numbers in: the calendar is another
// room's. Months and weekdays count from 1 (January, Monday); anything outside is a programmer's error.
#pragma once
#include <string>
#include <string_view>

namespace tartip::text {

class Dates {
 public:
  explicit Dates(std::string_view language);  // "kk", "ru", "en"; any other is written as English

  std::string day(int year, int month, int day) const;  // 17 September 2022 · 17 сентября 2022 г. · 2022 ж. 17 қыркүйек
  std::string month(int month) const;            // September · сентябрь · қыркүйек
  std::string short_month(int month) const;      // Sep · сент. · қыр.
  std::string weekday(int weekday) const;        // Monday · понедельник · дүйсенбі
  std::string short_weekday(int weekday) const;  // Mon · пн · дс

 private:
  std::string language_;
};

}  // namespace tartip::text
