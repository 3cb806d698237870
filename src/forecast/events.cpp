#include "forecast/events.hpp"

#include <algorithm>
#include <cmath>

#include "forecast/arima.hpp"
#include "forecast/count_regression.hpp"

namespace tartip::forecast {

std::optional<EventKind> parse_event_kind(std::string_view text) {
  for (const std::string_view word : {"step", "law", "break", "recording"})
    if (text == word) return EventKind::step;
  for (const std::string_view word : {"pulse", "holiday", "outlier"})
    if (text == word) return EventKind::pulse;
  return std::nullopt;
}

EventColumns event_columns(std::span<const Event> events, std::size_t history, std::size_t horizon) {
  EventColumns result;
  std::vector<EventKind> kinds;
  const std::ptrdiff_t length = static_cast<std::ptrdiff_t>(history + horizon);
  for (const Event& event : events) {
    std::size_t k = 0;
    while (k < kinds.size() && (result.names[k] != event.name || kinds[k] != event.kind)) ++k;
    if (k == kinds.size()) {
      kinds.push_back(event.kind);
      result.names.push_back(event.name);
      result.columns.emplace_back(history + horizon, 0);
    }
    if (event.kind == EventKind::pulse) {
      if (event.place >= 0 && event.place < length) result.columns[k][static_cast<std::size_t>(event.place)] += 1;
    } else {
      for (std::ptrdiff_t t = std::max<std::ptrdiff_t>(event.place, 0); t < length; ++t)
        result.columns[k][static_cast<std::size_t>(t)] += 1;
    }
  }
  for (std::size_t k = result.names.size(); k-- > 0;) {
    const auto& column = result.columns[k];
    const auto end = column.begin() + static_cast<std::ptrdiff_t>(history);
    if (std::any_of(column.begin(), end, [&](double value) { return value != column.front(); })) continue;
    result.unknown.insert(result.unknown.begin(), result.names[k]);
    result.names.erase(result.names.begin() + static_cast<std::ptrdiff_t>(k));
    result.columns.erase(result.columns.begin() + static_cast<std::ptrdiff_t>(k));
  }
  return result;
}

std::optional<Result<Prediction>> predict_with_events(std::string_view method, const History& history,
                                                      const EventColumns& events, const PredictOptions& options) {
  for (const auto& [name, family] : {std::pair{"counts", CountFamily::chosen},
                                     {"nb", CountFamily::negative_binomial},
                                     {"poisson", CountFamily::poisson}})
    if (method == name)
      return predict_counts(history, options, {.family = family, .regressors = events.columns, .offset = {}});
  if (method != "arima") return std::nullopt;
  const auto fit = fit_arima(history, {.order = {}, .regressors = events.columns});
  if (!fit) return tl::unexpected<Error>(fit.error());
  return predict(*fit, options);
}

Result<WithoutEvents> without_events(const History& history, const EventColumns& events, std::size_t horizon) {
  constexpr std::size_t k_least_values = 8;  // beside one a column
  const std::size_t n = history.values.size();
  WithoutEvents out{{history.values.begin(), history.values.end()},
                    std::vector<double>(n + horizon, 0),
                    std::vector<double>(horizon, 0)};
  const auto [least, most] = std::minmax_element(out.values.begin(), out.values.end());
  if (n < events.columns.size() + k_least_values || *least == *most) return out;
  const auto fit = fit_arima(history, {.order = {}, .regressors = events.columns});
  if (!fit) return tl::unexpected<Error>(fit.error());
  for (std::size_t k = 0; k < fit->effects.size(); ++k) {
    const double effect = fit->effects[k], error = fit->effect_errors[k];
    if (!std::isfinite(effect)) continue;
    const auto& column = events.columns[k];
    for (std::size_t t = 0; t < n + horizon; ++t) out.effect[t] += effect * column[t];
    for (std::size_t h = 0; h < horizon; ++h) {
      const double moved = column[n + h] - column[n - 1];
      if (std::isfinite(error)) out.variance[h] += moved * moved * error * error;
    }
  }
  for (std::size_t t = 0; t < n; ++t) out.values[t] -= out.effect[t];
  return out;
}

void put_events_back(const WithoutEvents& without, bool counts, Prediction& prediction) {
  const std::size_t n = without.values.size();
  const auto kept = [counts](double value) { return counts && value < 0 ? 0 : value; };
  for (std::size_t t = 0; t < std::min(prediction.fitted.size(), n); ++t) prediction.fitted[t] += without.effect[t];
  for (std::size_t h = 0; h < prediction.mean.size(); ++h) {
    const double before = prediction.mean[h], mean = kept(before + without.effect[n + h]);
    double wider = 1;
    if (h < prediction.deviation.size() && prediction.deviation[h] > 0) {
      wider = std::sqrt(1 + without.variance[h] / (prediction.deviation[h] * prediction.deviation[h]));
      prediction.deviation[h] *= wider;
    }
    for (Band& band : prediction.bands)
      for (double* limit : {&band.lower[h], &band.upper[h]})
        *limit = kept(before + without.effect[n + h] + wider * (*limit - before));
    prediction.mean[h] = mean;
  }
}

}  // namespace tartip::forecast
