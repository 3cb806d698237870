// A register's table of a period against the same period of last year, as `table build` shows it and a release freezes
// it: one computation, so that both give the same figures.
#pragma once
#include <optional>
#include <string>

#include "app/centre.hpp"
#include "app/operation.hpp"
#include "cube/query.hpp"
#include "statistics/published_table.hpp"
#include "statistics/table.hpp"

namespace tartip::app {

struct RegisterTable {
  cube::Query query;
  statistics::StatTable table;
  std::optional<axes::Span> compared_with;  // nothing: the register does not cover the same period of last year
  std::size_t left_out = 0;                 // events that stand in no cell
};

// Of the call's parameters: register, period, territory, class-level, scheme, quantity, cumulative, per, confidence and
// the filter.
Result<RegisterTable> build_register_table(const Call& call, Centre& centre);

// Counts of both periods, changes, shares and rates as figures with their definitions; the total's code is "_T". Its id
// is the register's, its source the register's version.
Result<statistics::PublishedTable> published_register_table(const RegisterTable& built, Centre& centre,
                                                            bool provisional);

}  // namespace tartip::app
