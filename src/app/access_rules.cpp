// What every operation shows or changes. A row here belongs to every row of the operation table (a test compares them);
// an operation without one is refused to everybody but the holder of the folder.
#include <algorithm>
#include <cstdlib>
#include <map>

#include "app/admit.hpp"

namespace tartip::app {
namespace {

const std::map<std::string, Rule>& rules() {
  static const std::map<std::string, Rule> k_rules = {
      {"audit list", {Matter::people}},
      {"audit verify", {Matter::people}},
      {"briefing build", {Matter::figures}},
      {"briefing show", {Matter::figures}},
      {"centre create", {Matter::change}},
      {"centre search", {Matter::definitions}},
      {"centre show", {Matter::figures}},
      {"classification list", {Matter::definitions}},
      {"classification load", {Matter::change}},
      {"classification show", {Matter::definitions}},
      {"cube axes", {Matter::catalogue}},
      {"cube query", {Matter::figures}},
      {"disclosure audit", {Matter::method}},
      {"disclosure difference", {Matter::method}},
      {"disclosure noise", {Matter::method}},
      {"forecast backtest", {Matter::method}},
      {"forecast list", {Matter::published}},
      {"forecast nowcast", {Matter::figures, {"triangle"}}},
      {"forecast publish", {Matter::change}},
      {"forecast reconcile", {Matter::method}},
      {"forecast run", {Matter::method}},
      {"forecast score", {.matter = Matter::published, .of_publication = true}},
      {"forecast shocks", {Matter::method}},
      {"forecast show", {.matter = Matter::figures, .of_publication = true}},
      {"form check", {Matter::method}},
      {"form import", {Matter::change}},
      {"form list", {Matter::definitions}},
      {"form show", {Matter::definitions}},
      {"indicator compare", {Matter::figures, {"forms"}}},
      {"indicator compute", {Matter::figures, {"forms"}}},
      {"indicator list", {Matter::definitions}},
      {"indicator show", {Matter::definitions}},
      {"ledger checkpoint", {Matter::published}},
      {"ledger confirm", {Matter::published}},
      {"ledger list", {Matter::published}},
      {"ledger prove", {Matter::published}},
      {"ledger show", {Matter::published}},
      {"ledger verify", {Matter::published}},
      {"map areas", {Matter::figures}},
      {"map shapes", {Matter::figures}},
      {"register add", {Matter::change}},
      {"register correct", {Matter::records}},
      {"register describe", {Matter::method}},
      {"register export", {Matter::records}},
      {"register import", {Matter::change}},
      {"register imports", {Matter::figures}},
      {"register list", {Matter::catalogue}},
      {"register quality", {Matter::figures}},
      {"register quarantine", {Matter::records}},
      {"register remove", {Matter::change}},
      {"register restore", {Matter::change}},
      {"register show", {Matter::figures}},
      {"register withdraw", {Matter::change}},
      {"release audit", {Matter::change}},
      {"release diff", {Matter::published}},
      {"release download", {Matter::published}},
      {"release export", {Matter::change}},
      {"release figure", {Matter::published}},
      {"release list", {Matter::published}},
      {"release make", {Matter::change}},
      {"release show", {Matter::published}},
      {"release table", {Matter::published}},
      // Each register is admitted by itself, with its own units (sql_operations.cpp).
      {"sql query", {Matter::catalogue}},
      {"sql tables", {Matter::catalogue}},
      {"table build", {Matter::figures}},
      {"table define", {Matter::definitions}},
      {"table explain", {Matter::figures, {"current", "table"}}},
      {"table perturb", {Matter::method}},
      {"table protect", {Matter::method}},
      {"territory describe", {Matter::method}},
      {"territory list", {Matter::definitions}},
      {"territory load", {Matter::change}},
      {"territory show", {Matter::definitions}},
      {"token list", {Matter::account}},
      {"token make", {Matter::account}},
      {"token revoke", {Matter::account}},
      {"user add", {Matter::people}},
      {"user change", {Matter::people}},
      {"user disable", {Matter::people}},
      {"user list", {Matter::people}},
      {"user password", {Matter::account}},
  };
  return k_rules;
}

const Parameter* parameter_named(const Operation& operation, const std::string& name) {
  const auto found = std::find_if(operation.parameters.begin(), operation.parameters.end(),
                                  [&](const Parameter& parameter) { return parameter.name == name; });
  return found == operation.parameters.end() ? nullptr : &*found;
}

bool reads_file(const Operation& operation, const Call& call) {
  return std::any_of(operation.parameters.begin(), operation.parameters.end(), [&](const Parameter& parameter) {
    return parameter.kind == Kind::file && !parameter.written && call.has(parameter.name);
  });
}

// What single parameters make of an operation's matter.
void refine(const std::string& name, const Call& call, Asked& asked) {
  if (name == "register quarantine") {
    if (call.flag("dismiss") || call.has("import")) asked.matter = Matter::change;
    // Counts of reasons, not rows.
    else if (call.flag("reasons") && !call.has("export"))
      asked.matter = Matter::figures;
  }
  // A scheme of a register's own values tells what stands in the register.
  if (name == "classification show" && call.text("classification").starts_with("own:")) {
    asked.matter = Matter::figures;
    asked.registers = {call.text("classification").substr(4)};
  }
  // Scores are public; the figures that came true are the register's, and so are scores that are cut as one likes.
  const std::string& show = call.text("show");
  const bool public_scores = (show.empty() || show == "scores" || show == "calibration") && !call.has("known-on");
  if (name == "forecast score" && (!public_scores || call.has("in"))) asked.matter = Matter::figures;
}

}  // namespace

std::optional<Rule> rule_for(const Operation& operation) {
  const auto found = rules().find(operation.noun + " " + operation.verb);
  return found == rules().end() ? std::nullopt : std::optional(found->second);
}

std::optional<Asked> asked_of(const Operation& operation, const Call& call) {
  const auto rule = rule_for(operation);
  if (!rule) return std::nullopt;
  Asked asked{.matter = rule->matter, .permission = operation.permission, .registers = call.texts("register")};
  const Parameter* by_register = parameter_named(operation, "register");
  asked.narrows_by_register = by_register != nullptr && by_register->repeated;
  asked.narrows_by_territory = parameter_named(operation, "in") != nullptr;
  const bool own = std::any_of(rule->own_files.begin(), rule->own_files.end(),
                               [&](const std::string& name) { return call.has(name); });
  if (own && asked.registers.empty()) asked.matter = Matter::method;
  if ((asked.matter == Matter::published || asked.matter == Matter::definitions) && reads_file(operation, call))
    asked.matter = Matter::method;
  refine(operation.noun + " " + operation.verb, call, asked);
  asked.every_register = asked.registers.empty();
  asked.fine = call.has("where");
  for (const std::string& cell : call.texts("cell")) asked.fine |= std::strtod(cell.c_str(), nullptr) < k_fine_metres;
  return asked;
}

bool offered(const Operation& operation, const Visitor& visitor) {
  if (visitor.local) return true;
  const auto rule = rule_for(operation);
  if (!rule) return false;
  // As if the best register were named and the question could be narrowed where the operation can be.
  Asked asked{.matter = rule->matter, .permission = operation.permission};
  if (!visitor.scope.registers.empty() && (parameter_named(operation, "register") != nullptr || rule->of_publication))
    asked.registers = {visitor.scope.registers.front()};
  asked.every_register = asked.registers.empty();
  asked.narrows_by_territory = parameter_named(operation, "in") != nullptr;
  if (decide(visitor, asked).admitted()) return true;
  if (rule->own_files.empty()) return false;
  asked.matter = Matter::method;
  return decide(visitor, asked).admitted();
}

}  // namespace tartip::app
