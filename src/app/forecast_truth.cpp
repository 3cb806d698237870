#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "app/forecast_nodes.hpp"
#include "app/forecast_record.hpp"

namespace tartip::app {
namespace {

// "2026-10" in a unit that is named.
std::optional<axes::Period> period_of(const std::string& text, axes::Unit every) {
  const auto span = axes::parse_span(text);
  if (!span) return std::nullopt;
  return axes::period_of(span->from, every);
}

// The question of a publication, asked again; nothing when the register is no longer there.
Result<std::optional<cube::Query>> question_again(Centre& centre, const PublishedQuestion& asked) {
  if (auto entry = centre.store.load_register(asked.register_id); !entry) {
    if (entry.error().code == Code::not_found) return std::nullopt;
    return pass(entry);
  }
  cube::Query query;
  query.register_id = asked.register_id;
  query.measure = asked.measure == "sum" ? cube::Measure::sum : cube::Measure::count;
  query.quantity = asked.quantity;
  query.filter.territories = asked.territories;
  query.filter.classes = asked.classes;
  for (const std::string& condition : asked.conditions) {
    const std::size_t equals = condition.find('=');
    if (equals == std::string::npos) continue;
    const std::string attribute = condition.substr(0, equals);
    auto& all = query.filter.attributes;
    const auto same = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == attribute; });
    if (same == all.end())
      all.push_back({attribute, {condition.substr(equals + 1)}});
    else
      same->second.push_back(condition.substr(equals + 1));
  }
  if (!asked.territory_level.empty()) query.territory_level = asked.territory_level;
  if (!asked.class_level.empty()) query.class_level = asked.class_level;
  query.class_scheme = asked.class_scheme;
  return query;
}

// Values of all cells and all their sums in the periods that a panel covers.
class Truth {
 public:
  explicit Truth(const cube::Panel& panel) {
    for (std::size_t row = 0; row < panel.series.size(); ++row) {
      const auto code = [](const std::vector<cube::Member>& members, std::int32_t index) -> std::string {
        if (index < 0) return "";
        const std::string& own = members[static_cast<std::size_t>(index)].code;
        return own.empty() ? k_not_known : own;
      };
      const std::string territory = code(panel.territories, panel.series[row].territory);
      const std::string item = code(panel.classes, panel.series[row].item);
      const NodeSeries series = series_of(panel, {territory, item, {row}});
      const std::set<std::pair<std::string, std::string>> sums = {
          {territory, item}, {territory, ""}, {"", item}, {"", ""}};
      for (std::size_t p = 0; p < series.values.size(); ++p)
        for (const auto& [unit, type] : sums)
          values_[{unit, type, series.first + static_cast<std::int64_t>(p)}] += series.values[p];
    }
  }
  // A unit or class that the register names no more had no events.
  double value(const PublishedForecast& forecast, axes::Period period) const {
    const auto found = values_.find({forecast.territory, forecast.item, period.ordinal});
    return found == values_.end() ? 0 : found->second;
  }

 private:
  std::map<std::tuple<std::string, std::string, std::int64_t>, double> values_;
};

Status add_truths(Centre& centre, const PublishedSet& set, std::optional<axes::Micros> known_on, Scored& out) {
  const auto every = axes::parse_unit(set.publication.question.every);
  if (!every) return {};
  auto query = question_again(centre, set.publication.question);
  if (!query) return pass(query);
  if (!*query) return {};
  (*query)->every = *every;
  std::vector<ScoredStep> steps;
  std::optional<axes::Period> from, to;
  for (const PublishedForecast& forecast : set.forecasts)
    for (std::size_t h = 0; h < forecast.steps.size(); ++h) {
      const auto period = period_of(forecast.steps[h].t, *every);
      if (!period) continue;
      from = from ? std::min(*from, *period) : *period;
      to = to ? std::max(*to, *period) : *period;
      steps.push_back({&set, &forecast, &forecast.steps[h], h + 1, {}, {}});
    }
  if (!from) return {};
  (*query)->filter.period = axes::Span{axes::first_day(*from), axes::end_day(*to)};

  const auto fill = [&](std::optional<axes::Micros> cut, std::optional<double> ScoredStep::*member,
                        const auto& wanted) -> Status {
    (*query)->known_on = cut;
    auto panel = centre.store.query(**query);
    if (!panel) return pass(panel);
    const Truth truth(*panel);
    for (ScoredStep& step : steps) {
      const axes::Period period = *period_of(step.step->t, *every);
      if (step.*member || !covers(*panel, period) || !wanted(period)) continue;
      step.*member = truth.value(*step.forecast, period);
    }
    return {};
  };
  if (Status ok = fill(known_on, &ScoredStep::revised, [](axes::Period) { return true; }); !ok) return ok;

  auto imports = centre.store.imports(set.publication.question.register_id);
  if (!imports) return pass(imports);
  std::vector<axes::Micros> moments;
  for (const auto& import : *imports) moments.push_back(import.known_on);
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  const auto over = [&](axes::Period period) {  // on the centre's clock
    return centre.zone.to_utc(axes::end_day(period).time_since_epoch().count() * axes::k_micros_per_day).utc;
  };
  for (const axes::Micros moment : moments) {
    if (moment < over(*from) || (known_on && moment > *known_on)) continue;
    const bool open = std::any_of(steps.begin(), steps.end(), [](const ScoredStep& step) {
      return step.revised.has_value() && !step.first.has_value();
    });
    if (!open) break;
    if (Status ok = fill(moment, &ScoredStep::first, [&](axes::Period period) { return over(period) <= moment; }); !ok)
      return ok;
  }
  for (ScoredStep& step : steps) {
    step.late = set.publication.moment >= moment_text(over(*period_of(step.step->t, *every)));
    if (step.revised)
      out.steps.push_back(step);
    else
      ++out.waiting;
  }
  return {};
}

}  // namespace

Result<Scored> truths_of(Centre& centre, const std::vector<PublishedSet>& sets, std::optional<axes::Micros> known_on) {
  Scored out;
  for (const PublishedSet& set : sets) {
    if (set.publication.question.register_id.empty()) continue;
    if (Status ok = add_truths(centre, set, known_on, out); !ok) return pass(ok);
  }
  return out;
}

forecast::Issued issued_of(const ScoredStep& step) {
  forecast::Issued issued{
      .mean = step.step->mean, .probabilities = step.set->publication.probabilities, .quantiles = step.step->quantiles};
  if (step.step->yardstick_mean) issued.yardstick_mean = *step.step->yardstick_mean;
  if (step.step->yardstick_deviation) issued.yardstick_deviation = *step.step->yardstick_deviation;
  if (step.forecast->scale) issued.scale = *step.forecast->scale;
  return issued;
}

}  // namespace tartip::app
