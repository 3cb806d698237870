#include "forecast/events.hpp"

#include <algorithm>

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
  if (method == "counts") return predict_counts(history, options, {.regressors = events.columns, .offset = {}});
  if (method != "arima") return std::nullopt;
  const auto fit = fit_arima(history, {.order = {}, .regressors = events.columns});
  if (!fit) return tl::unexpected<Error>(fit.error());
  return predict(*fit, options);
}

}  // namespace tartip::forecast
