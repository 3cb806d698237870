// `forecast run` and `forecast backtest`: series of a plain file forecast, and how the methods would have done.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>

#include "app/forecast_plan.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/series_file.hpp"
#include "app/sheet_writer.hpp"
#include "app/wording.hpp"
#include "base/file.hpp"
#include "base/parallel.hpp"
#include "forecast/backtest.hpp"
#include "forecast/method.hpp"
#include "text/numbers.hpp"

namespace tartip::app {
namespace {

Result<SeriesFile> series_of(const Call& call) {
  const std::string& gaps = call.text("gaps");
  return read_series(call.text("series"), {.every = call.every("every"),
                                           .gaps = gaps == "zero"     ? Gaps::zero
                                                   : gaps == "linear" ? Gaps::linear
                                                                      : Gaps::refuse});
}

int season_for(const Call& call, const SeriesFile& file) {
  return call.has("season") ? static_cast<int>(call.integer("season")) : season_of(file.unit);
}

// "80,95" as shares; in the order given.
Result<std::vector<double>> levels_of(const std::string& text) {
  std::vector<double> levels;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    double level = 0;
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + to, level);
    if (error != std::errc() || end != text.data() + to || !(level > 0) || !(level < 100))
      return fail(Code::bad_input, "error.forecast.levels", {{"value", text.substr(from, to - from)}});
    if (std::find(levels.begin(), levels.end(), level / 100) != levels.end())
      return fail(Code::bad_input, "error.forecast.level_twice", {{"value", text.substr(from, to - from)}});
    levels.push_back(level / 100);
    from = to + 1;
  }
  return levels;
}

std::string level_text(double level) {
  return fmt::format("{:g}", std::round(level * 1e6) / 1e4);
}

SheetColumn limit_column(const Wording& words, const std::string& side, double level) {
  return {.id = side + "_" + level_text(level),
          .label = words(side == "lower" ? "column.lower_limit" : "column.upper_limit", {{"level", level_text(level)}}),
          .kind = CellKind::number};
}

// Levels whose limits are q01 … q99: 98 % down to 2 %, and the median.
std::vector<double> percentile_levels() {
  std::vector<double> levels;
  for (int q = 1; q < 50; ++q) levels.push_back((100 - 2 * q) / 100.0);
  levels.push_back(0);
  return levels;
}

// What was done to the file before anything was computed.
void say_how_read(const SeriesFile& file, Answer& answer) {
  if (file.unsorted > 0) answer.said.push_back({"said.series.sorted", {{"count", std::to_string(file.unsorted)}}});
  if (file.filled > 0) answer.said.push_back({"said.series.filled", {{"count", std::to_string(file.filled)}}});
}

void say_failures(const std::vector<std::pair<std::string, Error>>& failures, Answer& answer, const Wording& words) {
  constexpr std::size_t k_named = 5;
  for (std::size_t i = 0; i < std::min(failures.size(), k_named); ++i)
    answer.said.push_back(
        {"said.forecast.failed",
         {{"series", failures[i].first}, {"reason", words(failures[i].second.key, failures[i].second.arguments)}}});
  if (failures.size() > k_named)
    answer.said.push_back({"said.forecast.failed_more", {{"count", std::to_string(failures.size() - k_named)}}});
}

void say_outliers(const SeriesFile& file, const std::vector<Result<Forecast>>& forecasts, Answer& answer,
                  const Wording& words) {
  std::size_t count = 0;
  std::vector<Argument> first;
  for (std::size_t i = 0; i < forecasts.size(); ++i) {
    if (!forecasts[i]) continue;
    const NamedSeries& series = file.series[i];
    if (count == 0 && !forecasts[i]->outliers.empty()) {
      const forecast::Outlier& one = forecasts[i]->outliers.front();
      first = {{"value", text::Numbers(words.language()).significant(one.value, 4)},
               {"series", series.name},
               {"t", file.time(series.first + static_cast<std::int64_t>(one.place))}};
    }
    count += forecasts[i]->outliers.size();
  }
  if (count == 0) return;
  first.push_back({"count", std::to_string(count)});
  answer.said.push_back({"said.forecast.outliers", std::move(first)});
}

Result<Answer> forecast_run(const Call& call) {
  auto file = series_of(call);
  if (!file) return pass(file);
  auto levels = levels_of(call.text("levels"));
  if (!levels) return pass(levels);
  auto plan = ForecastPlan::of(call, *file);
  if (!plan) return pass(plan);
  forecast::PredictOptions options{
      .horizon = static_cast<int>(call.integer("horizon")), .levels = *levels, .seed = call.setting().seed};
  const std::size_t asked = levels->size();
  if (call.flag("quantiles"))
    for (const double level : percentile_levels()) options.levels.push_back(level);
  const int season = season_for(call, *file);
  const Wording words(call.setting());
  std::vector<Result<Forecast>> forecasts(file->series.size());
  std::atomic<std::size_t> done = 0;
  parallel_for(
      forecasts.size(),
      [&](std::size_t i) {
        if (call.setting().progress.cancelled()) return;
        forecasts[i] = plan->forecast(file->series[i], season, options);
        const std::size_t now = ++done;
        if (now % 16 == 0)
          call.setting().progress.report(words("progress.forecast"), static_cast<double>(now),
                                         static_cast<double>(forecasts.size()));
      },
      call.setting().threads);
  if (call.setting().progress.cancelled()) return fail(Code::cancelled, "error.cancelled");

  Sheet sheet{.id = "forecast", .title = words("title.forecast")};
  sheet.columns = {words.column("series"), words.column("step", CellKind::integer), words.column("t"),
                   words.column("mean", CellKind::number)};
  for (const double level : *levels)
    for (const char* side : {"lower", "upper"}) sheet.columns.push_back(limit_column(words, side, level));
  sheet.columns.push_back(words.column("method"));
  if (call.flag("quantiles"))
    for (int q = 1; q < 100; ++q)
      sheet.columns.push_back({.id = fmt::format("q{:02}", q),
                               .label = fmt::format("q{:02}", q),
                               .kind = CellKind::number,
                               .detail = true});
  Answer answer;
  say_how_read(*file, answer);
  std::vector<std::pair<std::string, Error>> failures;
  std::size_t without_limits = 0, constant = 0;
  for (std::size_t i = 0; i < forecasts.size(); ++i) {
    const NamedSeries& series = file->series[i];
    if (!forecasts[i]) {
      failures.emplace_back(series.name, forecasts[i].error());
      continue;
    }
    const forecast::Prediction& p = forecasts[i]->prediction;
    if (!p.bands.empty() && std::isnan(p.bands[0].lower[0])) ++without_limits;
    if (p.method == "constant") ++constant;
    const auto next = series.first + static_cast<std::int64_t>(series.values.size());
    for (std::size_t h = 0; h < p.mean.size(); ++h) {
      std::vector<SheetCell> row = {series.name, static_cast<std::int64_t>(h + 1),
                                    file->time(next + static_cast<std::int64_t>(h)), number_cell(p.mean[h])};
      for (std::size_t b = 0; b < asked; ++b) {
        row.push_back(number_cell(p.bands[b].lower[h]));
        row.push_back(number_cell(p.bands[b].upper[h]));
      }
      row.emplace_back(p.method);
      if (call.flag("quantiles"))
        for (std::size_t q = 1; q < 100; ++q) {
          const forecast::Band& band = p.bands[asked + (q <= 50 ? q - 1 : 99 - q)];
          row.push_back(number_cell(q <= 50 ? band.lower[h] : band.upper[h]));
        }
      sheet.rows.push_back(std::move(row));
    }
  }
  if (failures.size() == forecasts.size()) return tl::unexpected<Error>(std::move(failures.front().second));
  say_failures(failures, answer, words);
  if (plan->raised_series() > 0)
    answer.said.push_back({"said.forecast.raised", {{"count", std::to_string(plan->raised_series())}}});
  if (plan->without_arima())
    answer.said.push_back({"said.forecast.without_arima", {{"count", std::to_string(k_many_series)}}});
  say_outliers(*file, forecasts, answer, words);
  if (constant > 0) answer.said.push_back({"said.forecast.constant", {{"count", std::to_string(constant)}}});
  if (without_limits > 0)
    answer.said.push_back({"said.forecast.no_limits", {{"count", std::to_string(without_limits)}}});
  if (forecasts.size() == 1 && forecasts[0]->shares.size() > 1) {
    const text::Numbers numbers(words.language());
    std::string members;
    for (const forecast::Share& share : forecasts[0]->shares)
      members += (members.empty() ? "" : ", ") + share.form + " " + numbers.percent(100 * share.weight, 0);
    answer.said.push_back({"said.forecast.members", {{"members", members}}});
  }
  answer.sheets.push_back(std::move(sheet));
  return answer;
}

Sheet summary_sheet(const std::vector<std::string>& names, const std::vector<forecast::Summary>& summaries,
                    const Wording& words) {
  Sheet sheet{.id = "backtest_summary", .title = words("title.backtest_summary")};
  sheet.columns = {words.column("method"), words.column("count", CellKind::integer)};
  for (const char* id : {"smape", "mase", "rmsse", "crps", "interval_score_80", "interval_score_95"})
    sheet.columns.push_back(words.column(id, CellKind::number, 3));
  for (const char* id : {"coverage_80", "coverage_95", "skill"})
    sheet.columns.push_back(words.column(id, CellKind::percent));
  for (std::size_t m = 0; m < names.size(); ++m) {
    const forecast::Summary& s = summaries[m];
    sheet.rows.push_back({names[m], static_cast<std::int64_t>(s.card.count), number_cell(s.smape),
                          number_cell(s.card.mase), number_cell(s.rmsse), number_cell(s.card.crps),
                          number_cell(s.card.interval_80), number_cell(s.card.interval_95),
                          number_cell(100 * s.card.coverage_80), number_cell(100 * s.card.coverage_95),
                          number_cell(100 * s.card.skill)});
  }
  return sheet;
}

void say_summary(const std::string& name, const forecast::Summary& s, Answer& answer, const Wording& words) {
  const text::Numbers numbers(words.language());
  const auto text = [&](double value, int digits) { return numbers.decimal(value, digits); };
  answer.said.push_back({"said.backtest.summary",
                         {{"method", name},
                          {"smape", text(s.smape, 2)},
                          {"mase", text(s.card.mase, 3)},
                          {"rmsse", text(s.rmsse, 3)},
                          {"crps", text(s.card.crps, 3)},
                          {"score80", text(s.card.interval_80, 2)},
                          {"score95", text(s.card.interval_95, 2)},
                          {"coverage80", text(100 * s.card.coverage_80, 1)},
                          {"coverage95", text(100 * s.card.coverage_95, 1)},
                          {"skill", text(100 * s.card.skill, 1)}}});
  if (std::isfinite(s.card.skill) && s.card.skill <= 0 && name != "snaive")
    answer.said.push_back({"said.backtest.no_better", {{"method", name}}});
}

Result<Answer> forecast_backtest(const Call& call) {
  auto file = series_of(call);
  if (!file) return pass(file);
  std::vector<const forecast::Method*> methods;
  std::vector<std::string> names = call.texts("method");
  if (names.empty()) names = {"auto"};
  for (const std::string& name : names) {
    methods.push_back(forecast::find_method(name));
    if (methods.back() != nullptr) continue;
    std::string known;
    for (const forecast::Method& method : forecast::methods())
      known += (known.empty() ? "" : ", ") + std::string(method.name);
    return fail(Code::bad_input, "error.forecast.method", {{"value", name}, {"known", known}});
  }
  const int season = season_for(call, *file);
  const forecast::BacktestOptions options{.horizon = static_cast<int>(call.integer("horizon")),
                                          .origins = static_cast<int>(call.integer("origins")),
                                          .stride = static_cast<int>(call.integer("stride")),
                                          .seed = call.setting().seed};
  const Wording words(call.setting());
  const std::size_t count = file->series.size() * methods.size();
  std::vector<Result<std::vector<forecast::Trial>>> results(count);
  std::atomic<std::size_t> done = 0;
  parallel_for(
      count,
      [&](std::size_t i) {
        if (call.setting().progress.cancelled()) return;
        results[i] = forecast::backtest({file->series[i / methods.size()].values, season}, *methods[i % methods.size()],
                                        options);
        call.setting().progress.report(words("progress.backtest"), static_cast<double>(++done),
                                       static_cast<double>(count));
      },
      call.setting().threads);
  if (call.setting().progress.cancelled()) return fail(Code::cancelled, "error.cancelled");

  Sheet sheet{.id = "backtest", .title = words("title.backtest")};
  sheet.columns = {words.column("series"), words.column("origin"), words.column("step", CellKind::integer),
                   words.column("t"),      words.column("method"), words.column("mean", CellKind::number)};
  for (const double level : {0.80, 0.95})
    for (const char* side : {"lower", "upper"}) sheet.columns.push_back(limit_column(words, side, level));
  for (const char* id : {"value", "crps", "naive_crps"}) sheet.columns.push_back(words.column(id, CellKind::number));
  Answer answer;
  say_how_read(*file, answer);
  std::vector<std::pair<std::string, Error>> failures;
  std::vector<std::vector<forecast::Trial>> by_method(methods.size());
  for (std::size_t i = 0; i < count; ++i) {
    const NamedSeries& series = file->series[i / methods.size()];
    if (!results[i]) {
      failures.emplace_back(series.name, results[i].error());
      continue;
    }
    for (const forecast::Trial& trial : *results[i]) {
      const auto origin = series.first + static_cast<std::int64_t>(trial.origin) - 1;
      std::vector<SheetCell> row = {series.name, file->time(origin), static_cast<std::int64_t>(trial.step),
                                    file->time(origin + trial.step), names[i % methods.size()]};
      for (const double value : {trial.mean, trial.lower_80, trial.upper_80, trial.lower_95, trial.upper_95,
                                 trial.truth, trial.score.crps, trial.score.yardstick_crps})
        row.push_back(number_cell(value));
      sheet.rows.push_back(std::move(row));
      by_method[i % methods.size()].push_back(trial);
    }
  }
  if (failures.size() == count) return tl::unexpected<Error>(std::move(failures.front().second));
  say_failures(failures, answer, words);
  std::vector<forecast::Summary> summaries;
  for (std::size_t m = 0; m < methods.size(); ++m) {
    summaries.push_back(forecast::summarise(by_method[m]));
    if (!by_method[m].empty()) say_summary(names[m], summaries.back(), answer, words);
  }
  if (call.has("summary"))
    if (Status written = write_file(call.text("summary"), to_csv(summary_sheet(names, summaries, words))); !written)
      return pass(written);
  answer.sheets.push_back(std::move(sheet));
  return answer;
}

std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const forecast::Method& method : forecast::methods()) names.emplace_back(method.name);
  return names;
}

Parameter needed(Parameter parameter) {
  parameter.required = true;
  return parameter;
}

std::vector<Parameter> with_series(std::vector<Parameter> more) {
  std::vector<Parameter> all = {needed(option("series", Kind::file, "FILE")), needed(whole("horizon", 1, 10000)),
                                option("every", Kind::every), whole("season", 1, 10000),
                                choice("gaps", {"refuse", "zero", "linear"}, "refuse")};
  std::move(more.begin(), more.end(), std::back_inserter(all));
  return all;
}

}  // namespace

std::vector<Operation> forecast_rows() {
  return {
      {"forecast",
       "run",
       Permission::look,
       with_series({choice("method", method_names(), "auto"), option("levels", Kind::text, "80,95", "80,95"),
                    option("members", Kind::text, "ets,dotm,theta,ces"),
                    choice("interval", {"model", "backtest"}, "model"), option("events", Kind::file, "FILE"),
                    option("triangle", Kind::file, "FILE"), choice("nowcast", {"bayes", "lawless"}, "bayes"),
                    flag("quantiles")}),
       {"forecast run --series offences.csv --horizon 12 -o forecast.csv",
        "forecast run --series offences.csv --horizon 8 --every quarter --method ets --levels 50,90",
        "forecast run --series offences.csv --horizon 12 --triangle registered.csv --events laws.csv"},
       forecast_run,
       true},
      {"forecast",
       "backtest",
       Permission::look,
       with_series({many("method", "NAME"), whole("origins", 1, 1000, "4"), whole("stride", 1, 10000, "1"),
                    of_machine(option("summary", Kind::text, "FILE"))}),
       {"forecast backtest --series offences.csv --horizon 12 --method auto --method snaive -o trials.csv",
        "forecast backtest --series offences.csv --horizon 3 --origins 12 --summary scores.csv"},
       forecast_backtest,
       true},
  };
}

}  // namespace tartip::app
