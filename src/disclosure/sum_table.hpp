// Cells tied together by sums: what a published table is to somebody who wants to know more than it says.
//
// A table over hierarchies, and several tables that share cells (linked tables), are one SumTable: every margin is a
// sum of cells, and a cell that stands in two tables stands here once. Values are in any unit; sums hold within
// 1e-9 of their size.
#pragma once
#include <cstddef>
#include <limits>
#include <vector>

#include "base/error.hpp"

namespace tartip::disclosure {

constexpr double k_unbounded = std::numeric_limits<double>::infinity();

struct Cell {
  double value = 0;
  // What everybody knows before the table is published: counts and money are not below 0.
  double low = 0;
  double high = k_unbounded;
  double cost = 1;  // of hiding it for the sake of others; ≥ 0
  bool may_hide = true;
  // A primary cell is hidden, and what is published must allow every value from value − down to value + up, as far as
  // low and high do.
  bool primary = false;
  double down = 0;
  double up = 0;
  bool single = false;  // one contributor, who knows the value

  double needed_low() const { return value - down < low ? low : value - down; }
  double needed_high() const { return value + up > high ? high : value + up; }
};

struct Sum {
  std::size_t total = 0;
  std::vector<std::size_t> parts;
};

struct SumTable {
  std::vector<Cell> cells;
  std::vector<Sum> sums;
};

// Errors: a sum names a cell that is not there or itself; a value is not finite, or outside what is known of it; a
// negative protection or cost; a primary cell that may not be hidden; a sum that does not hold (its total's number).
Status check(const SumTable& table);

// The same of everything but whether the sums hold: for tables whose hidden values are not known.
Status check_shape(const SumTable& table);

}  // namespace tartip::disclosure
