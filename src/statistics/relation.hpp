// Control relations of forms: what the figures of a form must satisfy, within a sheet, across sheets by article, and
// across forms. They are data, written next to the form (docs/formats/form.md):
//
//   R1[total] = R1[misdemeanours] + R1[crimes]            rows, for every graph
//   R1.g7 = R1.g8 + R1.g9 + R1.g10, R1.g14 = R1.g15..g23  graphs, for every row
//   R1-1.g1 = R1.g2                                       sheets, for every row that both have
//   PRIL6 = PRIL7 + PRIL8 + PRIL9 + PRIL10                every row and graph that all have
//   R1[each] = R1[each/*]                                 each chapter and its articles, memo rows left out
//   R1[total] = R1[chapter*]                              rows whose key begins so
//   R1.g(n+1) = PRIL5.g(n) + PRIL6.g(n)                   graphs that stand elsewhere, for the n given
//   R1[188].g1 = 1m:PRIL6[188].g2                         another form
//
// "<=" and ">=" compare; "~" says that both count the same thing differently and are of one size. A minus stands
// between blanks.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "axes/names.hpp"
#include "base/error.hpp"
#include "statistics/form.hpp"

namespace tartip::statistics {

struct Relation {
  std::string id;                   // "gravity"
  std::string holds;                // as above
  bool warning = false;             // possible, but to be explained
  std::vector<std::string> sheets;  // "$" in `holds` stands for each of these; empty: no "$"
  std::vector<std::string> each;    // row keys that [each …] stands for; "chapter*" means all that begin so
  std::vector<std::string> graphs;  // where `holds` names none: only these ("g1..g23"); empty: all that are common
  std::vector<std::string> n;       // values of n: "3..22"
  std::vector<std::string> rows, without_rows;  // where `holds` names none: only these, not these
  axes::Names note;                             // why it can be otherwise, for whoever explains a finding
};

struct FormRelations {
  const FormDescription* form = nullptr;
  std::span<const Relation> relations;
};

enum class Comparison : std::uint8_t { equal, at_most, at_least, similar };

// All checks that the relations make on a set of forms: flat, so that a territory's hundreds of thousands of them are
// evaluated in milliseconds. Cells are numbered form by form, sheet by sheet, row by row.
struct CheckPlan {
  struct Term {
    std::uint32_t cell = 0;
    std::int32_t sign = 1;  // of the left side; right terms are turned over
  };
  struct Check {
    std::uint32_t first = 0;  // into terms
    std::uint32_t count = 0;
    std::uint32_t left = 0;  // how many of them stand on the left side
    std::uint32_t relation = 0;
    Comparison comparison = Comparison::equal;
  };
  struct CompiledRelation {
    std::size_t form = 0;  // in forms
    Relation relation;
    std::size_t checks = 0;
  };

  std::vector<const FormDescription*> forms;
  std::vector<CompiledRelation> relations;
  std::vector<Check> checks;
  std::vector<Term> terms;
  std::vector<std::uint32_t> sheet_start;  // first cell of each sheet, forms one after the other; then the end
  std::vector<std::pair<std::size_t, std::size_t>> sheet_of;  // (form, sheet) of each sheet_start

  std::uint32_t cell_count() const { return sheet_start.empty() ? 0 : sheet_start.back(); }
  std::uint32_t cell(std::size_t form, std::size_t sheet, std::size_t row, std::size_t graph) const;

  struct Place {
    std::size_t form = 0, sheet = 0, row = 0, graph = 0;
  };
  Place place_of(std::uint32_t cell) const;
  CellAddress address_of(std::uint32_t cell) const;  // with its form
  std::span<const Term> terms_of(const Check& check) const { return {terms.data() + check.first, check.count}; }
  std::string text_of(const Check& check) const;  // "R7[345].g4 = R7[345].g5 + R7[345].g6 + R7[345].g7"
};

// A relation with a form that is not among those given makes no checks. Errors: bad_data `error.relation.malformed`,
// `error.relation.unknown` (a sheet, row or graph that the form does not have), `error.relation.empty` (no check at
// all).
Result<CheckPlan> plan_checks(std::span<const FormRelations> forms);

}  // namespace tartip::statistics
