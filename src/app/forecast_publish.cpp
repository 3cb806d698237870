// `forecast publish`: forecasts of a register's series, or of a file, go into the ledger before the truth is known.
#include <algorithm>
#include <atomic>
#include <cmath>

#include "app/forecast_file.hpp"
#include "app/forecast_nodes.hpp"
#include "app/forecast_record.hpp"
#include "app/ledger_place.hpp"
#include "app/publication.hpp"
#include "app/question.hpp"
#include "app/series_file.hpp"
#include "app/triangle.hpp"
#include "app/version.hpp"
#include "base/parallel.hpp"
#include "forecast/method.hpp"
#include "forecast/nowcast_start.hpp"
#include "forecast/score.hpp"
#include "ledger/append.hpp"
#include "statistics/definitions.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_most_series = 20'000;
constexpr std::size_t k_least_values = 4;

// One series on its way to the ledger.
struct Work {
  ForecastNode node;
  std::vector<double> values;
  double nowcast_variance = 0;  // of the last value
  std::vector<double> mean, residuals;
  std::vector<std::vector<double>> quantiles;  // a step, a probability
  std::string method;
  std::vector<double> yardstick_mean, yardstick_deviation;
  std::optional<double> scale;
  bool done = false;
};

// Quantiles in the order of their probabilities; false when a limit is not known.
bool take_quantiles(const forecast::Prediction& prediction, Work& work) {
  const auto& probabilities = forecast::published_probabilities();
  const auto& levels = forecast::published_levels();
  work.quantiles.assign(prediction.mean.size(), {});
  for (std::size_t h = 0; h < prediction.mean.size(); ++h) {
    for (const double p : probabilities) {
      const double level = std::abs(2 * p - 1);
      for (std::size_t k = 0; k < levels.size(); ++k)
        if (std::abs(levels[k] - level) < 1e-9) {
          work.quantiles[h].push_back(p < 0.5 ? prediction.bands[k].lower[h] : prediction.bands[k].upper[h]);
          break;
        }
    }
    std::sort(work.quantiles[h].begin(), work.quantiles[h].end());
    if (std::any_of(work.quantiles[h].begin(), work.quantiles[h].end(), [](double q) { return !std::isfinite(q); }))
      return false;
  }
  return true;
}

void predict(const forecast::Method& method, int season, const forecast::PredictOptions& options, Work& work) {
  if (work.values.size() < k_least_values) return;
  const forecast::History history{work.values, season};
  auto prediction = method.predict(history, options);
  if (!prediction || prediction->bands.size() != options.levels.size()) return;
  forecast::widen(*prediction, work.nowcast_variance);
  if (!take_quantiles(*prediction, work)) return;
  work.mean = prediction->mean;
  work.method = prediction->method;
  work.residuals.assign(work.values.size(), std::nan(""));
  for (std::size_t t = 0; t < std::min(prediction->fitted.size(), work.values.size()); ++t)
    work.residuals[t] = work.values[t] - prediction->fitted[t];
  const auto m = static_cast<std::size_t>(season);
  const bool seasonal = work.values.size() > m;
  const forecast::Method* yardstick = forecast::find_method(seasonal ? "snaive" : "naive");
  if (yardstick != nullptr)
    if (auto naive = yardstick->predict(history, options)) {
      work.yardstick_mean = naive->mean;
      work.yardstick_deviation = naive->deviation;
    }
  const std::size_t lag = seasonal ? m : 1;
  double sum = 0;
  for (std::size_t t = lag; t < work.values.size(); ++t) sum += std::abs(work.values[t] - work.values[t - lag]);
  if (sum > 0) work.scale = sum / static_cast<double>(work.values.size() - lag);
  work.done = true;
}

// Recent periods raised to what they will come to; delays are taken to be those of the register as a whole, whose total
// is what the triangle itself counts.
Status start_from_nowcast(const Call& call, Centre& centre, axes::Unit every, std::int64_t last,
                          std::vector<Work>& works) {
  auto triangle = triangle_of(call, centre, every);
  if (!triangle) return pass(triangle);
  forecast::NowcastOptions options;
  if (call.text("nowcast") == "lawless") options.method = forecast::Nowcasting::lawless;
  auto cast =
      forecast::nowcast(forecast::folded(triangle->triangle, forecast::columns_for(triangle->triangle)), options);
  if (!cast) return pass(cast);
  const bool counts = call.text("measure") == "count";
  for (Work& work : works) {
    const bool total = counts && work.node.territory.empty() && work.node.item.empty();
    const std::int64_t first = last - static_cast<std::int64_t>(work.values.size()) + 1;
    forecast::Raised start = forecast::raised(work.values, *cast, triangle->first - first, total);
    work.values = std::move(start.values);
    work.nowcast_variance = start.variance;
  }
  return {};
}

// The base forecasts made to add up; every distribution is moved with its mean and not below zero.
Status make_coherent(const Call& call, std::vector<Work>& works, std::size_t horizon) {
  const auto method = forecast::reconciliation_named(call.text("reconcile"));
  if (!method || works.size() < 2) return {};
  std::vector<ForecastNode> nodes;
  std::size_t rows = works.front().residuals.size();
  for (const Work& work : works) {
    nodes.push_back(work.node);
    rows = std::min(rows, work.residuals.size());
  }
  forecast::Rows base(horizon), residuals(rows);
  for (const Work& work : works) {
    for (std::size_t h = 0; h < horizon; ++h) base[h].push_back(work.mean[h]);
    for (std::size_t t = 0; t < rows; ++t) residuals[t].push_back(work.residuals[work.residuals.size() - rows + t]);
  }
  const bool counts = call.text("measure") == "count";
  auto made = forecast::reconcile(hierarchy_of(nodes), base, residuals, {.method = *method, .non_negative = counts});
  if (!made) return pass(made);
  for (std::size_t i = 0; i < works.size(); ++i)
    for (std::size_t h = 0; h < horizon; ++h) {
      const double moved = made->forecasts[h][i] - works[i].mean[h];
      works[i].mean[h] += moved;
      for (double& q : works[i].quantiles[h]) q += moved;
    }
  return {};
}

void keep_above_zero(std::vector<Work>& works) {
  for (Work& work : works)
    for (std::size_t h = 0; h < work.mean.size(); ++h) {
      work.mean[h] = std::max(0.0, work.mean[h]);
      for (double& q : work.quantiles[h]) q = std::max(0.0, q);
    }
}

PublishedForecast published_of(const Work& work, axes::Unit every, std::int64_t last) {
  PublishedForecast out{
      .series = work.node.territory, .territory = work.node.territory, .item = work.node.item, .method = work.method};
  if (!work.node.item.empty()) out.series += (out.series.empty() ? "" : "/") + work.node.item;
  if (out.series.empty()) out.series = "total";
  if (work.scale) out.scale = rounded_for_publication(*work.scale);
  for (std::size_t h = 0; h < work.mean.size(); ++h) {
    PublishedStep step{axes::text_of(axes::Period{every, last + 1 + static_cast<std::int64_t>(h)}),
                       rounded_for_publication(work.mean[h]),
                       {},
                       {},
                       {}};
    for (const double q : work.quantiles[h]) step.quantiles.push_back(rounded_for_publication(q));
    if (h < work.yardstick_mean.size() && std::isfinite(work.yardstick_mean[h]))
      step.yardstick_mean = rounded_for_publication(work.yardstick_mean[h]);
    if (h < work.yardstick_deviation.size() && std::isfinite(work.yardstick_deviation[h]))
      step.yardstick_deviation = rounded_for_publication(work.yardstick_deviation[h]);
    out.steps.push_back(std::move(step));
  }
  return out;
}

Result<MadeForecasts> from_register(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto query = question_of(call, *centre);
  if (!query) return pass(query);
  const axes::Unit every = call.every("every").value_or(axes::Unit::month);
  auto overview = centre->store.overview(query->register_id);
  if (!overview) return pass(overview);
  if (!overview->covers) return fail(Code::bad_data, "error.publish.empty", {{"register", query->register_id}});
  query->measure = call.text("measure") == "sum" ? cube::Measure::sum : cube::Measure::count;
  query->quantity = call.text("quantity");
  if (query->measure == cube::Measure::sum && query->quantity.empty())
    return fail(Code::bad_input, "error.call.missing", {{"name", "quantity"}});
  query->every = every;
  if (call.has("territory")) query->territory_level = call.text("territory");
  if (call.has("class-level")) query->class_level = call.text("class-level");
  query->class_scheme = call.text("scheme");
  if (!query->filter.period) query->filter.period = *overview->covers;
  auto panel = centre->store.query(*query);
  if (!panel) return pass(panel);

  std::vector<Work> works;
  std::int64_t last = 0;
  for (ForecastNode& node : nodes_of(*panel)) {
    NodeSeries series = series_of(*panel, node);
    if (series.values.empty()) continue;
    last = series.first + static_cast<std::int64_t>(series.values.size()) - 1;
    Work& work = works.emplace_back();
    work.node = std::move(node);
    work.values = std::move(series.values);
  }
  if (works.empty()) return fail(Code::bad_data, "error.publish.empty", {{"register", query->register_id}});
  if (works.size() > k_most_series)
    return fail(Code::too_large, "error.publish.series",
                {{"count", std::to_string(works.size())}, {"limit", std::to_string(k_most_series)}});
  if (call.text("nowcast") != "none")
    if (Status raised = start_from_nowcast(call, *centre, every, last, works); !raised) return pass(raised);

  const forecast::Method* method = forecast::find_method(call.text("method"));
  if (method == nullptr) return fail(Code::bad_input, "error.publish.method", {{"method", call.text("method")}});
  forecast::PredictOptions options{.horizon = static_cast<int>(call.integer("horizon")),
                                   .levels = forecast::published_levels(),
                                   .seed = call.setting().seed};
  std::atomic<std::size_t> finished{0};
  parallel_for(
      works.size(),
      [&](std::size_t i) {
        if (call.setting().progress.cancelled()) return;
        predict(*method, season_of(every), options, works[i]);
        call.setting().progress.report("forecast", static_cast<double>(++finished), static_cast<double>(works.size()));
      },
      call.setting().threads);
  if (call.setting().progress.cancelled()) return fail(Code::cancelled, "error.publish.cancelled");
  MadeForecasts made;
  made.skipped = static_cast<std::int64_t>(std::erase_if(works, [](const Work& work) { return !work.done; }));
  if (works.empty()) return fail(Code::bad_data, "error.publish.short", {{"least", std::to_string(k_least_values)}});
  if (Status coherent = make_coherent(call, works, static_cast<std::size_t>(options.horizon)); !coherent)
    return pass(coherent);
  if (query->measure == cube::Measure::count) keep_above_zero(works);

  made.label = centre->profile.name;
  const axes::Micros now = call.setting().now;
  made.publication = {.moment = moment_text(now),
                      .program = version(),
                      .name = query->register_id,
                      .question = {.register_id = query->register_id,
                                   .measure = call.text("measure"),
                                   .quantity = query->quantity,
                                   .territory_level = call.text("territory"),
                                   .class_level = call.text("class-level"),
                                   .class_scheme = query->class_scheme,
                                   .territories = call.texts("in"),
                                   .classes = call.texts("class"),
                                   .conditions = call.texts("where"),
                                   .every = std::string(axes::name_of(every))},
                      .definition = std::string(query->measure == cube::Measure::sum ? statistics::definition::k_amount
                                                                                     : statistics::definition::k_count),
                      .cut = moment_text(query->known_on.value_or(now)),
                      .register_version = overview->fingerprint,
                      .history = axes::text_of(*query->filter.period),
                      .method = call.text("method"),
                      .nowcast = call.text("nowcast"),
                      .reconciliation = works.size() > 1 ? call.text("reconcile") : "none",
                      .seed = call.setting().seed,
                      .horizon = call.integer("horizon"),
                      .series = static_cast<std::int64_t>(works.size()),
                      .probabilities = forecast::published_probabilities()};
  for (const Work& work : works) made.forecasts.push_back(published_of(work, every, last));
  return made;
}

Sheet sheet_of(const MadeForecasts& made, const Wording& words) {
  Sheet sheet{.id = "publication", .title = words("title.publication")};
  sheet.header = {words.fact("publication", made.publication.id), words.fact("cut", made.publication.cut),
                  words.fact("version", made.publication.register_version.substr(0, 16))};
  if (!made.publication.definition.empty())
    sheet.header.push_back(words.fact("definition", made.publication.definition));
  sheet.columns = {words.column("series"), words.column("t"), words.column("mean", CellKind::number, 1)};
  const std::pair<const char*, double> limits[] = {
      {"lower_80", 0.1}, {"upper_80", 0.9}, {"lower_95", 0.025}, {"upper_95", 0.975}};
  const auto& probabilities = made.publication.probabilities;
  for (const auto& [id, p] : limits) sheet.columns.push_back(words.column(id, CellKind::number, 1));
  sheet.columns.push_back(words.column("method"));
  for (const PublishedForecast& forecast : made.forecasts)
    for (const PublishedStep& step : forecast.steps) {
      std::vector<SheetCell> row = {forecast.series, step.t, step.mean};
      for (const auto& [id, p] : limits) {
        SheetCell cell;
        for (std::size_t k = 0; k < probabilities.size(); ++k)
          if (std::abs(probabilities[k] - p) < 1e-9) cell = step.quantiles[k];
        row.push_back(cell);
      }
      row.emplace_back(forecast.method);
      sheet.rows.push_back(std::move(row));
    }
  return sheet;
}

}  // namespace

Result<Answer> forecast_publish(const Call& call) {
  if (call.has("file") == call.has("register"))
    return fail(Code::bad_input, "error.call.one_of", {{"first", "register"}, {"second", "file"}});
  auto made = call.has("file") ? forecasts_from_file(call) : from_register(call);
  if (!made) return pass(made);
  auto head = entry_of(made->publication);
  if (!head) return pass(head);
  std::vector<std::string> entries = {std::move(*head)};
  for (PublishedForecast& forecast : made->forecasts) {
    forecast.publication = made->publication.id;
    auto entry = entry_of(forecast);
    if (!entry) return pass(entry);
    entries.push_back(std::move(*entry));
  }
  const Wording words(call.setting());
  Answer answer{.sheets = {sheet_of(*made, words)}};
  if (made->skipped > 0) answer.said.push_back({"said.publish.skipped", {{"count", std::to_string(made->skipped)}}});
  if (call.setting().dry_run) return answer;
  auto key = signing_key(call, made->label);
  if (!key) return pass(key);
  auto checkpoint = ledger::append(ledger_folder(call), entries, *key, {.wait_seconds = call.setting().wait_seconds});
  if (!checkpoint) return pass(checkpoint);
  answer.said.push_back({"said.publish.done",
                         {{"count", std::to_string(made->forecasts.size())},
                          {"id", made->publication.id},
                          {"from", std::to_string(checkpoint->size - entries.size())},
                          {"to", std::to_string(checkpoint->size - 1)}}});
  return answer;
}

}  // namespace tartip::app
