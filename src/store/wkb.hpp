// Areas as OGC well-known binary (ISO 13249-3, MultiPolygon, little-endian), the form that any GIS reads from the
// database.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "geo/geometry.hpp"

namespace tartip::store {

std::string to_wkb(const geo::MultiPolygon& area);
std::optional<geo::MultiPolygon> from_wkb(std::string_view bytes);  // nothing when the bytes are not such a shape

}  // namespace tartip::store
