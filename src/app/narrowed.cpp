#include "app/narrowed.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

namespace tartip::app {
namespace {

std::optional<std::size_t> column_of(const Sheet& sheet, std::string_view id) {
  for (std::size_t at = 0; at < sheet.columns.size(); ++at)
    if (sheet.columns[at].id == id) return at;
  return std::nullopt;
}

// Of a register's figures: all of them, those of some units, none.
enum class Reach { none, part, whole };
Reach reach_of(const Visitor& visitor, const std::string& register_id) {
  const Decision decision =
      decide(visitor, {.matter = Matter::figures, .registers = {register_id}, .narrows_by_territory = true});
  return !decision.admitted() ? Reach::none : decision.narrow_territories ? Reach::part : Reach::whole;
}

void narrow_lists(const std::string& name, const Visitor& visitor, Sheet& sheet) {
  const bool lists_schemes = name == "classification list";
  const auto id = column_of(sheet, name == "cube axes" ? "register" : "id");
  if (!id) return;
  // The register that a row tells of; nothing: it tells of none.
  const auto register_of = [&](const std::vector<SheetCell>& row) -> std::optional<std::string> {
    const auto* text = std::get_if<std::string>(&row[*id]);
    if (text == nullptr || (lists_schemes && !text->starts_with("own:"))) return std::nullopt;
    return lists_schemes ? text->substr(4) : *text;
  };
  std::erase_if(sheet.rows, [&](const std::vector<SheetCell>& row) {
    const auto own = register_of(row);
    // Which registers there are is the catalogue's matter; which classes occur in one is its figures'.
    return own && (lists_schemes ? reach_of(visitor, *own) == Reach::none : !reaches_register(visitor.scope, *own));
  });
  const auto part = column_of(sheet, "part");
  for (const char* count : {"events", "quarantined", "members"}) {
    const auto at = column_of(sheet, count);
    if (!at) continue;
    for (auto& row : sheet.rows) {
      const auto own = register_of(row);
      if (own && (!part || row[*part] == SheetCell(std::string("register"))) && reach_of(visitor, *own) != Reach::whole)
        row[*at] = {};
    }
  }
}

double two_digits(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double step = std::pow(10, std::floor(std::log10(std::abs(value))) - 1);
  return std::round(value / step) * step;
}

// Whether anything was left out.
bool coarsen_scores(Sheet& sheet) {
  const auto count = column_of(sheet, "forecasts");
  if (!count) return false;
  const auto few = std::erase_if(sheet.rows, [&](const std::vector<SheetCell>& row) {
    const auto* forecasts = std::get_if<std::int64_t>(&row[*count]);
    return forecasts == nullptr || *forecasts < k_least_scored;
  });
  for (auto& row : sheet.rows)
    for (std::size_t at = 0; at < row.size(); ++at)
      if (auto* value = std::get_if<double>(&row[at]); value != nullptr && sheet.columns[at].id != "probability")
        *value = two_digits(*value);
  return few > 0;
}

}  // namespace

void narrow_answer(const Operation& operation, const Asked& asked, const Visitor& visitor, Answer& answer) {
  const std::string name = operation.noun + " " + operation.verb;
  if (name == "classification list" || name == "register list" || name == "cube axes")
    for (Sheet& sheet : answer.sheets) narrow_lists(name, visitor, sheet);
  if (name != "forecast score" || asked.matter != Matter::published) return;
  const Decision whole = decide(
      visitor, {.matter = Matter::figures, .registers = asked.registers, .every_register = asked.registers.empty()});
  if (whole.admitted()) return;
  bool left_out = false;
  for (Sheet& sheet : answer.sheets) left_out |= coarsen_scores(sheet);
  const bool nothing =
      std::all_of(answer.sheets.begin(), answer.sheets.end(), [](const Sheet& sheet) { return sheet.rows.empty(); });
  if (nothing)  // who was better tells as much
    std::erase_if(answer.said, [](const Message& message) { return message.key == "said.score.no_better"; });
  if (left_out) answer.said.push_back({"said.score.coarse", {{"least", std::to_string(k_least_scored)}}});
}

}  // namespace tartip::app
