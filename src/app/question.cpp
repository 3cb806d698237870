#include "app/question.hpp"

#include <algorithm>

#include "app/decision.hpp"

namespace tartip::app {

Result<cube::Query> question_of(const Call& call, const Centre& centre) {
  cube::Query query;
  query.register_id = call.text("register");
  query.filter.period = call.period("period");
  query.filter.territories = call.texts("in");
  query.filter.classes = call.texts("class");
  query.quantity = call.text("quantity");
  for (const std::string& condition : call.texts("where")) {
    const std::size_t equals = condition.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(Code::bad_input, "error.call.condition", {{"value", condition}});
    const std::string attribute = condition.substr(0, equals), value = condition.substr(equals + 1);
    auto& all = query.filter.attributes;
    const auto same = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == attribute; });
    if (same == all.end())
      all.push_back({attribute, {value}});
    else
      same->second.push_back(value);
  }
  if (call.has("known-on")) {
    Result<axes::Micros> moment = end_of_day(centre, call.text("known-on"));
    if (!moment) return pass(moment);
    query.known_on = *moment;
  }
  return query;
}

std::vector<std::string> filter_words(const Call& call) {
  std::vector<std::string> words;
  for (const char* name : {"in", "class", "where", "quantity"})
    for (const std::string& value : call.texts(name)) words.push_back(std::string(name) + "=" + value);
  return words;
}

std::optional<axes::Span> last_complete_year(const store::Overview& overview) {
  if (!overview.covers) return std::nullopt;
  axes::Period year = axes::period_of(overview.covers->to, axes::Unit::year);
  --year.ordinal;
  const axes::Span span{axes::first_day(year), axes::end_day(year)};
  return span.from >= overview.covers->from ? std::optional(span) : std::nullopt;
}

Result<std::vector<Sheet::Fact>> origin_facts(const Call& call, Centre& centre, const cube::Query& query,
                                              const Wording& words) {
  auto entry = centre.store.load_register(query.register_id);
  if (!entry) return pass(entry);
  auto overview = centre.store.overview(query.register_id);
  if (!overview) return pass(overview);
  std::vector<Sheet::Fact> facts = {words.fact("register", entry->description.id),
                                    words.fact("source", entry->description.source)};
  if (!entry->description.caution.by_language.empty())
    facts.push_back(words.fact("caution", entry->description.caution.in(words.language())));
  if (query.filter.period) facts.push_back(words.fact("span", axes::text_of(*query.filter.period)));
  std::string filter;
  for (const std::string& word : filter_words(call)) filter += (filter.empty() ? "" : " ") + word;
  if (!filter.empty()) facts.push_back(words.fact("filter", filter));
  facts.push_back(
      words.fact("cut", query.known_on ? call.text("known-on") : text_of_moment(call.setting().now, centre.zone)));
  facts.push_back(words.fact("version", overview->fingerprint.substr(0, 16)));
  // A count of the whole register, which is not for who answers for a part.
  if (!limited_by_territory(call.setting().visitor.scope))
    facts.push_back(words.fact("quarantined", std::to_string(overview->quarantined)));
  return facts;
}

}  // namespace tartip::app
