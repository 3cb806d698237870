// A member of a combination, and what it would have said before: its form chosen on the history before the first
// origin, estimated again at each, and chosen once more on the whole history. Internal to combination.
#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "forecast/combination.hpp"
#include "forecast/prediction.hpp"

namespace tartip::forecast {

using Again = std::function<Result<Prediction>(const History&, const PredictOptions&)>;

// A form chosen on one history, to be estimated again on others of the same series.
struct Chosen {
  Prediction now;
  Again again;
};

struct Member {
  std::string_view name;
  std::function<Result<Chosen>(const History&, const PredictOptions&)> choose;
  bool once = false;  // choosing is dear: the back-test follows the form chosen on the whole history
};

// Methods that choose a form (ets, ces, arima) keep it over the back-test; the others are carried out anew. Error:
// bad_input `error.forecast.member`.
Result<Member> member_named(const std::string& name);

struct Steps {
  std::vector<double> mean, deviation;
};

struct Origin {
  std::size_t at = 0;  // values before it
  std::size_t steps = 0;
};

// Evenly from the last but two horizons on, so that two cycles and a little, at least 8 values, stand before the first.
std::vector<Origin> origins_of(const History& history, int horizon, int count);

struct Followed {
  Share share;
  Steps now;
  std::vector<double> fitted;
  std::vector<Steps> past;  // one for each origin
};

// Error: bad_data `error.forecast.no_member` when the member gives what is not finite, or the method's own.
Result<Followed> follow(const Member& member, const History& history, int horizon, std::span<const Origin> origins);

}  // namespace tartip::forecast
