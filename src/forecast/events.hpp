// Known events as columns of a regression: a change of law, a break of territory or of recording, a holiday.
//
// A step counts from its period on, a pulse in its period only. Events of one name and kind share a column (a pulse
// that comes every year; a step that counts twice is taken twice). Places are periods counted from the first of the
// history (0), may lie before it or in the horizon.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

enum class EventKind : std::uint8_t { step, pulse };

// "step" (also "law", "break", "recording") and "pulse" (also "holiday", "outlier"); nothing for other words.
std::optional<EventKind> parse_event_kind(std::string_view text);

struct Event {
  std::ptrdiff_t place = 0;
  EventKind kind = EventKind::step;
  std::string name;
};

struct EventColumns {
  std::vector<std::string> names;
  std::vector<std::vector<double>> columns;  // history + horizon long
  std::vector<std::string> unknown;  // events of which the history shows nothing: before it, all through it, after it
};

EventColumns event_columns(std::span<const Event> events, std::size_t history, std::size_t horizon);

// The method ("arima" or "counts", the two that take columns) with the events; nothing for another method.
std::optional<Result<Prediction>> predict_with_events(std::string_view method, const History& history,
                                                      const EventColumns& events, const PredictOptions& options);

// For every other method: the history without what the events did, and what they will do in the coming periods. The
// effects are those of a regression with ARIMA errors (arima.hpp); with fewer values than columns and 8, and on a
// constant history, there are none. Errors: those of `fit_arima`.
struct WithoutEvents {
  std::vector<double> values;
  std::vector<double> effect;    // history + horizon long
  std::vector<double> variance;  // of each coming period against the last of the history, by the effects' errors
};
Result<WithoutEvents> without_events(const History& history, const EventColumns& events, std::size_t horizon);

// A prediction of `without.values` with the events put back: mean, limits and fitted values moved, limits widened.
// `counts`: nothing below 0.
void put_events_back(const WithoutEvents& without, bool counts, Prediction& prediction);

}  // namespace tartip::forecast
