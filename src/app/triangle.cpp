#include "app/triangle.hpp"

#include <algorithm>
#include <cmath>

#include "app/question.hpp"

namespace tartip::app {
namespace {

constexpr std::int64_t k_most_periods = 60;
constexpr std::int64_t k_least_periods = 4;

axes::Day local_day(const axes::TimeZone& zone, axes::Micros utc) {
  const axes::Micros local = zone.to_local(utc);
  axes::Micros day = local / axes::k_micros_per_day;
  if (day * axes::k_micros_per_day > local) --day;
  return axes::Day(std::chrono::days(day));
}

}  // namespace

Result<RegisterTriangle> triangle_of(const Call& call, Centre& centre, axes::Unit every) {
  auto query = question_of(call, centre);
  if (!query) return pass(query);
  auto imports = centre.store.imports(call.text("register"));
  if (!imports) return pass(imports);
  axes::Micros now = query->known_on ? *query->known_on + 1 : call.setting().now;
  if (call.has("now")) {
    auto moment = end_of_day(centre, call.text("now"));
    if (!moment) return pass(moment);
    now = *moment + 1;
  }
  const std::int64_t last =
      axes::period_of(local_day(centre.zone, now), every).ordinal - 1;  // the current one is not over
  std::int64_t begun = last + 1;
  for (const auto& import : *imports)
    if (!import.withdrawn)
      begun = std::min(begun, axes::period_of(local_day(centre.zone, import.known_on), every).ordinal);
  const std::int64_t first = std::max(begun, last - k_most_periods + 1);
  if (last - first + 1 < k_least_periods)
    return fail(Code::bad_input, "error.forecast.no_versions",
                {{"register", call.text("register")}, {"least", std::to_string(k_least_periods)}});

  const auto periods = static_cast<std::size_t>(last - first + 1);
  query->filter.period = axes::Span{axes::first_day({every, first}), axes::end_day({every, last})};
  query->every = every;
  query->measure = cube::Measure::count;
  RegisterTriangle out{{periods, periods, std::vector<double>(periods * periods)}, first};
  std::vector<double> before(periods, 0);
  const auto over = [&](std::int64_t period) {
    const axes::Day end = axes::end_day({every, period});
    return centre.zone.to_utc(end.time_since_epoch().count() * axes::k_micros_per_day).utc;
  };
  // What is known now has had some days since its last period was over: earlier periods are looked at as long after.
  const axes::Micros since = now - over(last);
  for (std::size_t k = 0; k < periods; ++k) {
    query->known_on = over(first + static_cast<std::int64_t>(k)) + since - 1;
    auto panel = centre.store.query(*query);
    if (!panel) return pass(panel);
    for (std::size_t t = 0; t <= k; ++t) {
      const double value = panel->row(0)[t], held = std::isnan(value) ? 0 : value;
      out.triangle.at(t, k - t) = std::max(0.0, held - before[t]);
      before[t] = held;
    }
  }
  return out;
}

}  // namespace tartip::app
