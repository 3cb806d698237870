#include "forecast/prediction.hpp"

#include <fmt/format.h>

#include <cmath>

#include "stats/special.hpp"

namespace tartip::forecast {

namespace {
constexpr double k_largest = 1e15;  // beyond it a double no longer holds every whole number
}

Status check_history(const History& history, std::size_t least) {
  if (history.season < 1)
    return fail(Code::bad_input, "error.forecast.season", {{"value", std::to_string(history.season)}});
  for (std::size_t i = 0; i < history.values.size(); ++i) {
    const double value = history.values[i];
    if (!std::isfinite(value) || std::abs(value) > k_largest)
      return fail(Code::bad_data, std::isfinite(value) ? "error.forecast.too_large" : "error.forecast.not_finite",
                  {{"value", fmt::format("{}", value)}, {"place", std::to_string(i + 1)}});
  }
  if (history.values.size() < least)
    return fail(Code::bad_data, "error.forecast.too_short",
                {{"count", std::to_string(history.values.size())}, {"least", std::to_string(least)}});
  return {};
}

std::vector<Band> normal_bands(std::span<const double> mean, std::span<const double> deviation,
                               std::span<const double> levels) {
  std::vector<Band> bands;
  bands.reserve(levels.size());
  for (double level : levels) {
    const double z = level > 0 ? stats::normal_quantile(0.5 + level / 2) : 0;
    Band band{.level = level, .lower = {}, .upper = {}};
    for (std::size_t h = 0; h < mean.size(); ++h) {
      band.lower.push_back(mean[h] - z * deviation[h]);
      band.upper.push_back(mean[h] + z * deviation[h]);
    }
    bands.push_back(std::move(band));
  }
  return bands;
}

}  // namespace tartip::forecast
