// A map tile as bytes that MapLibre, QGIS and GDAL draw: Mapbox Vector Tile 2.1
// (https://github.com/mapbox/vector-tile-spec/tree/master/2.1), media type application/vnd.mapbox-vector-tile.
//
// Shapes are given in the square world of geo/web_mercator.hpp, simplified beforehand where that is wanted
// (geo/simplify.hpp). They are cut at the tile's edges plus a buffer (Sutherland & Hodgman 1974: an area that leaves
// the tile and comes back is joined along the buffer's edge, outside what is drawn), rounded to the tile's lattice, and
// lose what has no extent there. Outer rings run clockwise on the screen and holes the other way, as the specification
// asks. An area that lies in no part of the tile, or is smaller than the lattice, adds nothing. Two areas that share
// points share them after rounding too. Shapes across the 180° meridian must come as two parts. Coordinates that are
// not finite are left out. The same calls give the same bytes. O(vertices).
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "geo/geometry.hpp"
#include "geo/web_mercator.hpp"

namespace tartip::geo {

using TileValue = std::variant<std::string, double, std::int64_t, bool>;
using TileAttributes = std::vector<std::pair<std::string, TileValue>>;  // what is missing does not stand here

struct TileLattice {
  std::uint32_t extent = 4096;  // steps across the tile
  std::uint32_t buffer = 64;    // steps beyond each edge that are kept, so that outlines meet across tiles
};

class TileLayer {
 public:
  TileLayer(std::string name, TileAddress address, TileLattice lattice = {});

  // False: nothing of it lies in the tile.
  bool add_area(const MultiPolygon& world, const TileAttributes& attributes, std::optional<std::uint64_t> id = {});
  bool add_point(Point world, const TileAttributes& attributes, std::optional<std::uint64_t> id = {});

  std::size_t features() const { return features_.size(); }
  std::string encoded() const;  // the layer's message

 private:
  struct Step {
    std::int64_t x = 0, y = 0;
    friend bool operator==(const Step&, const Step&) = default;
  };
  using Path = std::vector<Step>;

  Point in_tile(Point world) const;
  Path fitted(const Ring& world, bool outer) const;
  void append(int type, const std::vector<std::uint32_t>& geometry, const TileAttributes& attributes,
              std::optional<std::uint64_t> id);
  static std::int64_t doubled_area(const Path& path);

  std::string name_;
  Box square_;
  TileLattice lattice_;
  std::vector<std::string> features_;
  std::vector<std::string> keys_;
  std::map<std::string, std::uint32_t> key_places_;
  std::vector<TileValue> values_;
  std::map<TileValue, std::uint32_t> value_places_;
};

// Layers without features are left out; no layers give an empty tile of no bytes.
std::string encode_tile(const std::vector<TileLayer>& layers);

}  // namespace tartip::geo
