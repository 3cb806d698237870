// From broken checks of one territory to the cells that explain them.
#pragma once
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "statistics/form_check.hpp"

namespace tartip::statistics {

struct BrokenCheck {
  std::uint32_t check = 0;
  std::int64_t left = 0, right = 0;
};

// Which checks touch each cell: equalities only. Made once for a plan.
struct CellIndex {
  std::vector<std::uint32_t> start;  // by cell, then the end
  std::vector<std::uint32_t> checks;
};
CellIndex index_equalities(const CheckPlan& plan);

// How detailed the row of a cell is: the total 0, what is part of it (crimes, rows of a form without chapters) 1 and
// more, chapters 50, articles 100.
int detail_of(const CheckPlan& plan, std::uint32_t cell);

struct CauseOfChecks {
  std::uint32_t check = 0;  // the most detailed broken one
  std::uint32_t suspect = 0;
  std::vector<std::uint32_t> alternatives, inherits;
  std::vector<std::uint32_t> explained;                    // broken checks, the most detailed first
  std::unordered_map<std::uint32_t, std::int64_t> errors;  // by how much each cell would be wrong
};

// `broken` by check number; `values` tells which checks can be answered.
std::vector<CauseOfChecks> find_causes(const CheckPlan& plan, const CellIndex& index,
                                       const std::vector<BrokenCheck>& broken, const std::vector<std::int64_t>& values);

}  // namespace tartip::statistics
