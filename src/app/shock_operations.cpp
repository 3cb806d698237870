// `forecast shocks`: where series of a plain file jumped, and which single values stand out.
#include <cmath>
#include <set>

#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/series_file.hpp"
#include "app/wording.hpp"
#include "base/parallel.hpp"
#include "forecast/shocks.hpp"

namespace tartip::app {
namespace {

Result<Answer> forecast_shocks(const Call& call) {
  auto file = read_series(call.text("series"), {.every = call.every("every"), .gaps = Gaps::refuse});
  if (!file) return pass(file);
  const int season = call.has("season") ? static_cast<int>(call.integer("season")) : season_of(file->unit);
  const forecast::ShockOptions options{.false_alarm = call.number("false-alarm")};
  std::vector<Result<forecast::Shocks>> results(file->series.size());
  parallel_for(
      results.size(),
      [&](std::size_t i) {
        if (call.setting().progress.cancelled()) return;
        results[i] = forecast::find_shocks({file->series[i].values, season}, options);
      },
      call.setting().threads);
  if (call.setting().progress.cancelled()) return fail(Code::cancelled, "error.cancelled");

  const Wording words(call.setting());
  Sheet sheet{.id = "shocks", .title = words("title.shocks")};
  sheet.columns = {words.column("series"),
                   words.column("t"),
                   words.column("kind"),
                   words.column("expected", CellKind::number),
                   words.column("observed", CellKind::number),
                   words.column("statistic", CellKind::number, 2),
                   words.column("sentence")};
  Answer answer;
  std::size_t few = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i]) return pass(results[i]);
    const NamedSeries& series = file->series[i];
    if (!results[i]->enough) ++few;
    for (const forecast::Shock& shock : results[i]->found) {
      const std::int64_t ordinal = series.first + static_cast<std::int64_t>(shock.place);
      const std::string period =
          file->unit ? axes::text_of(axes::Period{*file->unit, ordinal}) : std::to_string(ordinal);
      const forecast::ShockSentence sentence = forecast::sentence_of(shock, period);
      sheet.rows.push_back({series.name, file->time(ordinal),
                            shock.kind == forecast::ShockKind::outlier ? "outlier" : "level_shift", shock.expected,
                            shock.observed, shock.statistic, words(sentence.key, sentence.arguments)});
    }
  }
  if (few > 0) answer.said.push_back({"said.shocks.few", {{"count", std::to_string(few)}}});
  if (sheet.rows.empty()) answer.said.push_back({"said.shocks.none", {}});
  answer.finding = !sheet.rows.empty();
  answer.sheets.push_back(std::move(sheet));
  return answer;
}

}  // namespace

std::vector<Operation> forecast_shock_rows() {
  Parameter series = option("series", Kind::file, "FILE");
  series.required = true;
  Parameter season = option("season", Kind::integer);
  season.least = 1;
  season.most = 10000;
  return {
      {"forecast",
       "shocks",
       Permission::look,
       {series, option("every", Kind::every), season, number("false-alarm", 1e-6, 0.5, "0.05")},
       {"forecast shocks --series offences.csv",
        "forecast shocks --series offences.csv --every month --false-alarm 0.01"},
       forecast_shocks},
  };
}

}  // namespace tartip::app
