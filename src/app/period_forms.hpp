// The forms that territories reported for one period, as indicators ask them: cells, residents, names, sources.
// From files given on the command line (workbooks of a described form, or CSV of cells), else from the centre.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/centre.hpp"
#include "app/operation.hpp"
#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "base/error.hpp"
#include "statistics/indicator_value.hpp"
#include "statistics/published_table.hpp"

namespace tartip::app {

struct PeriodForms {
  axes::Span period;
  std::vector<statistics::Reported> reported;          // by territory code
  std::vector<std::vector<std::uint32_t>> sources_of;  // of each: indices into `sources`
  std::vector<statistics::PublishedSource> sources;
  std::map<std::string, axes::Names> territories, rows;  // names by code or key, as far as they are known
  struct RowAbove {
    std::string row;    // the row it is part of: its chapter, or the article of a memo row
    bool memo = false;  // not one of the parts that make it up
  };
  std::map<std::string, RowAbove> above;  // by key; rows of the described forms
  std::string source;                     // who recorded
  std::vector<Error> remarks;             // of the readers: what did not stop them
};

// `files` empty: what `centre` keeps of the period (null: the call's centre is opened for it). A file that ends in .csv
// holds cells; any other is read as the workbook of a described form (forms/reader.hpp), of the territory that its
// metadata name. Residents from the call's --residents (CSV: territory,residents), else from the centre's territory
// “kazakhstan”, of the year of the period's middle. Errors: not_found `error.forms.none` when nothing was reported for
// the period; a territory twice in one form; those of the readers.
Result<PeriodForms> read_period_forms(const Call& call, const std::vector<std::string>& files, axes::Span period,
                                      Centre* centre = nullptr);

// Cells as CSV (docs/formats/cells.md): territory, sheet, row, graph, value; optional form.
Status add_cells(const std::string& file, PeriodForms& forms);

// Parameters that every operation on forms shares.
std::vector<Parameter> with_forms(std::vector<Parameter> parameters);

}  // namespace tartip::app
