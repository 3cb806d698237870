#include "forms/territories.hpp"

#include <algorithm>

#include "axes/toml_table.hpp"
#include "form_texts.hpp"
#include "text/folding.hpp"

namespace tartip::forms {

Result<std::vector<FormTerritory>> form_territories() {
  auto root = axes::TomlTable::parse(embedded::form_territories(), "descriptions/forms/territories.toml");
  if (!root) return pass(root);
  std::vector<FormTerritory> territories;
  for (axes::TomlTable& table : root->tables("territory")) {
    FormTerritory one;
    one.code = table.needed_text("code");
    one.names = table.names("name");
    for (const auto& [language, name] : one.names.by_language) one.spellings.push_back(text::fold(name));
    for (const std::string& name : table.texts("also")) one.spellings.push_back(text::fold(name));
    territories.push_back(std::move(one));
  }
  if (Status finished = root->finish(); !finished) return pass(finished);
  return territories;
}

const FormTerritory* territory_named(const std::vector<FormTerritory>& territories, std::string_view text) {
  std::string spaced = text::fold(text);
  std::ranges::replace(spaced, '_', ' ');
  spaced = " " + spaced + " ";
  const FormTerritory* named = nullptr;
  std::size_t longest = 0;
  for (const FormTerritory& one : territories) {
    for (const std::string& spelling : one.spellings) {
      if (spelling.size() < longest || spaced.find(" " + spelling + " ") == std::string::npos) continue;
      if (spelling.size() == longest && named != &one) {
        named = nullptr;
        continue;
      }
      longest = spelling.size();
      named = &one;
    }
  }
  return named;
}

const FormTerritory* territory_coded(const std::vector<FormTerritory>& territories, std::string_view code) {
  const auto found = std::ranges::find_if(territories, [&](const FormTerritory& one) { return one.code == code; });
  return found == territories.end() ? nullptr : &*found;
}

}  // namespace tartip::forms
