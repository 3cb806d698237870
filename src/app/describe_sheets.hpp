// What a proposal and the check of its sample say, as tables: for the terminal, and for the page on which a new
// register is described column by column.
#pragma once
#include <vector>

#include "app/sheet.hpp"
#include "app/wording.hpp"
#include "registers/proposal.hpp"
#include "registers/sample_check.hpp"

namespace tartip::app {

struct Understanding {
  const registers::Sample& sample;
  const registers::Proposal& proposal;
  const registers::KnownAxes& known;
};

// "proposal": a row a column. "file": what was understood of the file as a whole.
Sheet proposal_sheet(const Understanding& of, const Wording& words);
Sheet file_sheet(const Understanding& of, const Wording& words);
// What could be chosen instead, with how many of the values fit; and the roles there are.
Sheet alternatives_sheet(const Understanding& of, const Wording& words);
Sheet roles_sheet(const Wording& words);

// The proposal's description over the sample: "check" (read, accepted, waiting), "reasons", and the first rows as
// "understood"; `flags` as an import says them. Errors: those of registers::check_sample.
struct CheckSheets {
  std::vector<Sheet> sheets;
  std::vector<Message> said;
};
Result<CheckSheets> check_sheets(const Understanding& of, const registers::Axes& axes, const Wording& words);

// The proposal as a file to edit: each guess as a comment above the description.
std::string description_text(const registers::Proposal& proposal, const Wording& words);

}  // namespace tartip::app
