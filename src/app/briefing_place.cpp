#include "app/briefing_place.hpp"

#include <algorithm>
#include <numeric>

#include "app/decision.hpp"
#include "app/map_ground.hpp"
#include "statistics/comparability.hpp"

namespace tartip::app {
namespace {

// What the register holds on districts of a level, or on cells of a side.
struct Split {
  std::optional<std::string> level = {};
  std::optional<double> cell_metres = {};
};

Status add_panels(Centre& centre, const MaterialRequest& request, const briefing::Material& material,
                  const Split& split, briefing::Place& place) {
  const auto ask = [&](axes::Span span, std::optional<axes::Unit> every) {
    cube::Query query = base_query(request);
    query.filter.period = span;
    query.every = every;
    query.territory_level = split.level;
    query.cell_metres = split.cell_metres;
    return centre.store.query(query);
  };
  Result<cube::Panel> now = ask(material.span, std::nullopt);
  if (!now) return pass(now);
  place.now = std::move(*now);
  if (!material.sample) {
    Result<cube::Panel> monthly = ask(material.monthly.span, axes::Unit::month);
    if (!monthly) return pass(monthly);
    place.monthly = std::move(*monthly);
  }
  if (!material.compared_with) return {};
  Result<cube::Panel> before = ask(*material.compared_with, std::nullopt);
  if (!before) return pass(before);
  place.before = std::move(*before);
  return {};
}

// Of a part of the country only the units that lie in it; none when the level is above the part.
void keep_within(const std::vector<std::string>& territories, const axes::Territory& territory,
                 const axes::TerritoryLevel& level, briefing::Place& place) {
  if (territories.empty()) return;
  const Scope part{.territories = territories};
  std::erase_if(place.grounds, [&](const briefing::Ground& ground) {
    return !codes_within(territory, part, {level.id + ":" + ground.code});
  });
}

Status add_districts(Centre& centre, const MaterialRequest& request, const axes::Territory& territory,
                     std::int32_t level, briefing::Material& material) {
  const axes::TerritoryLevel& shown = territory.levels()[static_cast<std::size_t>(level)];
  briefing::Place place;
  add_units(territory, level, middle_of(material.span), place);
  keep_within(request.territories, territory, shown, place);
  if (place.grounds.empty()) return {};
  if (Status added = add_panels(centre, request, material, {.level = shown.id}, place); !added) return added;
  if (material.compared_with)
    place.comparable = statistics::comparable_territories(territory, level, material.span, *material.compared_with);
  if (!request.territories.empty())
    std::erase_if(place.comparable, [&](const statistics::ComparableGroup& group) {
      return std::none_of(place.grounds.begin(), place.grounds.end(), [&](const briefing::Ground& ground) {
        return std::find(group.current.begin(), group.current.end(), ground.number) != group.current.end();
      });
    });
  material.place = std::move(place);
  return {};
}

Status add_grid(Centre& centre, const MaterialRequest& request, const geo::MultiPolygon& outline,
                const store::Overview& overview, bool degrees, briefing::Material& material) {
  const double events = std::accumulate(material.now.values.begin(), material.now.values.end(), 0.0);
  briefing::Place place;
  place.cells = true;
  place.cell_metres = fitting_side(events, outline, overview, degrees);
  if (!(place.cell_metres > 0)) return {};
  place.in_degrees = degrees;
  place.outline = outline;
  if (Status added = add_panels(centre, request, material, {.cell_metres = place.cell_metres}, place); !added)
    return added;
  if (Status added = add_cells({&place.now, place.before ? &*place.before : &place.now}, outline, place); !added)
    return added;
  material.place = std::move(place);
  return {};
}

}  // namespace

Status add_place(Centre& centre, const MaterialRequest& request, const registers::Description& description,
                 const store::Overview& overview, briefing::Material& material) {
  const bool degrees = description.place.crs.rfind("local", 0) != 0;
  geo::MultiPolygon outline;
  if (!description.place.territory.empty()) {
    auto territory = centre.store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    const axes::Day day = middle_of(material.span);
    std::optional<std::int32_t> deepest;
    if (description.place.x_column.empty() && !description.place.code_level.empty())
      deepest = (*territory)->level_named(description.place.code_level);
    if (const auto level = level_to_show(**territory, day, deepest))
      return add_districts(centre, request, **territory, *level, material);
    outline = outline_of(**territory, day);
  }
  // Cells know no territory: those outside the part would seem empty.
  if (description.place.x_column.empty() || !overview.box || !request.territories.empty()) return {};
  return add_grid(centre, request, outline, overview, degrees, material);
}

}  // namespace tartip::app
