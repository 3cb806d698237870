// The features of the layers, in degrees.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include "app/map_layers.hpp"
#include "app/map_layers_inside.hpp"
#include "geo/grid.hpp"
#include "geo/measure.hpp"
#include "geo/overlay.hpp"

namespace tartip::app {
namespace {

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
  feature.properties.emplace_back("level", level_id(territory, unit.level));
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
  auto asked = narrowed(setting, centre, question.layer,
                        {question.filter, "map features", question.cell_metres < k_fine_metres});
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
  auto asked = narrowed(setting, centre, question.layer, {question.filter, "map features", true});
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

}  // namespace

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
