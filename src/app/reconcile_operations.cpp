// `forecast reconcile`: forecasts of a hierarchy from plain files, made to add up.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "app/fields.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/wording.hpp"
#include "forecast/reconcile.hpp"

namespace tartip::app {
namespace {

struct Structure {
  forecast::Hierarchy hierarchy;
  std::vector<std::string> names;            // of the nodes
  std::map<std::string, std::size_t> index;  // name to node
  std::string only;                          // of the column "case", when the files have one
};

Result<Structure> read_structure(const std::string& file) {
  auto table = axes::read_delimited(file);
  if (!table) return pass(table);
  auto node = table->needed_column("node");
  if (!node) return pass(node);
  const auto kind = table->column("case");
  std::vector<std::size_t> bottom;
  for (std::size_t c = 0; c < table->columns.size(); ++c)
    if (c != *node && (!kind || c != *kind)) bottom.push_back(c);
  Structure out;
  out.hierarchy.bottom_count = bottom.size();
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const std::string& name = table->rows[row][*node];
    if (kind) out.only = table->rows[row][*kind];
    if (!out.index.emplace(name, out.names.size()).second)
      return fail(Code::bad_data, "error.forecast.node_twice", {{"node", name}}, table->where(row, "node"));
    out.names.push_back(name);
    auto& parts = out.hierarchy.nodes.emplace_back();
    for (std::size_t j = 0; j < bottom.size(); ++j) {
      auto weight = number_field(*table, row, bottom[j]);
      if (!weight) return pass(weight);
      if (*weight != 0) parts.push_back({static_cast<std::uint32_t>(j), *weight});
    }
  }
  if (out.names.empty()) return fail(Code::bad_data, "error.table.empty", {{"file", file}}, {file, 0, ""});
  return out;
}

struct Values {
  std::vector<std::int64_t> index;  // h or t, ascending
  forecast::Rows rows;              // NaN where the file says nothing
};

// Rows `index,node,value`; rows of other cases are passed over. Errors: a node the structure does not have, one twice.
Result<Values> read_values(const std::string& file, const Structure& structure, const std::string& index_name,
                           const std::string& value_name) {
  auto table = axes::read_delimited(file);
  if (!table) return pass(table);
  auto index = table->needed_column(index_name);
  if (!index) return pass(index);
  auto node = table->needed_column("node");
  if (!node) return pass(node);
  auto value = table->needed_column(value_name);
  if (!value) return pass(value);
  const auto kind = table->column("case");
  std::map<std::int64_t, std::vector<double>> rows;
  std::set<std::pair<std::int64_t, std::size_t>> seen;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    if (kind && !structure.only.empty() && table->rows[row][*kind] != structure.only) continue;
    auto at = whole_field(*table, row, *index);
    if (!at) return pass(at);
    const std::string& name = table->rows[row][*node];
    const auto found = structure.index.find(name);
    if (found == structure.index.end())
      return fail(Code::bad_data, "error.forecast.node_unknown", {{"node", name}}, table->where(row, "node"));
    if (!seen.emplace(*at, found->second).second)
      return fail(Code::bad_data, "error.forecast.node_twice", {{"node", name}}, table->where(row, "node"));
    auto number = maybe_number_field(*table, row, *value);
    if (!number) return pass(number);
    auto& one = rows[*at];
    one.resize(structure.names.size(), std::nan(""));
    one[found->second] = *number;
  }
  Values out;
  for (auto& [at, row] : rows) {
    out.index.push_back(at);
    out.rows.push_back(std::move(row));
  }
  return out;
}

Status check_base(const Values& base, const Structure& structure, const std::string& file) {
  if (base.rows.empty()) return fail(Code::bad_data, "error.table.empty", {{"file", file}}, {file, 0, ""});
  for (std::size_t h = 0; h < base.rows.size(); ++h)
    for (std::size_t i = 0; i < structure.names.size(); ++i)
      if (std::isnan(base.rows[h][i]))
        return fail(Code::bad_data, "error.forecast.base_missing",
                    {{"node", structure.names[i]}, {"step", std::to_string(base.index[h])}}, {file, 0, "base"});
  return {};
}

Result<Answer> forecast_reconcile(const Call& call) {
  auto structure = read_structure(call.text("structure"));
  if (!structure) return pass(structure);
  auto base = read_values(call.text("base"), *structure, "h", "base");
  if (!base) return pass(base);
  if (Status whole = check_base(*base, *structure, call.text("base")); !whole) return pass(whole);
  Values residuals;
  if (call.has("residuals")) {
    auto read = read_values(call.text("residuals"), *structure, "t", "residual");
    if (!read) return pass(read);
    residuals = std::move(*read);
  }
  forecast::ReconcileOptions options;
  options.method = forecast::reconciliation_named(call.text("method")).value_or(options.method);
  options.non_negative = call.flag("non-negative");
  if (call.has("digits")) options.digits = static_cast<int>(call.integer("digits"));
  auto result = forecast::reconcile(structure->hierarchy, base->rows, residuals.rows, options);
  if (!result) return pass(result);

  const Wording words(call.setting());
  Sheet sheet{.id = "reconciled", .title = words("title.reconciled")};
  sheet.header = {words.fact("method", std::string(forecast::name_of(options.method)))};
  if (options.method == forecast::Reconciliation::mint_shrink)
    sheet.header.push_back(words.fact("shrinkage", fmt::format("{:.6f}", result->shrinkage)));
  sheet.columns = {words.column("h", CellKind::integer), words.column("node"),
                   words.column("base", CellKind::number, 3), words.column("reconciled", CellKind::number, 3)};
  for (std::size_t h = 0; h < base->rows.size(); ++h)
    for (std::size_t i = 0; i < structure->names.size(); ++i)
      sheet.rows.push_back({base->index[h], structure->names[i], base->rows[h][i], result->forecasts[h][i]});
  return Answer{.sheets = {std::move(sheet)}};
}

}  // namespace

std::vector<Operation> forecast_reconcile_rows() {
  const auto needed = [](std::string name, std::string placeholder) {
    Parameter parameter = option(std::move(name), Kind::file, std::move(placeholder));
    parameter.required = true;
    return parameter;
  };
  Parameter digits = number("digits", 0, 9);
  digits.kind = Kind::integer;
  return {
      {"forecast",
       "reconcile",
       Permission::look,
       {needed("structure", "FILE"), needed("base", "FILE"), option("residuals", Kind::file, "FILE"),
        choice("method", {"bottom_up", "ols", "wls_struct", "wls_var", "mint_shrink"}, "mint_shrink"),
        flag("non-negative"), digits},
       {"forecast reconcile --structure S.csv --base base.csv --residuals residuals.csv -o reconciled.csv",
        "forecast reconcile --structure S.csv --base base.csv --method ols --non-negative --digits 0"},
       forecast_reconcile},
  };
}

}  // namespace tartip::app
