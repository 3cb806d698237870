#include "app/grants.hpp"

#include <algorithm>

#include "app/centre.hpp"
#include "app/decision.hpp"
#include "app/parameters.hpp"

namespace tartip::app {
namespace {

// Whether a code of a scope names a unit of some territory.
Result<bool> is_known(Centre& centre, const std::string& code) {
  auto entries = centre.store.territories();
  if (!entries) return pass(entries);
  for (const store::AxisEntry& entry : *entries) {
    auto territory = centre.store.load_territory(entry.id);
    if (!territory) return pass(territory);
    if (codes_within(**territory, {.territories = {code}}, {})) return true;
  }
  return false;
}

}  // namespace

std::vector<Parameter> with_grant(std::vector<Parameter> parameters) {
  std::vector<std::string> roles;
  for (const Role role : k_roles) roles.emplace_back(name_of(role));
  Parameter role = choice("role", std::move(roles), "");
  role.repeated = true;
  parameters.push_back(std::move(role));
  parameters.push_back(flag("everything"));
  parameters.push_back(many("in", "CODE"));
  parameters.push_back(many("register", "NAME"));
  return parameters;
}

Result<store::Grant> grant_from(const Call& call, const store::Grant& before) {
  store::Grant grant = before;
  if (call.has("role")) {
    grant.roles.clear();
    for (const Role role : k_roles) {  // in their order, each once
      const auto given = call.texts("role");
      if (std::find(given.begin(), given.end(), name_of(role)) != given.end()) grant.roles.emplace_back(name_of(role));
    }
  }
  if (!call.flag("everything") && !call.has("in") && !call.has("register")) return grant;
  if (call.flag("everything") && (call.has("in") || call.has("register")))
    return fail(Code::bad_input, "error.grant.both");
  grant.everything = call.flag("everything");
  grant.territories = call.texts("in");
  grant.registers = call.texts("register");
  if (grant.everything) return grant;
  Result<Centre> centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  for (const std::string& code : grant.territories) {
    auto known = is_known(*centre, code);
    if (!known) return pass(known);
    if (!*known) return fail(Code::bad_input, "error.grant.unknown_territory", {{"code", code}});
  }
  for (const std::string& id : grant.registers)
    if (auto entry = centre->store.load_register(id); !entry) return pass(entry);
  return grant;
}

}  // namespace tartip::app
