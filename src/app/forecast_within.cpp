#include "app/forecast_within.hpp"

#include <algorithm>

#include "app/decision.hpp"

namespace tartip::app {

Told told_of(const PublishedForecast& forecast, const PublishedQuestion& question, const axes::Territory& territory,
             const std::vector<std::string>& in) {
  const auto inside = [&](const std::string& code) {
    return codes_within(territory, {.territories = in}, {code}).has_value();
  };
  if (!forecast.territory.empty())
    return inside(question.territory_level + ":" + forecast.territory) ? Told::everything : Told::nothing;
  if (question.territories.empty()) return Told::forecast;
  return std::all_of(question.territories.begin(), question.territories.end(), inside) ? Told::everything
                                                                                       : Told::nothing;
}

}  // namespace tartip::app
