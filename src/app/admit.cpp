#include "app/admit.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "app/audit.hpp"
#include "app/centre.hpp"
#include "app/ledger_place.hpp"
#include "app/narrowed.hpp"
#include "app/published_sets.hpp"
#include "store/records.hpp"
#include "text/folding.hpp"

namespace tartip::app {
namespace {

tl::unexpected<Error> refused(const Decision& decision) {
  return fail(Code::denied, decision.refusal, decision.arguments);
}

std::string ground_of(const Call& call) {
  return call.text("ground").empty() ? call.setting().visitor.legal_ground : call.text("ground");
}

// Blanks and signs alone name no law, case or order.
bool names_nothing(const std::string& ground) {
  return text::fold(ground).empty();
}

// Whoever is not at the machine learns nothing of its folders; a file that was sent goes by its own name.
void hide_folders(const Setting& setting, Error& error) {
  const std::string folder = setting.centre.string() + "/";
  const auto hide = [&](std::string& text) {
    if (text.starts_with(folder)) text = std::filesystem::path(text).filename().string();
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
      text.erase(at, folder.size());
  };
  for (Argument& argument : error.arguments) hide(argument.value);
  hide(error.where.file);
}

// Whether somebody has been let in, so that even who holds the folder leaves a trace.
bool in_force(const Setting& setting) {
  return store::Records::exists(setting.centre);
}

Decision decided(const Setting& setting, const Asked& asked) {
  if (!setting.visitor.local) return decide(setting.visitor, asked);
  Decision decision;
  if (!in_force(setting)) return decision;
  decision.needs_ground = asked.matter == Matter::records;
  decision.audited = leaves_trace(asked.matter);
  return decision;
}

Result<std::vector<std::string>> territories_for(const Setting& setting, const std::vector<std::string>& registers,
                                                 const std::vector<std::string>& asked) {
  Result<Centre> centre = open_centre(setting, Access::read);
  if (!centre) return pass(centre);
  std::vector<std::string> codes;
  for (const std::string& id : registers) {
    auto entry = centre->store.load_register(id);
    if (!entry) return pass(entry);
    const std::string& axis = entry->description.place.territory;
    if (axis.empty()) return fail(Code::denied, "error.access.no_territory", {{"territory", id}});
    auto territory = centre->store.load_territory(axis);
    if (!territory) return pass(territory);
    auto within = codes_within(**territory, setting.visitor.scope, asked);
    if (!within) return pass(within);
    // One list serves all registers of a question, so it must mean the same in each.
    if (!codes.empty() && codes != *within) return fail(Code::denied, "error.access.not_by_territory");
    codes = std::move(*within);
  }
  return codes;
}

// Those that a question to all registers tells of: they hold events, add up to something, and the scope has units
// there.
Result<std::vector<std::string>> registers_within(const Setting& setting) {
  Result<Centre> centre = open_centre(setting, Access::read);
  if (!centre) return pass(centre);
  auto entries = centre->store.all_registers();
  if (!entries) return pass(entries);
  const Scope& scope = setting.visitor.scope;
  std::vector<std::string> ids;
  for (const store::RegisterEntry& entry : *entries) {
    const registers::Description& description = entry.description;
    if (entry.events == 0 || description.adds_up != registers::AddsUp::all || description.place.territory.empty() ||
        !reaches_register(scope, description.id))
      continue;
    auto territory = centre->store.load_territory(description.place.territory);
    if (!territory) return pass(territory);
    if (codes_within(**territory, scope, {})) ids.push_back(description.id);
  }
  if (ids.empty()) return fail(Code::denied, "error.access.no_territory", {{"territory", centre->profile.name}});
  return ids;
}

using Values = std::map<std::string, std::vector<std::string>>;

Values values_of(const Operation& operation, const Call& call) {
  Values values;
  for (const Parameter& parameter : operation.parameters)
    if (call.has(parameter.name)) values[parameter.name] = call.texts(parameter.name);
  return values;
}

// A question to a publication asks the register that it forecasts. One of a file tells what stands in the ledger.
Status name_registers(const Operation& operation, const Call& call, Asked& asked) {
  const auto rule = rule_for(operation);
  if (!rule || !rule->of_publication || !asked.registers.empty() || !call.has("publication")) return {};
  if (call.setting().visitor.anonymous()) return {};
  auto sets = published_sets(ledger_folder(call));
  if (!sets) return pass(sets);
  std::set<std::string> registers;
  for (const auto& set : *sets)
    if (set->publication.id.starts_with(call.text("publication")))
      registers.insert(set->publication.question.register_id);
  if (registers.empty()) return fail(Code::not_found, "error.score.nothing");
  if (registers == std::set<std::string>{""}) {
    if (asked.matter == Matter::figures) asked.matter = Matter::method;
    return {};
  }
  registers.erase("");
  asked.registers.assign(registers.begin(), registers.end());
  asked.every_register = false;
  return {};
}

struct Admitted {
  Call call;
  Asked asked;
  Decision decision;
};

Result<Admitted> admitted(const Operation& operation, const Call& call) {
  const Visitor& visitor = call.setting().visitor;
  const auto asked = asked_of(operation, call);
  if (!asked && !visitor.local) return fail(Code::denied, "error.access.undecided");
  if (!visitor.local && operation.web == Web::local) return fail(Code::denied, "error.access.local");
  Asked question = asked.value_or(Asked{.matter = Matter::change, .permission = operation.permission});
  if (!visitor.local)
    if (Status known = name_registers(operation, call, question); !known) return pass(known);
  Decision decision = decided(call.setting(), question);
  if (!decision.admitted()) return refused(decision);
  if (decision.needs_ground && names_nothing(ground_of(call))) return fail(Code::denied, "error.access.ground");

  Values values = values_of(operation, call);
  if (decision.narrow_registers) values["register"] = visitor.scope.registers;
  if (decision.narrow_territories) {
    std::vector<std::string> registers = question.registers;
    if (registers.empty() && !question.narrows_by_register) return fail(Code::denied, "error.access.not_by_territory");
    if (registers.empty()) {
      auto within = registers_within(call.setting());
      if (!within) return pass(within);
      registers = std::move(*within);
      values["register"] = registers;
    }
    auto codes = territories_for(call.setting(), registers, call.texts("in"));
    if (!codes) return pass(codes);
    values["in"] = std::move(*codes);
  }
  return Admitted{Call(call.setting(), std::move(values)), question, std::move(decision)};
}

// Names whose values open doors.
bool is_secret(const std::string& name) {
  return name == "password" || name == "current" || name == "secret";
}

AuditEntry entry_for(const Operation& operation, const Call& call, const Asked& asked) {
  AuditEntry entry{.event = asked.matter == Matter::records ? Event::look : Event::change,
                   .operation = operation.noun + " " + operation.verb,
                   .registers = asked.registers,
                   .ground = ground_of(call)};
  for (const Parameter& parameter : operation.parameters) {
    if (parameter.name == "register" || parameter.name == "ground" || is_secret(parameter.name) ||
        !call.has(parameter.name))
      continue;
    for (const std::string& value : call.texts(parameter.name))
      entry.parameters.emplace_back(
          parameter.name, parameter.kind == Kind::file ? std::filesystem::path(value).filename().string() : value);
    if (parameter.kind == Kind::flag && call.texts(parameter.name).empty())
      entry.parameters.emplace_back(parameter.name, "");
  }
  return entry;
}

// Rows of the tables, or the number that the answer says.
std::int64_t rows_of(const Answer& answer) {
  std::int64_t rows = 0;
  for (const Sheet& sheet : answer.sheets) rows += static_cast<std::int64_t>(sheet.rows.size());
  for (const Message& message : answer.said)
    for (const Argument& argument : message.arguments)
      if (answer.sheets.empty() && (argument.name == "rows" || argument.name == "count"))
        rows = std::strtoll(argument.value.c_str(), nullptr, 10);
  return rows;
}

Asked asked_of(const Look& look) {
  return {.matter = look.matter, .registers = {look.register_id}, .narrows_by_territory = true, .fine = look.fine};
}

}  // namespace

Result<Call> admit(const Operation& operation, const Call& call) {
  auto found = admitted(operation, call);
  if (!found) return pass(found);
  return std::move(found->call);
}

Result<Answer> perform(const Operation& operation, const Call& call) {
  auto found = admitted(operation, call);
  if (!found) {
    // Who is known and reaches for more than is given leaves a trace; what strangers try is in the server's log.
    const auto asked = asked_of(operation, call);
    if (asked && leaves_trace(asked->matter) && found.error().code == Code::denied &&
        !call.setting().visitor.anonymous() && !call.setting().visitor.local) {
      AuditEntry entry = entry_for(operation, call, *asked);
      entry.event = Event::refused;
      entry.outcome = found.error().key;
      if (Status noted = note(call.setting(), entry); !noted) return pass(noted);
    }
    return pass(found);
  }
  Result<Answer> answer = operation.carry_out(found->call);
  // A trial changes nothing, but shows rows all the same.
  const Matter matter = found->asked.matter;
  const bool trial = call.setting().dry_run && matter != Matter::records;
  // Whoever lets the first person in makes the rule: it is in force after the call.
  const bool audited = found->decision.audited || (matter == Matter::people && in_force(call.setting()));
  const bool only_read = operation.verb == "list";
  // Whether the log is sound must be told when nothing can be added to it any more.
  const bool silent = operation.verb == "verify" || (matter == Matter::account && only_read);
  if (audited && !trial && !silent) {
    AuditEntry entry = entry_for(operation, found->call, found->asked);
    if (answer)
      entry.rows = rows_of(*answer);
    else
      entry.outcome = answer.error().key;
    if (only_read) entry.event = Event::look;  // lists of people, the log itself
    if (Status noted = note(call.setting(), entry); !noted) return pass(noted);
  }
  if (call.setting().visitor.local) return answer;
  if (answer)
    narrow_answer(operation, found->asked, call.setting().visitor, *answer);
  else
    hide_folders(call.setting(), answer.error());
  return answer;
}

Result<std::vector<std::string>> admit_look(const Setting& setting, const Look& look) {
  const Decision decision = decided(setting, asked_of(look));
  if (!decision.admitted()) return refused(decision);
  if (decision.needs_ground && names_nothing(setting.visitor.legal_ground))
    return fail(Code::denied, "error.access.ground");
  if (!decision.narrow_territories) return look.territories;
  return territories_for(setting, {look.register_id}, look.territories);
}

Status note_refusal(const Setting& setting, const Look& look, const Error& error) {
  // As with operations: who is known and reaches for more than is given leaves a trace.
  if (error.code != Code::denied || !leaves_trace(look.matter) || setting.visitor.anonymous() || setting.visitor.local)
    return {};
  return note(setting, {.event = Event::refused,
                        .operation = look.what,
                        .parameters = look.parameters,
                        .registers = {look.register_id},
                        .ground = setting.visitor.legal_ground,
                        .rows = {},
                        .outcome = error.key});
}

Status note_look(const Setting& setting, const Look& look, std::int64_t rows) {
  if (look.matter != Matter::records || (setting.visitor.local && !in_force(setting))) return {};
  return note(setting, {.event = Event::look,
                        .operation = look.what,
                        .parameters = look.parameters,
                        .registers = {look.register_id},
                        .ground = setting.visitor.legal_ground,
                        .rows = rows,
                        .outcome = {}});
}

}  // namespace tartip::app
