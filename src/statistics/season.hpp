// Where in its year a period lies: the same part of two years can be compared.
#pragma once
#include <optional>

#include "axes/calendar.hpp"

namespace tartip::statistics {

struct Season {
  int year = 0;
  int part = 0;   // 0 … parts − 1
  int parts = 0;  // 12, 4, 2 or 52
};

// Nothing for units without a season of their own (hour, day, year) and for ISO week 53, which most years lack. The
// year of a week is that of its Thursday.
std::optional<Season> season_of(axes::Period period);

}  // namespace tartip::statistics
