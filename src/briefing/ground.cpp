#include "briefing/ground.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "geo/projection.hpp"
#include "geo/simplify.hpp"
#include "statistics/history.hpp"
#include "stats/interval.hpp"
#include "stats/quantile.hpp"

namespace tartip::briefing {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr int k_steps = 5;
constexpr std::size_t k_most_points = 6000;  // of a map: about 100 kB of JSON

// A district by its number, a cell by its code.
using GroundKey = std::pair<std::int32_t, std::string>;

GroundKey key_of(const cube::Member& member) {
  return {member.number, member.number < 0 ? member.code : ""};
}
GroundKey key_of(const Ground& ground) {
  return {ground.number, ground.number < 0 ? ground.code : ""};
}

// Ground that the panel does not name had no events, with the standing of the panel as a whole.
struct Counts {
  std::map<GroundKey, statistics::Observation> by_ground;
  cube::Cell standing = cube::Cell::complete;

  statistics::Observation of(const Ground& ground) const {
    const auto found = by_ground.find(key_of(ground));
    if (found != by_ground.end()) return found->second;
    return {standing == cube::Cell::missing ? k_nan : 0, standing};
  }
};

Counts counts_of(const cube::Panel& panel) {
  Counts counts;
  for (std::size_t s = 0; s < panel.series.size(); ++s) {
    const std::int32_t territory = panel.series[s].territory;
    if (territory < 0) continue;
    const statistics::Observation observation = statistics::sum_of(panel, s);
    counts.standing = std::max(counts.standing, observation.cell);
    counts.by_ground.emplace(key_of(panel.territories[static_cast<std::size_t>(territory)]), observation);
  }
  return counts;
}

Verdict verdict_of(statistics::Standing standing) {
  switch (standing) {
    case statistics::Standing::none:
      return Verdict::none;
    case statistics::Standing::high:
      return Verdict::high;
    case statistics::Standing::low:
      return Verdict::low;
    case statistics::Standing::usual:
      return Verdict::usual;
    case statistics::Standing::few:
      return Verdict::few;
  }
  return Verdict::none;
}

std::string unit_of(const Place& place, bool rates, const Voice& voice) {
  if (!rates) return voice.say("unit.share");
  const std::vector<text::Given> given = {{"per", voice.count(place.per)}};
  return voice.say(place.exposure == Exposure::residents ? "unit.per_residents" : "unit.per_area", given);
}

void rank_rates(PlaceFigures& figures, const Place& place, const Making& making) {
  std::vector<statistics::Observation> counts;
  std::vector<double> exposures;
  for (const GroundFigures& ground : figures.grounds) {
    counts.push_back(ground.count);
    exposures.push_back(ground.exposure);
  }
  statistics::RankingOptions options;
  const statistics::RowHistory history(&place.monthly);
  for (const Ground& ground : place.grounds)
    options.dispersion.push_back(history.options_of({{{ground.number, ground.code, {}}}, {}}).dispersion);
  options.per = place.per;
  options.rank_intervals = !place.cells;
  options.seed = making.seed;
  options.threads = making.threads;
  figures.ranking = statistics::rank_territories(counts, exposures, options);
  for (std::size_t i = 0; i < figures.grounds.size(); ++i) {
    const statistics::Ranked& ranked = figures.ranking.units[i];
    GroundFigures& ground = figures.grounds[i];
    ground.value = ranked.rate;
    ground.low = ranked.low;
    ground.high = ranked.high;
    ground.verdict = verdict_of(ranked.standing);
  }
}

void take_shares(PlaceFigures& figures) {
  for (GroundFigures& ground : figures.grounds) {
    if (ground.count.cell != cube::Cell::complete || figures.total <= 0) {
      ground.value = ground.low = ground.high = k_nan;
      continue;
    }
    const stats::Interval interval = stats::wilson(ground.count.value, figures.total);
    ground.value = 100 * ground.count.value / figures.total;
    ground.low = 100 * interval.low;
    ground.high = 100 * interval.high;
    if (!(interval.high <= statistics::k_few_factor * interval.low)) ground.verdict = Verdict::few;
  }
}

// Five steps with about as many pieces each; equal values share a step. What is too few to say is hatched, unless it
// lies beyond the limits, which can be said.
void choose_steps(PlaceFigures& figures, const Voice& voice) {
  std::vector<double> shown;
  const auto is_shown = [](const GroundFigures& ground) {
    return std::isfinite(ground.value) && ground.verdict != Verdict::few;
  };
  for (const GroundFigures& ground : figures.grounds)
    if (is_shown(ground)) shown.push_back(ground.value);
  std::vector<double> breaks;
  for (int i = 1; i < k_steps && !shown.empty(); ++i)
    breaks.push_back(stats::quantile(shown, static_cast<double>(i) / k_steps));
  struct Extent {
    double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  };
  Extent extents[k_steps];
  bool few = false, none = false, high = false, low = false;
  for (GroundFigures& ground : figures.grounds) {
    few |= ground.verdict == Verdict::few;
    high |= ground.verdict == Verdict::high;
    low |= ground.verdict == Verdict::low;
    none |= !std::isfinite(ground.value);
    if (!is_shown(ground)) continue;
    ground.step = static_cast<int>(std::lower_bound(breaks.begin(), breaks.end(), ground.value) - breaks.begin());
    Extent& extent = extents[ground.step];
    extent.low = std::min(extent.low, ground.value);
    extent.high = std::max(extent.high, ground.value);
  }
  const auto write = [&](double value) { return figures.rates ? voice.rate(value) : voice.percent(value); };
  for (int step = 0; step < k_steps; ++step) {
    const Extent& extent = extents[step];
    if (extent.low > extent.high) continue;
    const std::string from = write(extent.low), to = write(extent.high);
    figures.legend.push_back({step, Verdict::none, from == to ? from : from + "–" + to});
  }
  if (high) figures.legend.push_back({-1, Verdict::high, voice.say("place.high")});
  if (low) figures.legend.push_back({-1, Verdict::low, voice.say("place.low")});
  if (few) figures.legend.push_back({-1, Verdict::few, voice.say("place.few")});
  if (none) figures.legend.push_back({-1, Verdict::none, voice.say("place.unknown")});
}

// The members of a side by number, as the panel or the map calls them.
using Labels = std::map<std::int32_t, std::string>;

Labels labels_of(const cube::Panel& panel, const Voice& voice) {
  Labels labels;
  for (const cube::Member& member : panel.territories) {
    const std::string name = voice.name(member.names);
    labels.emplace(member.number, name.empty() ? member.code : name);
  }
  return labels;
}

std::vector<std::string> named(const std::vector<std::int32_t>& numbers, const Labels& labels) {
  std::vector<std::string> names;
  for (const std::int32_t number : numbers)
    if (const auto found = labels.find(number); found != labels.end()) names.push_back(found->second);
  return names;
}

std::vector<Redrawn> redrawn_between(const PlaceFigures& figures, const Place& place, const Voice& voice) {
  Labels now = labels_of(place.now, voice);
  const Labels before = labels_of(*place.before, voice);
  for (std::size_t i = 0; i < place.grounds.size(); ++i) now[place.grounds[i].number] = figures.grounds[i].label;
  std::vector<Redrawn> all;
  for (const statistics::ComparableGroup& group : place.comparable) {
    if (group.match == statistics::Match::same) continue;
    Redrawn one{named(group.current, now), named(group.previous, before), group.match == statistics::Match::refused};
    if (!one.now.empty() || !one.before.empty()) all.push_back(std::move(one));
  }
  return all;
}

void compare(PlaceFigures& figures, const Material& material, const Voice& voice) {
  const Place& place = *material.place;
  if (!place.before || !material.compared_with || material.sample) return;
  statistics::CompositionOptions options;
  options.most_parts = place.grounds.size() + place.now.territories.size() + 1;
  const statistics::Pairing pairing = statistics::pair_panels(place.now, &*place.before, place.comparable);
  figures.changes = statistics::compose(statistics::parts_of(pairing, statistics::RowHistory(&place.monthly)), options);
  std::map<GroundKey, const statistics::Part*> by_ground;
  for (const statistics::Part& part : figures.changes.parts) {
    if (!part.code.empty()) by_ground.emplace(GroundKey{part.number, part.number < 0 ? part.code : ""}, &part);
    for (const std::int32_t number : part.joined) by_ground.emplace(GroundKey{number, ""}, &part);
  }
  // A unit without events stands in no panel; what its group comes to is told of it too.
  for (const statistics::ComparableGroup& group : place.comparable) {
    const statistics::Part* part = nullptr;
    for (const std::vector<std::int32_t>* side : {&group.current, &group.previous})
      for (const std::int32_t number : *side)
        if (const auto found = by_ground.find({number, ""}); found != by_ground.end() && part == nullptr)
          part = found->second;
    if (part == nullptr) continue;
    for (const std::int32_t number : group.current) by_ground.emplace(GroundKey{number, ""}, part);
  }
  figures.redrawn = redrawn_between(figures, place, voice);
  std::map<const statistics::Part*, std::vector<std::size_t>> grounds_of;
  for (std::size_t i = 0; i < place.grounds.size(); ++i)
    if (const auto part = by_ground.find(key_of(place.grounds[i])); part != by_ground.end()) {
      figures.grounds[i].change = part->second;
      grounds_of[part->second].push_back(i);
    }
  for (const auto& [part, indices] : grounds_of)
    for (const std::size_t of : indices)
      for (const std::size_t other : indices)
        if (other != of) figures.grounds[of].together_with.push_back(figures.grounds[other].label);
}

// Cells have no names: they are numbered as one reads, from the north-west. Codes are the metres of a corner, "x,y".
std::vector<std::int64_t> cell_numbers(const std::vector<Ground>& grounds) {
  struct Corner {
    double north = 0, east = 0;
    std::size_t index = 0;
  };
  std::vector<Corner> corners;
  for (std::size_t i = 0; i < grounds.size(); ++i) {
    const std::string& code = grounds[i].code;
    Corner corner{0, 0, i};
    const char* const end = code.data() + code.size();
    const auto [comma, error] = std::from_chars(code.data(), end, corner.east);
    if (error == std::errc() && comma != end) std::from_chars(comma + 1, end, corner.north);
    corners.push_back(corner);
  }
  std::stable_sort(corners.begin(), corners.end(), [](const Corner& a, const Corner& b) {
    return a.north != b.north ? a.north > b.north : a.east < b.east;
  });
  std::vector<std::int64_t> numbers(grounds.size());
  for (std::size_t i = 0; i < corners.size(); ++i) numbers[corners[i].index] = static_cast<std::int64_t>(i) + 1;
  return numbers;
}

geo::Box box_of(const std::vector<geo::MultiPolygon>& areas) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  geo::Box box{{infinite, infinite}, {-infinite, -infinite}};
  for (const geo::MultiPolygon& area : areas)
    for (const geo::Polygon& polygon : area)
      for (const geo::Point& point : polygon.outer) {
        box.low = {std::min(box.low.x, point.x), std::min(box.low.y, point.y)};
        box.high = {std::max(box.high.x, point.x), std::max(box.high.y, point.y)};
      }
  return box;
}

void project(geo::MultiPolygon& area, const geo::Projection& plane) {
  const auto project_ring = [&](geo::Ring& ring) {
    geo::Ring projected;
    for (const geo::Point& point : ring)
      if (const auto in_plane = plane.from_degrees(point)) projected.push_back(*in_plane);
    ring = std::move(projected);
  };
  for (geo::Polygon& polygon : area) {
    project_ring(polygon.outer);
    for (geo::Ring& hole : polygon.holes) project_ring(hole);
  }
}

}  // namespace

PlaceFigures gather_place(const Material& material, const Making& making, const Voice& voice) {
  const Place& place = *material.place;
  PlaceFigures figures;
  figures.rates = place.exposure != Exposure::none && !material.sample;
  figures.unit = unit_of(place, figures.rates, voice);
  const Counts counts = counts_of(place.now);
  double everywhere = 0;
  for (const auto& [ground, observation] : counts.by_ground)
    if (std::isfinite(observation.value)) everywhere += observation.value;
  const std::vector<std::int64_t> numbers = cell_numbers(place.grounds);
  for (const Ground& ground : place.grounds) {
    GroundFigures entry;
    const std::string name = voice.name(ground.names);
    entry.label = place.cells && name.empty()
                      ? voice.say("place.cell", {{"number", std::to_string(numbers[figures.grounds.size()])}})
                  : name.empty() ? ground.code
                                 : name;
    entry.count = counts.of(ground);
    entry.exposure = ground.exposure;
    if (std::isfinite(entry.count.value)) figures.total += entry.count.value;
    figures.grounds.push_back(std::move(entry));
  }
  figures.elsewhere = std::max(0.0, everywhere - figures.total);
  if (figures.rates)
    rank_rates(figures, place, making);
  else
    take_shares(figures);
  choose_steps(figures, voice);
  compare(figures, material, voice);
  for (GroundFigures& ground : figures.grounds)
    ground.text = !std::isfinite(ground.value) ? "—"
                  : figures.rates              ? voice.rate(ground.value)
                                               : voice.percent(ground.value);
  return figures;
}

PlaceShapes shapes_of(const Place& place) {
  PlaceShapes shapes;
  for (const Ground& ground : place.grounds) shapes.areas.push_back(ground.area);
  shapes.outline = place.outline;
  if (place.in_degrees) {
    const geo::Box box = box_of(shapes.areas);
    if (!(box.low.x <= box.high.x)) return shapes;
    const geo::Projection plane =
        geo::Projection::equal_area({(box.low.x + box.high.x) / 2, (box.low.y + box.high.y) / 2});
    for (geo::MultiPolygon& area : shapes.areas) project(area, plane);
    project(shapes.outline, plane);
  }
  // Borders that areas share must stay shared, so they are simplified together; the outline is drawn apart from them.
  geo::SimplifyOptions options;
  options.most_points = std::max<std::size_t>(k_most_points, 8 * shapes.areas.size());
  if (!place.cells) shapes.areas = geo::simplify(shapes.areas, options);
  options.most_points = k_most_points / 4;
  if (!shapes.outline.empty()) shapes.outline = geo::simplify({shapes.outline}, options).front();
  return shapes;
}

}  // namespace tartip::briefing
