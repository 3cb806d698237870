// Disclosure control of plain tables: suppression with its proof, the attack on a published table, and the decision
// about a second count. Perturbation stands in perturb_operations.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/plain_table.hpp"
#include "app/wording.hpp"
#include "disclosure/audit.hpp"
#include "disclosure/differencing.hpp"
#include "disclosure/suppression.hpp"

namespace tartip::app {
namespace {

using disclosure::CrossTable;

SheetCell value_cell(const std::optional<Decimal>& value, bool whole) {
  if (!value) return {};
  if (whole) return value->thousandths() / 1000;
  return value->as_double();
}

bool all_whole(const CrossTable& cross) {
  return std::all_of(cross.cells.begin(), cross.cells.end(),
                     [](const auto& cell) { return !cell.value || cell.value->is_whole(); });
}

// Totals first, as readers expect: by the codes of each dimension in turn, the total before its parts.
std::vector<std::size_t> in_order(const CrossTable& cross) {
  std::vector<std::size_t> order(cross.cells.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return cross.cells[a].nodes < cross.cells[b].nodes; });
  return order;
}

disclosure::PrimaryRules rules_of(const Call& call) {
  disclosure::PrimaryRules rules;
  rules.counts = !call.has("contributor") && !call.has("count");
  rules.least = call.integer("least");
  rules.dominance_n = call.has("dominance-n") ? static_cast<int>(call.integer("dominance-n")) : 0;
  rules.dominance_k = call.number("dominance-k");
  rules.p = call.has("p") ? call.number("p") : 0;
  const std::string& zeros = call.text("zeros");
  rules.zeros = zeros == "sensitive"  ? disclosure::Zeros::sensitive
                : zeros == "may-hide" ? disclosure::Zeros::may_hide
                                      : disclosure::Zeros::published;
  rules.width = call.number("width");
  rules.width_percent = call.number("width-percent");
  return rules;
}

Result<std::vector<disclosure::TableFile>> tables_of(const Call& call) {
  std::vector<disclosure::TableFile> tables;
  for (const std::string& file : call.texts("tables")) {
    Result<disclosure::TableFile> table = table_of(call, file);
    if (!table) return pass(table);
    tables.push_back(std::move(*table));
  }
  return tables;
}

Result<CrossTable> parts_of(const Call& call) {
  Result<std::vector<disclosure::Dimension>> dimensions = dimensions_of(call);
  if (!dimensions) return pass(dimensions);
  Result<std::vector<disclosure::TableFile>> tables = tables_of(call);
  if (!tables) return pass(tables);
  return disclosure::cross_of_parts(*dimensions, *tables);
}

// Cells that an earlier release has shown cannot be hidden any more.
Status keep_shown(const Call& call, CrossTable& cross, disclosure::SumTable& table) {
  if (!call.has("published")) return {};
  Result<axes::DelimitedTable> shown = axes::read_delimited(call.text("published"));
  if (!shown) return pass(shown);
  Result<std::vector<int>> columns = columns_of(call, *shown);
  if (!columns) return pass(columns);
  std::map<std::vector<std::uint32_t>, std::size_t> number;
  for (std::size_t c = 0; c < cross.cells.size(); ++c) number[cross.cells[c].nodes] = c;
  const auto value = call.has("value") ? shown->column(call.text("value")) : std::nullopt;
  for (std::size_t r = 0; r < shown->rows.size(); ++r) {
    if (value && shown->rows[r][*value].empty()) continue;  // it was hidden then as well
    std::vector<std::uint32_t> nodes;
    const std::vector<std::string> codes = codes_of(*columns, shown->rows[r]);
    for (std::size_t d = 0; d < codes.size(); ++d)
      if (const auto node = cross.axes[d].find(codes[d])) nodes.push_back(*node);
    const auto at = number.find(nodes);
    if (at == number.end() || nodes.size() != codes.size()) continue;
    disclosure::Cell& cell = table.cells[at->second];
    if (cell.primary)
      return fail(Code::conflict, "error.disclosure.shown_before", {{"cell", cross.name_of(at->second)}},
                  {shown->file, shown->lines[r], {}});
    cell.may_hide = false;
  }
  return {};
}

Sheet protected_sheet(const Call& call, const CrossTable& cross, const disclosure::Pattern& pattern,
                      const Wording& words) {
  Sheet sheet{.id = "protected", .title = words("title.protected")};
  sheet.columns = code_columns(call);
  const bool whole = all_whole(cross);
  sheet.columns.push_back(words.column("value", whole ? CellKind::integer : CellKind::number, 3));
  sheet.columns.push_back(words.column("observation_status", CellKind::word));
  for (const std::size_t c : in_order(cross)) {
    std::vector<SheetCell> row = codes_of(cross, c);
    const bool hidden = pattern.hidden[c] != 0;
    row.push_back(hidden ? SheetCell() : value_cell(cross.cells[c].value, whole));
    row.emplace_back(std::string(hidden ? "suppressed" : "normal"));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

// For the house only: why each cell is hidden, and what can still be found out about it.
Sheet explained_sheet(const Call& call, const CrossTable& cross, const disclosure::RuledTable& ruled,
                      const disclosure::Audit& audit, const Wording& words) {
  Sheet sheet{.id = "hidden", .title = words("title.hidden_cells")};
  sheet.columns = code_columns(call);
  const bool whole = all_whole(cross);
  const CellKind kind = whole ? CellKind::integer : CellKind::number;
  sheet.columns.push_back(words.column("value", kind, 3));
  sheet.columns.push_back(words.column("hiding_rule", CellKind::word));
  for (const char* id : {"needed_low", "needed_high", "found_low", "found_high"})
    sheet.columns.push_back(words.column(id, CellKind::number, 1));
  sheet.columns.push_back(words.column("protection", CellKind::word));
  for (const disclosure::HiddenCell& hidden : audit.hidden) {
    const disclosure::Cell& cell = ruled.table.cells[hidden.cell];
    const auto& primary = ruled.primary[hidden.cell];
    std::vector<SheetCell> row = codes_of(cross, hidden.cell);
    row.push_back(value_cell(cross.cells[hidden.cell].value, whole));
    row.emplace_back(std::string(primary ? disclosure::name_of(primary->rule) : "secondary"));
    row.push_back(primary ? SheetCell(cell.needed_low()) : SheetCell());
    row.push_back(primary ? SheetCell(cell.needed_high()) : SheetCell());
    row.push_back(number_cell(hidden.low));
    row.push_back(number_cell(hidden.high));
    row.emplace_back(std::string(hidden.exact                 ? "exact"
                                 : hidden.insider.has_value() ? "insider"
                                 : hidden.exposed             ? "narrow"
                                                              : "met"));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Result<Answer> table_protect(const Call& call) {
  Result<CrossTable> cross = parts_of(call);
  if (!cross) return pass(cross);
  const disclosure::PrimaryRules rules = rules_of(call);
  if (rules.counts && !all_whole(*cross)) return fail(Code::bad_input, "error.disclosure.not_counts");
  const auto cost = call.text("cost") == "count" ? disclosure::Cost::count : disclosure::Cost::value;
  Result<disclosure::RuledTable> ruled = disclosure::apply_rules(*cross, rules, cost);
  if (!ruled) return pass(ruled);
  if (Status ok = keep_shown(call, *cross, ruled->table); !ok) return pass(ok);
  const bool insiders = call.flag("insiders");
  Result<disclosure::Pattern> pattern =
      disclosure::suppress(ruled->table, {.against_insiders = insiders, .seed = call.setting().seed});
  if (!pattern) return pass(pattern);
  Result<disclosure::Audit> audit = disclosure::audit(
      ruled->table, pattern->hidden,
      {.whole_numbers = all_whole(*cross), .against_insiders = insiders, .threads = call.setting().threads});
  if (!audit) return pass(audit);

  const Wording words(call.setting());
  Answer answer{.finding = audit->exposed > 0};
  answer.sheets.push_back(call.flag("explain") ? explained_sheet(call, *cross, *ruled, *audit, words)
                                               : protected_sheet(call, *cross, *pattern, words));
  answer.said.push_back({"said.disclosure.protected",
                         {{"cells", std::to_string(cross->cells.size())},
                          {"primary", std::to_string(pattern->primary)},
                          {"secondary", std::to_string(pattern->secondary)}}});
  for (const disclosure::HiddenCell& cell : audit->hidden)
    if (cell.exposed)
      answer.said.push_back({cell.insider ? "said.disclosure.insider" : "said.disclosure.exposed",
                             {{"cell", cross->name_of(cell.cell)},
                              {"low", fmt::format("{:g}", cell.insider ? cell.insider->low : cell.low)},
                              {"high", fmt::format("{:g}", cell.insider ? cell.insider->high : cell.high)},
                              {"other", cell.insider ? cross->name_of(cell.insider->cell) : std::string()}}});
  if (audit->exposed == 0) answer.said.push_back({"said.disclosure.met", {}});
  if (audit->outer > 0) answer.said.push_back({"said.disclosure.outer", {{"count", std::to_string(audit->outer)}}});
  if (call.flag("explain")) answer.said.push_back({"said.disclosure.internal", {}});
  return answer;
}

Result<Answer> disclosure_audit(const Call& call) {
  Result<std::vector<disclosure::Dimension>> dimensions = dimensions_of(call);
  if (!dimensions) return pass(dimensions);
  Result<std::vector<disclosure::TableFile>> tables = tables_of(call);
  if (!tables) return pass(tables);
  Result<CrossTable> cross = disclosure::cross_of_published(*dimensions, *tables);
  if (!cross) return pass(cross);
  disclosure::SumTable table{.cells = {}, .sums = cross->sums};
  std::vector<std::uint8_t> hidden;
  for (const CrossTable::Entry& entry : cross->cells) {
    table.cells.push_back({.value = entry.value ? entry.value->as_double() : 0});
    hidden.push_back(!entry.value);
  }
  const bool whole = all_whole(*cross);
  Result<std::vector<disclosure::HiddenCell>> found =
      disclosure::attack(table, hidden, {.whole_numbers = whole, .threads = call.setting().threads});
  if (!found) return pass(found);

  const Wording words(call.setting());
  const double width = call.number("width");
  Sheet sheet{.id = "recovered", .title = words("title.recovered")};
  sheet.columns = code_columns(call);
  sheet.columns.push_back(words.column("found_low", CellKind::number, 1));
  sheet.columns.push_back(words.column("found_high", CellKind::number, 1));
  sheet.columns.push_back(words.column("protection", CellKind::word));
  std::size_t exact = 0, narrow = 0, outer = 0;
  for (const disclosure::HiddenCell& cell : *found) {
    const bool is_narrow = !cell.exact && cell.high - cell.low < width;
    exact += cell.exact;
    narrow += is_narrow;
    outer += !cell.reached;
    std::vector<SheetCell> row = codes_of(*cross, cell.cell);
    row.push_back(number_cell(cell.low));
    row.push_back(number_cell(cell.high));
    row.emplace_back(std::string(cell.exact ? "exact" : is_narrow ? "narrow" : "met"));
    sheet.rows.push_back(std::move(row));
  }
  Answer answer{.sheets = {std::move(sheet)}, .finding = exact + narrow > 0};
  answer.said.push_back({"said.disclosure.audited",
                         {{"hidden", std::to_string(found->size())},
                          {"exact", std::to_string(exact)},
                          {"narrow", std::to_string(narrow)}}});
  if (outer > 0) answer.said.push_back({"said.disclosure.outer", {{"count", std::to_string(outer)}}});
  return answer;
}

// The records that "district=D4" or "offence!=assault", all conditions together, choose.
Result<std::vector<std::uint8_t>> group_of(const axes::DelimitedTable& table,
                                           const std::vector<std::string>& conditions) {
  std::vector<std::uint8_t> marks(table.rows.size(), 1);
  for (const std::string& condition : conditions) {
    const std::size_t equals = condition.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(Code::bad_input, "error.disclosure.condition", {{"condition", condition}});
    const bool is_not = condition[equals - 1] == '!';
    Result<std::size_t> column = table.needed_column(condition.substr(0, equals - (is_not ? 1 : 0)));
    if (!column) return pass(column);
    const std::string value = condition.substr(equals + 1);
    for (std::size_t r = 0; r < marks.size(); ++r)
      if ((table.rows[r][*column] == value) == is_not) marks[r] = 0;
  }
  return marks;
}

Result<Answer> disclosure_difference(const Call& call) {
  Result<axes::DelimitedTable> table = axes::read_delimited(call.text("records"));
  if (!table) return pass(table);
  Result<std::vector<std::uint8_t>> first = group_of(*table, call.texts("published"));
  if (!first) return pass(first);
  Result<std::vector<std::uint8_t>> second = group_of(*table, call.texts("asked"));
  if (!second) return pass(second);
  const disclosure::Difference found = disclosure::difference_of(*first, *second, call.integer("least"));
  const Wording words(call.setting());
  Sheet sheet{.id = "difference", .title = words("title.difference")};
  sheet.columns = {words.column("published_count", CellKind::integer), words.column("asked_count", CellKind::integer),
                   words.column("difference", CellKind::integer), words.column("refusal", CellKind::word)};
  sheet.rows.push_back({found.first, found.second, found.nested ? SheetCell(found.difference) : SheetCell(),
                        std::string(disclosure::name_of(found.refusal))});
  return Answer{.sheets = {std::move(sheet)}, .finding = found.refusal != disclosure::Refusal::none};
}

}  // namespace

std::vector<Operation> disclosure_rows() {
  return {
      {"table",
       "protect",
       Permission::publish,
       with_plain_table(
           {files("tables"), option("count", Kind::text, "COLUMN"), option("contributor", Kind::text, "COLUMN"),
            many("largest", "COLUMN"), option("least", Kind::integer, "", "5"), option("dominance-n", Kind::integer),
            number("dominance-k", 1, 100, "85"), number("p", 0.1, 100),
            choice("zeros", {"published", "may-hide", "sensitive"}, "published"), number("width", 0, 1e9, "2"),
            number("width-percent", 0, 100, "30"), choice("cost", {"value", "count"}, "value"),
            option("published", Kind::file), flag("insiders"), flag("explain")}),
       {"table protect offences.csv --dimension district --dimension offence --value n --hierarchy "
        "district=districts.csv -o public.csv",
        "table protect turnover.csv --dimension region --dimension branch --value tenge --contributor firm --least 3 "
        "--p 10 --explain"},
       table_protect,
       false,
       Web::local},
      {"disclosure",
       "audit",
       Permission::look,
       with_plain_table({files("tables"), number("width", 0, 1e9, "0")}),
       {"disclosure audit public.csv --dimension district --dimension offence --value value --hierarchy "
        "district=districts.csv",
        "disclosure audit public.csv by_sex.csv --dimension district --dimension offence --dimension sex --value value "
        "--fail-on-alert"},
       disclosure_audit,
       false,
       Web::local},
      {"disclosure",
       "difference",
       Permission::look,
       {file("records"), many("published", "COLUMN=VALUE"), many("asked", "COLUMN=VALUE"),
        option("least", Kind::integer, "", "5")},
       {"disclosure difference records.csv --published district=D6 --asked district=D6 --asked offence!=assault",
        "disclosure difference records.csv --published district=D4 --asked district=D4 --asked sex=f --least 10"},
       disclosure_difference},
  };
}

}  // namespace tartip::app
