#include <algorithm>

#include "app/fields.hpp"
#include "app/forecast_record.hpp"
#include "app/published_values.hpp"
#include "base/number.hpp"

namespace tartip::app {
namespace {

Status add_truths(Centre& centre, const PublishedSet& set, std::optional<axes::Micros> known_on, Scored& out) {
  const auto every = axes::parse_unit(set.publication.question.every);
  if (!every) return {};
  auto query = question_again(centre, set.publication.question);
  if (!query) return pass(query);
  if (!*query) return {};
  std::vector<ScoredStep> steps;
  std::optional<axes::Period> from, to;
  for (const PublishedForecast& forecast : set.forecasts)
    for (std::size_t h = 0; h < forecast.steps.size(); ++h) {
      const auto period = period_named(forecast.steps[h].t, *every);
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
    const PublishedValues truth(*panel);
    for (ScoredStep& step : steps) {
      const axes::Period period = *period_named(step.step->t, *every);
      if (!(step.*member) && wanted(period)) step.*member = truth.value(*step.forecast, period);
    }
    return {};
  };
  if (Status ok = fill(known_on, &ScoredStep::revised, [](axes::Period) { return true; }); !ok) return ok;

  auto imports = centre.store.imports(set.publication.question.register_id);
  if (!imports) return pass(imports);
  std::vector<axes::Micros> moments;
  for (const auto& import : *imports)
    if (!import.withdrawn) moments.push_back(import.known_on);
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
    step.late = set.publication.moment >= moment_text(over(*period_named(step.step->t, *every)));
    if (step.revised)
      out.steps.push_back(step);
    else
      ++out.waiting;
  }
  return {};
}

// The day on which the period of a step is over.
std::optional<axes::Day> end_of(const PublishedForecast& forecast, std::size_t step) {
  std::vector<axes::Day> days;
  for (const PublishedStep& one : forecast.steps) {
    const auto day = day_in(one.t);
    if (!day || number_in<std::int64_t>(one.t)) return std::nullopt;
    days.push_back(*day);
  }
  const axes::Day day = days[step];
  if (days.size() == 1)
    if (const auto span = axes::parse_span(forecast.steps[step].t)) return span->to;
  for (const axes::Unit unit : {axes::Unit::year, axes::Unit::quarter, axes::Unit::month, axes::Unit::week}) {
    bool regular = days.size() > 1;
    for (std::size_t h = 0; h < days.size(); ++h) {
      const axes::Period period = axes::period_of(days[h], unit);
      regular = regular && axes::first_day(period) == days[h] &&
                (h == 0 || period.ordinal == axes::period_of(days[h - 1], unit).ordinal + 1);
    }
    if (regular) return axes::end_day(axes::period_of(day, unit));
  }
  return day + std::chrono::days{1};
}

}  // namespace

ScoredStep scored_step_of_file(const PublishedSet& set, const PublishedForecast& forecast, std::size_t step,
                               double truth) {
  ScoredStep scored{&set, &forecast, &forecast.steps[step], step + 1, {}, truth};
  const auto over = end_of(forecast, step);
  scored.dated = over.has_value();
  scored.late =
      over && set.publication.moment >= moment_text(over->time_since_epoch().count() * axes::k_micros_per_day);
  return scored;
}

Result<Scored> truths_of(Centre& centre, const PublishedSets& sets, std::optional<axes::Micros> known_on) {
  Scored out;
  for (const auto& set : sets) {
    if (set->publication.question.register_id.empty()) continue;
    if (Status ok = add_truths(centre, *set, known_on, out); !ok) return pass(ok);
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
