#include "statistics/comparability.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace tartip::statistics {
namespace {

using axes::Day;
using axes::Span;

Span intersection(const Span& a, const Span& b) {
  return {std::max(a.from, b.from), std::min(a.to, b.to)};
}
bool overlaps(const Span& a, const Span& b) {
  return !intersection(a, b).empty();
}
bool covers(const Span& outer, const Span& inner) {
  return outer.from <= inner.from && inner.to <= outer.to;
}
Day middle_of(const Span& span) {
  return span.from + (span.to - span.from) / 2;
}

class DisjointSets {
 public:
  explicit DisjointSets(std::size_t count) : parent_(count), broken_(count) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t find(std::size_t element) {
    while (parent_[element] != element) element = parent_[element] = parent_[parent_[element]];
    return element;
  }
  void unite(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    if (a == b) return;
    parent_[std::max(a, b)] = std::min(a, b);
    broken_[std::min(a, b)] = broken_[a] || broken_[b];
  }
  void break_up(std::size_t element) { broken_[find(element)] = true; }
  bool is_broken(std::size_t element) { return broken_[find(element)]; }

 private:
  std::vector<std::size_t> parent_;
  std::vector<bool> broken_;
};

// The first and last day of both spans, and every day between on which a unit of the level begins or ends.
std::vector<Day> epochs_of(const axes::Territory& territory, std::int32_t level, const Span& whole) {
  std::set<Day> days{whole.from, whole.to - std::chrono::days{1}};
  for (const axes::TerritoryUnit& unit : territory.units()) {
    if (unit.level != level) continue;
    for (const Day day : {unit.valid.from, unit.valid.to})
      if (whole.contains(day)) days.insert(day);
  }
  return {days.begin(), days.end()};
}

}  // namespace

std::vector<ComparableGroup> comparable_territories(const axes::Territory& territory, std::int32_t level, Span current,
                                                    Span previous) {
  const Span whole{std::min(current.from, previous.from), std::max(current.to, previous.to)};
  if (whole.empty()) return {};
  const auto& units = territory.units();
  DisjointSets grounds(units.size());
  const std::vector<Day> epochs = epochs_of(territory, level, whole);
  for (std::size_t e = 0; e + 1 < epochs.size(); ++e) {
    for (const auto& bridge : territory.bridge(level, epochs[e], epochs[e + 1])) {
      std::vector<std::int32_t> joined = bridge.before;
      joined.insert(joined.end(), bridge.after.begin(), bridge.after.end());
      if (joined.empty()) continue;
      const auto first = static_cast<std::size_t>(joined.front());
      for (const std::int32_t unit : joined) grounds.unite(first, static_cast<std::size_t>(unit));
      if (!bridge.exact) grounds.break_up(first);
    }
  }

  std::map<std::size_t, ComparableGroup> groups;
  std::map<std::size_t, std::size_t> members;
  for (const axes::TerritoryUnit& unit : units) {
    if (unit.level != level || !overlaps(unit.valid, whole)) continue;
    const std::size_t ground = grounds.find(static_cast<std::size_t>(unit.number));
    ++members[ground];
    ComparableGroup& group = groups[ground];
    if (overlaps(unit.valid, current)) group.current.push_back(unit.number);
    if (overlaps(unit.valid, previous)) group.previous.push_back(unit.number);
    if (unit.valid.contains(middle_of(current))) group.current_middle.push_back(unit.number);
    if (unit.valid.contains(middle_of(previous))) group.previous_middle.push_back(unit.number);
  }

  std::vector<ComparableGroup> result;
  for (auto& [ground, group] : groups) {
    if (group.current.empty() && group.previous.empty()) continue;
    if (members[ground] > 1) {
      group.match = Match::bridged;
      group.reason = Reason::units_joined;
    }
    const axes::TerritoryUnit& only = units[ground];
    const bool lasts = members[ground] > 1 || (covers(only.valid, current) && covers(only.valid, previous));
    if (grounds.is_broken(ground) || !lasts || group.current.empty() || group.previous.empty()) {
      group.match = Match::refused;
      group.reason = Reason::succession_unknown;
    }
    result.push_back(std::move(group));
  }
  return result;
}

std::vector<ComparableGroup> comparable_classes(const axes::Classification& classification, std::int32_t level,
                                                Span current, Span previous) {
  const bool current_is_later = previous.from <= current.from;
  const Span earlier = current_is_later ? previous : current;
  const Span later = current_is_later ? current : previous;
  std::vector<ComparableGroup> result;
  for (const axes::ClassItem& item : classification.items()) {
    if (item.level != level) continue;
    ComparableGroup group;
    if (overlaps(item.valid, current)) group.current = group.current_middle = {item.number};
    if (overlaps(item.valid, previous)) group.previous = group.previous_middle = {item.number};
    if (group.current.empty() && group.previous.empty()) continue;
    if (!covers(item.valid, earlier)) group.reason = Reason::class_begins;
    if (!covers(item.valid, later)) group.reason = Reason::class_ends;
    if (group.reason != Reason::none) group.match = Match::refused;
    result.push_back(std::move(group));
  }
  return result;
}

}  // namespace tartip::statistics
