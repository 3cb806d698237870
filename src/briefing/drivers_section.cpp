#include <algorithm>
#include <cmath>

#include "briefing/change_wording.hpp"
#include "briefing/sections.hpp"
#include "stats/interval.hpp"

namespace tartip::briefing {
namespace {

using statistics::Part;
using statistics::PartKind;

constexpr std::size_t k_most_named = 3;

bool stands_out(const Part& part) {
  const Verdict verdict = verdict_of(part);
  return verdict == Verdict::rise || verdict == Verdict::fall;
}

std::string contribution_text(const Part& part, const Voice& voice) {
  return voice.numbers().change(part.contribution, 0);
}

std::string named(const Part& part, const Voice& voice) {
  return voice.say("drivers.named",
                   {{"name", name_of_part(part, voice)}, {"contribution", contribution_text(part, voice)}});
}

Bar contribution_bar(const Part& part, const Voice& voice) {
  Bar bar{name_of_part(part, voice),     part.contribution, std::nullopt, std::nullopt, verdict_of(part),
          contribution_text(part, voice)};
  if (std::isfinite(part.change.low) && std::isfinite(part.change.high)) {
    bar.low = part.change.previous * part.change.low / 100;
    bar.high = part.change.previous * part.change.high / 100;
  }
  return bar;
}

Table change_table(const Facts& facts, const Voice& voice) {
  Table table;
  table.caption = voice.say("drivers.caption", {{"subject", facts.subject}, {"period", facts.period}});
  table.columns = {{voice.say("column.class"), false}, {facts.period, true},
                   {facts.previous_period, true},      {voice.say("column.difference"), true},
                   {voice.say("column.change"), true}, {voice.say("column.interval"), true},
                   {voice.say("column.points"), true}, {voice.say("column.share"), true}};
  const auto add = [&](const std::string& name, const statistics::Change& change, double points, double share,
                       Verdict verdict) {
    table.rows.push_back({word_cell(name),
                          number_cell(voice.count(change.current), change.current),
                          number_cell(voice.count(change.previous), change.previous),
                          number_cell(voice.numbers().change(change.absolute, 0), change.absolute),
                          {change_text(change, voice),
                           std::isfinite(change.percent) ? std::optional(change.percent) : std::nullopt, verdict},
                          word_cell(interval_cell(change, voice)),
                          number_cell(voice.numbers().change(points, 1), points),
                          number_cell(voice.percent(share), share)});
  };
  for (const Part& part : facts.composition.parts)
    add(name_of_part(part, voice), part.change, part.points, part.share_current, verdict_of(part));
  const statistics::Change& total = facts.composition.total;
  add(voice.say("part.total"), total, total.percent, total.current > 0 ? 100 : std::nan(""), verdict_of(total));
  table.note = voice.say("drivers.note");
  return table;
}

Section change_section(const Facts& facts, const Voice& voice) {
  const statistics::Composition& composition = facts.composition;
  Section section;
  section.id = "drivers";
  section.heading = voice.say("drivers.heading");
  section.method = voice.say("drivers.method");
  std::vector<std::string> up, down, distinct;
  std::int64_t tested = 0;
  Bars bars;
  bars.diverging = true;
  for (const Part& part : composition.parts) {
    const bool single = part.kind != PartKind::rest && part.kind != PartKind::not_known;
    if (std::isfinite(part.contribution)) bars.bars.push_back(contribution_bar(part, voice));
    if (!single) continue;
    if (part.contribution > 0 && up.size() < k_most_named) up.push_back(named(part, voice));
    if (part.contribution < 0 && down.size() < k_most_named) down.push_back(named(part, voice));
    if (std::isfinite(part.p_adjusted)) ++tested;
    if (stands_out(part)) distinct.push_back(named(part, voice));
  }
  const std::vector<text::Given> given = {{"up", voice.list(up)},
                                          {"down", voice.list(down)},
                                          {"gross_rise", voice.numbers().change(composition.gross_rise, 0)},
                                          {"gross_fall", voice.numbers().change(composition.gross_fall, 0)},
                                          {"total", voice.numbers().change(composition.total.absolute, 0)},
                                          {"tested", tested},
                                          {"count", static_cast<std::int64_t>(distinct.size())},
                                          {"distinct", voice.short_list(distinct, 6)}};
  section.finding.push_back(voice.say(distinct.empty() ? "drivers.none_distinct" : "drivers.distinct", given));
  if (!up.empty()) section.finding.push_back(voice.say("drivers.up", given));
  if (!down.empty()) section.finding.push_back(voice.say("drivers.down", given));
  if (composition.opposite) section.finding.push_back(voice.say("drivers.opposite", given));
  if (!composition.whole) section.caution = voice.say("drivers.incomplete");
  if (!bars.bars.empty())
    section.figure =
        Figure{voice.say("drivers.title", given),
               voice.say("unit.contribution", {{"period", facts.period}, {"previous_period", facts.previous_period}}),
               section.finding.front(), std::move(bars)};
  section.table = change_table(facts, voice);
  return section;
}

Section share_section(const Material& material, const Facts& facts, const Voice& voice) {
  const double total = facts.composition.total.current;
  Section section;
  section.id = "shares";
  section.heading = voice.say("shares.heading");
  section.method = voice.say(material.sample ? "shares.method_sample" : "shares.method");
  Bars bars;
  Table table;
  table.caption = voice.say("shares.caption", {{"subject", facts.subject}, {"period", facts.period}});
  table.columns = {{voice.say("column.class"), false},
                   {material.sample ? voice.say("column.in_sample") : facts.subject, true},
                   {voice.say("column.share"), true}};
  if (material.sample) table.columns.push_back({voice.say("column.interval"), true});
  std::vector<const Part*> parts;
  for (const Part& part : facts.composition.parts) parts.push_back(&part);
  // Without a comparison the order of the composition has no meaning: by size, then the rest and what is not known.
  const auto place = [](const Part& part) {
    return part.kind == PartKind::not_known ? 2 : part.kind == PartKind::rest ? 1 : 0;
  };
  std::stable_sort(parts.begin(), parts.end(), [&](const Part* a, const Part* b) {
    return place(*a) != place(*b) ? place(*a) < place(*b) : a->change.current > b->change.current;
  });
  std::vector<std::string> largest;
  for (const Part* part : parts) {
    const double share = part->change.current / total;
    const std::string text = voice.percent(100 * share);
    Bar bar{name_of_part(*part, voice), 100 * share, std::nullopt, std::nullopt, Verdict::none, text};
    std::vector<TableCell> row = {word_cell(bar.label),
                                  number_cell(voice.count(part->change.current), part->change.current),
                                  number_cell(text, 100 * share)};
    if (material.sample) {
      const stats::Interval interval = stats::wilson(part->change.current, total);
      bar.low = 100 * interval.low;
      bar.high = 100 * interval.high;
      row.push_back(word_cell(voice.range(voice.percent(*bar.low), voice.percent(*bar.high))));
    }
    if (place(*part) == 0 && largest.size() < k_most_named)
      largest.push_back(voice.say("shares.named", {{"name", bar.label}, {"share", text}}));
    bars.bars.push_back(std::move(bar));
    table.rows.push_back(std::move(row));
  }
  section.finding.push_back(voice.say("shares.finding", {{"largest", voice.list(largest)}}));
  section.figure = Figure{table.caption, voice.say(material.sample ? "unit.share_of_sample" : "unit.share"),
                          section.finding.front(), std::move(bars)};
  section.table = std::move(table);
  return section;
}

}  // namespace

std::optional<Section> make_drivers_section(const Material& material, const Facts& facts, const Voice& voice) {
  const statistics::Composition& composition = facts.composition;
  if (material.now.classes.empty() || composition.parts.size() < 2) return std::nullopt;
  const bool said =
      composition.total.basis == statistics::Basis::compared || composition.total.basis == statistics::Basis::from_zero;
  if (facts.compared && said) return change_section(facts, voice);
  if (!(composition.total.current > 0)) return std::nullopt;
  return share_section(material, facts, voice);
}

}  // namespace tartip::briefing
