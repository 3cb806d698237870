// What the figures of a release are computed from: the quantities that each tells, and the sums that tie quantities
// together. Disclosure control looks at these (disclosure/figure_system.hpp).
//
// Of forms: the cells behind an indicator's numerator and denominator, one by one and added up; territories add up to
// “_T”, rows to the rows above them (articles to chapters, splits of indicators.toml to the total), a part that a share
// counts to its whole. Of registers: counts, with territories and classes added up to “_T”; shares, changes and rates
// tell the counts they are made of.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/indicator_book.hpp"
#include "app/period_forms.hpp"
#include "disclosure/figure_system.hpp"
#include "statistics/published_table.hpp"

namespace tartip::app {

struct FigureBasis {
  disclosure::FigureSystem system;
  // Of each figure that has a value, by table and place among its observations: the quantities it tells.
  std::map<std::pair<std::string, std::size_t>, std::vector<std::size_t>> told;
};

// `made` stands beside the table's observations (IndicatorTable). Errors: those of a cell that cannot be read.
Status add_indicator_basis(const IndicatorTable& made, const statistics::IndicatorBook& book, const PeriodForms& forms,
                           FigureBasis& basis);

// A table of `published_register_table`.
void add_register_basis(const statistics::PublishedTable& table, FigureBasis& basis);

}  // namespace tartip::app
