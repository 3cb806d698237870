#include "registers/unit_spellings.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>
#include <vector>

#include "text/folding.hpp"

namespace tartip::registers {
namespace {

enum class UnitKind { none, area, city };

UnitKind kind_of(const std::string& word) {
  static constexpr std::array<std::string_view, 19> k_areas = {
      "область", "обл",   "облысы", "облыс",    "oblast", "oblysy", "region", "province", "район",  "рн",
      "ауданы",  "аудан", "audany", "district", "rayon",  "raion",  "county", "округ",    "вилояти"};
  static constexpr std::array<std::string_view, 9> k_cities = {"г", "город", "гор",    "қаласы", "қала",
                                                               "қ", "city",  "qalasy", "шаҳри"};
  if (std::ranges::find(k_areas, word) != k_areas.end()) return UnitKind::area;
  return std::ranges::find(k_cities, word) != k_cities.end() ? UnitKind::city : UnitKind::none;
}

struct Spelling {
  std::string name;
  UnitKind kind = UnitKind::none;
};

Spelling taken_apart(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream folded(text::fold(text));
  for (std::string word; folded >> word;) {
    if (word == "н" && !words.empty() && words.back() == "р")
      words.back() = "рн";  // "р-н"
    else
      words.push_back(word);
  }
  Spelling spelling;
  const auto strip = [&](auto place) {
    const UnitKind kind = words.size() > 1 ? kind_of(*place) : UnitKind::none;
    if (kind == UnitKind::none) return false;
    spelling.kind = kind;
    words.erase(place);
    return true;
  };
  while (!words.empty() && (strip(words.end() - 1) || strip(words.begin()))) {
  }
  for (const std::string& word : words) spelling.name += (spelling.name.empty() ? "" : " ") + word;
  return spelling;
}

}  // namespace

UnitSpellings::UnitSpellings(const axes::Territory& territory, std::int32_t level) {
  for (const axes::TerritoryUnit& unit : territory.units()) {
    if (unit.level != level) continue;
    std::vector<Spelling> names;
    for (const auto& [language, name] : unit.names.by_language) names.push_back(taken_apart(name));
    const bool city = std::ranges::find(names, UnitKind::city, &Spelling::kind) != names.end();
    for (const Spelling& spelling : names) by_name_[spelling.name][unit.code] = city;
  }
}

std::optional<std::string> UnitSpellings::code_of(const std::string& value) const {
  const Spelling spelling = taken_apart(value);
  const auto found = by_name_.find(spelling.name);
  if (found == by_name_.end()) return std::nullopt;
  std::vector<std::string> all, of_kind;
  for (const auto& [code, city] : found->second) {
    all.push_back(code);
    if (spelling.kind != UnitKind::none && city == (spelling.kind == UnitKind::city)) of_kind.push_back(code);
  }
  if (of_kind.size() == 1) return of_kind.front();
  if (all.size() == 1) return all.front();
  return std::nullopt;
}

}  // namespace tartip::registers
