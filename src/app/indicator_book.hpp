// The indicators at hand: those that come with the program, or a file of one's own; and tables of their values.
#pragma once
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "app/period_forms.hpp"
#include "app/wording.hpp"
#include "base/error.hpp"
#include "statistics/indicator.hpp"
#include "statistics/indicator_value.hpp"
#include "statistics/published_table.hpp"

namespace tartip::app {

// --indicators FILE, else descriptions/indicators.toml as it was when the program was built.
Result<statistics::IndicatorBook> indicator_book(const Call& call);

// Each word is a definition's id (with or without version) or a question; "all" and nothing mean every definition.
Result<std::vector<const statistics::Indicator*>> chosen_indicators(const statistics::IndicatorBook& book,
                                                                    const std::vector<std::string>& words);

// The value of each territory, in the order of the forms, then of all together when there are several.
Result<std::vector<statistics::IndicatorValue>> values_of(const statistics::Indicator& indicator,
                                                          const std::string& row, const PeriodForms& forms);

struct IndicatorTableOptions {
  std::vector<std::string> rows = {};  // for indicators with a row to choose; empty: their own
  bool provisional = false;
};

// The table, and beside each observation what it was computed from.
struct IndicatorTable {
  statistics::PublishedTable table;
  struct Made {
    const statistics::Indicator* indicator = nullptr;  // of the book
    statistics::IndicatorFigure figure;
  };
  std::vector<Made> made;
};

// One table "indicators" with the dimensions territory ("_T": all together) and row. A row that a form does not have is
// left out; a cell without a value is published as missing, a territory whose ground is not that of the same period of
// last year (June 2022) as a break in its series.
Result<IndicatorTable> indicator_table(const std::vector<const statistics::Indicator*>& indicators,
                                       const PeriodForms& forms, const IndicatorTableOptions& options);

}  // namespace tartip::app
