// What a register covers in time, and what that makes of a cell.
#pragma once
#include "axes/calendar.hpp"
#include "cube/panel.hpp"
#include "store/duck.hpp"
#include "store/register_tables.hpp"

namespace tartip::store {

struct Coverage {
  axes::Span span{};    // empty when nothing is held and nothing stated
  bool stated = false;  // by the description
  axes::Span days{};    // from the first to the day after the last event; empty without events that have a day
};

// `known` is a condition on events: the versions that count.
Result<Coverage> coverage_of(const duck::Connection& connection, const StoredRegister& stored,
                             const std::string& known);

// A stretch of days seen through another that was observed.
cube::Cell cell_of(axes::Span cell, axes::Span observed);

}  // namespace tartip::store
