// The centre's layers for programs that draw maps, under /ogc: where they are and what there is (OGC API – Common),
// with their features (feature_routes.hpp) and tiles (tile_routes.hpp). What they show is app/map_layers.hpp.
#pragma once
#include "http/router.hpp"

namespace tartip::http {

void add_map_routes(Router& router);

}  // namespace tartip::http
