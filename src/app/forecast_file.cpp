#include "app/forecast_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>

#include "app/fields.hpp"
#include "app/version.hpp"

namespace tartip::app {
namespace {

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

}  // namespace

double rounded_for_publication(double value) {
  const std::string text = fmt::format("{:.6g}", value);
  double out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

Result<MadeForecasts> forecasts_from_file(const Call& call) {
  auto table = axes::read_delimited(call.text("file"));
  if (!table) return pass(table);
  auto columns = table->needed_columns({"series", "t", "mean"});
  if (!columns) return pass(columns);
  const auto& at = *columns;
  const auto method = table->column("method");
  std::map<double, std::size_t> quantiles;  // probability to column; a quantile named twice is the same one
  for (std::size_t c = 0; c < table->columns.size(); ++c)
    if (const auto p = probability_of(table->columns[c])) quantiles.emplace(*p, c);
  if (quantiles.empty())
    return fail(Code::bad_data, "error.publish.no_quantiles", {{"file", call.text("file")}},
                {call.text("file"), 1, ""});
  MadeForecasts made;
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
    PublishedStep step{fields[at[1]], rounded_for_publication(*mean), {}, {}, {}};
    for (const auto& [p, column] : quantiles) {
      auto q = number_field(*table, row, column);
      if (!q) return pass(q);
      if (!step.quantiles.empty() && *q < step.quantiles.back())
        return fail(Code::bad_data, "error.publish.crossing", {{"value", fields[column]}},
                    table->where(row, table->columns[column]));
      step.quantiles.push_back(rounded_for_publication(*q));
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

}  // namespace tartip::app
