// What a map shows of a centre, for programs that draw it themselves (QGIS, MapLibre): the units of a territory's
// levels, the events of a register counted in squares, and — for who may look at records — the events as points.
// Whoever asks is decided on in app/admit.hpp; looks at points stand in the audit log.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/operation.hpp"
#include "app/square_counts.hpp"
#include "app/unit_shapes.hpp"
#include "axes/calendar.hpp"
#include "base/error.hpp"
#include "geo/geometry.hpp"
#include "geo/web_mercator.hpp"

namespace tartip::app {

struct MapLayer {
  enum class Kind { units, cells, events } kind = Kind::units;
  std::string id;  // "units.kazakhstan.region", "cells.fires", "events.fires"
  std::string title;
  std::string territory;
  std::int32_t level = -1;
  std::string register_id;
  std::string source;
  std::optional<geo::Box> degrees = {};  // what the units cover

  int first_zoom() const;
  int last_zoom() const;
  const char* name() const;  // of the layer in a tile: "units", "cells", "events"
};

// Below this zoom events are shown as squares, from it on as points; a square is then about 760 m wide at 51° N.
inline constexpr int k_first_zoom_of_points = 10;

// Those that the visitor may see, in a stable order. A ground for records need not be named to see that they are there.
Result<std::vector<MapLayer>> map_layers(const Setting& setting);
// Errors: not_found `error.map.no_layer`.
Result<MapLayer> map_layer(const Setting& setting, const std::string& id);

// What narrows the events of a layer, as in `cube query`: period, in, class, where, known-on.
using MapFilter = std::map<std::string, std::vector<std::string>>;

// Errors: not_found `error.map.no_tile` (no such tile, or not at this zoom); those of admit_look and of the filter.
struct TileQuestion {
  const MapLayer& layer;
  geo::TileAddress tile;
  MapFilter filter = {};
  axes::Span valid = {};  // units valid in it
  // Whoever may see the same events by the same filter has the same key; empty: nothing is kept for the next tile.
  std::string events_key = {};
  std::uint64_t generation = 0;  // of the store
};
struct MapCaches {
  UnitShapeCache shapes;
  SquareCountsCache squares;
};
Result<std::string> map_tile(const Setting& setting, MapCaches& caches, const TileQuestion& question);

struct MapFeature {
  std::string id;
  geo::MultiPolygon area = {};           // degrees
  std::optional<geo::Point> point = {};  // instead of an area; without both the feature has no place
  std::vector<std::pair<std::string, SheetCell>> properties = {};
};

struct FeatureQuestion {
  const MapLayer& layer;
  MapFilter filter = {};
  std::optional<geo::Box> degrees = {};
  axes::Span valid = {};
  std::string id = {};  // one feature only
  std::int64_t offset = 0;
  std::int64_t limit = 100;
  double cell_metres = 10'000;  // of a layer of cells
};

struct MapFeatures {
  std::vector<MapFeature> features;
  std::int64_t matched = 0;  // in all
};
Result<MapFeatures> map_features(const Setting& setting, const FeatureQuestion& question);

}  // namespace tartip::app
