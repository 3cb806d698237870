// `table build`: a period against the same period of last year, with the conventions of legal statistics.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/question.hpp"
#include "app/register_table.hpp"
#include "statistics/comparability.hpp"
#include "statistics/table.hpp"

namespace tartip::app {
namespace {

using statistics::ColumnId;

CellKind kind_of(ColumnId column) {
  switch (column) {
    case ColumnId::current:
    case ColumnId::previous:
    case ColumnId::absolute:
    case ColumnId::rank:
    case ColumnId::rank_low:
    case ColumnId::rank_high:
      return CellKind::integer;
    case ColumnId::percent:
    case ColumnId::percent_low:
    case ColumnId::percent_high:
      return CellKind::change;
    case ColumnId::contribution:
      return CellKind::points;
    case ColumnId::share:
    case ColumnId::share_previous:
      return CellKind::percent;
    case ColumnId::verdict:
    case ColumnId::standing:
    case ColumnId::match:
      return CellKind::word;
    default:
      return CellKind::number;
  }
}

bool is_detail(ColumnId column) {
  switch (column) {
    case ColumnId::share_previous:
    case ColumnId::rate_low:
    case ColumnId::rate_high:
    case ColumnId::rate_previous:
    case ColumnId::rate_annualised:
    case ColumnId::shrunken_rate:
    case ColumnId::rank_low:
    case ColumnId::rank_high:
    case ColumnId::match:
      return true;
    default:
      return false;
  }
}

SheetCell cell_of(const statistics::TableValue& value) {
  if (const auto* number = std::get_if<double>(&value); number != nullptr && !std::isnan(*number)) return *number;
  if (const auto* word = std::get_if<std::string_view>(&value)) return std::string(*word);
  return {};
}

// Units joined for a comparison stand in one row: "KZ63+KZ10", "East Kazakhstan + Abay". A redrawn unit keeps its code
// and its name, and each is written once.
std::pair<std::string, std::string> joined(const std::vector<cube::Member>& members, const Wording& words) {
  std::vector<std::string> codes, names;
  const auto add = [](std::vector<std::string>& texts, std::string text) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
  };
  for (const cube::Member& member : members) {
    add(codes, member.code);
    add(names, member.code.empty() ? words("word.unknown") : member.names.in(words.language()));
  }
  return {fmt::format("{}", fmt::join(codes, "+")), fmt::format("{}", fmt::join(names, " + "))};
}

Sheet sheet_of(const statistics::StatTable& table, bool territories, bool classes, const Wording& words) {
  Sheet sheet{.id = "table", .title = words("title.table")};
  if (territories)
    sheet.columns.insert(sheet.columns.end(), {words.column("territory_code"), words.column("territory")});
  if (classes) sheet.columns.insert(sheet.columns.end(), {words.column("class_code"), words.column("class")});
  if (!territories && !classes) sheet.columns.push_back(words.column("what"));
  for (ColumnId column : table.columns) {
    sheet.columns.push_back(words.column(std::string(statistics::name_of(column)), kind_of(column)));
    sheet.columns.back().detail = is_detail(column);
    if (column == ColumnId::percent_high) sheet.columns.back().open = words("table.open_end");
  }
  for (const statistics::TableRow& row : table.rows) {
    std::vector<SheetCell> cells;
    const bool total = row.level == statistics::TableRow::Level::total;
    const auto add = [&](const std::vector<cube::Member>& members, bool first) {
      const auto [codes, names] = joined(members, words);
      cells.push_back(codes);
      cells.push_back(members.empty() && first && total ? words("word.total")
                      : members.empty()                 ? words("word.together")
                                                        : names);
    };
    if (territories) add(row.territories, true);
    if (classes) add(row.classes, !territories);
    if (!territories && !classes) cells.push_back(words("word.total"));
    for (ColumnId column : table.columns) cells.push_back(cell_of(statistics::value_of(row, column)));
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

// Rate against residents of each ranked territory, and between which rates chance alone would leave one of its size.
std::vector<Sheet> funnel_sheets(const statistics::StatTable& table, const Wording& words) {
  Sheet points{.id = "funnel", .title = words("title.funnel")};
  points.header = {{"overall_rate", words("fact.overall_rate"), fmt::format("{}", table.ranking.rate)}};
  points.columns = {words.column("territory_code"), words.column("territory"),
                    words.column("residents", CellKind::number, 0), words.column("rate", CellKind::number),
                    words.column("standing", CellKind::word)};
  for (const statistics::TableRow& row : table.rows) {
    if (row.level == statistics::TableRow::Level::total || row.territories.empty() || !row.classes.empty()) continue;
    auto [codes, names] = joined(row.territories, words);
    points.rows.push_back({std::move(codes), std::move(names), number_cell(row.residents), number_cell(row.rate),
                           std::string(statistics::name_of(row.ranked.standing))});
  }
  Sheet limits{.id = "funnel_limits", .title = words("title.funnel_limits")};
  limits.columns = {words.column("residents", CellKind::number, 0)};
  for (const char* id : {"low95", "high95", "low998", "high998"})
    limits.columns.push_back(words.column(id, CellKind::number));
  for (const statistics::FunnelCurvePoint& point : table.ranking.curve)
    limits.rows.push_back({number_cell(point.exposure), number_cell(point.limits.warning.low),
                           number_cell(point.limits.warning.high), number_cell(point.limits.action.low),
                           number_cell(point.limits.action.high)});
  return {std::move(points), std::move(limits)};
}

std::string definitions_of(const statistics::StatTable& table) {
  std::vector<std::string> ids;
  for (ColumnId column : table.columns) {
    const std::string id(statistics::definition_of(column, table.header.kind));
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : " ") + id;
  return text;
}

// Which ground and which classes can be compared between the two periods.
Status add_comparability(Centre& centre, const cube::Query& query, axes::Span now, axes::Span before,
                         const registers::Description& description, statistics::TableOptions& options) {
  if (query.territory_level) {
    auto territory = centre.store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    if (const auto level = (*territory)->level_named(*query.territory_level))
      options.territories = statistics::comparable_territories(**territory, *level, now, before);
  }
  if (query.class_level) {
    auto scheme = query.class_scheme.empty() ? centre.store.scheme_of(query.register_id)
                                             : centre.store.load_classification(query.class_scheme);
    if (!scheme) return pass(scheme);
    if (const auto level = (*scheme)->level_named(*query.class_level))
      options.classes = statistics::comparable_classes(**scheme, *level, now, before);
  }
  return {};
}

// What is measured in a unit is an amount, and has no sampling error of counts.
statistics::Kind kind_of(const cube::Query& query, const registers::Description& description) {
  for (const registers::QuantityRule& rule : description.quantities)
    if (rule.id == query.quantity && !rule.unit.empty()) return statistics::Kind::amount;
  return statistics::Kind::count;
}

// The asked span, or the last year that the register covers wholly.
Result<axes::Span> span_of(const Call& call, Centre& centre) {
  std::optional<axes::Span> asked = call.period("period");
  if (!asked) {
    auto overview = centre.store.overview(call.text("register"));
    if (!overview) return pass(overview);
    asked = last_complete_year(*overview);
    if (!asked) return fail(Code::bad_input, "error.call.no_period", {{"register", call.text("register")}});
  }
  return call.flag("cumulative") ? axes::cumulative(*asked) : Result<axes::Span>(*asked);
}

}  // namespace

Result<RegisterTable> build_register_table(const Call& call, Centre& centre) {
  auto entry = centre.store.load_register(call.text("register"));
  if (!entry) return pass(entry);
  Result<cube::Query> query = question_of(call, centre);
  if (!query) return pass(query);
  Result<axes::Span> span = span_of(call, centre);
  if (!span) return pass(span);
  query->filter.period = *span;
  query->per = call.number("per");
  if (call.has("territory")) query->territory_level = call.text("territory");
  if (call.has("class-level")) query->class_level = call.text("class-level");
  query->class_scheme = call.text("scheme");
  // A table has a total, which is of one thing.
  if (entry->description.adds_up == registers::AddsUp::within_class && query->filter.classes.size() != 1)
    return fail(Code::bad_input, "error.cube.name_class", {{"register", query->register_id}});
  if (!query->territory_level && !query->class_level && !entry->description.classes.column.empty()) {
    auto scheme = query->class_scheme.empty() ? centre.store.scheme_of(query->register_id)
                                              : centre.store.load_classification(query->class_scheme);
    if (!scheme) return pass(scheme);
    query->class_level = (*scheme)->levels().front().id;
  }
  if (query->territory_level) query->measure = cube::Measure::rate;  // the panel then brings residents

  const axes::Span before = axes::years_earlier(*span);
  const auto ask = [&](axes::Span period, std::optional<axes::Unit> every, cube::Measure measure) {
    cube::Query one = *query;
    one.filter.period = period;
    one.every = every;
    one.measure = measure;
    return centre.store.query(one);
  };
  Result<cube::Panel> current = ask(*span, std::nullopt, cube::Measure::count);
  if (!current) return pass(current);
  Result<cube::Panel> previous = ask(before, std::nullopt, cube::Measure::count);
  if (!previous) return pass(previous);
  for (Result<cube::Panel>* panel : {&current, &previous}) {
    if (!query->territory_level) break;
    Result<cube::Panel> rates = ask(panel == &current ? *span : before, std::nullopt, cube::Measure::rate);
    if (!rates) return pass(rates);
    (*panel)->residents = std::move(rates->residents);
  }
  const bool has_previous = std::any_of(previous->cells.begin(), previous->cells.end(),
                                        [](cube::Cell cell) { return cell != cube::Cell::missing; });

  statistics::TableOptions options;
  options.change.level = call.number("confidence") / 100;
  options.ranking.seed = call.setting().seed;
  options.ranking.threads = call.setting().threads;
  options.header = {.register_id = query->register_id,
                    .source = entry->description.source,
                    .known_on = call.text("known-on"),
                    .period = *span,
                    .compared_with = has_previous ? std::optional(before) : std::nullopt,
                    .kind = kind_of(*query, entry->description),
                    .per = query->per,
                    .left_out = current->left_out,
                    .filters = filter_words(call)};
  options.order =
      query->territory_level ? statistics::TableOptions::Order::rank : statistics::TableOptions::Order::count;
  if (Status ok = add_comparability(centre, *query, *span, before, entry->description, options); !ok) return pass(ok);
  auto overview = centre.store.overview(query->register_id);
  if (!overview) return pass(overview);
  std::optional<cube::Panel> history;
  if (overview->covers) {
    Result<cube::Panel> monthly = ask({overview->covers->from, span->to}, axes::Unit::month, cube::Measure::count);
    if (!monthly) return pass(monthly);
    history = std::move(*monthly);
    options.history = &*history;
  }

  RegisterTable built;
  built.table = statistics::build_table(*current, has_previous ? &*previous : nullptr, options);
  built.left_out = current->left_out;
  if (has_previous) built.compared_with = before;
  built.query = std::move(*query);
  return built;
}

namespace {

Result<Answer> table_build(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto built = build_register_table(call, *centre);
  if (!built) return pass(built);
  const Wording words(call.setting());
  Sheet sheet =
      sheet_of(built->table, built->query.territory_level.has_value(), built->query.class_level.has_value(), words);
  auto facts = origin_facts(call, *centre, built->query, words);
  if (!facts) return pass(facts);
  sheet.header = std::move(*facts);
  if (built->compared_with) sheet.header.push_back(words.fact("compared_with", axes::text_of(*built->compared_with)));
  sheet.header.push_back(words.fact("definition", definitions_of(built->table)));
  sheet.note = words(built->compared_with ? "note.table" : "note.table.no_previous");
  Answer answer{.sheets = {std::move(sheet)}};
  if (call.flag("funnel") && built->table.ranked)
    for (Sheet& more : funnel_sheets(built->table, words)) answer.sheets.push_back(std::move(more));
  if (built->left_out > 0) answer.said.push_back({"said.cube.left_out", {{"count", std::to_string(built->left_out)}}});
  return answer;
}

}  // namespace

std::vector<Operation> table_rows() {
  return {
      {"table",
       "build",
       Permission::look,
       with_filter({word("register", "NAME"), option("territory", Kind::text, "LEVEL"),
                    option("class-level", Kind::text, "LEVEL"), option("scheme", Kind::text, "ID"),
                    option("quantity", Kind::text, "ID"), flag("cumulative"), number("per", 1, 1e9, "100000"),
                    number("confidence", 50, 99.9, "95"), flag("funnel")}),
       {"table build fires --period 2007",
        "table build offences --period 2022-09 --cumulative --territory district --per 10000"},
       table_build},
  };
}

}  // namespace tartip::app
