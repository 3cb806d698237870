// `forecast show`: one published forecast as a page draws it: its steps with their limits and the truth that has come,
// the history it started from, and the series with what they add up to.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

#include "app/fields.hpp"
#include "app/forecast_record.hpp"
#include "app/forecast_within.hpp"
#include "app/published_values.hpp"
#include "app/wording.hpp"

namespace tartip::app {
namespace {

// The last microsecond of the second that a publication's cut names.
std::optional<axes::Micros> moment_of(const std::string& text) {
  if (text.size() != 20) return std::nullopt;
  const auto day = axes::parse_day(std::string_view(text).substr(0, 10));
  if (!day) return std::nullopt;
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  const axes::Micros seconds = two(11) * 3600 + two(14) * 60 + two(17);
  return day->time_since_epoch().count() * axes::k_micros_per_day + (seconds + 1) * axes::k_micros_per_second - 1;
}

struct Known {
  std::optional<double> at_cut, revised;
};

// What is known around a publication, beside the forecast itself: by series and period.
struct Surroundings {
  std::map<std::pair<const PublishedForecast*, std::size_t>, ScoredStep> scored;  // forecast and step
  // By series in order of time: period as text, the value known at the cut and the one known now.
  std::vector<std::vector<std::pair<std::string, Known>>> history;
  std::map<std::string, std::string> territories, classes;  // names by code
  bool register_gone = false;
};

// A publication as it is shown: all of its series, or those that a question about some territories is told of.
struct Shown {
  std::shared_ptr<PublishedSet> set;
  std::vector<std::uint64_t> entries;  // of each series, in the ledger
  std::vector<bool> bare;              // of each series: without history and truth
  bool narrowed = false;
};

Result<std::optional<PublishedValues>> values_at(Centre& centre, cube::Query query, std::optional<axes::Micros> cut) {
  query.known_on = cut;
  auto panel = centre.store.query(query);
  if (panel) return std::optional(PublishedValues(*panel));
  if (panel.error().code == Code::not_found) return std::nullopt;  // nothing was known then, or the unit is no more
  return pass(panel);
}

// What is found points into the publication.
Status add_register(const Call& call, const Shown& shown, const std::string& language, Surroundings& out) {
  const PublishedSet& set = *shown.set;
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre && centre.error().code == Code::not_found) {
    out.register_gone = true;
    return {};
  }
  if (!centre) return pass(centre);
  std::optional<axes::Micros> known_on;
  if (call.has("known-on")) {
    auto moment = end_of_day(*centre, call.text("known-on"));
    if (!moment) return pass(moment);
    known_on = *moment;
  }
  auto query = question_again(*centre, set.publication.question);
  if (!query) return pass(query);
  const auto every = axes::parse_unit(set.publication.question.every);
  if (!*query || !every) {
    out.register_gone = true;
    return {};
  }
  auto truths = truths_of(*centre, {shown.set}, known_on);
  if (!truths) return pass(truths);
  for (const ScoredStep& step : truths->steps)
    if (!shown.bare[static_cast<std::size_t>(step.forecast - set.forecasts.data())])
      out.scored[{step.forecast, step.ahead - 1}] = step;

  std::optional<axes::Period> first;
  for (const PublishedForecast& forecast : set.forecasts)
    for (const PublishedStep& step : forecast.steps)
      if (const auto period = period_named(step.t, *every)) first = first ? std::min(*first, *period) : *period;
  if (!first) return {};
  const std::int64_t count = call.integer("periods");
  const axes::Period begin{*every, first->ordinal - count};
  (*query)->filter.period = axes::Span{axes::first_day(begin), axes::first_day(*first)};
  if (count == 0) (*query)->filter.period->to = axes::end_day(*first);  // for the names
  auto now = values_at(*centre, **query, known_on);
  if (!now) return pass(now);
  auto then = values_at(*centre, **query, moment_of(set.publication.cut));
  if (!then) return pass(then);
  for (std::size_t i = 0; i < set.forecasts.size(); ++i) {
    const PublishedForecast& forecast = set.forecasts[i];
    for (std::int64_t ordinal = begin.ordinal; !shown.bare[i] && ordinal < first->ordinal; ++ordinal) {
      const axes::Period period{*every, ordinal};
      Known known;
      if (*then) known.at_cut = (*then)->value(forecast, period);
      if (*now) known.revised = (*now)->value(forecast, period);
      if (known.at_cut || known.revised) out.history[i].emplace_back(axes::text_of(period), known);
    }
    if (!*now) continue;
    out.territories[forecast.territory] = (*now)->territory_name(forecast.territory, language);
    out.classes[forecast.item] = (*now)->class_name(forecast.item, language);
  }
  return {};
}

// Of a forecast that came from a file: the rows of --truth before its first step are its history.
Status add_file(const std::string& file, std::size_t periods, const PublishedSet& set, Surroundings& out) {
  auto table = axes::read_delimited(file);
  if (!table) return pass(table);
  auto columns = table->needed_columns({"series", "t", "value"});
  if (!columns) return pass(columns);
  const auto& at = *columns;
  auto axis = time_axis(*table, {at[1]}, std::nullopt);
  if (!axis) return pass(axis);
  std::map<std::string, std::map<std::int64_t, std::pair<std::string, double>>> rows;  // series, time: as written
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    auto value = maybe_number_field(*table, row, at[2]);
    if (!value) return pass(value);
    const auto& fields = table->rows[row];
    if (!std::isnan(*value)) rows[fields[at[0]]][axis->ordinal(fields[at[1]])] = {fields[at[1]], *value};
  }
  for (std::size_t i = 0; i < set.forecasts.size(); ++i) {
    const PublishedForecast& forecast = set.forecasts[i];
    const auto own = rows.find(forecast.series);
    if (own == rows.end()) continue;
    std::map<std::string, std::size_t> step_at;
    for (std::size_t h = 0; h < forecast.steps.size(); ++h) step_at.emplace(time_key(forecast.steps[h].t), h);
    bool begun = false;
    for (const auto& [ordinal, row] : own->second) {
      const auto step = step_at.find(time_key(row.first));
      if (step != step_at.end()) {
        begun = true;
        out.scored[{&forecast, step->second}] = scored_step_of_file(set, forecast, step->second, row.second);
      } else if (!begun) {
        out.history[i].emplace_back(row.first, Known{{}, row.second});
      }
    }
    if (out.history[i].size() > periods)
      out.history[i].erase(out.history[i].begin(), out.history[i].end() - static_cast<std::ptrdiff_t>(periods));
  }
  return {};
}

SheetCell cell_of(const std::optional<double>& value) {
  return value ? SheetCell(*value) : SheetCell();
}

// Central intervals among the published quantiles: level and the places of both limits, the narrowest first.
struct Interval {
  double level = 0;
  std::size_t lower = 0, upper = 0;
};
std::vector<Interval> intervals_of(const std::vector<double>& probabilities) {
  std::vector<Interval> intervals;
  for (std::size_t k = 0; k < probabilities.size(); ++k)
    for (std::size_t j = k + 1; j < probabilities.size(); ++j)
      if (std::abs(probabilities[k] + probabilities[j] - 1) < 1e-9)
        intervals.push_back({probabilities[j] - probabilities[k], k, j});
  std::sort(intervals.begin(), intervals.end(), [](const auto& a, const auto& b) { return a.level < b.level; });
  return intervals;
}

Sheet sheet_of_steps(const PublishedSet& set, const Surroundings& around, const Wording& words) {
  const Publication& publication = set.publication;
  Sheet sheet{.id = "published_steps", .title = words("title.publication")};
  sheet.header = {words.fact("publication", publication.id),
                  words.fact("moment", publication.moment),
                  words.fact("name", publication.name),
                  words.fact("cut", publication.cut),
                  words.fact("method_asked", publication.method),
                  words.fact("nowcast", publication.nowcast),
                  words.fact("reconciled", publication.reconciliation)};
  if (!publication.history.empty()) sheet.header.push_back(words.fact("history", publication.history));
  if (!publication.definition.empty()) sheet.header.push_back(words.fact("definition", publication.definition));
  if (!publication.register_version.empty())
    sheet.header.push_back(words.fact("version", publication.register_version.substr(0, 16)));
  sheet.header.push_back(words.fact("entry", std::to_string(set.entry)));
  sheet.columns = {words.column("series"), words.column("t"), words.column("ahead", CellKind::integer),
                   words.column("mean", CellKind::number, 1)};
  const std::vector<Interval> intervals = intervals_of(publication.probabilities);
  for (const Interval& interval : intervals)
    for (const std::string side : {"lower", "upper"}) {
      const std::string level = fmt::format("{:g}", std::round(interval.level * 1e6) / 1e4);
      sheet.columns.push_back({.id = side + "_" + level,
                               .label = words("column." + side + "_limit", {{"level", level}}),
                               .kind = CellKind::number,
                               .detail = level != "80" && level != "95"});
    }
  sheet.columns.push_back(words.column("first", CellKind::number, 1));
  sheet.columns.push_back(words.column("revised", CellKind::number, 1));
  sheet.columns.push_back(words.column("last_year", CellKind::number, 1));
  sheet.columns.push_back(words.column("published", CellKind::word));
  sheet.columns.push_back(words.column("method"));
  for (auto at = sheet.columns.end() - 3; at != sheet.columns.end(); ++at) at->detail = true;
  for (const PublishedForecast& forecast : set.forecasts)
    for (std::size_t h = 0; h < forecast.steps.size(); ++h) {
      const PublishedStep& step = forecast.steps[h];
      std::vector<SheetCell> row = {forecast.series, step.t, static_cast<std::int64_t>(h + 1), step.mean};
      for (const Interval& interval : intervals) {
        row.emplace_back(step.quantiles[interval.lower]);
        row.emplace_back(step.quantiles[interval.upper]);
      }
      const auto known = around.scored.find({&forecast, h});
      const bool there = known != around.scored.end();
      row.push_back(there ? cell_of(known->second.first) : SheetCell());
      row.push_back(there ? cell_of(known->second.revised) : SheetCell());
      row.push_back(cell_of(step.yardstick_mean));
      row.push_back(there && known->second.dated ? SheetCell(std::string(known->second.late ? "late" : "in_time"))
                                                 : SheetCell());
      row.emplace_back(forecast.method);
      sheet.rows.push_back(std::move(row));
    }
  return sheet;
}

Sheet sheet_of_history(const PublishedSet& set, const Surroundings& around, const Wording& words) {
  Sheet sheet{.id = "history", .title = words("title.history")};
  sheet.columns = {words.column("series"), words.column("t"), words.column("at_cut", CellKind::number, 1),
                   words.column("revised", CellKind::number, 1)};
  for (std::size_t i = 0; i < set.forecasts.size(); ++i)
    for (const auto& [t, known] : around.history[i])
      sheet.rows.push_back({set.forecasts[i].series, t, cell_of(known.at_cut), cell_of(known.revised)});
  return sheet;
}

// Of all series of the publication, also those not asked for: the page finds its way by it.
Sheet sheet_of_hierarchy(const PublishedSet& set, const Shown& shown, const Surroundings& around,
                         const Wording& words) {
  const std::vector<PublishedForecast>& all = shown.set->forecasts;
  const bool of_file = set.publication.question.register_id.empty();
  Sheet sheet{.id = "hierarchy", .title = words("title.hierarchy")};
  sheet.columns = {words.column("series"),
                   words.column("level", CellKind::word),
                   words.column("territory"),
                   words.column("territory_name"),
                   words.column("class"),
                   words.column("class_name"),
                   words.column("parents", CellKind::list),
                   words.column("entry", CellKind::integer)};
  std::map<std::pair<std::string, std::string>, std::string> nodes;
  for (const PublishedForecast& forecast : all)
    nodes.emplace(std::pair(forecast.territory, forecast.item), forecast.series);
  const auto name = [](const std::map<std::string, std::string>& names, const std::string& code) {
    const auto found = names.find(code);
    return found == names.end() ? code : found->second;
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    const PublishedForecast& forecast = all[i];
    std::string parents;
    const std::pair<std::string, std::string> sums[] = {{forecast.territory, ""}, {"", forecast.item}, {"", ""}};
    for (const auto& sum : sums) {
      const auto found = nodes.find(sum);
      if (found == nodes.end() || found->second == forecast.series) continue;
      if (sum == std::pair<std::string, std::string>{} && !parents.empty()) continue;  // reached by the others
      parents += (parents.empty() ? "" : "; ") + found->second;
    }
    sheet.rows.push_back({forecast.series, of_file ? std::string("series") : level_of(forecast), forecast.territory,
                          name(around.territories, forecast.territory), forecast.item,
                          name(around.classes, forecast.item), parents, static_cast<std::int64_t>(shown.entries[i])});
  }
  return sheet;
}

// Of the publication as it stands in the ledger, what --in leaves.
Result<Shown> shown_of(const Call& call, const PublishedSet& published) {
  Shown shown{.set = std::make_shared<PublishedSet>(published), .entries = {}, .bare = {}};
  const PublishedQuestion& question = published.publication.question;
  std::shared_ptr<const axes::Territory> territory;
  shown.narrowed = call.has("in") && !question.register_id.empty();
  if (shown.narrowed) {
    auto centre = open_centre(call.setting(), Access::read);
    if (!centre) return pass(centre);
    auto entry = centre->store.load_register(question.register_id);
    if (!entry) return pass(entry);
    auto loaded = centre->store.load_territory(entry->description.place.territory);
    if (!loaded) return pass(loaded);
    territory = std::move(*loaded);
  }
  shown.set->forecasts.clear();
  for (std::size_t i = 0; i < published.forecasts.size(); ++i) {
    const PublishedForecast& forecast = published.forecasts[i];
    const Told told = territory ? told_of(forecast, question, *territory, call.texts("in")) : Told::everything;
    if (told == Told::nothing) continue;
    shown.set->forecasts.push_back(forecast);
    shown.entries.push_back(published.entry + 1 + i);
    shown.bare.push_back(told == Told::forecast);
  }
  return shown;
}

// Those named by --series only.
Result<Shown> chosen_of(const Call& call, const Shown& all) {
  const std::vector<std::string> asked = call.texts("series");
  const std::vector<PublishedForecast>& series = all.set->forecasts;
  for (const std::string& name : asked)
    if (std::none_of(series.begin(), series.end(), [&](const auto& one) { return one.series == name; }))
      return fail(Code::not_found, "error.show.series", {{"series", name}, {"publication", all.set->publication.id}});
  Shown chosen{.set = std::make_shared<PublishedSet>(*all.set), .entries = {}, .bare = {}};
  chosen.set->forecasts.clear();
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (std::find(asked.begin(), asked.end(), series[i].series) == asked.end()) continue;
    chosen.set->forecasts.push_back(series[i]);
    chosen.entries.push_back(all.entries[i]);
    chosen.bare.push_back(all.bare[i]);
  }
  return chosen;
}

}  // namespace

Result<Answer> forecast_show(const Call& call) {
  auto sets = published_sets(call);
  if (!sets) return pass(sets);
  const std::string& id = call.text("publication");
  std::erase_if(*sets, [&](const auto& set) { return !set->publication.id.starts_with(id); });
  if (sets->size() != 1 || id.empty()) return fail(Code::not_found, "error.score.nothing");
  auto all = shown_of(call, *sets->front());
  if (!all) return pass(all);
  auto shown = call.has("series") ? chosen_of(call, *all) : Result<Shown>(*all);
  if (!shown) return pass(shown);
  const PublishedSet& set = *shown->set;
  const Wording words(call.setting());
  Surroundings around;
  around.history.resize(set.forecasts.size());
  if (!set.publication.question.register_id.empty()) {
    if (Status ok = add_register(call, *shown, words.language(), around); !ok) return pass(ok);
  } else if (call.has("truth")) {
    if (Status ok = add_file(call.text("truth"), static_cast<std::size_t>(call.integer("periods")), set, around); !ok)
      return pass(ok);
  }
  Answer answer{.sheets = {sheet_of_steps(set, around, words), sheet_of_history(set, around, words),
                           sheet_of_hierarchy(set, *all, around, words)}};
  if (around.register_gone)
    answer.said.push_back({"said.show.no_register", {{"register", set.publication.question.register_id}}});
  if (all->narrowed) answer.said.push_back({"said.show.narrowed", {}});
  return answer;
}

}  // namespace tartip::app
