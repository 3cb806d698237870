// The centre's layers for programs that draw maps: OGC API – Features (Part 1: Core, GeoJSON) and OGC API – Tiles
// (vector tiles in WebMercatorQuad) under /ogc. What they show is app/map_layers.hpp.
#pragma once
#include "http/router.hpp"

namespace tartip::http {

void add_map_routes(Router& router);

// The address by which the visitor reached the server, without a trailing slash: "https://centre.example". Empty when
// it was not told; then links are relative.
std::string base_address(const Request& request);

}  // namespace tartip::http
