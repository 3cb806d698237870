// A form as its workbook holds it, read into exact values by sheet, article and graph.
//
// The line "А | Б | 1 | 2 …" is looked for wherever the table begins; graphs are its numbers, and what stands above a
// number must be the heading that the description gives it. Rows are recognised by their label and article, never by
// the printed row code. A typo, another case, blanks and line breaks do not matter; what is not understood does: it is
// an error that names the sheet and the place.
//
// The territory is what the file's metadata say ("28327;50119;1975%": form 50119, КАТО 75). The period stands nowhere
// in a form; whoever reads it says it.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "forms/definition.hpp"
#include "forms/territories.hpp"
#include "registers/workbook.hpp"

namespace tartip::forms {

struct ReadForm {
  const FormDefinition* definition = nullptr;
  std::string path;  // as it was given; the report has the file’s name only
  statistics::FormReport report;
  std::vector<Error> remarks;  // the name of the file, or the title, speaks of another territory than the metadata
};

struct ReadOptions {
  axes::Span period;
  std::string territory;  // КАТО: said by whoever reads; empty: by the metadata
  // Everything that is not understood, at most 20 errors of a sheet, the returned one first: whoever mends a file wants
  // to know all of it.
  std::vector<Error>* errors = nullptr;
};

// At most 2 million cells are read. Errors beside those of read_workbook: error.file.folder, error.form.not_known (no
// form has this code or these sheets), error.form.no_territory, error.form.territory_unknown, error.form.sheet_unknown,
// error.form.sheet_missing, error.form.table_missing (no line that numbers the graphs), error.form.column_unknown,
// error.form.column_missing, error.form.row_unknown, error.form.row_missing, error.form.row_twice.
Result<ReadForm> read_form_file(const std::filesystem::path& file, const std::vector<FormDefinition>& forms,
                                const std::vector<FormTerritory>& territories, const ReadOptions& options);

struct SheetFindings {
  std::vector<statistics::CellFlaw> flaws;
  std::vector<Error> errors;
};

// One sheet by its description; what was read counts where no error was added. `file` stands in errors.
statistics::SheetReport read_form_sheet(const registers::Sheet& cells, const FormDefinition& definition,
                                        std::size_t sheet, const std::string& file, SheetFindings& findings);

}  // namespace tartip::forms
