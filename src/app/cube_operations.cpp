#include <cmath>

#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/question.hpp"
#include "statistics/definitions.hpp"

namespace tartip::app {
namespace {

cube::Measure measure_of(const std::string& word) {
  if (word == "sum") return cube::Measure::sum;
  if (word == "rate") return cube::Measure::rate;
  if (word == "share") return cube::Measure::share;
  return cube::Measure::count;
}

std::string_view definition_of(cube::Measure measure) {
  switch (measure) {
    case cube::Measure::count:
      return statistics::definition::k_count;
    case cube::Measure::sum:
      return statistics::definition::k_amount;
    case cube::Measure::rate:
      return statistics::definition::k_rate;
    case cube::Measure::share:
      return statistics::definition::k_share;
  }
  return statistics::definition::k_count;
}

std::string status_word(cube::Cell cell) {
  switch (cell) {
    case cube::Cell::complete:
      return "complete";
    case cube::Cell::partial:
      return "partial";
    case cube::Cell::missing:
      return "missing";
  }
  return "missing";
}

SheetCell value_cell(double value, cube::Measure measure) {
  if (std::isnan(value)) return {};
  if (measure == cube::Measure::share) return 100 * value;
  if (measure == cube::Measure::count && std::trunc(value) == value) return static_cast<std::int64_t>(value);
  return value;
}

// One row a cell of the panel, in its order: territory, class, period.
void add_panel(const cube::Panel& panel, cube::Measure measure, const Wording& words, Sheet& sheet) {
  const bool territories = !panel.territories.empty(), classes = !panel.classes.empty(),
             periods = !panel.periods.empty();
  const auto member = [&](const std::vector<cube::Member>& members, std::int32_t index, std::vector<SheetCell>& row) {
    const cube::Member& one = members[static_cast<std::size_t>(index)];
    row.push_back(one.code);
    row.push_back(one.code.empty() ? words("word.unknown") : one.names.in(words.language()));
  };
  if (territories)
    sheet.columns.insert(sheet.columns.end(), {words.column("territory_code"), words.column("territory")});
  if (classes) sheet.columns.insert(sheet.columns.end(), {words.column("class_code"), words.column("class")});
  if (periods) sheet.columns.push_back(words.column("period"));
  sheet.columns.push_back(words.column("value", measure == cube::Measure::count   ? CellKind::integer
                                                : measure == cube::Measure::share ? CellKind::percent
                                                                                  : CellKind::number));
  sheet.columns.push_back(words.column("status", CellKind::word));
  for (std::size_t s = 0; s < panel.series.size(); ++s)
    for (std::size_t p = 0; p < panel.columns(); ++p) {
      std::vector<SheetCell> row;
      if (territories) member(panel.territories, panel.series[s].territory, row);
      if (classes) member(panel.classes, panel.series[s].item, row);
      if (periods) row.push_back(axes::text_of(panel.periods[p]));
      row.push_back(value_cell(panel.row(s)[p], measure));
      row.push_back(status_word(panel.row_cells(s)[p]));
      sheet.rows.push_back(std::move(row));
    }
}

Result<Answer> cube_query(const Call& call) {
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  Result<cube::Query> query = question_of(call, *centre);
  if (!query) return pass(query);
  query->measure = measure_of(call.text("measure"));
  query->per = call.number("per");
  if (call.has("territory")) query->territory_level = call.text("territory");
  if (call.has("class-level")) query->class_level = call.text("class-level");
  query->class_scheme = call.text("scheme");
  query->every = call.every("every");
  if (call.has("cell")) query->cell_metres = call.number("cell");
  if (query->measure == cube::Measure::sum && query->quantity.empty())
    return fail(Code::bad_input, "error.call.missing", {{"name", "quantity"}});

  Result<cube::Panel> panel = centre->store.query(*query);
  if (!panel) return pass(panel);
  const Wording words(call.setting());
  Sheet sheet{.id = "cube", .title = words("title.cube")};
  auto facts = origin_facts(call, *centre, *query, words);
  if (!facts) return pass(facts);
  sheet.header = std::move(*facts);
  sheet.header.insert(sheet.header.begin(), words.fact("definition", std::string(definition_of(query->measure))));
  add_panel(*panel, query->measure, words, sheet);
  Answer answer{.sheets = {std::move(sheet)}};
  if (panel->left_out > 0) answer.said.push_back({"said.cube.left_out", {{"count", std::to_string(panel->left_out)}}});
  return answer;
}

}  // namespace

std::vector<Operation> cube_rows() {
  return {
      {"cube",
       "query",
       Permission::look,
       with_filter({word("register", "NAME"), choice("measure", {"count", "sum", "rate", "share"}, "count"),
                    option("quantity", Kind::text, "ID"), number("per", 1, 1e9, "100000"),
                    option("territory", Kind::text, "LEVEL"), option("class-level", Kind::text, "LEVEL"),
                    option("scheme", Kind::text, "ID"), option("every", Kind::every), number("cell", 1, 1e7)}),
       {"cube query fires --every year",
        "cube query offences --territory district --class-level chapter --every month --period 2022"},
       cube_query},
  };
}

}  // namespace tartip::app
