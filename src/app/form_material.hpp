// Forms given as files: read side by side, paired by territory.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "base/decimal.hpp"
#include "base/error.hpp"
#include "forms/reader.hpp"
#include "statistics/form_check.hpp"

namespace tartip::app {

struct GivenForms {
  std::vector<forms::FormDefinition> definitions;  // the known ones, and that of --form
  std::vector<forms::FormTerritory> territories;
  std::vector<forms::ReadForm> read;  // as given
};

// --form adds a description, or replaces the known one of the same id. Errors of the readers, of all files together.
Result<GivenForms> read_given_forms(const Call& call, const std::vector<std::string>& files, axes::Span period);
Result<GivenForms> described_forms(const Call& call);  // without reading any

const forms::FormDefinition* definition_named(const GivenForms& forms, const std::string& id);

// By territory, one report or none for each form of `order`. bad_input `error.form.twice`.
Result<std::vector<statistics::TerritoryForms>> pair_by_territory(const GivenForms& forms,
                                                                  const std::vector<std::string>& order);

// Whoever mends files wants to know all that is wrong: one error as it is, several as a list in the caller’s language
// (bad_data `error.form.several`). `errors` is not empty.
Error all_together(const Call& call, std::vector<Error> errors);

// What reading remarked on, for people: a file whose name speaks of another territory than its metadata.
void say_remarks(const Call& call, const std::vector<Error>& remarks, Answer& answer);
void say_remarks(const Call& call, const GivenForms& forms, Answer& answer);

// A whole number as a number, an exact fraction as one: nothing that we print has more digits than a double holds.
SheetCell exact(Decimal value);
SheetCell exact(const std::optional<Decimal>& value);

}  // namespace tartip::app
