// Which territory does a file name, or a title, speak of?
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "axes/names.hpp"
#include "base/error.hpp"

namespace tartip::forms {

struct FormTerritory {
  std::string code;  // КАТО, nine digits
  axes::Names names;
  std::vector<std::string> spellings;  // folded, all languages
};

// The units of the highest level of Kazakhstan (descriptions/forms/territories.toml).
Result<std::vector<FormTerritory>> form_territories();

// The territory whose name stands in the text: the longest spelling counts ("Almaty region" before "Almaty"). Null when
// no name or the names of two stand there.
const FormTerritory* territory_named(const std::vector<FormTerritory>& territories, std::string_view text);
const FormTerritory* territory_coded(const std::vector<FormTerritory>& territories, std::string_view code);

}  // namespace tartip::forms
