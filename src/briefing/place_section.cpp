#include <algorithm>
#include <cmath>

#include "briefing/change_wording.hpp"
#include "briefing/ground.hpp"
#include "briefing/sections.hpp"

namespace tartip::briefing {
namespace {

constexpr std::size_t k_most_named = 5;

std::string standing_text(Verdict verdict, const Voice& voice) {
  switch (verdict) {
    case Verdict::high:
      return voice.say("place.high");
    case Verdict::low:
      return voice.say("place.low");
    case Verdict::usual:
      return voice.say("place.usual");
    case Verdict::few:
      return voice.say("place.few");
    case Verdict::none:
    case Verdict::rise:
    case Verdict::fall:
    case Verdict::unclear:
      break;
  }
  return "—";
}

std::string interval_of(const GroundFigures& ground, const PlaceFigures& figures, const Voice& voice) {
  if (!std::isfinite(ground.low) || !std::isfinite(ground.high)) return "—";
  return figures.rates ? voice.range(voice.rate(ground.low), voice.rate(ground.high))
                       : voice.range(voice.percent(ground.low), voice.percent(ground.high));
}

TableCell change_cell(const GroundFigures& ground, const Voice& voice) {
  if (ground.change == nullptr) return word_cell("—");
  const statistics::Change& change = ground.change->change;
  std::string text = change_text(change, voice);
  if (!ground.together_with.empty())
    text = voice.say("place.joined", {{"change", text}, {"names", voice.list(ground.together_with)}});
  return {std::move(text), std::isfinite(change.percent) ? std::optional(change.percent) : std::nullopt,
          verdict_of(*ground.change)};
}

// Names of the pieces with a verdict, the most extreme first.
std::vector<std::string> named(const PlaceFigures& figures, Verdict verdict) {
  std::vector<const GroundFigures*> found;
  for (const GroundFigures& ground : figures.grounds)
    if (ground.verdict == verdict) found.push_back(&ground);
  std::stable_sort(found.begin(), found.end(), [&](const GroundFigures* a, const GroundFigures* b) {
    return verdict == Verdict::low ? a->value < b->value : a->value > b->value;
  });
  std::vector<std::string> names;
  for (const GroundFigures* ground : found) names.push_back(ground->label);
  return names;
}

std::vector<std::string> findings_of_rates(const Place& place, const PlaceFigures& figures, const Voice& voice) {
  const std::vector<std::string> high = named(figures, Verdict::high), low = named(figures, Verdict::low);
  const std::vector<text::Given> given = {{"high", static_cast<std::int64_t>(high.size())},
                                          {"low", static_cast<std::int64_t>(low.size())},
                                          {"count", static_cast<std::int64_t>(figures.ranking.funnel.units)},
                                          {"chance", voice.by_chance(figures.ranking.action_by_chance)},
                                          {"rate", voice.rate(figures.ranking.rate)},
                                          {"unit", figures.unit}};
  std::vector<std::string> findings;
  if (high.empty() && low.empty())
    findings.push_back(voice.say(place.cells ? "place.no_cell_outside" : "place.none_outside", given));
  else
    findings.push_back(voice.say(place.cells ? "place.cells_outside" : "place.outside", given));
  if (!place.cells && !high.empty())
    findings.push_back(voice.say("place.names_high", {{"names", voice.short_list(high, k_most_named)}}));
  if (!place.cells && !low.empty())
    findings.push_back(voice.say("place.names_low", {{"names", voice.short_list(low, k_most_named)}}));
  return findings;
}

// How many pieces, taken from the fullest, hold half of the events.
std::vector<std::string> findings_of_shares(const PlaceFigures& figures, const Voice& voice) {
  std::vector<double> counts;
  for (const GroundFigures& ground : figures.grounds)
    if (std::isfinite(ground.count.value)) counts.push_back(ground.count.value);
  std::sort(counts.rbegin(), counts.rend());
  double sum = 0;
  std::size_t half = 0;
  while (half < counts.size() && 2 * sum < figures.total) sum += counts[half++];
  return {voice.say("place.half", {{"half", static_cast<std::int64_t>(half)},
                                   {"count", static_cast<std::int64_t>(counts.size())},
                                   {"share", voice.percent(100 * sum / figures.total)}})};
}

// What the changes by territory stand on where borders moved between the two periods.
std::vector<std::string> findings_of_borders(const PlaceFigures& figures, const Voice& voice) {
  std::vector<std::string> joined, refused;
  for (const Redrawn& one : figures.redrawn) {
    if (one.refused)
      refused.insert(refused.end(), one.now.begin(), one.now.end());
    else if (!one.now.empty() && !one.before.empty())
      joined.push_back(
          voice.say("place.redrawn_group", {{"now", voice.list(one.now)}, {"before", voice.list(one.before)}}));
  }
  std::vector<std::string> findings;
  if (!joined.empty())
    findings.push_back(voice.say("place.redrawn", {{"groups", voice.short_list(joined, k_most_named)}}));
  if (!refused.empty())
    findings.push_back(voice.say("place.not_traced", {{"names", voice.short_list(refused, k_most_named)}}));
  return findings;
}

Section map_section(const Material& material, const Facts& facts, const PlaceFigures& figures, const Voice& voice) {
  const Place& place = *material.place;
  const std::vector<text::Given> given = {{"subject", facts.subject},
                                          {"period", facts.period},
                                          {"unit", figures.unit},
                                          {"side", voice.rate(place.cell_metres / 1000)}};
  Section section;
  section.id = "map";
  section.heading = voice.say("place.heading");
  section.finding = figures.rates ? findings_of_rates(place, figures, voice) : findings_of_shares(figures, voice);
  if (figures.elsewhere > 0)
    section.finding.push_back(voice.say("place.elsewhere", {{"count", static_cast<std::int64_t>(figures.elsewhere)}}));
  for (std::string& sentence : findings_of_borders(figures, voice)) section.finding.push_back(std::move(sentence));
  section.method = voice.say(figures.rates ? "place.method" : "place.method_shares", given);
  if (place.cells) section.method += " " + voice.say("place.method_cells", given);

  const PlaceShapes shapes = shapes_of(place);
  Map map;
  map.outline = shapes.outline;
  map.legend = figures.legend;
  Table table;
  table.caption = voice.say(figures.rates ? "place.caption" : "place.caption_shares", given);
  table.columns = {{place.cells ? voice.say("column.cell") : voice.say("column.territory"), false},
                   {material.sample ? voice.say("column.in_sample") : facts.subject, true},
                   {voice.capitalised(figures.unit), true},
                   {voice.say("column.interval"), true},
                   {voice.say(figures.rates ? "column.standing" : "column.precision"), false}};
  const bool compared = !figures.changes.parts.empty() && !place.cells;
  if (compared) table.columns.push_back({voice.say("column.change"), true});
  for (std::size_t i = 0; i < figures.grounds.size(); ++i) {
    const GroundFigures& ground = figures.grounds[i];
    const std::string events = voice.count(ground.count.value);
    const std::optional<double> value = std::isfinite(ground.value) ? std::optional(ground.value) : std::nullopt;
    if (!place.grounds[i].area.empty())
      map.shapes.push_back({place.grounds[i].code, ground.label, shapes.areas[i], value, ground.step, ground.verdict,
                            voice.say("place.shape", {{"subject", facts.subject},
                                                      {"value", ground.text},
                                                      {"unit", figures.unit},
                                                      {"count", events},
                                                      {"standing", standing_text(ground.verdict, voice)}})});
    std::vector<TableCell> row = {word_cell(ground.label), number_cell(events, ground.count.value),
                                  number_cell(ground.text, ground.value),
                                  word_cell(interval_of(ground, figures, voice)),
                                  word_cell(standing_text(ground.verdict, voice), ground.verdict)};
    if (compared) row.push_back(change_cell(ground, voice));
    table.rows.push_back(std::move(row));
  }
  if (compared) table.note = voice.say("place.note_change");
  const bool redrawn = std::any_of(figures.grounds.begin(), figures.grounds.end(), [](const GroundFigures& ground) {
    return ground.count.cell == cube::Cell::partial;
  });
  if (redrawn && !place.cells) table.note += (table.note.empty() ? "" : " ") + voice.say("place.note_partial");
  if (!map.shapes.empty())
    section.figure = Figure{table.caption, voice.capitalised(figures.unit), section.finding.front(), std::move(map)};
  section.table = std::move(table);
  return section;
}

Section funnel_section(const Material& material, const PlaceFigures& figures, const Voice& voice) {
  const Place& place = *material.place;
  const bool residents = place.exposure == Exposure::residents;
  Funnel funnel;
  funnel.exposure_label = voice.say(residents ? "unit.residents" : "unit.square_kilometres");
  funnel.rate_label = voice.capitalised(figures.unit);
  funnel.centre = figures.ranking.rate;
  Table table;
  table.caption = voice.say("funnel.caption");
  table.columns = {{place.cells ? voice.say("column.cell") : voice.say("column.territory"), false},
                   {funnel.exposure_label, true},
                   {funnel.rate_label, true},
                   {voice.say("column.standing"), false}};
  for (const GroundFigures& ground : figures.grounds) {
    if (!std::isfinite(ground.value)) continue;
    funnel.points.push_back({ground.label, ground.exposure, ground.value, ground.verdict});
    table.rows.push_back({word_cell(ground.label), number_cell(voice.rate(ground.exposure), ground.exposure),
                          number_cell(ground.text, ground.value),
                          word_cell(standing_text(ground.verdict, voice), ground.verdict)});
  }
  for (const statistics::FunnelCurvePoint& point : figures.ranking.curve)
    funnel.limits.push_back({point.exposure, point.limits.warning.low, point.limits.warning.high,
                             point.limits.action.low, point.limits.action.high});
  const std::vector<text::Given> given = {{"rate", voice.rate(figures.ranking.rate)},
                                          {"unit", figures.unit},
                                          {"count", static_cast<std::int64_t>(figures.ranking.beyond_warning)},
                                          {"chance", voice.by_chance(figures.ranking.warning_by_chance)}};
  Section section;
  section.id = "funnel";
  section.heading = voice.say("funnel.heading");
  section.finding = {voice.say("funnel.finding", given)};
  section.method = voice.say("funnel.method");
  section.figure =
      Figure{voice.say("funnel.title", given), funnel.rate_label, section.finding.front(), std::move(funnel)};
  section.table = std::move(table);
  return section;
}

// "2–5", or "1" where no other rank is possible.
std::string ranks_between(const statistics::Ranked& ranked, const Voice& voice) {
  const std::string low = voice.count(ranked.rank_low), high = voice.count(ranked.rank_high);
  return low == high ? low : low + "–" + high;
}

Section ranking_section(const PlaceFigures& figures, const Voice& voice) {
  const statistics::Ranking& ranking = figures.ranking;
  Table table;
  table.caption = voice.say("ranking.caption");
  table.columns = {{voice.say("column.territory"), false},    {voice.say("column.rank"), true},
                   {voice.say("column.rank_interval"), true}, {voice.say("column.shrunken"), true},
                   {voice.capitalised(figures.unit), true},   {voice.say("column.standing"), false}};
  for (const std::size_t index : ranking.order) {
    const statistics::Ranked& ranked = ranking.units[index];
    const GroundFigures& ground = figures.grounds[index];
    table.rows.push_back(
        {word_cell(ground.label), number_cell(voice.count(ranked.rank), ranked.rank),
         word_cell(ranks_between(ranked, voice)), number_cell(voice.rate(ranked.shrunken), ranked.shrunken),
         number_cell(ground.text, ground.value), word_cell(standing_text(ground.verdict, voice), ground.verdict)});
  }
  std::vector<std::string> top;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, ranking.order.size()); ++i) {
    const statistics::Ranked& ranked = ranking.units[ranking.order[i]];
    top.push_back(voice.say(
        "ranking.named", {{"name", figures.grounds[ranking.order[i]].label}, {"ranks", ranks_between(ranked, voice)}}));
  }
  Section section;
  section.id = "ranking";
  section.heading = voice.say("ranking.heading");
  section.finding = {voice.say("ranking.finding",
                               {{"top", voice.list(top)}, {"count", static_cast<std::int64_t>(ranking.order.size())}})};
  section.method = voice.say("ranking.method");
  section.table = std::move(table);
  return section;
}

}  // namespace

std::vector<Section> make_place_sections(const Material& material, const Facts& facts, const Making& making,
                                         const Voice& voice) {
  if (!material.place || material.place->grounds.empty()) return {};
  const PlaceFigures figures = gather_place(material, making, voice);
  if (!(figures.total > 0)) return {};
  std::vector<Section> sections = {map_section(material, facts, figures, voice)};
  if (!figures.rates) return sections;
  sections.push_back(funnel_section(material, figures, voice));
  if (material.place->exposure == Exposure::residents && !material.place->cells && figures.ranking.order.size() > 1)
    sections.push_back(ranking_section(figures, voice));
  return sections;
}

}  // namespace tartip::briefing
