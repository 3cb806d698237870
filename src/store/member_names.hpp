// What the members of an axis are called, without their areas and residents: all that a search needs, and quick to
// read.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"

namespace tartip::store {

struct MemberName {
  std::string axis;  // the territory's or the classification's id
  std::int32_t number = -1;
  std::int32_t parent = -1;  // a number of the same axis
  std::string level;         // the level's id
  std::string code;
  axes::Names names;
  std::map<std::string, std::string> other_codes;  // "iso_3166_2" -> "KZ-10"
  axes::Span valid;
};

}  // namespace tartip::store
