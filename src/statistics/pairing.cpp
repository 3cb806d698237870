#include "statistics/pairing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace tartip::statistics {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
using Groups = std::vector<ComparableGroup>;

// Which group a unit stands in on one side of the comparison.
class GroupIndex {
 public:
  GroupIndex(const Groups& groups, bool current_side) {
    for (std::size_t g = 0; g < groups.size(); ++g)
      for (const std::int32_t number : current_side ? groups[g].current : groups[g].previous)
        group_of_.emplace(number, g);
  }
  // The same text on both sides for what is compared with each other; "" for a panel that is not split by this axis.
  std::string key(const std::vector<cube::Member>& members, std::int32_t index) const {
    if (index < 0) return "";
    const cube::Member& member = members[static_cast<std::size_t>(index)];
    if (member.number < 0) return "c" + member.code;
    const auto found = group_of_.find(member.number);
    return found != group_of_.end() ? "g" + std::to_string(found->second) : "n" + std::to_string(member.number);
  }

 private:
  std::unordered_map<std::int32_t, std::size_t> group_of_;
};

const ComparableGroup* group_of(const Groups& groups, const std::string& key) {
  return key.starts_with('g') ? &groups[std::stoul(key.substr(1))] : nullptr;
}

void add_member(std::vector<cube::Member>& members, const cube::Member& member) {
  const auto same = [&](const cube::Member& other) {
    return other.number == member.number && other.code == member.code;
  };
  if (std::none_of(members.begin(), members.end(), same)) members.push_back(member);
}

// One side of a row, while its series are gathered.
struct Side {
  std::vector<cube::Member> territories;
  std::vector<cube::Member> classes;
  Observation sum;
  std::map<std::int32_t, double> residents;  // by unit, each once
  bool present = false;
};

struct Row {
  std::string territory_key;
  std::string class_key;
  Side current;
  Side previous;
};

using RowIndex = std::map<std::pair<std::string, std::string>, std::size_t>;

struct Standing {
  Observation total;
  cube::Cell cell = cube::Cell::missing;  // of rows that are not there
};

Standing gather(const cube::Panel& panel, const GroupIndex& territories, const GroupIndex& classes, Side Row::*side,
                std::vector<Row>& rows, RowIndex& index) {
  Standing standing;
  for (std::size_t s = 0; s < panel.series.size(); ++s) {
    const cube::Series& series = panel.series[s];
    std::pair key{territories.key(panel.territories, series.territory), classes.key(panel.classes, series.item)};
    const auto [place, is_new] = index.emplace(key, rows.size());
    if (is_new) rows.push_back({key.first, key.second, {}, {}});
    Side& half = rows[place->second].*side;

    const Observation value = sum_of(panel, s);
    half.sum = half.present ? added(half.sum, value) : value;
    half.present = true;
    standing.total = s == 0 ? value : added(standing.total, value);
    standing.cell = std::min(standing.cell, value.cell);
    if (series.territory >= 0)
      add_member(half.territories, panel.territories[static_cast<std::size_t>(series.territory)]);
    if (series.item >= 0) add_member(half.classes, panel.classes[static_cast<std::size_t>(series.item)]);
    if (s < panel.residents.size()) {
      const std::int32_t unit =
          series.territory >= 0 ? panel.territories[static_cast<std::size_t>(series.territory)].number : -1;
      half.residents.emplace(unit, panel.residents[s]);
    }
  }
  if (panel.series.empty()) standing.total = {k_nan, cube::Cell::missing};
  return standing;
}

// Joined units: those of the middle of the span, each of which must be known.
double residents_of(const Side& side, const std::vector<std::int32_t>* middle) {
  if (side.residents.empty()) return k_nan;
  double sum = 0;
  if (middle == nullptr || middle->size() + side.residents.size() <= 2) {
    for (const auto& [unit, residents] : side.residents) sum += residents;
    return sum;
  }
  for (const std::int32_t unit : *middle) {
    const auto found = side.residents.find(unit);
    if (found == side.residents.end()) return k_nan;
    sum += found->second;
  }
  return middle->empty() ? k_nan : sum;
}

Observation value_of(const Side& side, const Standing& standing) {
  if (side.present) return side.sum;
  return {standing.cell == cube::Cell::missing ? k_nan : 0.0, standing.cell};
}

// The register covers the whole span of the panel. A count is then partial only where its unit or class was not valid
// all the time, which says nothing about ground that its successors hold for the rest.
bool covers_its_span(const cube::Panel& panel) {
  return panel.covered.from < panel.covered.to && panel.covered.from <= panel.span.from &&
         panel.span.to <= panel.covered.to;
}

void make_whole(Observation& value) {
  if (value.cell == cube::Cell::partial) value.cell = cube::Cell::complete;
}

double total_residents(const std::vector<Row>& rows, const std::vector<Pair>& pairs, bool current_side) {
  double sum = 0;
  std::set<std::string> counted;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].territory_key == "c") continue;  // "not known" has no residents of its own
    if (!counted.insert(rows[r].territory_key).second) continue;
    sum += current_side ? pairs[r].residents : pairs[r].residents_previous;
  }
  return counted.empty() ? k_nan : sum;
}

}  // namespace

Pairing pair_panels(const cube::Panel& current, const cube::Panel* previous, const Groups& territories,
                    const Groups& classes, Kind kind) {
  std::vector<Row> rows;
  RowIndex index;
  const Standing now =
      gather(current, GroupIndex(territories, true), GroupIndex(classes, true), &Row::current, rows, index);
  const bool current_whole = kind == Kind::count && covers_its_span(current);
  const bool previous_whole = kind == Kind::count && previous != nullptr && covers_its_span(*previous);
  Standing before{{k_nan, cube::Cell::missing}, cube::Cell::missing};
  if (previous != nullptr)
    before = gather(*previous, GroupIndex(territories, false), GroupIndex(classes, false), &Row::previous, rows, index);

  Pairing result;
  result.current = now.total;
  result.previous = before.total;
  if (current_whole) make_whole(result.current);
  if (previous_whole) make_whole(result.previous);
  result.rows.reserve(rows.size());
  for (const Row& row : rows) {
    Pair pair;
    pair.territories = row.current.present ? row.current.territories : row.previous.territories;
    pair.classes = row.current.present ? row.current.classes : row.previous.classes;
    pair.current = value_of(row.current, now);
    pair.previous = value_of(row.previous, before);
    const ComparableGroup* ground = group_of(territories, row.territory_key);
    const ComparableGroup* item = group_of(classes, row.class_key);
    if (ground != nullptr && ground->match == Match::bridged && (item == nullptr || item->match != Match::refused)) {
      if (current_whole) make_whole(pair.current);
      if (previous_whole) make_whole(pair.previous);
    }
    pair.residents = residents_of(row.current, ground != nullptr ? &ground->current_middle : nullptr);
    pair.residents_previous = residents_of(row.previous, ground != nullptr ? &ground->previous_middle : nullptr);
    for (const ComparableGroup* group : {item, ground}) {
      if (group == nullptr || group->match <= pair.match) continue;
      pair.match = group->match;
      pair.reason = group->reason;
    }
    result.rows.push_back(std::move(pair));
  }
  result.residents = total_residents(rows, result.rows, true);
  result.residents_previous = total_residents(rows, result.rows, false);
  return result;
}

}  // namespace tartip::statistics
