#include <cmath>

#include "briefing/sections.hpp"
#include "statistics/definitions.hpp"

namespace tartip::briefing {
namespace {

struct Coverage {
  std::int64_t missing = 0, partial = 0;
};

Coverage coverage_of(const Material& material) {
  Coverage coverage;
  for (std::size_t p = 0; p < material.monthly.periods.size(); ++p) {
    const axes::Period month = material.monthly.periods[p];
    if (axes::first_day(month) < material.span.from || axes::end_day(month) > material.span.to) continue;
    bool missing = false, partial = false;
    for (std::size_t s = 0; s < material.monthly.series.size(); ++s) {
      missing |= material.monthly.row_cells(s)[p] == cube::Cell::missing;
      partial |= material.monthly.row_cells(s)[p] == cube::Cell::partial;
    }
    coverage.missing += missing ? 1 : 0;
    coverage.partial += !missing && partial ? 1 : 0;
  }
  return coverage;
}

std::vector<std::string_view> definitions_in_use(const Material& material, const Facts& facts) {
  namespace definition = statistics::definition;
  std::vector<std::string_view> used = {definition::k_count, definition::k_share};
  if (facts.compared) {
    used.insert(used.end(), {definition::k_change, definition::k_percent, definition::k_verdict});
    if (!material.now.classes.empty()) used.push_back(definition::k_contribution);
  }
  if (!material.sample) used.push_back(definition::k_usual_range);
  if (material.place && material.place->exposure != Exposure::none && !material.sample) {
    used.insert(used.end(), {definition::k_rate, definition::k_funnel});
    if (material.place->exposure == Exposure::residents)
      used.insert(used.end(), {definition::k_shrunken_rate, definition::k_rank});
  }
  return used;
}

}  // namespace

Section make_quality_section(const Material& material, const Facts& facts, const Voice& voice) {
  const Quality& quality = material.quality;
  const Coverage coverage = coverage_of(material);
  const auto whole = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  Section section;
  section.id = "quality";
  section.heading = voice.say("quality.heading");
  if (quality.of_part)
    section.finding.push_back(voice.say("quality.of_part"));
  else
    section.finding.push_back(quality.quarantined == 0
                                  ? voice.say("quality.no_quarantine", {{"records", whole(quality.records)}})
                                  : voice.say("quality.quarantine", {{"records", whole(quality.records)},
                                                                     {"count", whole(quality.quarantined)}}));
  if (coverage.missing + coverage.partial > 0)
    section.finding.push_back(voice.say(
        "quality.coverage", {{"period", facts.period}, {"missing", coverage.missing}, {"partial", coverage.partial}}));
  if (material.now.left_out > 0)
    section.finding.push_back(voice.say("quality.left_out", {{"count", whole(material.now.left_out)}}));

  section.method = voice.say("quality.method");
  if (quality.of_part) return section;
  Table table;
  table.caption = voice.say("quality.caption");
  table.columns = {
      {voice.say("column.what"), false}, {voice.say("column.records"), true}, {voice.say("column.of_all"), true}};
  const double all = static_cast<double>(quality.records);
  const auto add = [&](const std::string& label, std::uint64_t count) {
    const double share = all > 0 ? 100 * static_cast<double>(count) / all : std::nan("");
    table.rows.push_back({word_cell(label),
                          number_cell(voice.count(static_cast<double>(count)), static_cast<double>(count)),
                          number_cell(voice.percent(share), share)});
  };
  add(voice.say("quality.records"), quality.records);
  table.rows.push_back(
      {word_cell(voice.say("quality.quarantined")),
       number_cell(voice.count(static_cast<double>(quality.quarantined)), static_cast<double>(quality.quarantined)),
       word_cell("—")});
  add(voice.say("quality.without_time"), quality.without_time);
  add(voice.say("quality.without_place"), quality.without_place);
  if (!material.now.classes.empty()) add(voice.say("quality.without_class"), quality.without_class);
  for (const Occurrence& occurrence : quality.flags)
    if (occurrence.count > 0) add(voice.flag(occurrence.name), occurrence.count);
  if (quality.first && quality.last)
    table.note = voice.say("quality.days", {{"first", voice.day(*quality.first)}, {"last", voice.day(*quality.last)}});
  section.table = std::move(table);
  return section;
}

Section make_method_section(const Material& material, const Facts& facts, const Voice& voice) {
  Section section;
  section.id = "method";
  section.heading = voice.say("method.heading");
  section.finding.push_back(voice.say("method.finding"));
  Table table;
  table.caption = voice.say("method.caption");
  table.columns = {{voice.say("column.definition"), false}, {voice.say("column.meaning"), false}};
  for (const std::string_view id : definitions_in_use(material, facts))
    table.rows.push_back({word_cell(std::string(id)), word_cell(voice.definition(std::string(id)))});
  section.table = std::move(table);
  section.method = voice.say("method.limits");
  return section;
}

}  // namespace tartip::briefing
