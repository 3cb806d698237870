// JSON lines and GeoJSON as tables.
//
// JSON lines: one object a line; nested objects become columns "a.b", arrays stay as their JSON text, null is an empty
// field. Columns are the keys of the first 16 MiB. A key that appears only later cannot be named by a description, so
// nothing described is lost; it stays in `raw`. GeoJSON (at most 256 MiB): one record a feature; columns are the
// properties and, unless properties have these names, `_longitude` and `_latitude` of a point, or of the label point of
// another geometry (the mean of its outermost ring's vertices). `line` counts features.
#pragma once
#include <filesystem>
#include <memory>

#include "registers/record.hpp"

namespace tartip::registers {

Result<std::unique_ptr<RecordReader>> open_json_lines(const std::filesystem::path& file, const SourceFormat& format);
Result<std::unique_ptr<RecordReader>> open_geojson(const std::filesystem::path& file);

}  // namespace tartip::registers
