// Forecasts to be published, and those that a plain file holds.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "app/publication.hpp"
#include "base/error.hpp"

namespace tartip::app {

struct MadeForecasts {
  Publication publication;
  std::vector<PublishedForecast> forecasts;
  std::string label;  // of a new key
  std::int64_t skipped = 0;
};

// Six significant digits are published: more would be noise in every entry.
double rounded_for_publication(double value);

// --file: columns series, t, mean and quantiles ("q05", "lower_80"). Errors carry file, line and column: no quantile
// (`error.publish.no_quantiles`), quantiles that cross (`error.publish.crossing`), a field that is no number, no row.
Result<MadeForecasts> forecasts_from_file(const Call& call);

}  // namespace tartip::app
