#include "app/map_layers.hpp"

#include <algorithm>
#include <cmath>

#include "app/admit.hpp"
#include "app/question.hpp"
#include "geo/grid.hpp"
#include "geo/measure.hpp"
#include "geo/overlay.hpp"
#include "geo/simplify.hpp"

namespace tartip::app {
namespace {

constexpr int k_last_zoom_of_units = 14;
constexpr int k_last_zoom_of_points = 16;
constexpr int k_exact_zoom = 12;                // from it on nothing is simplified
constexpr int k_squares = 64;                   // across a tile
constexpr int k_squares_of_many = 256;          // across a tile that has too many points
constexpr std::int64_t k_most_points = 20'000;  // in a tile

bool overlap(axes::Span a, axes::Span b) {
  return a.from < b.to && b.from < a.to;
}

bool overlap(const geo::Box& a, const geo::Box& b) {
  return a.low.x <= b.high.x && b.low.x <= a.high.x && a.low.y <= b.high.y && b.low.y <= a.high.y;
}

bool has_points(const registers::Description& description) {
  return !description.place.x_column.empty() && !description.place.crs.starts_with("local:");
}

const axes::TerritoryUnit& unit_of(const axes::Territory& territory, std::int32_t number) {
  return territory.units()[static_cast<std::size_t>(number)];
}

std::string level_name(const axes::Territory& territory, std::int32_t level) {
  return territory.levels()[static_cast<std::size_t>(level)].id;
}

struct Narrowed {
  store::EventSelection selection;
  Look look;
};

// The filter as `cube query` reads it, narrowed to what the visitor may see of the register.
Result<Narrowed> narrowed(const Setting& setting, const Centre& centre, const MapLayer& layer, MapFilter filter,
                          const std::string& what, bool fine) {
  const Operation* operation = find_operation("cube", "query");
  filter["register"] = {layer.register_id};
  auto call = check_call(*operation, setting, std::move(filter));
  if (!call) return pass(call);
  Narrowed found;
  found.look = {.what = what,
                .matter = layer.kind == MapLayer::Kind::events ? Matter::records : Matter::figures,
                .register_id = layer.register_id,
                .territories = call->texts("in"),
                .fine = fine || call->has("where")};
  for (const char* name : {"period", "in", "class", "where", "known-on"})
    for (const std::string& value : call->texts(name)) found.look.parameters.emplace_back(name, value);
  auto codes = admit_look(setting, found.look);
  if (!codes) return pass(codes);
  auto query = question_of(*call, centre);
  if (!query) return pass(query);
  found.selection = {.register_id = layer.register_id, .filter = query->filter, .known_on = query->known_on};
  found.selection.filter.territories = *codes;
  return found;
}

geo::TileValue tile_value(double events) {
  return std::trunc(events) == events ? geo::TileValue(static_cast<std::int64_t>(events)) : geo::TileValue(events);
}

geo::TileAttributes unit_attributes(const axes::Territory& territory, const axes::TerritoryUnit& unit,
                                    const std::string& language) {
  geo::TileAttributes attributes = {{"code", unit.code}, {"name", unit.names.in(language)}};
  for (const char* one : {"kk", "ru", "en"})
    if (const auto name = unit.names.by_language.find(one); name != unit.names.by_language.end())
      attributes.emplace_back("name_" + std::string(one), name->second);
  attributes.emplace_back("level", level_name(territory, unit.level));
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

Result<std::string> cell_tile(const Setting& setting, Centre& centre, const TileQuestion& question) {
  auto asked = narrowed(setting, centre, question.layer, question.filter, "map tile", false);
  if (!asked) return pass(asked);
  auto squares = centre.store.count_squares(asked->selection, question.tile, k_squares);
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
  auto asked = narrowed(setting, centre, question.layer, question.filter, "map tile", true);
  if (!asked) return pass(asked);
  const geo::TileAddress& tile = question.tile;
  asked->look.parameters.emplace_back(
      "tile", std::to_string(tile.zoom) + "/" + std::to_string(tile.row) + "/" + std::to_string(tile.column));
  geo::TileLayer layer(question.layer.name(), tile);
  std::int64_t rows = 0;
  auto page = centre.store.events_in(asked->selection, {.degrees = tile.degrees(), .limit = k_most_points + 1});
  if (!page) return pass(page);
  if (static_cast<std::int64_t>(page->rows.rows.size()) <= k_most_points) {
    for (std::size_t i = 0; i < page->rows.rows.size(); ++i) {
      if (!page->places[i]) continue;
      geo::TileAttributes attributes = {{"events", std::int64_t{1}}};
      for (std::size_t c = 0; c < page->rows.columns.size(); ++c) {
        const std::string& name = page->rows.columns[c].name;
        if (name != "id" && name != "day" && name != "class" && name != "territory") continue;
        if (const auto* text = std::get_if<std::string>(&page->rows.rows[i][c])) attributes.emplace_back(name, *text);
      }
      layer.add_point(geo::to_world(*page->places[i]), attributes);
    }
    rows = static_cast<std::int64_t>(layer.features());
  } else {
    auto squares = centre.store.count_squares(asked->selection, tile, k_squares_of_many);
    if (!squares) return pass(squares);
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

bool within_box(const geo::MultiPolygon& area, const geo::Box& asked) {
  const geo::Box box = geo::box_of(area);
  if (box.low.x > box.high.x || !overlap(box, asked)) return false;
  const bool covered =
      box.low.x >= asked.low.x && box.high.x <= asked.high.x && box.low.y >= asked.low.y && box.high.y <= asked.high.y;
  if (covered) return true;
  if (!(asked.high.x > asked.low.x) || !(asked.high.y > asked.low.y)) return true;
  const geo::Ring frame = {asked.low, {asked.high.x, asked.low.y}, asked.high, {asked.low.x, asked.high.y}, asked.low};
  return geo::shared_area(area, {{frame, {}}}) > 0;
}

// A box across the 180° meridian is two.
bool within_box(const geo::MultiPolygon& area, const std::optional<geo::Box>& asked) {
  if (!asked) return true;
  if (asked->low.x <= asked->high.x) return within_box(area, *asked);
  return within_box(area, geo::Box{asked->low, {180, asked->high.y}}) ||
         within_box(area, geo::Box{{-180, asked->low.y}, asked->high});
}

SheetCell text_cell(const std::string& text) {
  return text.empty() ? SheetCell() : SheetCell(text);
}

MapFeature feature_of(const axes::Territory& territory, const axes::TerritoryUnit& unit,
                      const FeatureQuestion& question, const std::string& language) {
  MapFeature feature{.id = std::to_string(unit.number), .area = unit.area};
  feature.properties = {{"code", unit.code}, {"name", text_cell(unit.names.in(language))}};
  for (const char* one : {"kk", "ru", "en"}) {
    const auto name = unit.names.by_language.find(one);
    feature.properties.emplace_back("name_" + std::string(one),
                                    name == unit.names.by_language.end() ? SheetCell() : text_cell(name->second));
  }
  feature.properties.emplace_back("level", level_name(territory, unit.level));
  feature.properties.emplace_back("parent",
                                  unit.parent < 0 ? SheetCell() : SheetCell(unit_of(territory, unit.parent).code));
  for (const auto& [scheme, code] : unit.other_codes) feature.properties.emplace_back(scheme, code);
  const auto day = [](axes::Day one) {
    return one <= axes::k_first_day || one >= axes::k_last_day ? SheetCell() : SheetCell(axes::text_of(one));
  };
  feature.properties.emplace_back("valid_from", day(unit.valid.from));
  feature.properties.emplace_back("valid_until", day(unit.valid.to));
  // Of the year asked about; of a long span, of its end or of the last known year before.
  const axes::Day last = std::min(question.valid.to, unit.valid.to) - std::chrono::days(1);
  const int year = static_cast<int>(std::chrono::year_month_day(last).year());
  const auto residents = territory.residents(unit.number, year);
  const bool known = residents.quality != axes::Territory::PopulationQuality::unknown;
  const auto latest = unit.population.empty() ? unit.population.end() : std::prev(unit.population.end());
  if (known) {
    feature.properties.emplace_back("population", residents.count);
    feature.properties.emplace_back("population_year", std::int64_t{year});
  } else {
    feature.properties.emplace_back("population",
                                    latest == unit.population.end() ? SheetCell() : SheetCell(latest->second));
    feature.properties.emplace_back(
        "population_year", latest == unit.population.end() ? SheetCell() : SheetCell(std::int64_t{latest->first}));
  }
  return feature;
}

Result<MapFeatures> unit_features(const Setting& setting, Centre& centre, const FeatureQuestion& question) {
  auto territory = centre.store.load_territory(question.layer.territory);
  if (!territory) return pass(territory);
  MapFeatures found;
  for (const axes::TerritoryUnit& unit : (*territory)->units()) {
    if (unit.level != question.layer.level) continue;
    if (!question.id.empty() ? question.id != std::to_string(unit.number)
                             : !overlap(unit.valid, question.valid) || !within_box(unit.area, question.degrees))
      continue;
    if (++found.matched > question.offset && found.matched <= question.offset + question.limit)
      found.features.push_back(feature_of(**territory, unit, question, setting.language));
  }
  return found;
}

Result<MapFeatures> cell_features(const Setting& setting, Centre& centre, const FeatureQuestion& question) {
  auto asked =
      narrowed(setting, centre, question.layer, question.filter, "map features", question.cell_metres < k_fine_metres);
  if (!asked) return pass(asked);
  cube::Query query;
  query.register_id = question.layer.register_id;
  query.filter = asked->selection.filter;
  query.known_on = asked->selection.known_on;
  query.cell_metres = question.cell_metres;
  auto panel = centre.store.query(query);
  if (!panel) return pass(panel);
  auto plane = geo::Projection::named(panel->grid_plane);
  if (!plane) return pass(plane);
  const geo::Grid grid = geo::Grid::in_degrees(std::move(*plane), panel->grid_side);
  MapFeatures found;
  for (std::size_t s = 0; s < panel->series.size(); ++s) {
    const cube::Member& cell = panel->territories[static_cast<std::size_t>(panel->series[s].territory)];
    const auto comma = cell.code.find(',');
    if (comma == std::string::npos || (!question.id.empty() && question.id != cell.code)) continue;
    const auto index = [&](const std::string& metres) {
      return static_cast<std::int32_t>(std::lround(std::strtod(metres.c_str(), nullptr) / panel->grid_side));
    };
    const geo::MultiPolygon area = {
        grid.polygon_of({index(cell.code.substr(0, comma)), index(cell.code.substr(comma + 1))})};
    if (!within_box(area, question.degrees)) continue;
    if (++found.matched <= question.offset || found.matched > question.offset + question.limit) continue;
    const double events = panel->row(s)[0];
    found.features.push_back(
        {.id = cell.code,
         .area = area,
         .properties = {{"cell", cell.code},
                        {"events", std::trunc(events) == events ? SheetCell(static_cast<std::int64_t>(events))
                                                                : number_cell(events)}}});
  }
  return found;
}

Result<MapFeatures> event_features(const Setting& setting, Centre& centre, const FeatureQuestion& question) {
  auto asked = narrowed(setting, centre, question.layer, question.filter, "map features", true);
  if (!asked) return pass(asked);
  if (!question.id.empty()) asked->look.parameters.emplace_back("id", question.id);
  auto page = centre.store.events_in(asked->selection, {.degrees = question.degrees,
                                                        .id = question.id,
                                                        .offset = question.offset,
                                                        .limit = question.limit,
                                                        .count = true});
  if (!page) return pass(page);
  MapFeatures found;
  found.matched = page->matched;
  for (std::size_t i = 0; i < page->rows.rows.size(); ++i) {
    MapFeature& feature = found.features.emplace_back();
    feature.point = page->places[i];
    for (std::size_t c = 0; c < page->rows.columns.size(); ++c) {
      const store::Value& value = page->rows.rows[i][c];
      if (page->rows.columns[c].name == "id")
        feature.id = std::get<std::string>(value);
      else
        feature.properties.emplace_back(page->rows.columns[c].name,
                                        std::visit([](const auto& one) { return SheetCell(one); }, value));
    }
  }
  if (Status noted = note_look(setting, asked->look, static_cast<std::int64_t>(found.features.size())); !noted)
    return pass(noted);
  return found;
}

// All, or the one of that id.
Status add_unit_layers(const Setting& setting, Centre& centre, const std::string& id, std::vector<MapLayer>& layers) {
  auto entries = centre.store.territories();
  if (!entries) return pass(entries);
  for (const auto& entry : *entries) {
    const std::string prefix = "units." + entry.id + ".";
    if (!id.empty() && !id.starts_with(prefix)) continue;
    auto territory = centre.store.load_territory(entry.id);
    if (!territory) return pass(territory);
    if ((*territory)->plane().starts_with("local:")) continue;
    for (std::int32_t level = 0; level < static_cast<std::int32_t>((*territory)->levels().size()); ++level) {
      if (!id.empty() && id != prefix + level_name(**territory, level)) continue;
      std::optional<geo::Box> degrees;
      for (const axes::TerritoryUnit& unit : (*territory)->units()) {
        if (unit.level != level || unit.area.empty()) continue;
        const geo::Box box = geo::box_of(unit.area);
        if (!degrees) degrees = box;
        degrees = geo::Box{{std::min(degrees->low.x, box.low.x), std::min(degrees->low.y, box.low.y)},
                           {std::max(degrees->high.x, box.high.x), std::max(degrees->high.y, box.high.y)}};
      }
      if (!degrees) continue;
      const axes::TerritoryLevel& one = (*territory)->levels()[static_cast<std::size_t>(level)];
      const std::string &of = (*territory)->names().in(setting.language), &name = one.names.in(setting.language);
      layers.push_back({.kind = MapLayer::Kind::units,
                        .id = prefix + one.id,
                        .title = (of.empty() ? entry.id : of) + ": " + (name.empty() ? one.id : name),
                        .territory = entry.id,
                        .level = level,
                        .register_id = {},
                        .source = (*territory)->source(),
                        .degrees = degrees});
    }
  }
  return {};
}

// Nothing when the register has no points, or the visitor may not see them so.
std::optional<MapLayer> register_layer(const Setting& setting, const registers::Description& description,
                                       MapLayer::Kind kind) {
  if (!has_points(description)) return std::nullopt;
  Setting grounded = setting;
  grounded.visitor.legal_ground = "-";  // whether records could be seen at all
  const Look look{.what = "map layers",
                  .matter = kind == MapLayer::Kind::events ? Matter::records : Matter::figures,
                  .register_id = description.id};
  if (!admit_look(grounded, look)) return std::nullopt;
  const std::string& name = description.names.in(setting.language);
  MapLayer layer{.kind = kind,
                 .id = {},
                 .title = name.empty() ? description.id : name,
                 .territory = description.place.territory,
                 .register_id = description.id,
                 .source = description.source};
  layer.id = std::string(layer.name()) + "." + description.id;
  return layer;
}

}  // namespace

int MapLayer::first_zoom() const {
  return kind == Kind::events ? k_first_zoom_of_points : 0;
}
int MapLayer::last_zoom() const {
  return kind == Kind::units   ? k_last_zoom_of_units
         : kind == Kind::cells ? k_first_zoom_of_points - 1
                               : k_last_zoom_of_points;
}
const char* MapLayer::name() const {
  return kind == Kind::units ? "units" : kind == Kind::cells ? "cells" : "events";
}

Result<std::vector<MapLayer>> map_layers(const Setting& setting) {
  auto centre = open_centre(setting, Access::read);
  if (!centre) return pass(centre);
  std::vector<MapLayer> layers;
  if (Status added = add_unit_layers(setting, *centre, "", layers); !added) return pass(added);
  auto registers = centre->store.all_registers();
  if (!registers) return pass(registers);
  for (const auto kind : {MapLayer::Kind::cells, MapLayer::Kind::events})
    for (const store::RegisterEntry& entry : *registers)
      if (auto layer = register_layer(setting, entry.description, kind)) layers.push_back(std::move(*layer));
  return layers;
}

Result<MapLayer> map_layer(const Setting& setting, const std::string& id) {
  const auto absent = [&] { return fail(Code::not_found, "error.map.no_layer", {{"layer", id}}); };
  auto centre = open_centre(setting, Access::read);
  if (!centre) return pass(centre);
  if (id.starts_with("units.")) {
    std::vector<MapLayer> layers;
    if (Status added = add_unit_layers(setting, *centre, id, layers); !added) return pass(added);
    if (layers.empty()) return absent();
    return std::move(layers.front());
  }
  const bool cells = id.starts_with("cells.");
  if (!cells && !id.starts_with("events.")) return absent();
  auto entry = centre->store.load_register(id.substr(id.find('.') + 1));
  if (!entry) return absent();
  auto layer = register_layer(setting, entry->description, cells ? MapLayer::Kind::cells : MapLayer::Kind::events);
  if (!layer) return absent();
  return std::move(*layer);
}

UnitShapes::UnitShapes(std::shared_ptr<const axes::Territory> territory, std::int32_t level)
    : territory_(std::move(territory)) {
  for (const axes::TerritoryUnit& unit : territory_->units())
    if (unit.level == level && !unit.area.empty()) {
      units_.push_back(unit.number);
      exact_.push_back(geo::to_world(unit.area));
    }
}

std::shared_ptr<const std::vector<UnitShapes::Shape>> UnitShapes::at(int zoom) {
  zoom = std::min(zoom, k_exact_zoom);
  const std::lock_guard lock(mutex_);
  auto& kept = by_zoom_[zoom];
  if (kept == nullptr) {
    const double pixel = std::ldexp(1.0, -zoom) / 512;
    const std::vector<geo::MultiPolygon> areas =
        zoom == k_exact_zoom ? exact_
                             : geo::simplify(exact_, {.most_points = SIZE_MAX, .least_triangle = pixel * pixel / 2});
    auto made = std::make_shared<std::vector<Shape>>();
    for (std::size_t i = 0; i < areas.size(); ++i) made->push_back({units_[i], geo::box_of(areas[i]), areas[i]});
    kept = std::move(made);
  }
  return kept;
}

std::shared_ptr<UnitShapes> UnitShapeCache::shapes(const std::shared_ptr<const axes::Territory>& territory,
                                                   std::int32_t level) {
  const std::lock_guard lock(mutex_);
  auto& [of, shapes] = kept_[{territory->id(), level}];
  if (of != territory) {
    of = territory;
    shapes = std::make_shared<UnitShapes>(territory, level);
  }
  return shapes;
}

Result<std::string> map_tile(const Setting& setting, UnitShapeCache& cache, const TileQuestion& question) {
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
      return unit_tile(setting, *centre, cache, question);
    case MapLayer::Kind::cells:
      return cell_tile(setting, *centre, question);
    case MapLayer::Kind::events:
      break;
  }
  return point_tile(setting, *centre, question);
}

Result<MapFeatures> map_features(const Setting& setting, const FeatureQuestion& question) {
  auto centre = open_centre(setting, Access::read);
  if (!centre) return pass(centre);
  switch (question.layer.kind) {
    case MapLayer::Kind::units:
      return unit_features(setting, *centre, question);
    case MapLayer::Kind::cells:
      return cell_features(setting, *centre, question);
    case MapLayer::Kind::events:
      break;
  }
  return event_features(setting, *centre, question);
}

}  // namespace tartip::app
