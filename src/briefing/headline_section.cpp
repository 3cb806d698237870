#include <algorithm>
#include <cmath>

#include "briefing/change_wording.hpp"
#include "briefing/sections.hpp"
#include "stats/interval.hpp"

namespace tartip::briefing {
namespace {

constexpr std::size_t k_most_classes = 3;

std::vector<const statistics::Part*> largest_parts(const statistics::Composition& composition) {
  std::vector<const statistics::Part*> parts;
  for (const statistics::Part& part : composition.parts)
    if (part.kind != statistics::PartKind::rest && part.kind != statistics::PartKind::not_known &&
        part.change.current > 0)
      parts.push_back(&part);
  std::stable_sort(parts.begin(), parts.end(), [](const statistics::Part* a, const statistics::Part* b) {
    return a->change.current > b->change.current;
  });
  if (parts.size() > k_most_classes) parts.resize(k_most_classes);
  return parts;
}

Headline share_headline(const statistics::Part& part, double total, const Voice& voice) {
  const stats::Interval interval = stats::wilson(part.change.current, total);
  return {name_of_part(part, voice), voice.percent(100 * part.change.current / total), voice.say("headline.of_sample"),
          voice.say("change.interval",
                    {{"range", voice.range(voice.percent(100 * interval.low), voice.percent(100 * interval.high))}}),
          Verdict::none};
}

}  // namespace

std::vector<Headline> make_headlines(const Material& material, const Facts& facts, const Voice& voice) {
  const statistics::Change& total = facts.composition.total;
  std::vector<Headline> headlines;
  if (material.sample) {
    headlines.push_back({voice.say("headline.sample_size"),
                         voice.count(total.current),
                         voice.say("headline.no_total"),
                         {},
                         Verdict::none});
    if (total.current > 0)
      for (const statistics::Part* part : largest_parts(facts.composition))
        headlines.push_back(share_headline(*part, total.current, voice));
    return headlines;
  }
  headlines.push_back({facts.subject, voice.count(total.current), change_text(total, voice),
                       interval_text(total, voice), verdict_of(total)});
  for (const statistics::Part* part : largest_parts(facts.composition)) {
    std::string change =
        facts.compared
            ? change_text(part->change, voice)
            : voice.say("headline.share", {{"share", voice.percent(100 * part->change.current / total.current)}});
    headlines.push_back({name_of_part(*part, voice), voice.count(part->change.current), std::move(change),
                         facts.compared ? interval_text(part->change, voice) : std::string(),
                         facts.compared ? verdict_of(*part) : Verdict::none});
  }
  return headlines;
}

Section make_headline_section(const Material& material, const Facts& facts, const Voice& voice) {
  const statistics::Change& total = facts.composition.total;
  Section section;
  section.id = "headline";
  section.heading = voice.say("headline.heading");
  if (material.sample) {
    section.finding.push_back(
        voice.say("headline.sample",
                  {{"subject", facts.subject}, {"period", facts.period}, {"value", voice.count(total.current)}}));
    if (!material.before) section.finding.push_back(voice.say("headline.no_earlier_year"));
    section.method = voice.say("headline.method_sample");
    return section;
  }
  section.finding.push_back(change_sentence(total, {facts.subject, facts.period, facts.previous_period}, voice));
  if (facts.compared && facts.dispersion.estimated())
    section.method = voice.say("headline.method", {{"phi", voice.numbers().decimal(facts.dispersion.phi, 1)}});
  else if (facts.compared)
    section.method = voice.say("headline.method_poisson");
  else
    section.method = voice.say("headline.method_alone");
  return section;
}

}  // namespace tartip::briefing
