#include "forecast/mstl.hpp"

#include <algorithm>
#include <cmath>

#include "forecast/ets.hpp"
#include "forecast/stl.hpp"

namespace tartip::forecast {

std::vector<int> seasons_of(int longest) {
  switch (longest) {
    case 168:
      return {24, 168};
    case 336:
      return {48, 336};
    case 365:
      return {7, 365};
    case 8760:
      return {24, 168, 8760};
    default:
      return {longest};
  }
}

namespace {

// How much of a value its own season has taken from it, and how uncertain the last cycle of the season is: the weights
// of the local mean over `cycles` values with the window of STL, both in units of the variance of one value.
struct SeasonCost {
  double remainder = 1;  // mean of Σ (own value − smooth)², for independent values
  double last = 0;       // Σ weight² at the end
};

SeasonCost season_cost(std::size_t cycles, std::size_t window) {
  SeasonCost cost{.remainder = 0};
  const double q = static_cast<double>(window), n = static_cast<double>(cycles);
  for (std::size_t i = 0; i < cycles; ++i) {
    const double x = static_cast<double>(i);
    const double left = window >= cycles ? 0 : std::clamp(x - (q - 1) / 2, 0.0, n - q);
    double reach = std::max(x - left, std::min(n, left + q) - 1 - x);
    if (window > cycles) reach += std::floor((q - n) / 2);
    double sum = 0, square = 0;
    for (std::size_t j = 0; j < cycles; ++j) {
      const double ratio = std::abs(static_cast<double>(j) - x) / std::max(reach, 1e-9);
      if (ratio >= 1) continue;
      const double weight = std::pow(1 - ratio * ratio * ratio, 3);
      sum += weight;
      square += weight * weight;
    }
    cost.last = square / (sum * sum);
    cost.remainder += (1 - 2 / sum + cost.last) / n;
  }
  return cost;
}

}  // namespace

WithoutSeasons without_seasons(std::span<const double> values, const std::vector<int>& seasons, std::size_t horizon,
                               int longest) {
  WithoutSeasons out{.rest = {values.begin(), values.end()},
                     .season = std::vector<double>(values.size(), 0),
                     .coming = std::vector<double>(horizon, 0)};
  const MstlComponents parts = decompose(values, seasons);
  for (std::size_t s = 0; s < parts.seasons.size(); ++s) {
    if (parts.seasons[s] <= longest) {
      out.left = std::max(out.left, parts.seasons[s]);
      continue;
    }
    const auto m = static_cast<std::size_t>(parts.seasons[s]);
    for (std::size_t i = 0; i < values.size(); ++i) {
      out.season[i] += parts.seasonal[s][i];
      out.rest[i] -= parts.seasonal[s][i];
    }
    for (std::size_t h = 0; h < horizon; ++h) out.coming[h] += parts.seasonal[s][values.size() - m + h % m];
    const SeasonCost cost = season_cost(values.size() / m, 11 + 4 * s);
    out.share *= cost.remainder;
    out.unsure += cost.last;
    ++out.taken_off;
  }
  out.share = std::max(out.share, 0.25);
  return out;
}

// The season follows the noise a little: the rest varies less than what is to come, and the season is not known.
void put_seasons_back(const WithoutSeasons& without, Prediction& prediction) {
  const double one_step = prediction.deviation.empty() ? 0 : prediction.deviation.front();
  for (std::size_t h = 0; h < prediction.mean.size(); ++h) {
    double& deviation = prediction.deviation[h];
    const double wider = std::sqrt((deviation * deviation + without.unsure * one_step * one_step) / without.share);
    const double factor = deviation > 0 ? wider / deviation : 1, mean = prediction.mean[h];
    deviation *= factor;
    prediction.mean[h] += without.coming[h];
    for (Band& band : prediction.bands)
      for (double* limit : {&band.lower[h], &band.upper[h]}) *limit = prediction.mean[h] + factor * (*limit - mean);
  }
  for (std::size_t i = 0; i < prediction.fitted.size(); ++i) prediction.fitted[i] += without.season[i];
}

Result<Prediction> predict_mstl(const History& history, const std::vector<int>& seasons,
                                const PredictOptions& options) {
  if (auto status = check_history(history, 4); !status) return pass(status);
  const WithoutSeasons without =
      without_seasons(history.values, seasons, static_cast<std::size_t>(std::max(options.horizon, 0)));
  auto prediction = ets({without.rest, 1}, options);
  if (!prediction) return pass(prediction);
  put_seasons_back(without, *prediction);
  if (without.taken_off > 0) prediction->method = "STL + " + prediction->method;
  return prediction;
}

Result<Prediction> mstl(const History& history, const PredictOptions& options) {
  return predict_mstl(history, seasons_of(history.season), options);
}

}  // namespace tartip::forecast
