// The tiles of the layers.
#include <cmath>

#include "app/map_layers.hpp"
#include "app/map_layers_inside.hpp"
#include "geo/vector_tile.hpp"
#include "geo/web_mercator.hpp"

namespace tartip::app {
namespace {

constexpr int k_square_bits = 6;
constexpr int k_squares = 1 << k_square_bits;  // across a tile
constexpr int k_squares_of_many = 32;          // across a tile that has too many points: sixteen pixels each
constexpr std::int64_t k_most_points = 2'000;  // in a tile: more are a blot, and slow to draw

geo::TileValue tile_value(double events) {
  return std::trunc(events) == events ? geo::TileValue(static_cast<std::int64_t>(events)) : geo::TileValue(events);
}

geo::TileAttributes unit_attributes(const axes::Territory& territory, const axes::TerritoryUnit& unit,
                                    const std::string& language) {
  geo::TileAttributes attributes = {{"code", unit.code}, {"name", unit.names.in(language)}};
  for (const char* one : {"kk", "ru", "en"})
    if (const auto name = unit.names.by_language.find(one); name != unit.names.by_language.end())
      attributes.emplace_back("name_" + std::string(one), name->second);
  attributes.emplace_back("level", level_id(territory, unit.level));
  if (unit.parent >= 0) attributes.emplace_back("parent", unit_of(territory, unit.parent).code);
  return attributes;
}

Result<std::string> unit_tile(const Setting& setting, Centre& centre, UnitShapeCache& cache,
                              const TileQuestion& question) {
  auto territory = centre.store.load_territory(question.layer.territory);
  if (!territory) return pass(territory);
  const auto shapes = cache.shapes(*territory, question.layer.level)->at(question.tile.zoom);
  geo::TileLayer layer(question.layer.name(), question.tile);
  const geo::Box square = question.tile.world();
  const double edge = (square.high.x - square.low.x) / 64;  // the buffer of a tile's lattice
  const geo::Box seen{{square.low.x - edge, square.low.y - edge}, {square.high.x + edge, square.high.y + edge}};
  for (const UnitShapes::Shape& shape : *shapes) {
    const axes::TerritoryUnit& unit = unit_of(**territory, shape.unit);
    if (!overlap(unit.valid, question.valid) || !overlap(shape.box, seen)) continue;
    layer.add_area(shape.world, unit_attributes(**territory, unit, setting.language),
                   static_cast<std::uint64_t>(shape.unit));
  }
  return geo::encode_tile({layer});
}

// One question to the database for all tiles: the world's finest squares.
Result<std::vector<store::SquareCount>> squares_of(Centre& centre, SquareCountsCache& cache,
                                                   const TileQuestion& question,
                                                   const store::EventSelection& selection) {
  if (question.events_key.empty()) return centre.store.count_squares(selection, question.tile, k_squares);
  auto counts = cache.find(question.events_key, question.generation, [&]() -> SquareCountsCache::Made {
    auto finest = centre.store.count_squares(selection, {}, 1 << SquareCounts::k_depth);
    if (!finest) return pass(finest);
    return std::make_shared<const SquareCounts>(std::move(*finest));
  });
  if (!counts) return pass(counts);
  return (*counts)->of(question.tile, k_square_bits);
}

Result<std::string> cell_tile(const Setting& setting, Centre& centre, SquareCountsCache& cache,
                              const TileQuestion& question) {
  auto asked = narrowed(setting, centre, question.layer, {question.filter, "map tile"});
  if (!asked) return pass(asked);
  auto squares = squares_of(centre, cache, question, asked->selection);
  if (!squares) return pass(squares);
  geo::TileLayer layer(question.layer.name(), question.tile);
  const geo::Box tile = question.tile.world();
  const double side = (tile.high.x - tile.low.x) / k_squares;
  for (const store::SquareCount& square : *squares) {
    const double west = tile.low.x + square.column * side, north = tile.low.y + square.row * side;
    const geo::Ring ring = {
        {west, north}, {west + side, north}, {west + side, north + side}, {west, north + side}, {west, north}};
    layer.add_area({{ring, {}}}, {{"events", tile_value(square.events)}});
  }
  return geo::encode_tile({layer});
}

// Single events; where there are too many of them, how many stand together.
Result<std::string> point_tile(const Setting& setting, Centre& centre, const TileQuestion& question) {
  auto asked = narrowed(setting, centre, question.layer, {question.filter, "map tile", true});
  if (!asked) return pass(asked);
  const geo::TileAddress& tile = question.tile;
  asked->look.parameters.emplace_back(
      "tile", std::to_string(tile.zoom) + "/" + std::to_string(tile.row) + "/" + std::to_string(tile.column));
  geo::TileLayer layer(question.layer.name(), tile);
  std::int64_t rows = 0;
  // Counting is cheaper than reading what will not be shown.
  auto squares = centre.store.count_squares(asked->selection, tile, k_squares_of_many);
  if (!squares) return pass(squares);
  double events = 0;
  for (const store::SquareCount& square : *squares) events += square.events;
  store::EventPage page;
  if (events <= static_cast<double>(k_most_points)) {
    auto found = centre.store.events_in(asked->selection, {.degrees = tile.degrees(), .limit = k_most_points + 1});
    if (!found) return pass(found);
    page = std::move(*found);
  }
  // In a register of totals many rows may hold few events.
  const bool few = events <= static_cast<double>(k_most_points) && page.places.size() <= std::size_t{k_most_points};
  if (few) {
    for (std::size_t i = 0; i < page.rows.rows.size(); ++i) {
      if (!page.places[i]) continue;
      geo::TileAttributes attributes = {{"events", std::int64_t{1}}};
      for (std::size_t c = 0; c < page.rows.columns.size(); ++c) {
        const std::string& name = page.rows.columns[c].name;
        if (name != "id" && name != "day" && name != "class" && name != "territory") continue;
        if (const auto* text = std::get_if<std::string>(&page.rows.rows[i][c])) attributes.emplace_back(name, *text);
      }
      layer.add_point(geo::to_world(*page.places[i]), attributes);
    }
    rows = static_cast<std::int64_t>(layer.features());
  } else {
    const geo::Box world = tile.world();
    const double side = (world.high.x - world.low.x) / k_squares_of_many;
    for (const store::SquareCount& square : *squares) {
      layer.add_point({world.low.x + (square.column + 0.5) * side, world.low.y + (square.row + 0.5) * side},
                      {{"events", tile_value(square.events)}});
      rows += static_cast<std::int64_t>(square.events);
    }
  }
  if (Status noted = note_look(setting, asked->look, rows); !noted) return pass(noted);
  return geo::encode_tile({layer});
}

}  // namespace

Result<std::string> map_tile(const Setting& setting, MapCaches& caches, const TileQuestion& question) {
  const geo::TileAddress& tile = question.tile;
  if (!tile.exists() || tile.zoom < question.layer.first_zoom() || tile.zoom > question.layer.last_zoom())
    return fail(Code::not_found, "error.map.no_tile",
                {{"layer", question.layer.id},
                 {"least", std::to_string(question.layer.first_zoom())},
                 {"most", std::to_string(question.layer.last_zoom())}});
  auto centre = open_centre(setting, Access::read);
  if (!centre) return pass(centre);
  switch (question.layer.kind) {
    case MapLayer::Kind::units:
      return unit_tile(setting, *centre, caches.shapes, question);
    case MapLayer::Kind::cells:
      return cell_tile(setting, *centre, caches.squares, question);
    case MapLayer::Kind::events:
      break;
  }
  return point_tile(setting, *centre, question);
}

}  // namespace tartip::app
