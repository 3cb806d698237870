#include "app/forecast_plan.hpp"

#include <algorithm>

#include "app/triangle_file.hpp"
#include "forecast/events.hpp"
#include "forecast/nowcast_start.hpp"

namespace tartip::app {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

}  // namespace

Result<ForecastPlan> ForecastPlan::of(const Call& call, const SeriesFile& file) {
  ForecastPlan plan;
  plan.method_ = forecast::find_method(call.text("method"));
  plan.measured_ = call.text("interval") == "backtest";
  plan.unit_ = file.unit;
  plan.combination_.median = plan.method_->name == "median";
  plan.combined_ = plan.method_->name == "auto" || plan.combination_.median;
  if (!plan.combined_) {
    plan.combination_.members = {std::string(plan.method_->name)};
  } else if (call.has("members")) {
    plan.combination_.members = split(call.text("members"));
  } else if (file.series.size() > k_many_series) {
    std::erase(plan.combination_.members, "arima");
    plan.without_arima_ = true;
  }
  if (call.has("events")) {
    auto read = read_events(call.text("events"), file);
    if (!read) return pass(read);
    plan.events_ = std::move(*read);
  }
  if (call.has("triangle"))
    if (Status read = plan.read_starts(call, file); !read) return pass(read);
  return plan;
}

Status ForecastPlan::read_starts(const Call& call, const SeriesFile& file) {
  const std::string& path = call.text("triangle");
  auto read = read_triangles(path, file.unit, std::nullopt);
  if (!read) return pass(read);
  if (read->axis.unit.has_value() != file.unit.has_value())
    return fail(Code::bad_data, "error.forecast.triangle_time", {}, {path, 0, "event"});
  forecast::NowcastOptions options;
  if (call.text("nowcast") == "lawless") options.method = forecast::Nowcasting::lawless;
  for (const NamedTriangle& one : read->series) {
    const bool of_all = read->series.size() == 1 && one.name.empty();
    const bool named = std::any_of(file.series.begin(), file.series.end(),
                                   [&](const NamedSeries& series) { return series.name == one.name; });
    if (!of_all && !named) continue;
    auto cast = forecast::nowcast(forecast::folded(one.triangle, forecast::columns_for(one.triangle)), options);
    if (!cast) {
      cast.error().arguments.push_back({"series", one.name});
      return pass(cast);
    }
    const std::int64_t last = one.first + static_cast<std::int64_t>(one.triangle.periods) - 1;
    for (const NamedSeries& series : file.series)
      if ((of_all || series.name == one.name) && series.first + std::ssize(series.values) - 1 > last)
        return fail(Code::bad_data, "error.forecast.triangle_ends",
                    {{"series", series.name},
                     {"last", file.time(series.first + std::ssize(series.values) - 1)},
                     {"end", file.time(last)}},
                    {path, 0, "reported"});
    for (const NamedSeries& series : file.series)
      if (of_all || series.name == one.name)
        casts_.emplace(series.name, Cast{*cast, one.first, series.name == one.name || file.series.size() == 1});
  }
  if (casts_.empty()) return fail(Code::bad_data, "error.forecast.triangle_series", {}, {path, 0, "series"});
  return {};
}

Result<Forecast> ForecastPlan::plain(const forecast::History& history, const forecast::PredictOptions& options) const {
  if (combined_ || measured_) {
    auto combined = forecast::combine(history, options, combination_);
    if (!combined) return pass(combined);
    return Forecast{std::move(combined->prediction), std::move(combined->shares), std::move(combined->outliers)};
  }
  auto prediction = method_->predict(history, options);
  if (!prediction) return pass(prediction);
  return Forecast{.prediction = std::move(*prediction)};
}

Result<Forecast> ForecastPlan::with_events(const NamedSeries& series, const forecast::History& history,
                                           const forecast::PredictOptions& options) const {
  const auto horizon = static_cast<std::size_t>(options.horizon);
  const forecast::EventColumns columns = columns_of(events_, series, unit_, horizon);
  if (!measured_)
    if (auto known = forecast::predict_with_events(method_->name, history, columns, options))
      return std::move(*known).map([](forecast::Prediction&& p) { return Forecast{.prediction = std::move(p)}; });
  auto without = forecast::without_events(history, columns, horizon);
  if (!without) return pass(without);
  auto made = plain({without->values, history.season}, options);
  if (!made) return pass(made);
  const bool counts = std::all_of(history.values.begin(), history.values.end(), [](double v) { return v >= 0; });
  forecast::put_events_back(*without, counts, made->prediction);
  return made;
}

Result<Forecast> ForecastPlan::forecast(const NamedSeries& series, int season,
                                        const forecast::PredictOptions& options) const {
  const auto cast = casts_.find(series.name);
  if (cast == casts_.end() && events_.empty()) return plain({series.values, season}, options);
  forecast::Raised start{series.values, 0};
  if (cast != casts_.end()) {
    const Cast& one = cast->second;
    start =
        forecast::raised(series.values, one.nowcast, static_cast<std::ptrdiff_t>(one.first - series.first), one.own);
  }
  const forecast::History history{start.values, season};
  auto made = events_.empty() ? plain(history, options) : with_events(series, history, options);
  if (made) forecast::widen(made->prediction, start.variance);
  return made;
}

}  // namespace tartip::app
