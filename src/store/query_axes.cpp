#include "store/query_axes.hpp"

#include <algorithm>
#include <cmath>

#include "store/room.hpp"

namespace tartip::store {
namespace {

bool overlap(axes::Span a, axes::Span b) {
  return a.from < b.to && b.from < a.to;
}

// Marks every unit (item) that stands in `roots` or below one of them. Parents may have higher numbers than children.
template <class Nodes>
std::vector<bool> below(const Nodes& nodes, const std::vector<std::int32_t>& roots) {
  std::vector<bool> inside(nodes.size(), false);
  std::vector<bool> is_root(nodes.size(), false);
  for (const std::int32_t root : roots) is_root[static_cast<std::size_t>(root)] = true;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    for (std::int32_t up = static_cast<std::int32_t>(i); up >= 0 && !inside[i];
         up = nodes[static_cast<std::size_t>(up)].parent)
      inside[i] = is_root[static_cast<std::size_t>(up)];
  return inside;
}

// Members of a level: those that were valid in the span and stand below a root, or above one.
template <class Nodes, class Ancestor>
std::vector<std::int32_t> level_members(const Nodes& nodes, std::int32_t level, const QueryAxis& axis, axes::Span span,
                                        const std::vector<std::int32_t>& roots, Ancestor&& ancestor) {
  std::vector<bool> wanted(nodes.size(), !axis.allowed);
  if (axis.allowed)
    for (const std::int32_t number : *axis.allowed) wanted[static_cast<std::size_t>(number)] = true;
  for (const std::int32_t root : roots)
    if (const std::int32_t up = ancestor(root, level); up >= 0) wanted[static_cast<std::size_t>(up)] = true;
  std::vector<std::int32_t> members;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].level == level && wanted[i] && overlap(nodes[i].valid, span))
      members.push_back(static_cast<std::int32_t>(i));
  return members;
}

template <class Nodes>
std::vector<std::int32_t> index_of(const Nodes& nodes, const std::vector<std::int32_t>& members, QueryAxis& axis) {
  std::vector<std::int32_t> place(nodes.size(), -1);
  for (const std::int32_t number : members) {
    const auto& node = nodes[static_cast<std::size_t>(number)];
    place[static_cast<std::size_t>(number)] = static_cast<std::int32_t>(axis.members.size());
    axis.members.push_back({number, node.code, node.names});
    axis.valid.push_back(node.valid);
  }
  return place;
}

std::vector<std::int32_t> numbers_where(const std::vector<bool>& inside) {
  std::vector<std::int32_t> numbers;
  for (std::size_t i = 0; i < inside.size(); ++i)
    if (inside[i]) numbers.push_back(static_cast<std::int32_t>(i));
  return numbers;
}

Result<std::vector<std::int32_t>> units_named(const axes::Territory& territory, const std::vector<std::string>& codes,
                                              axes::Span span) {
  std::vector<std::int32_t> found;
  for (const std::string& text : codes) {
    const std::size_t before = found.size();
    const auto colon = text.find(':');
    const auto level = colon == std::string::npos ? std::nullopt : territory.level_named(text.substr(0, colon));
    const std::string code = level ? text.substr(colon + 1) : text;
    for (const axes::TerritoryUnit& unit : territory.units())
      if (unit.code == code && (!level || unit.level == *level) && overlap(unit.valid, span))
        found.push_back(unit.number);
    if (found.size() == before)
      return fail(Code::not_found, "error.cube.unit", {{"code", text}, {"territory", territory.id()}});
  }
  return found;
}

Result<std::vector<std::int32_t>> items_named(const axes::Classification& scheme, const std::vector<std::string>& codes,
                                              axes::Span span) {
  std::vector<std::int32_t> found;
  for (const std::string& code : codes) {
    const std::size_t before = found.size();
    for (const axes::ClassItem& item : scheme.items())
      if (item.code == code && overlap(item.valid, span)) found.push_back(item.number);
    if (found.size() == before)
      if (const auto item = scheme.item_for(code, span.from)) found.push_back(*item);
    if (found.size() == before)
      return fail(Code::not_found, "error.cube.class", {{"code", code}, {"scheme", scheme.id()}});
  }
  return found;
}

template <class Levels>
tl::unexpected<Error> unknown_level(const std::string& level, const std::string& axis, const Levels& levels) {
  std::string known;
  for (const auto& one : levels) known += (known.empty() ? "" : ", ") + one.id;
  return fail(Code::bad_input, "error.cube.level", {{"level", level}, {"axis", axis}, {"levels", known}});
}

Status split_by_level(QueryAxes& axes, const std::string& level_id, axes::Span span) {
  const axes::Territory& territory = *axes.territory;
  const auto level = territory.level_named(level_id);
  if (!level) return unknown_level(level_id, territory.id(), territory.levels());
  QueryAxis& places = axes.places;
  const auto ancestor = [&](std::int32_t unit, std::int32_t at) { return territory.ancestor(unit, at); };
  const auto members = level_members(territory.units(), *level, places, span, axes.filter_units, ancestor);
  const auto place = index_of(territory.units(), members, places);
  for (const axes::TerritoryUnit& unit : territory.units())
    if (const std::int32_t up = territory.ancestor(unit.number, *level);
        up >= 0 && place[static_cast<std::size_t>(up)] >= 0)
      places.shares.push_back({unit.number, place[static_cast<std::size_t>(up)], 1});
  return {};
}

Status split_by_class(Store& store, QueryAxis& axis, const axes::Classification& scheme,
                      const std::vector<std::int32_t>& roots, const cube::Query& query, axes::Span span) {
  const bool crossed = !query.class_scheme.empty() && query.class_scheme != scheme.id();
  std::shared_ptr<const axes::Classification> other;
  if (crossed) {
    auto loaded = store.load_classification(query.class_scheme);
    if (!loaded) return pass(loaded);
    other = *loaded;
  }
  const axes::Classification& target = crossed ? *other : scheme;
  const auto level = target.level_named(*query.class_level);
  if (!level) return unknown_level(*query.class_level, target.id(), target.levels());
  const auto ancestor = [&](std::int32_t item, std::int32_t at) { return target.ancestor(item, at); };
  if (!crossed) {
    const auto place =
        index_of(scheme.items(), level_members(scheme.items(), *level, axis, span, roots, ancestor), axis);
    for (const axes::ClassItem& item : scheme.items())
      if (const std::int32_t up = scheme.ancestor(item.number, *level);
          up >= 0 && place[static_cast<std::size_t>(up)] >= 0)
        axis.shares.push_back({item.number, place[static_cast<std::size_t>(up)], 1});
    return {};
  }
  const axes::Crosswalk* crosswalk = scheme.crosswalk_to(target.id());
  if (crosswalk == nullptr)
    return fail(Code::bad_input, "error.cube.crosswalk", {{"from", scheme.id()}, {"to", target.id()}});
  const QueryAxis everything;
  const auto place =
      index_of(target.items(), level_members(target.items(), *level, everything, span, {}, ancestor), axis);
  for (const axes::CrosswalkRow& row : crosswalk->rows) {
    const auto item = target.item_with_code(row.target_code, span.from);
    const std::int32_t up = item ? target.ancestor(*item, *level) : -1;
    axis.shares.push_back({row.item, up < 0 ? -1 : place[static_cast<std::size_t>(up)], row.weight});
  }
  return {};
}

}  // namespace

bool QueryAxis::one_to_one() const {
  std::vector<bool> taken(members.size(), false);
  for (const Share& share : shares) {
    if (share.member < 0 || share.weight != 1 || taken[static_cast<std::size_t>(share.member)]) return false;
    taken[static_cast<std::size_t>(share.member)] = true;
  }
  return true;
}

std::vector<std::int32_t> QueryAxis::member_of() const {
  std::vector<std::int32_t> found;
  for (const Share& share : shares) {
    const auto number = static_cast<std::size_t>(share.number);
    if (found.size() <= number) found.resize(number + 1, -1);
    found[number] = share.member;
  }
  if (found.empty()) found.push_back(-1);
  return found;
}

Result<QueryAxes> axes_of(Store& store, const StoredRegister& stored, const cube::Query& query, axes::Span span) {
  const registers::Description& description = stored.description;
  QueryAxes axes;
  axes.places.split = query.territory_level.has_value() || query.cell_metres.has_value();
  axes.classes.split = query.class_level.has_value();
  const bool whole_territory = query.measure == cube::Measure::rate;
  if (query.territory_level || !query.filter.territories.empty() || whole_territory) {
    if (description.place.territory.empty())
      return fail(Code::bad_input, "error.cube.no_territory", {{"register", description.id}});
    auto territory = store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    axes.territory = *territory;
  }
  if (!query.filter.territories.empty()) {
    auto roots = units_named(*axes.territory, query.filter.territories, span);
    if (!roots) return pass(roots);
    axes.filter_units = *roots;
    axes.places.allowed = numbers_where(below(axes.territory->units(), *roots));
  }
  if (query.territory_level)
    if (Status split = split_by_level(axes, *query.territory_level, span); !split) return pass(split);
  if (axes.classes.split || !query.filter.classes.empty()) {
    auto scheme = store.scheme_of(description.id);
    if (!scheme) return pass(scheme);
    std::vector<std::int32_t> roots;
    if (!query.filter.classes.empty()) {
      auto named = items_named(**scheme, query.filter.classes, span);
      if (!named) return pass(named);
      roots = *named;
      axes.classes.allowed = numbers_where(below((*scheme)->items(), roots));
    }
    if (axes.classes.split)
      if (Status split = split_by_class(store, axes.classes, **scheme, roots, query, span); !split) return pass(split);
  }
  return axes;
}

std::vector<double> residents_of(const QueryAxes& axes, axes::Span span) {
  const axes::Territory& territory = *axes.territory;
  const axes::Day middle = span.from + (span.to - span.from) / 2;
  const int year = static_cast<int>(std::chrono::year_month_day(middle).year());
  const auto residents = [&](std::int32_t unit) {
    const auto known = territory.residents(unit, year);
    return known.quality == axes::Territory::PopulationQuality::unknown ? std::nan("") : known.count;
  };
  std::vector<double> counts;
  if (axes.places.split) {
    for (const cube::Member& member : axes.places.members)
      counts.push_back(member.number < 0 ? std::nan("") : residents(member.number));
    return counts;
  }
  // All together: the units asked for, or the topmost ones; those that stand in another of them only once.
  double sum = 0;
  const auto& units = territory.units();
  const auto valid = [&](const axes::TerritoryUnit& unit) { return unit.valid.contains(middle); };
  if (axes.filter_units.empty()) {
    for (const axes::TerritoryUnit& unit : units)
      if (unit.parent < 0 && valid(unit)) sum += residents(unit.number);
  } else {
    for (const std::int32_t number : axes.filter_units) {
      bool inside = !valid(units[static_cast<std::size_t>(number)]);
      for (std::int32_t up = units[static_cast<std::size_t>(number)].parent; up >= 0;
           up = units[static_cast<std::size_t>(up)].parent)
        inside = inside || std::find(axes.filter_units.begin(), axes.filter_units.end(), up) != axes.filter_units.end();
      if (!inside) sum += residents(number);
    }
  }
  return {sum};
}

std::string known_sql(const std::optional<axes::Micros>& known_on) {
  if (!known_on) return "known_until IS NULL";
  const std::string moment = moment_sql(*known_on);
  return "known_from <= " + moment + " AND (known_until IS NULL OR known_until > " + moment + ")";
}

Result<Condition> condition_of(const registers::Description& description, const QueryAxes& axes,
                               const cube::Filter& filter) {
  Condition condition;
  const auto within = [&](const char* column, const std::vector<std::int32_t>& numbers) {
    condition.sql += std::string(" AND ") + column + " IN (";
    for (std::size_t i = 0; i < numbers.size(); ++i) condition.sql += (i == 0 ? "" : ",") + std::to_string(numbers[i]);
    condition.sql += numbers.empty() ? "NULL)" : ")";
  };
  if (axes.places.allowed) within("unit", *axes.places.allowed);
  if (axes.classes.allowed) within("class", *axes.classes.allowed);
  for (const auto& [id, values] : filter.attributes) {
    const auto known = std::find_if(description.attributes.begin(), description.attributes.end(),
                                    [&](const registers::AttributeRule& rule) { return rule.id == id; });
    if (known == description.attributes.end())
      return fail(Code::bad_input, "error.cube.attribute", {{"attribute", id}, {"register", description.id}});
    condition.sql += " AND " + duck::identifier("a_" + id) + " IN (";
    for (std::size_t i = 0; i < values.size(); ++i) {
      condition.parameters.push_back(values[i]);
      condition.sql += (i == 0 ? "$" : ", $") + std::to_string(condition.parameters.size());
    }
    condition.sql += values.empty() ? "NULL)" : ")";
  }
  return condition;
}

}  // namespace tartip::store
