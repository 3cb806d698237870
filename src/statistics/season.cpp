#include "statistics/season.hpp"

#include <chrono>

namespace tartip::statistics {

std::optional<Season> season_of(axes::Period period) {
  const axes::Day first = axes::first_day(period);
  const std::chrono::year_month_day date{first};
  const int year = static_cast<int>(date.year());
  const int month = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  switch (period.unit) {
    case axes::Unit::month:
      return Season{year, month, 12};
    case axes::Unit::quarter:
      return Season{year, month / 3, 4};
    case axes::Unit::half_year:
      return Season{year, month / 6, 2};
    case axes::Unit::week: {
      const axes::Day thursday = first + std::chrono::days{3};
      const std::chrono::year week_year = std::chrono::year_month_day{thursday}.year();
      const axes::Day new_year{std::chrono::year_month_day{week_year / 1 / 1}};
      const int week = static_cast<int>((thursday - new_year).count() / 7);
      if (week > 51) return std::nullopt;
      return Season{static_cast<int>(week_year), week, 52};
    }
    case axes::Unit::hour:
    case axes::Unit::day:
    case axes::Unit::year:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace tartip::statistics
