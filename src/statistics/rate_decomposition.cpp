#include "statistics/rate_decomposition.hpp"

#include <cmath>
#include <cstddef>
#include <string>

namespace tartip::statistics {
namespace {

bool is_sound(double events, double exposure) {
  return std::isfinite(events) && std::isfinite(exposure) && events >= 0 && exposure >= 0 &&
         !(exposure == 0 && events > 0);
}

}  // namespace

Result<RateDecomposition> decompose_rate(std::span<const RatePart> parts) {
  RateDecomposition result;
  double exposure_current = 0;
  double exposure_previous = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const RatePart& part = parts[i];
    if (!is_sound(part.events_current, part.exposure_current) ||
        !is_sound(part.events_previous, part.exposure_previous))
      return fail(Code::bad_data, "error.statistics.rate_part_unusable", {{"number", std::to_string(i + 1)}});
    exposure_current += part.exposure_current;
    exposure_previous += part.exposure_previous;
    result.rate_current += part.events_current;
    result.rate_previous += part.events_previous;
  }
  if (!(exposure_current > 0) || !(exposure_previous > 0)) return fail(Code::bad_data, "error.statistics.no_exposure");
  result.rate_current /= exposure_current;
  result.rate_previous /= exposure_previous;

  for (const RatePart& part : parts) {
    const double share_current = part.exposure_current / exposure_current;
    const double share_previous = part.exposure_previous / exposure_previous;
    if (part.exposure_current == 0 && part.exposure_previous == 0) {
      result.parts.push_back({});
      continue;
    }
    double rate_current = part.exposure_current > 0 ? part.events_current / part.exposure_current : 0;
    double rate_previous = part.exposure_previous > 0 ? part.events_previous / part.exposure_previous : 0;
    if (part.exposure_current == 0) rate_current = rate_previous;
    if (part.exposure_previous == 0) rate_previous = rate_current;
    result.parts.push_back({(rate_current - rate_previous) * (share_current + share_previous) / 2,
                            (share_current - share_previous) * (rate_current + rate_previous) / 2});
    result.rate_effect += result.parts.back().rate;
    result.mix_effect += result.parts.back().mix;
  }
  return result;
}

Result<CountDecomposition> decompose_count(std::span<const RatePart> parts) {
  auto rates = decompose_rate(parts);
  if (!rates) return pass(rates);
  double exposure_current = 0, exposure_previous = 0;
  for (const RatePart& part : parts) {
    exposure_current += part.exposure_current;
    exposure_previous += part.exposure_previous;
  }
  const double people = (exposure_current + exposure_previous) / 2;
  CountDecomposition result;
  result.size = (exposure_current - exposure_previous) * (rates->rate_current + rates->rate_previous) / 2;
  result.mix = rates->mix_effect * people;
  result.rate = rates->rate_effect * people;
  for (const RateEffect& part : rates->parts) result.parts.push_back({part.rate * people, part.mix * people});
  return result;
}

}  // namespace tartip::statistics
