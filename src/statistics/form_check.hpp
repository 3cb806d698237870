// Which control relations do the forms of several territories break, and which cells explain it?
//
// Every check is evaluated for each territory and for the sum over all territories that can answer it; all arithmetic
// is exact. A check with a missing cell is not answered. Then causes are looked for: the wrong cell is supposed in the
// most detailed broken check, its error is carried along the relations that hold (a total that agrees with its wrong
// part has inherited the error), and the cell that explains most broken checks and contradicts none is the suspect.
// Cells that explain equally much are named as alternatives: arithmetic alone cannot tell them apart; suspected is the
// one whose graph is among them in most causes of the relation, because one program fills a graph everywhere. The same
// defect in several territories is one finding.
//
// Pure: same bytes for any number of threads. Cost: linear in territories × checks, plus a local search for each cause.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "statistics/relation.hpp"

namespace tartip::statistics {

struct TerritoryForms {
  std::string territory;
  std::vector<const FormReport*> reports;  // by CheckPlan::forms; null: not given
};

// One cause in one territory.
struct Cause {
  std::string territory;
  CellAddress suspect;
  Decimal stands;                         // in the suspect
  std::optional<Decimal> should_be;       // if it alone is wrong; none of an inequality, and none below zero
  std::vector<CellAddress> alternatives;  // explain as much as the suspect
  Decimal found, expected;                // left and right side of the most detailed check it breaks
  std::string check;                      // that check: "R7[345].g4 = R7[345].g5 + …"
  std::string row;                        // of its first cell
  std::vector<std::string> graphs;        // graphs in which the same check is broken by it
  std::size_t broken = 0;                 // checks that it explains
  std::vector<CellAddress> inherits;      // figures that carry the error on
};

// A relation that is broken on a sheet: its causes in all territories.
struct Finding {
  std::size_t relation = 0;  // in CheckPlan::relations
  std::string form, sheet;
  std::vector<std::string> rows, graphs;  // of the causes, each once
  std::vector<Cause> causes;              // by territory as given, then by row
  std::size_t territories = 0;            // different ones among the causes
  // More than five causes in a territory on the average: the two sides count different things, no cell is to blame.
  bool throughout = false;
  Decimal found,
      expected;            // sums over the causes in the first graph; throughout: over the least detailed broken checks
  std::size_t broken = 0;  // checks of all causes
  std::size_t broken_sums = 0;  // checks of this relation and sheet that the sum over all territories breaks
};

struct RelationCount {
  std::size_t answered = 0, broken = 0, unanswered = 0;  // territory by territory
  std::size_t sums = 0, broken_sums = 0;
};

struct CheckResult {
  std::vector<Finding> findings;      // broken relations first, then warnings; the widest first
  std::vector<RelationCount> counts;  // by CheckPlan::relations
  RelationCount all;
};

CheckResult check_forms(const CheckPlan& plan, std::span<const TerritoryForms> territories, int threads = 0);

}  // namespace tartip::statistics
