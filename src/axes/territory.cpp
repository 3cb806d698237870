#include "axes/territory.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <set>
#include <unordered_map>

#include "base/require.hpp"
#include "geo/locator.hpp"
#include "text/folding.hpp"

namespace tartip::axes {
namespace {

using Numbers = std::vector<std::int32_t>;

constexpr int k_nearest_years = 2;

std::size_t index_of(std::int32_t number) {
  return static_cast<std::size_t>(number);
}

bool overlap(const Span& a, const Span& b) {
  return a.from < b.to && b.from < a.to;
}

// The units of one level that are valid between two changes of that level's map, and where their areas lie.
struct Epoch {
  Span valid;
  Numbers units;
  std::once_flag made;
  std::unique_ptr<geo::Locator> locator;
};

Status check_units(const std::string& id, const std::vector<TerritoryLevel>& levels,
                   const std::vector<TerritoryUnit>& units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    const TerritoryUnit& unit = units[i];
    require(unit.number == static_cast<std::int32_t>(i), "a unit's number is its index");
    require(unit.level >= 0 && index_of(unit.level) < levels.size(), "a unit has a level");
    require(unit.parent >= -1 && (unit.parent < 0 || index_of(unit.parent) < units.size()), "a unit's parent exists");
    const auto refuse = [&](const char* key) {
      return fail(Code::bad_data, key,
                  {{"territory", id}, {"level", levels[index_of(unit.level)].id}, {"code", unit.code}});
    };
    if (unit.code.empty()) return refuse("error.territory.no_code");
    if (unit.valid.empty()) return refuse("error.territory.never_valid");
    for (const auto& [year, residents] : unit.population)
      if (!(residents >= 0) || std::isinf(residents)) return refuse("error.territory.population");
    if (unit.parent < 0) continue;
    const TerritoryUnit& parent = units[index_of(unit.parent)];
    if (parent.level >= unit.level) return refuse("error.territory.parent_not_above");
    if (unit.valid.from < parent.valid.from || unit.valid.to > parent.valid.to)
      return refuse("error.territory.parent_not_valid");
  }
  return {};
}

}  // namespace

struct Territory::Tree {
  std::string id;
  Names names;
  std::string plane;
  std::string source;
  std::vector<TerritoryLevel> levels;
  std::vector<TerritoryUnit> units;
  std::vector<Succession> successions;

  struct Level {
    Numbers units;
    std::unordered_map<std::string, Numbers> by_code;
    std::unordered_map<std::string, Numbers> by_folded;
    std::vector<std::unique_ptr<Epoch>> epochs;  // in order of time; only when some unit has an area
  };
  std::vector<Level> by_level;
  std::vector<Numbers> children;

  void index();
  void index_epochs(Level& level) const;
  const geo::Locator& locator_of(Epoch& epoch) const;
};

void Territory::Tree::index() {
  by_level.resize(levels.size());
  children.resize(units.size());
  for (const TerritoryUnit& unit : units) {
    Level& level = by_level[index_of(unit.level)];
    level.units.push_back(unit.number);
    level.by_code[unit.code].push_back(unit.number);
    for (const auto& [language, name] : unit.names.by_language) {
      Numbers& same = level.by_folded[text::fold(name)];
      if (same.empty() || same.back() != unit.number) same.push_back(unit.number);
    }
    if (unit.parent >= 0) children[index_of(unit.parent)].push_back(unit.number);
  }
  for (Level& level : by_level) index_epochs(level);
}

void Territory::Tree::index_epochs(Level& level) const {
  std::set<Day> changes;
  Numbers with_area;
  for (std::int32_t number : level.units) {
    const TerritoryUnit& unit = units[index_of(number)];
    if (unit.area.empty()) continue;
    with_area.push_back(number);
    changes.insert(unit.valid.from);
    changes.insert(unit.valid.to);
  }
  for (auto from = changes.begin(); from != changes.end() && std::next(from) != changes.end(); ++from) {
    auto epoch = std::make_unique<Epoch>();
    epoch->valid = {*from, *std::next(from)};
    for (std::int32_t number : with_area)
      if (units[index_of(number)].valid.contains(*from)) epoch->units.push_back(number);
    level.epochs.push_back(std::move(epoch));
  }
}

const geo::Locator& Territory::Tree::locator_of(Epoch& epoch) const {
  std::call_once(epoch.made, [&] {
    std::vector<geo::MultiPolygon> areas;
    areas.reserve(epoch.units.size());
    for (std::int32_t number : epoch.units) areas.push_back(units[index_of(number)].area);
    epoch.locator = std::make_unique<geo::Locator>(areas);
  });
  return *epoch.locator;
}

Territory::Territory(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
Territory::~Territory() = default;
Territory::Territory(Territory&&) noexcept = default;
Territory& Territory::operator=(Territory&&) noexcept = default;

Result<Territory> Territory::make(std::string id, Names names, std::string plane, std::string source,
                                  std::vector<TerritoryLevel> levels, std::vector<TerritoryUnit> units,
                                  std::vector<Succession> successions) {
  if (Status status = check_units(id, levels, units); !status) return pass(status);
  for (const Succession& succession : successions) {
    require(succession.from >= 0 && index_of(succession.from) < units.size(), "a succession begins at a unit");
    require(succession.to >= 0 && index_of(succession.to) < units.size(), "a succession ends at a unit");
    const TerritoryUnit& from = units[index_of(succession.from)];
    const TerritoryUnit& to = units[index_of(succession.to)];
    if (from.level != to.level || succession.share < 0 || succession.share > 1)
      return fail(Code::bad_data, "error.territory.succession",
                  {{"territory", id}, {"from", from.code}, {"to", to.code}});
  }
  auto tree = std::make_unique<Tree>();
  tree->id = std::move(id);
  tree->names = std::move(names);
  tree->plane = std::move(plane);
  tree->source = std::move(source);
  tree->levels = std::move(levels);
  tree->units = std::move(units);
  tree->successions = std::move(successions);
  tree->index();
  for (const Tree::Level& level : tree->by_level)
    for (const auto& [code, same] : level.by_code)
      for (std::size_t a = 0; a + 1 < same.size(); ++a)
        for (std::size_t b = a + 1; b < same.size(); ++b) {
          const TerritoryUnit& unit = tree->units[index_of(same[a])];
          if (overlap(unit.valid, tree->units[index_of(same[b])].valid))
            return fail(Code::bad_data, "error.territory.code_twice",
                        {{"territory", tree->id}, {"level", tree->levels[index_of(unit.level)].id}, {"code", code}});
        }
  return Territory(std::move(tree));
}

const std::string& Territory::id() const {
  return tree_->id;
}
const Names& Territory::names() const {
  return tree_->names;
}
const std::string& Territory::plane() const {
  return tree_->plane;
}
const std::string& Territory::source() const {
  return tree_->source;
}
const std::vector<TerritoryLevel>& Territory::levels() const {
  return tree_->levels;
}
const std::vector<TerritoryUnit>& Territory::units() const {
  return tree_->units;
}
const std::vector<Succession>& Territory::successions() const {
  return tree_->successions;
}

std::optional<std::int32_t> Territory::level_named(const std::string& id) const {
  for (std::size_t i = 0; i < tree_->levels.size(); ++i)
    if (tree_->levels[i].id == id) return static_cast<std::int32_t>(i);
  return std::nullopt;
}

std::optional<std::int32_t> Territory::unit_with_code(const std::string& code, std::int32_t level, Day day) const {
  require(level >= 0 && index_of(level) < tree_->levels.size(), "the level is one of this territory");
  const auto& by_code = tree_->by_level[index_of(level)].by_code;
  const auto found = by_code.find(code);
  if (found == by_code.end()) return std::nullopt;
  for (std::int32_t number : found->second)
    if (tree_->units[index_of(number)].valid.contains(day)) return number;
  return std::nullopt;
}

std::optional<std::int32_t> Territory::unit_with_name(const std::string& name, std::int32_t level, Day day,
                                                      std::int32_t within) const {
  require(level >= 0 && index_of(level) < tree_->levels.size(), "the level is one of this territory");
  const auto& by_folded = tree_->by_level[index_of(level)].by_folded;
  const auto found = by_folded.find(text::fold(name));
  if (found == by_folded.end()) return std::nullopt;
  std::optional<std::int32_t> one;
  std::optional<std::int32_t> spelt;
  int alike = 0;
  int spelt_alike = 0;
  for (std::int32_t number : found->second) {
    const TerritoryUnit& unit = tree_->units[index_of(number)];
    if (!unit.valid.contains(day)) continue;
    if (within >= 0 && ancestor(number, tree_->units[index_of(within)].level) != within) continue;
    one = number;
    ++alike;
    const bool same =
        std::ranges::any_of(unit.names.by_language, [&](const auto& entry) { return entry.second == name; });
    if (!same) continue;
    spelt = number;
    ++spelt_alike;
  }
  if (alike == 1) return one;
  return spelt_alike == 1 ? spelt : std::nullopt;
}

std::int32_t Territory::unit_at(geo::Point point, Day day) const {
  for (auto level = tree_->by_level.rbegin(); level != tree_->by_level.rend(); ++level) {
    const auto epoch = std::partition_point(level->epochs.begin(), level->epochs.end(),
                                            [day](const auto& candidate) { return candidate->valid.to <= day; });
    if (epoch == level->epochs.end() || !(*epoch)->valid.contains(day)) continue;
    const std::int32_t found = tree_->locator_of(**epoch).find(point);
    if (found >= 0) return (*epoch)->units[index_of(found)];
  }
  return -1;
}

std::int32_t Territory::ancestor(std::int32_t unit, std::int32_t level) const {
  require(unit >= 0 && index_of(unit) < tree_->units.size(), "the unit is one of this territory");
  while (unit >= 0 && tree_->units[index_of(unit)].level > level) unit = tree_->units[index_of(unit)].parent;
  return unit >= 0 && tree_->units[index_of(unit)].level == level ? unit : -1;
}

Territory::Residents Territory::residents(std::int32_t unit, int year) const {
  require(unit >= 0 && index_of(unit) < tree_->units.size(), "the unit is one of this territory");
  const std::map<int, double>& given = tree_->units[index_of(unit)].population;
  const auto after = given.lower_bound(year);
  if (after != given.end() && after->first == year) return {after->second, PopulationQuality::given};
  if (after != given.end() && after != given.begin()) {
    const auto before = std::prev(after);
    const double part = static_cast<double>(year - before->first) / static_cast<double>(after->first - before->first);
    return {before->second + part * (after->second - before->second), PopulationQuality::interpolated};
  }
  if (!given.empty()) {
    const auto& nearest = after == given.end() ? *std::prev(after) : *after;
    if (std::abs(nearest.first - year) <= k_nearest_years) return {nearest.second, PopulationQuality::nearest};
  }
  const Day middle{std::chrono::year{year} / 7 / 1};
  double sum = 0;
  bool any = false;
  for (std::int32_t child : tree_->children[index_of(unit)]) {
    if (!tree_->units[index_of(child)].valid.contains(middle)) continue;
    const Residents part = residents(child, year);
    if (part.quality == PopulationQuality::unknown) return {};
    sum += part.count;
    any = true;
  }
  return any ? Residents{sum, PopulationQuality::summed} : Residents{};
}

std::vector<Territory::Bridge> Territory::bridge(std::int32_t level, Day before, Day after) const {
  require(level >= 0 && index_of(level) < tree_->levels.size(), "the level is one of this territory");
  const Span window{std::min(before, after), std::max(before, after)};

  // Union–find over the units of the level; changes inside the window join what they touch, through units that lived
  // only in between.
  Numbers root(tree_->units.size());
  std::iota(root.begin(), root.end(), 0);
  const auto find = [&root](std::int32_t unit) {
    while (root[index_of(unit)] != unit) unit = root[index_of(unit)] = root[index_of(root[index_of(unit)])];
    return unit;
  };
  std::vector<double> passed_on(tree_->units.size(), 0.0);  // NaN once a share is unknown
  std::vector<bool> has_successor(tree_->units.size(), false);
  std::vector<bool> has_predecessor(tree_->units.size(), false);
  for (const Succession& succession : tree_->successions) {
    if (tree_->units[index_of(succession.from)].level != level) continue;
    if (succession.day <= window.from || succession.day > window.to) continue;
    const std::int32_t a = find(succession.from);
    const std::int32_t b = find(succession.to);
    root[index_of(std::max(a, b))] = std::min(a, b);
    passed_on[index_of(succession.from)] += succession.share;
    has_successor[index_of(succession.from)] = has_predecessor[index_of(succession.to)] = true;
  }

  std::map<std::int32_t, Bridge> groups;
  for (std::int32_t number : tree_->by_level[index_of(level)].units) {
    const Span& valid = tree_->units[index_of(number)].valid;
    const bool on_first = valid.contains(window.from);
    const bool on_last = valid.contains(window.to);
    const bool lived = overlap(valid, {window.from, window.to + std::chrono::days{1}});
    if (!lived) continue;
    Bridge& group = groups[find(number)];
    if (valid.contains(before)) group.before.push_back(number);
    if (valid.contains(after)) group.after.push_back(number);
    // A unit that ended must have passed on all it had; one that began must have come from somewhere.
    const double left = 1 - passed_on[index_of(number)];
    if (!on_last && (!has_successor[index_of(number)] || std::abs(left) > 0.01)) group.exact = false;
    if (!on_first && !has_predecessor[index_of(number)]) group.exact = false;
  }

  std::vector<Bridge> bridges;
  for (auto& [lowest, group] : groups) {
    if (group.before.empty() && group.after.empty()) continue;
    if (group.before.empty() || group.after.empty()) group.exact = false;
    bridges.push_back(std::move(group));
  }
  return bridges;
}

}  // namespace tartip::axes
