// Units written with the word for what they are — "Акмолинская область", "г. Алматы", "Алматы қаласы" — where the
// territory has the name alone, or with another such word.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "axes/territory.hpp"

namespace tartip::registers {

class UnitSpellings {
 public:
  // Of the units of a level, whenever they are valid. O(names).
  UnitSpellings(const axes::Territory& territory, std::int32_t level);
  // The code of the one unit that is meant; nothing when none or several may be. A word for a city chooses between a
  // city and a region of one name.
  std::optional<std::string> code_of(const std::string& value) const;

 private:
  std::map<std::string, std::map<std::string, bool>> by_name_;  // folded name without such words → code → is a city
};

}  // namespace tartip::registers
