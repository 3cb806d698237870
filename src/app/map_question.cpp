#include "app/map_question.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "app/map_ground.hpp"
#include "app/question.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_most_areas = 20'000;  // above, a page draws tiles

// A unit is asked for when it, or one above it, is named.
bool asked_for(const axes::Territory& territory, std::int32_t unit, const std::vector<std::string>& named) {
  if (named.empty()) return true;
  for (std::int32_t at = unit; at >= 0; at = territory.units()[static_cast<std::size_t>(at)].parent) {
    const axes::TerritoryUnit& one = territory.units()[static_cast<std::size_t>(at)];
    const std::string& level = territory.levels()[static_cast<std::size_t>(one.level)].id;
    for (const std::string& name : named)
      if (name == one.code || name == level + ":" + one.code) return true;
  }
  return false;
}

// The ground of the named units; without names, all of it.
geo::MultiPolygon outline_for(const axes::Territory& territory, axes::Day day, const std::vector<std::string>& named) {
  if (named.empty()) return outline_of(territory, day);
  geo::MultiPolygon outline;
  for (const axes::TerritoryUnit& unit : territory.units())
    if (unit.valid.contains(day) && asked_for(territory, unit.number, named) &&
        !asked_for(territory, unit.parent, named))
      outline.insert(outline.end(), unit.area.begin(), unit.area.end());
  return outline;
}

Result<axes::Span> span_of(const Call& call, const store::Overview& overview) {
  std::optional<axes::Span> span = call.period("period");
  if (!span) span = last_complete_year(overview);
  if (!span) span = overview.covers;
  if (!span) return fail(Code::bad_data, "error.briefing.empty", {{"register", overview.register_id}});
  return *span;
}

// Level or cell: as asked, else the level that a briefing would show, else cells.
Status choose_ground(const Call& call, Centre& centre, const registers::Description& description,
                     const store::Overview& overview, MapQuestion& question) {
  const registers::PlaceRule& rule = description.place;
  const axes::Day day = middle_of(*question.query.filter.period);
  briefing::Place& place = question.place;
  place.in_degrees = rule.crs.rfind("local", 0) != 0;
  std::shared_ptr<const axes::Territory> territory;
  if (!rule.territory.empty()) {
    auto loaded = centre.store.load_territory(rule.territory);
    if (!loaded) return pass(loaded);
    territory = *loaded;
  }
  if (territory && !call.has("cell")) {
    std::optional<std::int32_t> level, deepest;
    if (call.has("territory")) {
      level = territory->level_named(call.text("territory"));
      if (!level) {
        std::string known;
        for (const auto& one : territory->levels()) known += (known.empty() ? "" : ", ") + one.id;
        return fail(Code::not_found, "error.territory.level",
                    {{"level", call.text("territory")}, {"territory", territory->id()}, {"known", known}});
      }
    } else {
      if (rule.x_column.empty() && !rule.code_level.empty()) deepest = territory->level_named(rule.code_level);
      level = level_to_show(*territory, day, deepest);
    }
    if (level) {
      question.level_id = territory->levels()[static_cast<std::size_t>(*level)].id;
      question.query.territory_level = question.level_id;
      add_units(*territory, *level, day, place);
      std::erase_if(place.grounds, [&](const briefing::Ground& ground) {
        return !asked_for(*territory, ground.number, question.query.filter.territories);
      });
      return {};
    }
  }
  if (rule.x_column.empty() || !overview.box)
    return fail(Code::bad_input, "error.map.no_ground", {{"register", description.id}});
  place.cells = true;
  if (territory) place.outline = outline_for(*territory, day, question.query.filter.territories);
  place.cell_metres = call.has("cell") ? call.number("cell")
                                       : fitting_side(static_cast<double>(overview.with_point), place.outline, overview,
                                                      place.in_degrees);
  if (!(place.cell_metres > 0)) return fail(Code::bad_input, "error.map.no_ground", {{"register", description.id}});
  question.query.cell_metres = place.cell_metres;
  return {};
}

// Per so much ground that a usual figure has no more than four digits: towns are counted per square kilometre.
double readable_per(const MapQuestion& question) {
  double per = question.place.per, events = 0, ground = 0;
  if (question.place.exposure != briefing::Exposure::square_kilometres) return per;
  for (const double value : question.panel.values)
    if (std::isfinite(value)) events += value;
  for (const briefing::Ground& one : question.place.grounds) ground += one.exposure;
  const double density = events / static_cast<double>(question.panel.columns()) / ground;
  while (per > 1 && density * per > 1'000) per /= 10;
  return per;
}

}  // namespace

Result<MapQuestion> map_question(const Call& call, Centre& centre) {
  auto entry = centre.store.load_register(call.text("register"));
  if (!entry) return pass(entry);
  auto overview = centre.store.overview(call.text("register"));
  if (!overview) return pass(overview);
  Result<cube::Query> query = question_of(call, centre);
  if (!query) return pass(query);
  if (entry->description.adds_up == registers::AddsUp::within_class && query->filter.classes.size() != 1)
    return fail(Code::bad_input, "error.cube.name_class", {{"register", query->register_id}});
  Result<axes::Span> span = span_of(call, *overview);
  if (!span) return pass(span);

  MapQuestion question{
      .query = std::move(*query), .place = {}, .panel = {}, .sample = entry->description.sample, .level_id = {}};
  question.query.filter.period = *span;
  question.query.every = call.every("every");
  question.points = !entry->description.place.x_column.empty();
  if (Status chosen = choose_ground(call, centre, entry->description, *overview, question); !chosen)
    return pass(chosen);
  Result<cube::Panel> panel = centre.store.query(question.query);
  if (!panel) return pass(panel);
  question.panel = std::move(*panel);
  if (question.place.cells)
    if (Status added = add_cells({&question.panel}, question.place.outline, question.place); !added) return pass(added);
  if (question.place.grounds.size() > k_most_areas)
    return fail(Code::too_large, "error.map.too_many",
                {{"areas", std::to_string(question.place.grounds.size())}, {"most", std::to_string(k_most_areas)}});
  question.place.per = call.has("per") ? call.number("per") : readable_per(question);
  return question;
}

}  // namespace tartip::app
