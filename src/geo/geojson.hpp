// Areas from GeoJSON (RFC 7946): a FeatureCollection of Polygons, MultiPolygons, collections of them, or features
// without geometry.
//
// Numbers among the properties become their shortest text, truth values "true" or "false", lists and objects their
// JSON. Rings come as they are written: see geo/repair.hpp. A third coordinate is dropped. Coordinates are longitude
// and latitude; a "crs" member that names anything else is refused. Errors name the feature, counted from 1. At most
// 256 MiB.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "geo/feature.hpp"

namespace tartip::geo {

Result<std::vector<Feature>> read_geojson(const std::filesystem::path& file);
// `name` stands in messages for the file.
Result<std::vector<Feature>> parse_geojson(std::string_view text, const std::string& name);

}  // namespace tartip::geo
