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

Result<Prediction> predict_mstl(const History& history, const std::vector<int>& seasons,
                                const PredictOptions& options) {
  if (auto status = check_history(history, 4); !status) return pass(status);
  const MstlComponents parts = decompose(history.values, seasons);
  std::vector<double> season(history.values.size(), 0), rest(history.values.begin(), history.values.end());
  for (const auto& component : parts.seasonal)
    for (std::size_t i = 0; i < rest.size(); ++i) {
      season[i] += component[i];
      rest[i] -= component[i];
    }
  auto prediction = ets({rest, 1}, options);
  if (!prediction) return pass(prediction);
  // The season follows the noise a little: the rest varies less than what is to come, and the season is not known.
  double taken = 1, unsure = 0;
  for (std::size_t s = 0; s < parts.seasons.size(); ++s) {
    const SeasonCost cost = season_cost(rest.size() / static_cast<std::size_t>(parts.seasons[s]), 11 + 4 * s);
    taken *= cost.remainder;
    unsure += cost.last;
  }
  taken = std::max(taken, 0.25);
  const double one_step = prediction->deviation.empty() ? 0 : prediction->deviation.front();
  for (std::size_t h = 0; h < prediction->mean.size(); ++h) {
    double& deviation = prediction->deviation[h];
    const double wider = std::sqrt((deviation * deviation + unsure * one_step * one_step) / taken);
    const double factor = deviation > 0 ? wider / deviation : 1;
    for (Band& band : prediction->bands) {
      band.lower[h] = prediction->mean[h] + factor * (band.lower[h] - prediction->mean[h]);
      band.upper[h] = prediction->mean[h] + factor * (band.upper[h] - prediction->mean[h]);
    }
    deviation *= factor;
    double coming = 0;
    for (std::size_t s = 0; s < parts.seasons.size(); ++s) {
      const std::size_t m = static_cast<std::size_t>(parts.seasons[s]);
      coming += parts.seasonal[s][rest.size() - m + h % m];
    }
    prediction->mean[h] += coming;
    for (Band& band : prediction->bands) {
      band.lower[h] += coming;
      band.upper[h] += coming;
    }
  }
  for (std::size_t i = 0; i < prediction->fitted.size(); ++i) prediction->fitted[i] += season[i];
  if (!parts.seasons.empty()) prediction->method = "STL + " + prediction->method;
  return prediction;
}

Result<Prediction> mstl(const History& history, const PredictOptions& options) {
  return predict_mstl(history, seasons_of(history.season), options);
}

}  // namespace tartip::forecast
