// Areas from an ESRI shapefile: NAME.shp with NAME.dbf beside it, NAME.prj and NAME.cpg where they exist.
//
// Property values are the bytes of the DBF, trimmed, in the encoding that `encoding` names: the caller decodes them.
// Clockwise rings begin a polygon, the others are holes of the polygon around them (ESRI 1998). Coordinates are those
// of `crs`. Shapes that are not polygons are refused with their number, counted from 1; deleted and empty records come
// as features without an area.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "geo/feature.hpp"

namespace tartip::geo {

struct Shapefile {
  std::vector<Feature> features;
  std::string encoding;  // as .cpg says ("UTF-8", "1251" becomes "windows-1251"); empty when it says nothing
  std::string crs;       // the text of .prj, which geo::Projection::named reads; empty when there is none
};

Result<Shapefile> read_shapefile(const std::filesystem::path& file);

}  // namespace tartip::geo
