#include "app/decision.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace tartip::app {
namespace {

constexpr std::array<std::string_view, 5> k_role_names = {"administrator", "registrar", "analyst", "publisher",
                                                          "reader"};

bool holds(const Visitor& visitor, std::initializer_list<Role> any_of) {
  return std::any_of(visitor.roles.begin(), visitor.roles.end(),
                     [&](Role role) { return std::find(any_of.begin(), any_of.end(), role) != any_of.end(); });
}

bool contains(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

Decision refuse(std::string key, std::vector<Argument> arguments = {}) {
  Decision decision;
  decision.refusal = std::move(key);
  decision.arguments = std::move(arguments);
  return decision;
}

// Whether the roles allow the matter at all, whatever the scope; empty: they do.
std::string missing_role(const Visitor& visitor, const Asked& asked) {
  switch (asked.matter) {
    case Matter::figures:
      if (!holds(visitor, {Role::registrar, Role::analyst, Role::publisher, Role::reader})) return "reader";
      return asked.fine && !holds(visitor, {Role::registrar, Role::analyst, Role::publisher}) ? "analyst" : "";
    case Matter::records:
      // Rows that wait are the registrar's own work; single events are the analyst's.
      if (asked.permission == Permission::import) return holds(visitor, {Role::registrar}) ? "" : "registrar";
      return holds(visitor, {Role::registrar, Role::analyst}) ? "" : "analyst";
    case Matter::change:
      if (asked.permission == Permission::publish) return holds(visitor, {Role::publisher}) ? "" : "publisher";
      if (asked.permission == Permission::administer)
        return holds(visitor, {Role::administrator}) ? "" : "administrator";
      return holds(visitor, {Role::registrar}) ? "" : "registrar";
    case Matter::people:
      return holds(visitor, {Role::administrator}) ? "" : "administrator";
    default:
      return "";
  }
}

bool bound_by_scope(Matter matter) {
  return matter == Matter::catalogue || matter == Matter::figures || matter == Matter::records ||
         matter == Matter::change;
}

// A code of a scope as it stands in one territory; nothing: it is of another.
std::optional<std::string> code_in(const axes::Territory& territory, const std::string& code) {
  const auto slash = code.find('/');
  if (slash == std::string::npos) return code;
  if (code.substr(0, slash) != territory.id()) return std::nullopt;
  return code.substr(slash + 1);
}

std::vector<std::int32_t> units_with(const axes::Territory& territory, const std::string& text) {
  const auto colon = text.find(':');
  const auto level = colon == std::string::npos ? std::nullopt : territory.level_named(text.substr(0, colon));
  const std::string code = level ? text.substr(colon + 1) : text;
  std::vector<std::int32_t> units;
  for (const axes::TerritoryUnit& unit : territory.units())
    if (unit.code == code && (!level || unit.level == *level)) units.push_back(unit.number);
  return units;
}

}  // namespace

std::string_view name_of(Matter matter) {
  static constexpr std::array<std::string_view, 9> k_names = {
      "published", "definitions", "method", "account", "catalogue", "figures", "records", "change", "people"};
  return k_names[static_cast<std::size_t>(matter)];
}

bool leaves_trace(Matter matter) {
  return matter == Matter::records || matter == Matter::change || matter == Matter::people || matter == Matter::account;
}

std::string_view name_of(Role role) {
  return k_role_names[static_cast<std::size_t>(role)];
}

std::optional<Role> role_named(std::string_view name) {
  for (const Role role : k_roles)
    if (name_of(role) == name) return role;
  return std::nullopt;
}

bool reaches_nothing(const Scope& scope) {
  return !scope.everything && scope.territories.empty() && scope.registers.empty();
}
bool limited_by_territory(const Scope& scope) {
  return !scope.everything && !scope.territories.empty();
}
bool limited_by_register(const Scope& scope) {
  return !scope.everything && !scope.registers.empty();
}
bool reaches_register(const Scope& scope, const std::string& register_id) {
  return !reaches_nothing(scope) && (!limited_by_register(scope) || contains(scope.registers, register_id));
}

Decision decide(const Visitor& visitor, const Asked& asked) {
  if (asked.matter == Matter::published || asked.matter == Matter::definitions) return {};
  if (visitor.anonymous()) return refuse("error.access.sign_in");
  // A token that leaked must not be able to make another, or to lock its owner out.
  if (asked.matter == Matter::account && visitor.by_token) return refuse("error.access.by_token");
  if (const std::string role = missing_role(visitor, asked); !role.empty())
    return refuse("error.access.role", {{"role", role}});

  Decision decision;
  decision.needs_ground = asked.matter == Matter::records;
  decision.audited = leaves_trace(asked.matter);
  // What concerns the centre itself has no territory and no register.
  if (!bound_by_scope(asked.matter) || asked.permission == Permission::administer) return decision;

  if (reaches_nothing(visitor.scope)) return refuse("error.access.no_scope");
  for (const std::string& id : asked.registers)
    if (!reaches_register(visitor.scope, id)) return refuse("error.access.register", {{"register", id}});
  if (limited_by_register(visitor.scope) && asked.registers.empty() && asked.matter != Matter::catalogue) {
    if (!asked.every_register || !asked.narrows_by_register) return refuse("error.access.whole_centre");
    decision.narrow_registers = true;
  }
  if (limited_by_territory(visitor.scope) && asked.matter != Matter::catalogue) {
    // Whoever answers for a region changes nothing for the others.
    if (asked.matter == Matter::change) return refuse("error.access.whole_country");
    if (!asked.narrows_by_territory) return refuse("error.access.not_by_territory");
    decision.narrow_territories = true;
  }
  return decision;
}

Result<std::vector<std::string>> codes_within(const axes::Territory& territory, const Scope& scope,
                                              const std::vector<std::string>& asked) {
  std::vector<std::string> own;
  std::vector<bool> root(territory.units().size(), false);
  for (const std::string& code : scope.territories) {
    const auto here = code_in(territory, code);
    if (!here) continue;
    const auto units = units_with(territory, *here);
    for (const std::int32_t unit : units) root[static_cast<std::size_t>(unit)] = true;
    if (!units.empty()) own.push_back(*here);
  }
  if (own.empty()) return fail(Code::denied, "error.access.no_territory", {{"territory", territory.id()}});
  if (asked.empty()) return own;
  for (const std::string& code : asked) {
    const auto units = units_with(territory, code);
    bool inside = !units.empty();
    for (const std::int32_t unit : units) {
      std::int32_t up = unit;
      while (up >= 0 && !root[static_cast<std::size_t>(up)])
        up = territory.units()[static_cast<std::size_t>(up)].parent;
      inside = inside && up >= 0;
    }
    if (!inside) return fail(Code::denied, "error.access.territory", {{"code", code}});
  }
  return asked;
}

bool within(const Scope& inner, const Scope& outer) {
  if (outer.everything || reaches_nothing(inner)) return true;
  if (inner.everything || reaches_nothing(outer)) return false;
  const auto part = [](const std::vector<std::string>& few, const std::vector<std::string>& many) {
    return many.empty() || (!few.empty() && std::all_of(few.begin(), few.end(),
                                                        [&](const auto& word) { return contains(many, word); }));
  };
  return part(inner.territories, outer.territories) && part(inner.registers, outer.registers);
}

}  // namespace tartip::app
