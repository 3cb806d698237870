// Questions in SQL to what the centre has counted (store/cube_sql.hpp).
#include <algorithm>
#include <optional>

#include "app/admit.hpp"
#include "app/centre.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"

namespace tartip::app {
namespace {

// What of the centre the visitor may ask in SQL: the registers and units whose figures the visitor may see in detail.
Result<store::SqlReach> reach_of(const Call& call, Centre& centre) {
  store::SqlReach reach;
  if (call.setting().visitor.local) return reach;
  reach.everything = false;
  auto entries = centre.store.all_registers();
  if (!entries) return pass(entries);
  std::optional<Error> refused;
  for (const store::RegisterEntry& entry : *entries) {
    auto codes = admit_look(call.setting(), {.what = "sql query",
                                             .matter = Matter::figures,
                                             .register_id = entry.description.id,
                                             .territories = {},
                                             .fine = true});
    if (codes)
      reach.registers[entry.description.id] = std::move(*codes);
    else if (codes.error().code == Code::denied)
      refused = std::move(codes.error());
    else
      return pass(codes);
  }
  if (reach.registers.empty() && refused) return tl::unexpected(std::move(*refused));
  return reach;
}

SheetCell cell_of(const store::Value& value) {
  return std::visit([](const auto& one) { return SheetCell(one); }, value);
}

Result<Answer> sql_query(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto reach = reach_of(call, *centre);
  if (!reach) return pass(reach);
  store::SqlLimits limits;
  limits.rows = call.integer("rows");
  limits.seconds = call.number("seconds");
  auto found = centre->store.ask_sql(call.text("sql"), *reach, limits, call.setting().progress);
  if (!found) return pass(found);
  const Wording words(call.setting());
  Sheet sheet{.id = "sql", .title = words("title.sql")};
  std::size_t number = 0;
  for (const store::TableColumn& column : found->table.columns) {
    // Names may repeat in SQL, but not in a table file.
    const auto same = [&](const SheetColumn& other) { return other.id == column.name; };
    ++number;
    const std::string id = std::any_of(sheet.columns.begin(), sheet.columns.end(), same)
                               ? column.name + "_" + std::to_string(number)
                               : column.name;
    const CellKind kind = column.type == store::ColumnType::text      ? CellKind::text
                          : column.type == store::ColumnType::integer ? CellKind::integer
                                                                      : CellKind::number;
    sheet.columns.push_back({.id = id, .label = id, .kind = kind, .digits = 2});
  }
  for (const auto& row : found->table.rows) {
    auto& cells = sheet.rows.emplace_back();
    for (const store::Value& value : row) cells.push_back(cell_of(value));
  }
  Answer answer{.sheets = {std::move(sheet)}};
  if (found->more) answer.said.push_back({"said.sql.more", {{"rows", std::to_string(limits.rows)}}});
  return answer;
}

Result<Answer> sql_tables(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto reach = reach_of(call, *centre);
  if (!reach) return pass(reach);
  auto tables = centre->store.sql_tables(*reach);
  if (!tables) return pass(tables);
  const Wording words(call.setting());
  Sheet sheet{.id = "sql_tables", .title = words("title.sql_tables")};
  sheet.columns = {words.column("table"), words.column("column"), words.column("type")};
  for (const store::SqlTable& table : *tables)
    for (const store::SqlColumn& column : table.columns) sheet.rows.push_back({table.name, column.name, column.type});
  return Answer{.sheets = {std::move(sheet)}};
}

}  // namespace

std::vector<Operation> sql_rows() {
  return {
      {"sql",
       "query",
       Permission::look,
       {word("sql", "SQL"), whole("rows", 1, 1'000'000, "10000"), number("seconds", 0.1, 60, "10")},
       {"sql query \"SELECT month, sum(events) AS events FROM fires GROUP BY month ORDER BY month\"",
        "sql query \"SELECT class, sum(events) FROM fires GROUP BY ALL\" --format csv"},
       sql_query},
      {"sql", "tables", Permission::look, {}, {"sql tables", "sql tables --format csv"}, sql_tables},
  };
}

}  // namespace tartip::app
