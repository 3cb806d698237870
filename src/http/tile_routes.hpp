// OGC API – Tiles: vector tiles of a layer in WebMercatorQuad, their description (also as TileJSON) and that of the
// tiling. Tiles are kept for visitors of the same rights; tiles of single events never are.
#pragma once
#include "http/router.hpp"

namespace tartip::http {

inline constexpr const char* k_tile_type = "application/vnd.mapbox-vector-tile";

void add_tile_routes(Router& router);

}  // namespace tartip::http
