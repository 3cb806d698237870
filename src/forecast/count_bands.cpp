#include "forecast/count_bands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "stats/negative_binomial.hpp"
#include "stats/special.hpp"

namespace tartip::forecast {

bool whole_counts(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(),
                     [](double value) { return value >= 0 && value == std::floor(value); });
}

Status check_not_negative(std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] < 0)
      return fail(Code::bad_data, "error.forecast.negative",
                  {{"value", fmt::format("{}", values[i])}, {"place", std::to_string(i + 1)}});
  return {};
}

std::vector<Band> count_bands(std::span<const double> mean, std::span<const double> variance,
                              std::span<const double> levels, bool counts) {
  const auto quantile = [counts](double m, double v, double p) {
    if (!(m > 0)) return 0.0;
    if (counts) return stats::count_quantile({m, v}, p);
    return v > 0 ? stats::gamma_quantile(m * m / v, p) * v / m : m;
  };
  std::vector<Band> bands;
  for (double level : levels) {
    Band band{.level = level, .lower = {}, .upper = {}};
    for (std::size_t h = 0; h < mean.size(); ++h) {
      band.lower.push_back(quantile(mean[h], variance[h], 0.5 - level / 2));
      band.upper.push_back(quantile(mean[h], variance[h], 0.5 + level / 2));
    }
    bands.push_back(std::move(band));
  }
  return bands;
}

}  // namespace tartip::forecast
