// How complete and how prompt a register is, month of the event by month: what a reader must know before a trend is
// believed.
#pragma once
#include <cstdint>
#include <optional>

#include "axes/calendar.hpp"

namespace tartip::store {

// Counts are of current versions of events whose day is known; months without events between the first and the last
// stand as 0.
struct MonthQuality {
  axes::Period month;
  std::int64_t events = 0;
  std::int64_t with_hour = 0, with_place = 0 /* a point or a unit */, with_class = 0;
  // Days from the event to the day on which the centre first knew of it: of half of them, of nine in ten at most. Only
  // of events that came after the register's first import, whose delay is that of the back-loading; nothing: there are
  // none.
  std::int64_t delayed = 0;  // how many these are
  std::optional<double> delay_median, delay_90;
};

}  // namespace tartip::store
