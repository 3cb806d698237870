// How `forecast run` forecasts the series of a file: by which method, with which known events, from which start.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/event_file.hpp"
#include "app/operation.hpp"
#include "app/series_file.hpp"
#include "forecast/combination.hpp"
#include "forecast/method.hpp"
#include "forecast/nowcast.hpp"

namespace tartip::app {

// Above so many series auto leaves out ARIMA, which takes most of its time, unless --members asks for it.
inline constexpr std::size_t k_many_series = 20'000;

struct Forecast {
  forecast::Prediction prediction;
  std::vector<forecast::Share> shares = {};      // of auto
  std::vector<forecast::Outlier> outliers = {};  // that it does not follow
};

class ForecastPlan {
 public:
  // Of the call's method, members, interval, events, triangle and nowcast. Errors: those of the files it names;
  // bad_data `error.forecast.triangle_time` (it counts time otherwise than the series),
  // `error.forecast.triangle_series` (it names none of them), `error.forecast.triangle_ends` (a series goes on after
  // it).
  static Result<ForecastPlan> of(const Call& call, const SeriesFile& file);

  const forecast::Method& method() const { return *method_; }
  bool without_arima() const { return without_arima_; }
  std::size_t raised_series() const { return casts_.size(); }
  Result<Forecast> forecast(const NamedSeries& series, int season, const forecast::PredictOptions& options) const;

 private:
  // The nowcast of a series, or of all together.
  struct Cast {
    forecast::Nowcast nowcast;
    std::int64_t first = 0;
    bool own = false;
  };
  Status read_starts(const Call& call, const SeriesFile& file);
  Result<Forecast> plain(const forecast::History& history, const forecast::PredictOptions& options) const;
  Result<Forecast> with_events(const NamedSeries& series, const forecast::History& history,
                               const forecast::PredictOptions& options) const;

  const forecast::Method* method_ = nullptr;
  bool measured_ = false, combined_ = false, without_arima_ = false;
  forecast::CombinationOptions combination_;  // of auto, and for measured limits
  std::optional<axes::Unit> unit_;
  std::vector<KnownEvent> events_;
  std::map<std::string, Cast> casts_;
};

}  // namespace tartip::app
