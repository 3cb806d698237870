// What a register covers in time, and what that makes of a cell.
#pragma once
#include <optional>

#include "axes/calendar.hpp"
#include "axes/time_zone.hpp"
#include "cube/panel.hpp"
#include "store/duck.hpp"
#include "store/register_tables.hpp"

namespace tartip::store {

struct Coverage {
  axes::Span span{};    // empty when nothing is held and nothing stated
  bool stated = false;  // by the description
  axes::Span days{};    // from the first to the day after the last event; empty without events that have a day
};

// As known at `known_on`, or now. Nothing is covered before the first import, and nothing beyond the midnight nearest
// to the cut: nobody knew of later days, whatever the description states. (The end of a day anywhere on Earth is
// nearest to the midnight, in UTC, that ends that day.)
Result<Coverage> coverage_of(const duck::Connection& connection, const StoredRegister& stored,
                             std::optional<axes::Micros> known_on = {});

// A stretch of days seen through another that was observed.
cube::Cell cell_of(axes::Span cell, axes::Span observed);

}  // namespace tartip::store
