// OGC API – Features, Part 1: Core, in GeoJSON: /ogc/collections/{id}/items, in pages, and one feature by its id.
#pragma once
#include <cstdint>

#include "http/router.hpp"

namespace tartip::http {

inline constexpr std::int64_t k_most_features = 10'000;  // in one answer

void add_feature_routes(Router& router);

}  // namespace tartip::http
