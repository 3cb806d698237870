// Published forecasts and the truth that has come since: what `forecast score` and the briefing's score card are made
// of.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/centre.hpp"
#include "app/operation.hpp"
#include "app/publication.hpp"
#include "briefing/material.hpp"
#include "forecast/score.hpp"

namespace tartip::app {

Result<Answer> forecast_publish(const Call& call);
Result<Answer> forecast_score(const Call& call);
Result<Answer> forecast_list(const Call& call);
Result<Answer> forecast_show(const Call& call);

// All publications of the call's ledger, in order. Errors: those of the ledger.
Result<PublishedSets> published_sets(const Call& call);

// "together", "territory", "class" or "cell": where a series of a register stands in its hierarchy.
std::string level_of(const PublishedForecast& forecast);

// A published step whose period has passed. `first`: the truth as it was known when the register first covered the
// whole period (after the first import that came when the period was over); `revised`: as it is known now, or at the
// cut asked for. Nothing: not known.
struct ScoredStep {
  const PublishedSet* set = nullptr;
  const PublishedForecast* forecast = nullptr;
  const PublishedStep* step = nullptr;
  std::size_t ahead = 0;  // steps from the end of the history, from 1
  std::optional<double> first, revised;
  bool late = false;  // published when the period was over: the truth could be known, so it proves nothing
  bool dated = true;  // false: t is a number, and nobody can say whether it was late
};

// Of the publications of registers that the centre holds; the sets must outlive the answer. Steps whose truth is not
// known at all are counted in `waiting`. Errors: those of the store; a register that is no longer there is passed over.
struct Scored {
  std::vector<ScoredStep> steps;
  std::int64_t waiting = 0;
};
Result<Scored> truths_of(Centre& centre, const PublishedSets& sets, std::optional<axes::Micros> known_on);

// A step of a forecast that came from a file, with its truth. Its period is the calendar unit whose first days its t
// are, one after the other, or what its only t names; it is over at midnight UTC.
ScoredStep scored_step_of_file(const PublishedSet& set, const PublishedForecast& forecast, std::size_t step,
                               double truth);

forecast::Issued issued_of(const ScoredStep& step);

// The score card of a register's published forecasts; nothing when the centre has no ledger or none is due yet. Errors:
// those of the ledger and the store.
Result<std::optional<briefing::ForecastRecord>> forecast_record_of(Centre& centre, const std::string& register_id,
                                                                   std::optional<axes::Micros> known_on);

}  // namespace tartip::app
