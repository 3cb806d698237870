#include "forecast/mstl.hpp"

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
  for (std::size_t h = 0; h < prediction->mean.size(); ++h) {
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
