// A first description of a file nobody has described yet: what each of its columns is, guessed from a sample with the
// reason, and changed column by column as a person chooses. Guesses and choices become one description here, and only
// here.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "registers/axis_fits.hpp"
#include "registers/description.hpp"
#include "registers/role.hpp"
#include "registers/sample.hpp"

namespace tartip::registers {

// What a person decides; what is empty is guessed.
struct Choices {
  std::vector<Choice> columns = {};
  std::string territory = {};  // in which units and points are looked up; "none": in no one
  std::string crs = {};        // of the coordinates
  std::string time = {};       // of every row, when the file does not say it: "2022-09"
  char decimal = 0;
};

struct ColumnTaken {
  std::string column;
  Role guessed = Role::ignored;
  Role role = Role::ignored;
  bool chosen = false;
  // Of a time its formats, the first tried first; of a unit its level, of a class its scheme (none: its own values), of
  // a quantity its unit of measure.
  std::vector<std::string> details;
  std::vector<std::string> samples;  // the first three different values
  std::int64_t known = 0, distinct = 0;
  std::vector<Fit> fits;  // the details that its values fit in this role, the best first for times, by level for units
};

struct Proposal {
  Description description;           // without a time when none is usable: then it says so in `guesses`
  std::vector<ColumnTaken> columns;  // as in the file
  std::vector<Guess> guesses;        // a column may have two; those without a column are about the file
  std::vector<Fit> territories;      // how the places fit the centre's
};

// "COLUMN=ROLE" or "COLUMN=ROLE:DETAIL" for a file with these columns. A column's name may hold "=" and ":": the
// longest name that the text begins with is meant. Errors (bad_input): `error.describe.choice`, `error.describe.column`
// (…_near), `error.describe.role`.
Result<Choice> parse_choice(std::string_view text, const std::vector<std::string>& columns);

// Without choices there are no errors. With: bad_input `error.describe.column`, `error.describe.column_twice`,
// `error.describe.role_twice` (two columns are given a role that one can have), `error.describe.territory`,
// `error.describe.no_territory` (a unit, and the centre knows no territory), `error.describe.level`,
// `error.describe.scheme`, `error.time_format.…`. A column whose single role is given to another falls back on what it
// can be besides. O(sample), and O(different values) for each axis that is tried.
Result<Proposal> propose(const Sample& sample, const Choices& choices = {}, const KnownAxes& known = {});
// open_sample and propose.
Result<Proposal> propose(const std::filesystem::path& file, std::size_t most = k_sample);

}  // namespace tartip::registers
