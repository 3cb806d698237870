// The public record of forecasts: published into the ledger, listed, and scored when the truth has come. Scores are
// computed from ledger and register each time: the same ledger and the same data give the same figures.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "app/centre.hpp"
#include "app/fields.hpp"
#include "app/forecast_record.hpp"
#include "app/forecast_within.hpp"
#include "app/ledger_place.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/published_sets.hpp"
#include "app/wording.hpp"

namespace tartip::app {
namespace {

// The truth of forecasts that were published from files: series, t, value.
Status add_file_truths(const std::string& file, const PublishedSets& sets, Scored& out) {
  auto table = axes::read_delimited(file);
  if (!table) return pass(table);
  auto columns = table->needed_columns({"series", "t", "value"});
  if (!columns) return pass(columns);
  const auto& at = *columns;
  std::map<std::pair<std::string, std::string>, double> truth;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    auto value = maybe_number_field(*table, row, at[2]);
    if (!value) return pass(value);
    if (!std::isnan(*value)) truth[{table->rows[row][at[0]], time_key(table->rows[row][at[1]])}] = *value;
  }
  for (const auto& set : sets) {
    if (!set->publication.question.register_id.empty()) continue;
    for (const PublishedForecast& forecast : set->forecasts)
      for (std::size_t h = 0; h < forecast.steps.size(); ++h) {
        const auto found = truth.find({forecast.series, time_key(forecast.steps[h].t)});
        if (found == truth.end())
          ++out.waiting;
        else
          out.steps.push_back(scored_step_of_file(*set, forecast, h, found->second));
      }
  }
  return {};
}

// What --in leaves: only what is told of with its truth, because scores tell it.
Status keep_within(const Call& call, Centre& centre, Scored& scored) {
  if (!call.has("in")) return {};
  std::map<std::string, std::shared_ptr<const axes::Territory>> territories;  // by register
  std::vector<ScoredStep> kept;
  for (const ScoredStep& step : scored.steps) {
    const PublishedQuestion& question = step.set->publication.question;
    auto& territory = territories[question.register_id];
    if (!territory) {
      auto entry = centre.store.load_register(question.register_id);
      if (!entry) return pass(entry);
      auto loaded = centre.store.load_territory(entry->description.place.territory);
      if (!loaded) return pass(loaded);
      territory = std::move(*loaded);
    }
    if (told_of(*step.forecast, question, *territory, call.texts("in")) == Told::everything) kept.push_back(step);
  }
  scored.steps = std::move(kept);
  return {};
}

// The groups a step belongs to: dimension and value.
std::vector<std::pair<std::string, std::string>> groups_of(const ScoredStep& step) {
  std::vector<std::pair<std::string, std::string>> groups = {{"all", ""},
                                                             {"publication", step.set->publication.id},
                                                             {"register", step.set->publication.name},
                                                             {"method", step.forecast->method},
                                                             {"ahead", std::to_string(step.ahead)},
                                                             {"level", level_of(*step.forecast)},
                                                             {"period", step.step->t}};
  if (step.dated) groups.push_back({"published", step.late ? "late" : "in_time"});
  if (!step.forecast->territory.empty()) groups.push_back({"territory", step.forecast->territory});
  if (!step.forecast->item.empty()) groups.push_back({"class", step.forecast->item});
  if (step.set->publication.question.register_id.empty()) groups.push_back({"series", step.forecast->series});
  return groups;
}

std::vector<SheetColumn> score_columns(const Wording& words) {
  std::vector<SheetColumn> columns;
  for (const char* id : {"crps", "mae", "mase", "interval_score_80", "interval_score_95"})
    columns.push_back(words.column(id, CellKind::number, 3));
  for (const char* id : {"coverage_80", "coverage_95"}) columns.push_back(words.column(id, CellKind::percent, 1));
  columns.push_back(words.column("skill", CellKind::change, 1));
  return columns;
}

void add_card(const forecast::ScoreCard& card, std::vector<SheetCell>& row) {
  for (const double value : {card.crps, card.mae, card.mase, card.interval_80, card.interval_95, 100 * card.coverage_80,
                             100 * card.coverage_95, 100 * card.skill})
    row.push_back(number_cell(value));
}

using TruthOf = std::optional<double> ScoredStep::*;
constexpr std::pair<const char*, TruthOf> k_truths[] = {{"first", &ScoredStep::first},
                                                        {"revised", &ScoredStep::revised}};

Sheet sheet_of_scores(const std::vector<ScoredStep>& steps, const Wording& words) {
  Sheet sheet{.id = "scores", .title = words("title.scores")};
  sheet.columns = {words.column("truth", CellKind::word), words.column("by", CellKind::word), words.column("group"),
                   words.column("forecasts", CellKind::integer)};
  for (SheetColumn& column : score_columns(words)) sheet.columns.push_back(std::move(column));
  const std::vector<std::string> order = {"all",   "register", "publication", "published", "method", "level",
                                          "ahead", "period",   "class",       "territory", "series"};
  for (const auto& [truth, member] : k_truths) {
    std::map<std::pair<std::size_t, std::string>, std::vector<forecast::Score>> groups;
    for (const ScoredStep& step : steps) {
      if (!(step.*member)) continue;
      const forecast::Score one = forecast::score(issued_of(step), *(step.*member));
      for (const auto& [by, group] : groups_of(step)) {
        const auto rank = static_cast<std::size_t>(std::find(order.begin(), order.end(), by) - order.begin());
        // Steps ahead are put in their order as numbers.
        groups[{rank, by == "ahead" ? std::string(4 - std::min<std::size_t>(4, group.size()), '0') + group : group}]
            .push_back(one);
      }
    }
    for (const auto& [key, scores] : groups) {
      std::string group = key.second;
      if (order[key.first] == "ahead") group.erase(0, group.find_first_not_of('0'));
      std::vector<SheetCell> row = {std::string(truth), order[key.first], group,
                                    static_cast<std::int64_t>(scores.size())};
      add_card(forecast::card_of(scores), row);
      sheet.rows.push_back(std::move(row));
    }
  }
  return sheet;
}

Sheet sheet_of_calibration(const std::vector<ScoredStep>& steps, const Wording& words) {
  Sheet sheet{.id = "calibration", .title = words("title.calibration")};
  sheet.columns = {words.column("truth", CellKind::word), words.column("probability", CellKind::percent, 1),
                   words.column("below", CellKind::percent, 1), words.column("forecasts", CellKind::integer)};
  for (const auto& [truth, member] : k_truths) {
    std::map<double, std::pair<double, std::int64_t>> shares;  // sets may publish different probabilities
    for (const ScoredStep& step : steps) {
      if (!(step.*member)) continue;
      forecast::Calibration one(step.set->publication.probabilities);
      one.add(issued_of(step), *(step.*member));
      const auto below = one.shares();
      for (std::size_t k = 0; k < below.size(); ++k) {
        auto& [sum, count] = shares[one.probabilities()[k]];
        sum += below[k];
        ++count;
      }
    }
    for (const auto& [p, sum] : shares)
      sheet.rows.push_back(
          {std::string(truth), 100 * p, 100 * sum.first / static_cast<double>(sum.second), sum.second});
  }
  return sheet;
}

Sheet sheet_of_steps(const std::vector<ScoredStep>& steps, const Wording& words) {
  Sheet sheet{.id = "scored_forecasts", .title = words("title.scores")};
  sheet.columns = {words.column("publication"),
                   words.column("series"),
                   words.column("t"),
                   words.column("ahead", CellKind::integer),
                   words.column("method"),
                   words.column("mean", CellKind::number, 1),
                   words.column("first", CellKind::number, 1),
                   words.column("revised", CellKind::number, 1),
                   words.column("crps_first", CellKind::number, 3),
                   words.column("crps_revised", CellKind::number, 3)};
  for (const ScoredStep& step : steps) {
    const auto value = [](std::optional<double> one) { return one ? SheetCell(*one) : SheetCell(); };
    const auto crps = [&](std::optional<double> truth) {
      return truth ? SheetCell(forecast::score(issued_of(step), *truth).crps) : SheetCell();
    };
    sheet.rows.push_back({step.set->publication.id, step.forecast->series, step.step->t,
                          static_cast<std::int64_t>(step.ahead), step.forecast->method, step.step->mean,
                          value(step.first), value(step.revised), crps(step.first), crps(step.revised)});
  }
  return sheet;
}

}  // namespace

Result<PublishedSets> published_sets(const Call& call) {
  return published_sets(ledger_folder(call));
}

std::string level_of(const PublishedForecast& forecast) {
  if (forecast.territory.empty() && forecast.item.empty()) return "together";
  if (forecast.item.empty()) return "territory";
  return forecast.territory.empty() ? "class" : "cell";
}

Result<Answer> forecast_list(const Call& call) {
  auto sets = published_sets(call);
  // A centre that has published nothing has no ledger yet, and that is no error.
  const bool none_yet = !sets && sets.error().code == Code::not_found && !call.has("ledger") &&
                        open_centre(call.setting(), Access::read).has_value();
  if (none_yet) sets = PublishedSets();
  if (!sets) return pass(sets);
  const Wording words(call.setting());
  Sheet sheet{.id = "publications", .title = words("title.publications")};
  sheet.columns = {words.column("publication"),
                   words.column("moment"),
                   words.column("name"),
                   words.column("method"),
                   words.column("series_count", CellKind::integer),
                   words.column("from"),
                   words.column("to"),
                   words.column("cut"),
                   words.column("entry", CellKind::integer),
                   words.column("register"),
                   words.column("every"),
                   words.column("horizon", CellKind::integer),
                   words.column("territory_level"),
                   words.column("class_level")};
  for (auto at = sheet.columns.end() - 5; at != sheet.columns.end(); ++at) at->detail = true;
  for (const auto& set : *sets) {
    const Publication& publication = set->publication;
    std::string from, to;
    for (const PublishedForecast& forecast : set->forecasts) {
      if (forecast.steps.empty()) continue;
      if (from.empty()) from = forecast.steps.front().t;
      to = forecast.steps.back().t;
    }
    sheet.rows.push_back({publication.id, publication.moment, publication.name, publication.method,
                          static_cast<std::int64_t>(set->forecasts.size()), from, to, publication.cut,
                          static_cast<std::int64_t>(set->entry), publication.question.register_id,
                          publication.question.every, publication.horizon, publication.question.territory_level,
                          publication.question.class_level});
  }
  Answer answer{.sheets = {std::move(sheet)}};
  if (none_yet) answer.said = {{"said.forecast.none", {}}};
  return answer;
}

Result<Answer> forecast_score(const Call& call) {
  auto sets = published_sets(call);
  if (!sets) return pass(sets);
  if (call.has("publication"))
    std::erase_if(*sets, [&](const auto& set) { return set->publication.id != call.text("publication"); });
  if (call.has("register"))
    std::erase_if(*sets, [&](const auto& set) { return set->publication.name != call.text("register"); });
  if (sets->empty()) return fail(Code::not_found, "error.score.nothing");

  Scored scored;
  const bool registers = std::any_of(sets->begin(), sets->end(),
                                     [](const auto& set) { return !set->publication.question.register_id.empty(); });
  if (registers) {
    auto centre = open_centre(call.setting(), Access::read);
    if (!centre) return pass(centre);
    std::optional<axes::Micros> known_on;
    if (call.has("known-on")) {
      auto moment = end_of_day(*centre, call.text("known-on"));
      if (!moment) return pass(moment);
      known_on = *moment;
    }
    auto truths = truths_of(*centre, *sets, known_on);
    if (!truths) return pass(truths);
    scored = std::move(*truths);
    if (Status kept = keep_within(call, *centre, scored); !kept) return pass(kept);
  }
  if (call.has("truth"))
    if (Status added = add_file_truths(call.text("truth"), *sets, scored); !added) return pass(added);

  const Wording words(call.setting());
  const std::string& show = call.text("show");
  Answer answer;
  if (show == "scores" || show == "all") answer.sheets.push_back(sheet_of_scores(scored.steps, words));
  if (show == "calibration" || show == "all") answer.sheets.push_back(sheet_of_calibration(scored.steps, words));
  if (show == "forecasts" || show == "all") answer.sheets.push_back(sheet_of_steps(scored.steps, words));
  std::vector<forecast::Score> all;
  for (const ScoredStep& step : scored.steps) all.push_back(forecast::score(issued_of(step), *step.revised));
  answer.said.push_back(
      {"said.score.counts",
       {{"count", std::to_string(scored.steps.size())}, {"waiting", std::to_string(scored.waiting)}}});
  if (const auto late = std::count_if(scored.steps.begin(), scored.steps.end(), [](const auto& s) { return s.late; }))
    answer.said.push_back({"said.score.late", {{"count", std::to_string(late)}}});
  if (const double skill = forecast::card_of(all).skill; skill <= 0)
    answer.said.push_back({"said.score.no_better", {}});
  return answer;
}

std::vector<Operation> forecast_record_rows() {
  Parameter register_name = word("register", "NAME");
  register_name.required = false;
  const auto with_place = [](std::vector<Parameter> parameters) {
    parameters.push_back(of_machine(option("ledger", Kind::file, "FOLDER")));
    return parameters;
  };
  return {
      {"forecast",
       "publish",
       Permission::publish,
       with_place(with_filter(
           {register_name, option("file", Kind::file, "FILE"), option("name", Kind::text, "TEXT"),
            option("every", Kind::every, "", "month"), whole("horizon", 1, 400, "12"),
            option("territory", Kind::text, "LEVEL"), option("class-level", Kind::text, "LEVEL"),
            option("scheme", Kind::text, "ID"), choice("measure", {"count", "sum"}, "count"),
            option("quantity", Kind::text, "ID"), option("method", Kind::text, "NAME", "auto"),
            choice("reconcile", {"none", "bottom_up", "ols", "wls_struct", "wls_var", "mint_shrink"}, "mint_shrink"),
            choice("nowcast", {"none", "bayes", "lawless"}, "none"), of_machine(option("key", Kind::file, "FILE"))})),
       {"forecast publish offences --territory region --class-level chapter",
        "forecast publish --file forecasts.csv --name sales --ledger ledger"},
       forecast_publish,
       true},
      {"forecast",
       "score",
       Permission::look,
       with_place({register_name, option("publication", Kind::text, "ID"), many("in", "CODE"),
                   choice("show", {"scores", "calibration", "forecasts", "all"}, "scores"),
                   option("truth", Kind::file, "FILE"), option("known-on", Kind::day)}),
       {"forecast score", "forecast score offences --show calibration -o calibration.csv"},
       forecast_score},
      {"forecast",
       "show",
       Permission::look,
       with_place({word("publication", "ID"), many("series", "NAME"), many("in", "CODE"),
                   whole("periods", 0, 10'000, "60"), option("truth", Kind::file, "FILE"),
                   option("known-on", Kind::day)}),
       {"forecast show 7f21c0de9a41b6e3 --series total", "forecast show 7f21 --format json -o forecast.json"},
       forecast_show},
      {"forecast",
       "list",
       Permission::look,
       with_place({}),
       {"forecast list", "forecast list --ledger ledger --format json"},
       forecast_list},
  };
}

}  // namespace tartip::app
