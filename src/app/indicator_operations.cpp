// Indicators of legal statistics: listed with their definitions, computed from forms, one question under all its
// definitions.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "app/form_material.hpp"
#include "app/indicator_book.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "statistics/indicator_comparison.hpp"

namespace tartip::app {
namespace {

using statistics::Indicator;
using statistics::IndicatorFigure;
using statistics::IndicatorValue;

SheetCell decimal_cell(const std::optional<Decimal>& value) {
  return value ? SheetCell(value->as_double()) : SheetCell();
}
// The figure as published: rounded once, exactly, so that every door shows the same digits.
SheetCell published_cell(const IndicatorFigure& figure) {
  return figure.text.empty() ? SheetCell() : SheetCell(std::strtod(figure.text.c_str(), nullptr));
}

std::string name_of_territory(const std::string& code, const PeriodForms& forms, const Wording& words) {
  if (code.empty()) return words("word.together");
  const auto found = forms.territories.find(code);
  return found == forms.territories.end() ? "" : found->second.in(words.language());
}

std::string name_of_row(const std::string& key, const PeriodForms& forms, const Wording& words) {
  const auto found = forms.rows.find(key);
  return found == forms.rows.end() ? key : found->second.in(words.language());
}

std::vector<Sheet::Fact> forms_facts(const PeriodForms& forms, const Wording& words) {
  std::vector<Sheet::Fact> facts;
  if (!forms.source.empty()) facts.push_back(words.fact("source", forms.source));
  facts.push_back(words.fact("span", axes::text_of(forms.period)));
  facts.push_back(words.fact("forms", std::to_string(forms.sources.size())));
  return facts;
}

Result<Answer> indicator_list(const Call& call) {
  auto book = indicator_book(call);
  if (!book) return pass(book);
  auto chosen = chosen_indicators(*book, call.texts("what"));
  if (!chosen) return pass(chosen);
  const Wording words(call.setting());
  Sheet sheet{.id = "indicators", .title = words("title.indicators")};
  sheet.columns = {words.column("definition"), words.column("question"),          words.column("name"),
                   words.column("unit"),       words.column("numerator_formula"), words.column("denominator_formula")};
  sheet.columns[4].detail = sheet.columns[5].detail = true;
  for (const Indicator* one : *chosen)
    sheet.rows.push_back({one->id.text(), one->question, one->names.in(words.language()),
                          words("unit.indicator." + one->unit), statistics::text_of(one->numerator),
                          one->denominator.empty() ? SheetCell() : statistics::text_of(one->denominator)});
  return Answer{.sheets = {std::move(sheet)}};
}

Result<Answer> indicator_show(const Call& call) {
  auto book = indicator_book(call);
  if (!book) return pass(book);
  auto found = book->find(call.text("indicator"));
  if (!found) return pass(found);
  const Indicator& one = **found;
  const Wording words(call.setting());
  Sheet sheet{.id = "indicator", .title = one.names.in(words.language())};
  sheet.columns = {words.column("what"), words.column("value")};
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) sheet.rows.push_back({words(std::string("column.") + key), value});
  };
  add("definition", one.id.text());
  add("question", one.question);
  add("unit", words("unit.indicator." + one.unit));
  add("numerator_formula", statistics::text_of(one.numerator));
  add("denominator_formula", statistics::text_of(one.denominator));
  add("overlap_formula", statistics::text_of(one.overlap));
  for (const char* language : {"kk", "ru", "en"}) {
    const auto text = [&](const axes::Names& names) {
      const auto it = names.by_language.find(language);
      return it == names.by_language.end() ? std::string() : fmt::format("[{}] {}", language, it->second);
    };
    add("name", text(one.names));
    add("definition_text", text(one.definition));
    add("scope", text(one.scope));
    add("caution", text(one.cautions));
  }
  return Answer{.sheets = {std::move(sheet)}};
}

// How many digits people see: those of the most exact indicator shown.
int digits_of(const std::vector<const Indicator*>& indicators) {
  int digits = 0;
  for (const Indicator* one : indicators) digits = std::max(digits, one->decimals);
  return digits;
}

Result<Answer> indicator_compute(const Call& call) {
  auto book = indicator_book(call);
  if (!book) return pass(book);
  auto chosen = chosen_indicators(*book, {call.text("indicator")});
  if (!chosen) return pass(chosen);
  auto forms = read_period_forms(call, call.texts("forms"), *call.period("period"));
  if (!forms) return pass(forms);
  const Wording words(call.setting());
  const int digits = digits_of(*chosen);
  Sheet sheet{.id = "indicator_values", .title = words("title.indicator_values")};
  sheet.header = forms_facts(*forms, words);
  sheet.columns = {words.column("definition"),
                   words.column("row"),
                   words.column("territory_code"),
                   words.column("territory"),
                   words.column("value", CellKind::number, digits),
                   words.column("low", CellKind::number, digits),
                   words.column("high", CellKind::number, digits),
                   words.column("numerator", CellKind::number, 0),
                   words.column("denominator", CellKind::number, 0),
                   words.column("reliability", CellKind::word),
                   words.column("missing_cell"),
                   words.column("row_key")};
  sheet.columns[1].detail = call.texts("row").size() < 2;
  sheet.columns[10].detail = sheet.columns[11].detail = true;
  std::vector<std::string> rows = call.texts("row");
  if (rows.empty()) rows.emplace_back();
  for (const Indicator* indicator : *chosen) {
    for (const std::string& row : rows) {
      auto values = values_of(*indicator, row, *forms);
      if (!values) return pass(values);
      for (const IndicatorValue& value : *values) {
        const IndicatorFigure& figure = value.figure();
        sheet.rows.push_back({value.definition().text(), name_of_row(figure.row, *forms, words),
                              figure.territory.empty() ? SheetCell() : SheetCell(figure.territory),
                              name_of_territory(figure.territory, *forms, words), published_cell(figure),
                              number_cell(figure.low), number_cell(figure.high), decimal_cell(figure.numerator),
                              indicator->shape == statistics::IndicatorShape::rate ? number_cell(figure.residents)
                                                                                   : decimal_cell(figure.denominator),
                              std::string(statistics::name_of(figure.standing)),
                              figure.missing_cell.empty() ? SheetCell() : SheetCell(figure.missing_cell), figure.row});
      }
    }
  }
  sheet.note = words("note.indicator");
  Answer answer{.sheets = {std::move(sheet)}};
  say_remarks(call, forms->remarks, answer);
  const bool rates = std::any_of(chosen->begin(), chosen->end(),
                                 [](const Indicator* one) { return one->shape == statistics::IndicatorShape::rate; });
  std::string unknown;
  for (const statistics::Reported& one : forms->reported)
    if (!(one.residents > 0)) unknown += (unknown.empty() ? "" : ", ") + one.territory;
  if (rates && !unknown.empty()) answer.said.push_back({"said.indicator.no_residents", {{"territories", unknown}}});
  return answer;
}

// ---- One question under all its definitions

struct Compared {
  std::vector<const Indicator*> indicators;
  std::vector<std::vector<IndicatorValue>> values;  // of the regions, without all together
  std::vector<IndicatorValue> together;             // one a definition; empty when there is one region only
  statistics::IndicatorComparison result;
};

Sheet definitions_sheet(const Compared& compared, const Wording& words) {
  Sheet sheet{.id = "definitions", .title = words("title.definitions")};
  const int digits = digits_of(compared.indicators);
  sheet.columns = {words.column("definition"),
                   words.column("name"),
                   words.column("value", CellKind::number, digits),
                   words.column("low", CellKind::number, digits),
                   words.column("high", CellKind::number, digits),
                   words.column("ranked", CellKind::integer),
                   words.column("agreement", CellKind::number, 2)};
  for (std::size_t d = 0; d < compared.indicators.size(); ++d) {
    const auto& placed = compared.result.placed[d];
    const IndicatorValue& all = compared.together.empty() ? compared.values[d].front() : compared.together[d];
    sheet.rows.push_back({all.definition().text(), compared.indicators[d]->names.in(words.language()),
                          published_cell(all.figure()), number_cell(all.figure().low), number_cell(all.figure().high),
                          static_cast<std::int64_t>(std::count_if(placed.begin(), placed.end(),
                                                                  [](const auto& one) { return one.rank > 0; })),
                          number_cell(compared.result.tau[0][d])});
  }
  sheet.note = words("note.indicator.definitions");
  return sheet;
}

Sheet ranks_sheet(const Compared& compared, const PeriodForms& forms, const Wording& words) {
  Sheet sheet{.id = "ranks", .title = words("title.ranks_by_definition")};
  sheet.columns = {words.column("territory_code"),
                   words.column("territory"),
                   words.column("definition"),
                   words.column("value", CellKind::number, digits_of(compared.indicators)),
                   words.column("rank", CellKind::integer),
                   words.column("rank_low", CellKind::integer),
                   words.column("rank_high", CellKind::integer),
                   words.column("rank_best", CellKind::integer),
                   words.column("rank_worst", CellKind::integer),
                   words.column("reliability", CellKind::word)};
  const auto rank = [](int value) { return value > 0 ? SheetCell(std::int64_t{value}) : SheetCell(); };
  // By rank under the first definition; those without one at the end.
  std::vector<std::size_t> order(compared.values.front().size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto place = [&](std::size_t r) {
      const int value = compared.result.placed.front()[r].rank;
      return value > 0 ? value : std::numeric_limits<int>::max();
    };
    return place(a) < place(b);
  });
  for (std::size_t r : order) {
    for (std::size_t d = 0; d < compared.values.size(); ++d) {
      const IndicatorValue& value = compared.values[d][r];
      const statistics::Placed& placed = compared.result.placed[d][r];
      sheet.rows.push_back({value.figure().territory, name_of_territory(value.figure().territory, forms, words),
                            value.definition().text(), published_cell(value.figure()), rank(placed.rank),
                            rank(placed.rank_low), rank(placed.rank_high), rank(compared.result.best[r]),
                            rank(compared.result.worst[r]), std::string(statistics::name_of(value.figure().standing))});
    }
  }
  sheet.note = words("note.indicator.ranks");
  return sheet;
}

Sheet turns_sheet(const Compared& compared, const PeriodForms& forms, const Wording& words) {
  Sheet sheet{.id = "turns", .title = words("title.turns")};
  sheet.columns = {words.column("territory_code"),
                   words.column("territory"),
                   words.column("other_code"),
                   words.column("other"),
                   words.column("above_under"),
                   words.column("below_under"),
                   words.column("chance", CellKind::number, 3),
                   words.column("turn", CellKind::word)};
  for (const statistics::Turn& turn : compared.result.turns) {
    const auto code = [&](std::size_t region) { return compared.values.front()[region].figure().territory; };
    sheet.rows.push_back({code(turn.first), name_of_territory(code(turn.first), forms, words), code(turn.second),
                          name_of_territory(code(turn.second), forms, words),
                          compared.indicators[turn.above]->id.text(), compared.indicators[turn.below]->id.text(),
                          number_cell(turn.chance), std::string(turn.clear ? "clear" : "chance")});
  }
  return sheet;
}

Result<Answer> indicator_compare(const Call& call) {
  auto book = indicator_book(call);
  if (!book) return pass(book);
  auto about = book->about(call.text("question"));
  if (!about) return pass(about);
  auto forms = read_period_forms(call, call.texts("forms"), *call.period("period"));
  if (!forms) return pass(forms);
  Compared compared{std::move(*about), {}, {}, {}};
  for (const Indicator* indicator : compared.indicators) {
    auto values = values_of(*indicator, call.text("row"), *forms);
    if (!values) return pass(values);
    if (values->size() > 1) {
      compared.together.push_back(values->back());
      values->pop_back();
    }
    compared.values.push_back(std::move(*values));
  }
  compared.result = statistics::compare_definitions(compared.indicators, compared.values,
                                                    {.seed = call.setting().seed, .threads = call.setting().threads});

  const Wording words(call.setting());
  Answer answer{.sheets = {definitions_sheet(compared, words), ranks_sheet(compared, *forms, words),
                           turns_sheet(compared, *forms, words)}};
  const IndicatorFigure& figure = compared.values.front().front().figure();
  for (Sheet& sheet : answer.sheets) {
    sheet.header = forms_facts(*forms, words);
    sheet.header.push_back(words.fact("question", call.text("question")));
    sheet.header.push_back(words.fact("row", name_of_row(figure.row, *forms, words)));
    sheet.header.push_back(words.fact("row_key", figure.row));
  }
  say_remarks(call, forms->remarks, answer);
  const statistics::IndicatorComparison& result = compared.result;
  answer.said.push_back({"said.indicator.turned",
                         {{"turned", std::to_string(result.turned)},
                          {"pairs", std::to_string(result.pairs)},
                          {"clear", std::to_string(result.turned_clearly)},
                          {"chance", fmt::format("{:.1f}", result.clear_by_chance)}}});
  return answer;
}

}  // namespace

std::vector<Operation> indicator_rows() {
  return {
      {"indicator",
       "list",
       Permission::look,
       {{.name = "what", .positional = true, .repeated = true, .placeholder = "ID"}, option("indicators", Kind::file)},
       {"indicator list", "indicator list clearance compensation --format csv"},
       indicator_list},
      {"indicator",
       "show",
       Permission::look,
       {word("indicator", "ID"), option("indicators", Kind::file)},
       {"indicator show kz:clearance-court-registered:v1", "indicator show kz:electronic-share --format json"},
       indicator_show},
      {"indicator",
       "compute",
       Permission::look,
       with_forms({word("indicator", "ID"), many("row", "KEY")}),
       {"indicator compute clearance form-1m/*.xlsx --period 2022",
        "indicator compute kz:clearance-court-registered:v1 cells.csv --period 2022 --row 188 --row 190.internet"},
       indicator_compute},
      {"indicator",
       "compare",
       Permission::look,
       with_forms({word("question", "QUESTION"), option("row", Kind::text, "KEY")}),
       {"indicator compare clearance form-1m/*.xlsx --period 2022",
        "indicator compare clearance cells.csv --period 2022 --row 190 -o clearance.xlsx"},
       indicator_compare},
  };
}

}  // namespace tartip::app
