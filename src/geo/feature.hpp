// What a file of areas holds: one record per area, its properties as text.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "geo/geometry.hpp"

namespace tartip::geo {

struct Feature {
  std::map<std::string, std::string> properties;  // what is null or missing in the file is not here
  MultiPolygon area;                              // empty when the file gives none
};

}  // namespace tartip::geo
