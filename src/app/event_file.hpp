// Known events of series, for forecasts that take them into account: CSV `t,kind,name` and, when an event concerns one
// series only, `series`.
//
// kind: step (also law, break, recording: from t on), pulse (also holiday: in t only), feast (name: nauryz,
// eid-al-adha, eid-al-fitr, orthodox-easter) and calendar (name: trading-days, leap-year, days), which need no t.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "app/series_file.hpp"
#include "forecast/events.hpp"

namespace tartip::app {

struct KnownEvent {
  std::string series;  // empty: every series
  std::string kind, name;
  std::int64_t ordinal = 0;  // of a step or pulse
};

// t as in the file of series. Errors carry file, line and column: another kind, a feast or calendar effect there is
// not, a t of another kind than the series'; feasts and calendar need days to months or longer, not hours or numbers.
Result<std::vector<KnownEvent>> read_events(const std::filesystem::path& file, const SeriesFile& series);

// Regression columns for one series, history and horizon long.
forecast::EventColumns columns_of(const std::vector<KnownEvent>& events, const NamedSeries& series,
                                  std::optional<axes::Unit> unit, std::size_t horizon);

}  // namespace tartip::app
