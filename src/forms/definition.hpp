// A form as a TOML file describes it (docs/formats/form.md): its sheets, rows and graphs, the control relations that
// its figures must satisfy, and how its workbooks are recognised.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "statistics/form.hpp"
#include "statistics/relation.hpp"

namespace tartip::forms {

// A printed line of a sheet: a row of figures, or a heading that groups rows with equal labels.
struct PrintedLine {
  std::string label;           // folded
  std::string article;         // "188-1", "99 ч.1": what stands in brackets behind "ст."; empty: none
  std::size_t row = k_none;    // in FormSheet::rows; k_none: a heading
  std::size_t under = k_none;  // the line, in PrintedSheet::lines, that tells it from others of the same label
  static constexpr std::size_t k_none = static_cast<std::size_t>(-1);
};

struct PrintedSheet {
  std::string title;                // folded
  std::vector<PrintedLine> lines;   // in printed order
  std::vector<std::string> graphs;  // folded headings, outer to inner joined
  std::vector<std::string> leaves;  // folded innermost headings
};

struct FormDefinition {
  statistics::FormDescription form;
  std::vector<statistics::Relation> relations;
  std::vector<std::string> watch;     // ratios whose outliers among territories are warned of: "R1.g6/R1.g2"
  std::string territory_prefix;       // stands before the two КАТО digits in the metadata of a workbook
  std::vector<PrintedSheet> printed;  // by FormDescription::sheets
};

// Errors name the line, the word and what was expected. `name` stands in them.
Result<FormDefinition> parse_form(std::string_view toml, const std::string& name);
Result<FormDefinition> read_form(const std::filesystem::path& file);

// The forms that come with the program: 1-М and СНГ-1 of Kazakhstan. Read once.
Result<std::shared_ptr<const std::vector<FormDefinition>>> known_forms();

// "188-1" of "Скотокрадство (ст.188-1)"; "99 ч.1" of "Убийство (ст.99 ч.1)"; "" where there is none.
std::string article_in(std::string_view label);

}  // namespace tartip::forms
