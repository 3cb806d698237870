// From broken checks of one territory to the cells that explain them.
#pragma once
#include <cstdint>
#include <map>
#include <span>
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

// Of each relation, the graph that is suspected where cells explain equally much.
struct GraphOfSheet {
  std::size_t form = 0, sheet = 0, graph = 0;
  friend auto operator<=>(const GraphOfSheet&, const GraphOfSheet&) = default;
};
using SuspectedGraphs = std::map<std::uint32_t, GraphOfSheet>;

// `broken` by check number; `values` tells which checks can be answered.
std::vector<CauseOfChecks> find_causes(const CheckPlan& plan, const CellIndex& index,
                                       const std::vector<BrokenCheck>& broken, const std::vector<std::int64_t>& values,
                                       const SuspectedGraphs& suspected = {});

// One program fills a graph everywhere: where the cells that explain equally much differ from cause to cause, the graph
// that is among them in most causes of a relation, if there is one such.
SuspectedGraphs common_graphs(const CheckPlan& plan, std::span<const std::vector<CauseOfChecks>> territories);

}  // namespace tartip::statistics
