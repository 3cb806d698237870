#include <cmath>

#include "briefing/sections.hpp"
#include "statistics/history.hpp"
#include "statistics/pairing.hpp"

namespace tartip::briefing {
Facts gather_facts(const Material& material, const Voice& voice) {
  Facts facts;
  facts.event = voice.name(material.event);
  if (facts.event.empty()) facts.event = voice.say("subject.events");  // a sentence needs its subject
  facts.subject = voice.capitalised(facts.event);
  facts.period = voice.span(material.span);
  facts.compared = material.before && material.compared_with && !material.sample;
  if (facts.compared) facts.previous_period = voice.span(*material.compared_with);
  facts.dispersion = statistics::dispersion_of_total(material.monthly);

  const statistics::Pairing pairing =
      statistics::pair_panels(material.now, facts.compared ? &*material.before : nullptr, {}, material.comparable);
  statistics::ChangeOptions usual;
  usual.dispersion = facts.dispersion.phi;
  usual.dispersion_degrees = facts.dispersion.degrees;
  statistics::CompositionOptions options;
  options.total = usual;
  options.total_current = pairing.current;
  options.total_previous = pairing.previous;
  const statistics::RowHistory history(&material.monthly_by_class);
  facts.composition = statistics::compose(statistics::parts_of(pairing, history), options);
  return facts;
}

std::string name_of_part(const statistics::Part& part, const Voice& voice) {
  if (part.kind == statistics::PartKind::not_known) return voice.say("part.not_known");
  if (part.kind == statistics::PartKind::rest)
    return voice.say("part.rest", {{"count", static_cast<std::int64_t>(part.members)}});
  const std::string& name = voice.name(part.names);
  return name.empty() ? part.code : name;
}

TableCell word_cell(std::string text, Verdict verdict) {
  return {std::move(text), std::nullopt, verdict};
}

TableCell number_cell(std::string text, double value, Verdict verdict) {
  if (!std::isfinite(value)) return {"—", std::nullopt, verdict};
  return {std::move(text), value, verdict};
}

}  // namespace tartip::briefing
