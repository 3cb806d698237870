// `forecast publish`: forecasts of a register's series, or of a file, go into the ledger before the truth is known.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <map>

#include "app/fields.hpp"
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
#include "forecast/score.hpp"
#include "ledger/append.hpp"
#include "statistics/definitions.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_most_series = 20'000;
constexpr std::size_t k_least_values = 4;

// Six significant digits are published: more would be noise in every entry.
double published(double value) {
  const std::string text = fmt::format("{:.6g}", value);
  double out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// One series on its way to the ledger.
struct Work {
  ForecastNode node;
  std::vector<double> values;
  double nowcast_variance = 0;  // of the last value
  std::vector<double> mean, deviation, residuals;
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
  if (!prediction || prediction->bands.size() != options.levels.size() || !take_quantiles(*prediction, work)) return;
  work.mean = prediction->mean;
  work.deviation = prediction->deviation;
  work.method = prediction->method;
  work.residuals.assign(work.values.size(), std::nan(""));
  for (std::size_t t = 0; t < std::min(prediction->fitted.size(), work.values.size()); ++t)
    work.residuals[t] = work.values[t] - prediction->fitted[t];
  // What is not known of the last value is not known of its future: the distribution is widened about its mean.
  for (std::size_t h = 0; h < work.mean.size(); ++h) {
    if (!(work.deviation[h] > 0) || work.nowcast_variance <= 0) continue;
    const double wider = std::sqrt(1 + work.nowcast_variance / (work.deviation[h] * work.deviation[h]));
    for (double& q : work.quantiles[h]) q = work.mean[h] + wider * (q - work.mean[h]);
  }
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

// Recent periods raised to what they will come to; delays are taken to be those of the register as a whole.
Status start_from_nowcast(const Call& call, Centre& centre, axes::Unit every, std::int64_t last,
                          std::vector<Work>& works) {
  auto triangle = triangle_of(call, centre, every);
  if (!triangle) return pass(triangle);
  forecast::NowcastOptions options;
  if (call.text("nowcast") == "lawless") options.method = forecast::Nowcasting::lawless;
  auto cast =
      forecast::nowcast(forecast::folded(triangle->triangle, forecast::columns_for(triangle->triangle)), options);
  if (!cast) return pass(cast);
  for (Work& work : works) {
    const std::int64_t first = last - static_cast<std::int64_t>(work.values.size()) + 1;
    for (std::size_t t = 0; t < cast->share.size(); ++t) {
      const std::int64_t at = triangle->first + static_cast<std::int64_t>(t) - first;
      if (cast->share[t] >= 1 || at < 0 || at >= static_cast<std::int64_t>(work.values.size())) continue;
      double& value = work.values[static_cast<std::size_t>(at)];
      const double share = std::max(cast->share[t], 1e-3), raised = value / share;
      const double chance = cast->dispersion * value * (1 - share) / (share * share);
      const double all = std::max(1.0, cast->mean[t]), of_share = std::pow(cast->deviation[t] / all, 2);
      if (at + 1 == static_cast<std::int64_t>(work.values.size()))
        work.nowcast_variance = chance + raised * raised * of_share;
      value = raised;
    }
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
      for (double& q : works[i].quantiles[h]) q = counts ? std::max(0.0, q + moved) : q + moved;
    }
  return {};
}

PublishedForecast published_of(const Work& work, axes::Unit every, std::int64_t last) {
  PublishedForecast out{
      .series = work.node.territory, .territory = work.node.territory, .item = work.node.item, .method = work.method};
  if (!work.node.item.empty()) out.series += (out.series.empty() ? "" : "/") + work.node.item;
  if (out.series.empty()) out.series = "total";
  if (work.scale) out.scale = published(*work.scale);
  for (std::size_t h = 0; h < work.mean.size(); ++h) {
    PublishedStep step{axes::text_of(axes::Period{every, last + 1 + static_cast<std::int64_t>(h)}),
                       published(work.mean[h]),
                       {},
                       {},
                       {}};
    for (const double q : work.quantiles[h]) step.quantiles.push_back(published(q));
    if (h < work.yardstick_mean.size() && std::isfinite(work.yardstick_mean[h]))
      step.yardstick_mean = published(work.yardstick_mean[h]);
    if (h < work.yardstick_deviation.size() && std::isfinite(work.yardstick_deviation[h]))
      step.yardstick_deviation = published(work.yardstick_deviation[h]);
    out.steps.push_back(std::move(step));
  }
  return out;
}

struct Made {
  Publication publication;
  std::vector<PublishedForecast> forecasts;
  std::string label;  // of a new key
  std::int64_t skipped = 0;
};

Result<Made> from_register(const Call& call) {
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
  Made made;
  made.skipped = static_cast<std::int64_t>(std::erase_if(works, [](const Work& work) { return !work.done; }));
  if (works.empty()) return fail(Code::bad_data, "error.publish.short", {{"least", std::to_string(k_least_values)}});
  if (Status coherent = make_coherent(call, works, static_cast<std::size_t>(options.horizon)); !coherent)
    return pass(coherent);

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

// A column of a forecast file that is a quantile: "q05", "lower_80".
std::optional<double> probability_of(const std::string& column) {
  const auto number = [&](std::size_t from) -> std::optional<double> {
    double value = 0;
    const auto [end, error] = std::from_chars(column.data() + from, column.data() + column.size(), value);
    if (error != std::errc() || end != column.data() + column.size() || value <= 0 || value >= 100) return std::nullopt;
    return value;
  };
  std::optional<double> p;
  if (column.starts_with("q")) p = number(1);
  if (column.starts_with("lower_"))
    if (const auto level = number(6)) p = (100 - *level) / 2;
  if (column.starts_with("upper_"))
    if (const auto level = number(6)) p = (100 + *level) / 2;
  if (p) *p = std::round(*p * 1e6) / 1e8;
  return p;
}

Result<Made> from_file(const Call& call) {
  auto table = axes::read_delimited(call.text("file"));
  if (!table) return pass(table);
  std::size_t at[3];
  const char* names[3] = {"series", "t", "mean"};
  for (std::size_t c = 0; c < 3; ++c) {
    auto column = table->needed_column(names[c]);
    if (!column) return pass(column);
    at[c] = *column;
  }
  const auto method = table->column("method");
  std::map<double, std::size_t> quantiles;  // probability to column; a quantile named twice is the same one
  for (std::size_t c = 0; c < table->columns.size(); ++c)
    if (const auto p = probability_of(table->columns[c])) quantiles.emplace(*p, c);
  if (quantiles.empty())
    return fail(Code::bad_data, "error.publish.no_quantiles", {{"file", call.text("file")}},
                {call.text("file"), 1, ""});
  Made made;
  std::map<std::string, std::size_t> index;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const auto& fields = table->rows[row];
    const auto [place, fresh] = index.emplace(fields[at[0]], made.forecasts.size());
    if (fresh)
      made.forecasts.push_back({.series = fields[at[0]],
                                .territory = "",
                                .item = "",
                                .method = method ? fields[*method] : call.text("method")});
    auto mean = number_field(*table, row, at[2]);
    if (!mean) return pass(mean);
    PublishedStep step{fields[at[1]], published(*mean), {}, {}, {}};
    for (const auto& [p, column] : quantiles) {
      auto q = number_field(*table, row, column);
      if (!q) return pass(q);
      if (!step.quantiles.empty() && *q < step.quantiles.back())
        return fail(Code::bad_data, "error.publish.crossing", {{"value", fields[column]}},
                    table->where(row, table->columns[column]));
      step.quantiles.push_back(published(*q));
    }
    made.forecasts[place->second].steps.push_back(std::move(step));
  }
  if (made.forecasts.empty())
    return fail(Code::bad_data, "error.table.empty", {{"file", call.text("file")}}, {call.text("file"), 0, ""});
  made.label = call.has("name") ? call.text("name") : std::filesystem::path(call.text("file")).stem().string();
  made.publication.moment = made.publication.cut = moment_text(call.setting().now);
  made.publication.program = version();
  made.publication.name = made.label;
  made.publication.question.every.clear();
  made.publication.method = made.publication.nowcast = made.publication.reconciliation = "file";
  made.publication.seed = call.setting().seed;
  made.publication.series = static_cast<std::int64_t>(made.forecasts.size());
  for (const auto& forecast : made.forecasts)
    made.publication.horizon = std::max(made.publication.horizon, static_cast<std::int64_t>(forecast.steps.size()));
  for (const auto& [p, column] : quantiles) made.publication.probabilities.push_back(p);
  return made;
}

Sheet sheet_of(const Made& made, const Wording& words) {
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
  auto made = call.has("file") ? from_file(call) : from_register(call);
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
