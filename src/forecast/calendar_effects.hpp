// What of the calendar moves counts: how many days and working days a period has, and feasts whose date moves.
//
// Columns for regressions (count_regression.hpp, arima.hpp), one value for each period from `first` on.
//
// Feasts: Nauryz, 21 to 23 March. Eid al-Adha (Kurban ait), 10 Dhu al-Hijja, and Eid al-Fitr (Oraza ait), 1 Shawwal, by
// the calendar of Umm al-Qura (ICU; tabular before 1882 and after 2174), on whose days Kazakhstan has kept them since
// 2017. The day announced may be another: a day later in 2015 and 2016, and in other countries.
// Orthodox Easter by the Julian computus (Meeus 1991, chapter 8). Where official dates are known, give them as events.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "axes/calendar.hpp"

namespace tartip::forecast {

enum class Feast : std::uint8_t { nauryz, eid_al_adha, eid_al_fitr, orthodox_easter };

std::string_view name_of(Feast feast);  // "nauryz", "eid-al-adha", "eid-al-fitr", "orthodox-easter"

struct FeastDay {
  axes::Day day;
  double weight = 1;  // the probability that the feast is on this day
};
std::vector<FeastDay> feast_days(Feast feast, axes::Span span);  // in order; Gregorian years 1583 to 9000

// Expected feast days in each period. Periods are days, weeks, months, quarters, half-years or years.
std::vector<double> feast_column(Feast feast, axes::Period first, std::size_t count);

// Working days less 5/2 of the days of the weekend (Saturday, Sunday): 0 in an average week (Bell & Hillmer 1983).
std::vector<double> trading_day_column(axes::Period first, std::size_t count);
// 0.75 in a period with 29 February, −0.25 in one with 28 February only, else 0.
std::vector<double> leap_year_column(axes::Period first, std::size_t count);
// Logarithm of the number of days: the exposure of counts.
std::vector<double> log_days(axes::Period first, std::size_t count);

}  // namespace tartip::forecast
