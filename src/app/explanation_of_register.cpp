// The change of a register's count, cut by class and by territory.
#include "app/explanation.hpp"
#include "app/question.hpp"
#include "statistics/comparability.hpp"
#include "statistics/table.hpp"

namespace tartip::app {
namespace {

struct Asked {
  Centre& centre;
  cube::Query query;  // without axes
  axes::Span now, before;
};

Result<Cut> cut_of_register(const Asked& asked, const registers::Description& description, bool by_class,
                            const std::string& level, Explained& explained) {
  cube::Query query = asked.query;
  std::vector<statistics::ComparableGroup> territories, classes;
  if (by_class) {
    query.class_level = level;
    auto scheme = query.class_scheme.empty() ? asked.centre.store.scheme_of(query.register_id)
                                             : asked.centre.store.load_classification(query.class_scheme);
    if (!scheme) return pass(scheme);
    if (const auto number = (*scheme)->level_named(level))
      classes = statistics::comparable_classes(**scheme, *number, asked.now, asked.before);
  } else {
    query.territory_level = level;
    auto territory = asked.centre.store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    if (const auto number = (*territory)->level_named(level))
      territories = statistics::comparable_territories(**territory, *number, asked.now, asked.before);
  }
  const auto ask = [&](axes::Span period, cube::Measure measure, std::optional<axes::Unit> every) {
    cube::Query one = query;
    one.filter.period = period;
    one.measure = measure;
    one.every = every;
    return asked.centre.store.query(one);
  };
  auto current = ask(asked.now, cube::Measure::count, std::nullopt);
  if (!current) return pass(current);
  auto previous = ask(asked.before, cube::Measure::count, std::nullopt);
  if (!previous) return pass(previous);
  if (!by_class) {
    for (auto* panel : {&*current, &*previous}) {
      auto rates = ask(panel == &*current ? asked.now : asked.before, cube::Measure::rate, std::nullopt);
      if (!rates) return pass(rates);
      panel->residents = std::move(rates->residents);
    }
  }
  auto overview = asked.centre.store.overview(query.register_id);
  if (!overview) return pass(overview);
  std::optional<cube::Panel> history;
  if (overview->covers) {
    auto monthly = ask({overview->covers->from, asked.now.to}, cube::Measure::count, axes::Unit::month);
    if (!monthly) return pass(monthly);
    history = std::move(*monthly);
  }
  const statistics::RowHistory rows(history ? &*history : nullptr, explained.total);
  const statistics::Pairing pairing =
      statistics::pair_panels(*current, &*previous, territories, classes, explained.total.kind);
  Cut cut{by_class ? "class" : "territory", level, statistics::parts_of(pairing, rows), {}};
  explained.total_current = pairing.current;
  explained.total_previous = pairing.previous;
  if (!by_class && cut.parts.size() == pairing.rows.size())
    for (const statistics::Pair& row : pairing.rows)
      cut.exposure.push_back({row.current.value, row.residents, row.previous.value, row.residents_previous});
  return cut;
}

}  // namespace

Result<Explained> explain_register(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto entry = centre->store.load_register(call.text("register"));
  if (!entry) return pass(entry);
  auto query = question_of(call, *centre);
  if (!query) return pass(query);
  auto overview = centre->store.overview(query->register_id);
  if (!overview) return pass(overview);
  std::optional<axes::Span> span = call.period("period");
  if (!span) span = last_complete_year(*overview);
  if (!span) return fail(Code::bad_input, "error.call.no_period", {{"register", query->register_id}});
  if (call.flag("cumulative")) {
    auto whole = axes::cumulative(*span);
    if (!whole) return pass(whole);
    span = *whole;
  }
  query->filter.period = span;

  const registers::Description& description = entry->description;
  Explained explained;
  explained.total.level = call.number("confidence") / 100;
  const Asked asked{*centre, *query, *span, axes::years_earlier(*span)};
  std::vector<std::pair<bool, std::string>> levels;  // by class?, level
  if (!description.classes.column.empty()) {
    auto scheme = centre->store.scheme_of(query->register_id);
    if (!scheme) return pass(scheme);
    levels.emplace_back(true, call.has("class-level") ? call.text("class-level") : (*scheme)->levels().front().id);
  }
  if (!description.place.territory.empty()) {
    auto territory = centre->store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    levels.emplace_back(false, call.has("territory") ? call.text("territory") : (*territory)->levels().front().id);
  }
  if (levels.empty()) return fail(Code::bad_input, "error.explain.no_axis", {{"register", query->register_id}});
  for (const auto& [by_class, level] : levels) {
    auto cut = cut_of_register(asked, description, by_class, level, explained);
    if (!cut) return pass(cut);
    explained.cuts.push_back(std::move(*cut));
  }
  const Wording words(call.setting());
  auto facts = origin_facts(call, *centre, *query, words);
  if (!facts) return pass(facts);
  explained.facts = std::move(*facts);
  explained.facts.push_back(words.fact("compared_with", axes::text_of(asked.before)));
  return explained;
}

}  // namespace tartip::app
