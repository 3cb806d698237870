// A time that stands in several columns: each has a format of its own, and the joined text has one made of them.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "registers/description.hpp"

namespace tartip::registers {

// A column's formats, the first tried first: whole dates in one habit or more, or a part ("%Y", "%H:%M").
struct TimePiece {
  std::string column;
  std::vector<std::string> formats;
};

enum class TimePart { date, year, month, day, hour, minute, clock };
TimePart part_of(const std::string& format);

// Whether the format says a day, a month or a year by itself.
bool says_when(const std::string& format);

// In the order of TimePart. For every format of the first column there is the whole,
// and what is left when the later columns are empty.
TimeField joined_time(std::vector<TimePiece> pieces);

}  // namespace tartip::registers
