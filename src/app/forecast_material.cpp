#include <algorithm>
#include <cmath>
#include <map>

#include "app/forecast_record.hpp"
#include "app/published_sets.hpp"

namespace tartip::app {
namespace {

briefing::ForecastRecord record_of(const Scored& scored) {
  briefing::ForecastRecord record;
  record.scored = scored.steps.size();
  record.waiting = static_cast<std::size_t>(scored.waiting);
  record.late = static_cast<std::size_t>(
      std::count_if(scored.steps.begin(), scored.steps.end(), [](const ScoredStep& step) { return step.late; }));
  std::vector<forecast::Score> revised, first;
  std::map<axes::Period, std::vector<forecast::Score>> by_period;
  std::map<double, std::pair<double, double>> shares;  // sum and count
  for (const ScoredStep& step : scored.steps) {
    const forecast::Issued issued = issued_of(step);
    const forecast::Score score = forecast::score(issued, *step.revised);
    revised.push_back(score);
    if (step.first) first.push_back(forecast::score(issued, *step.first));
    const auto every = axes::parse_unit(step.set->publication.question.every);
    const auto span = axes::parse_span(step.step->t);
    if (every && span) by_period[axes::period_of(span->from, *every)].push_back(score);
    forecast::Calibration one(step.set->publication.probabilities);
    one.add(issued, *step.revised);
    const auto below = one.shares();
    for (std::size_t k = 0; k < below.size(); ++k) {
      auto& [sum, count] = shares[one.probabilities()[k]];
      sum += below[k];
      count += 1;
    }
  }
  const forecast::ScoreCard card = forecast::card_of(revised);
  record.coverage_80 = card.coverage_80;
  record.coverage_95 = card.coverage_95;
  record.skill = card.skill;
  record.skill_at_first = forecast::card_of(first).skill;
  for (const auto& [p, sum] : shares) {
    record.probabilities.push_back(p);
    record.shares.push_back(sum.first / sum.second);
  }
  for (const auto& [period, scores] : by_period) {
    const forecast::ScoreCard one = forecast::card_of(scores);
    record.periods.push_back({period, scores.size(), one.coverage_80, one.skill});
  }
  return record;
}

}  // namespace

Result<std::optional<briefing::ForecastRecord>> forecast_record_of(Centre& centre, const std::string& register_id,
                                                                   std::optional<axes::Micros> known_on) {
  auto sets = published_sets(centre.folder / "ledger");
  if (!sets && sets.error().code == Code::not_found) return std::nullopt;
  if (!sets) return pass(sets);
  std::erase_if(*sets, [&](const auto& set) { return set->publication.question.register_id != register_id; });
  auto scored = truths_of(centre, *sets, known_on);
  if (!scored) return pass(scored);
  if (scored->steps.empty()) return std::nullopt;
  briefing::ForecastRecord record = record_of(*scored);
  record.publications = sets->size();
  return record;
}

}  // namespace tartip::app
