#include "app/map_layers.hpp"

#include <algorithm>

#include "app/map_layers_inside.hpp"
#include "app/question.hpp"
#include "geo/measure.hpp"

namespace tartip::app {
namespace {

constexpr int k_last_zoom_of_units = 14;
constexpr int k_last_zoom_of_points = 16;

bool has_points(const registers::Description& description) {
  return !description.place.x_column.empty() && !description.place.crs.starts_with("local:");
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
      if (!id.empty() && id != prefix + level_id(**territory, level)) continue;
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
  grounded.visitor.legal_ground = "a ground";  // whether records could be seen at all
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
  if (!entry && entry.error().code != Code::not_found) return pass(entry);
  if (!entry) return absent();
  auto layer = register_layer(setting, entry->description, cells ? MapLayer::Kind::cells : MapLayer::Kind::events);
  if (!layer) return absent();
  return std::move(*layer);
}

Result<Narrowed> narrowed(const Setting& setting, const Centre& centre, const MapLayer& layer, Narrowing asked) {
  const Operation* operation = find_operation("cube", "query");
  asked.filter["register"] = {layer.register_id};
  auto call = check_call(*operation, setting, std::move(asked.filter));
  if (!call) return pass(call);
  Narrowed found;
  found.look = {.what = asked.what,
                .matter = layer.kind == MapLayer::Kind::events ? Matter::records : Matter::figures,
                .register_id = layer.register_id,
                .territories = call->texts("in"),
                .fine = asked.fine || call->has("where")};
  for (const char* name : {"period", "in", "class", "where", "known-on"})
    for (const std::string& value : call->texts(name)) found.look.parameters.emplace_back(name, value);
  auto codes = admit_look(setting, found.look);
  if (!codes) {
    if (Status noted = note_refusal(setting, found.look, codes.error()); !noted) return pass(noted);
    return pass(codes);
  }
  auto query = question_of(*call, centre);
  if (!query) return pass(query);
  found.selection = {.register_id = layer.register_id, .filter = query->filter, .known_on = query->known_on};
  found.selection.filter.territories = *codes;
  return found;
}

}  // namespace tartip::app
