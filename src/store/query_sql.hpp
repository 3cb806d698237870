// Parts of a cube's SQL that are arithmetic of their own.
#pragma once
#include <string>

#include "axes/calendar.hpp"

namespace tartip::store {

// Periods by their ordinals, in integer arithmetic on the day; the engine counts small integers in a flat table.
std::string ordinal_sql(axes::Unit unit);

struct Magnitudes {
  double largest = 0, smallest = 0;  // of the absolute values that are not 0
  double rows = 0;
};

// Doubles added up without regard to their order, so that no number of threads changes a byte: each value becomes a
// whole number of 2^-shift, which the engine adds exactly in 128 bits. One shift fits values over many orders of
// magnitude (40 bits of range for eight thousand million rows); wider ones are added in bands of magnitude, highest
// first.
std::string exact_sum_sql(const std::string& quantity, const Magnitudes& magnitudes);

}  // namespace tartip::store
