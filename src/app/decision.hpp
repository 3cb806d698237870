// Who may see and do what: pure functions of the visitor and of what is asked. No file, no clock; admit.hpp gathers
// what they need and carries out what they say. The table of docs/access.md is this file's test.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/operation.hpp"
#include "app/visitor.hpp"
#include "axes/territory.hpp"
#include "base/error.hpp"

namespace tartip::app {

// What an answer holds, or what is changed; from the most open to the most guarded.
enum class Matter {
  published,    // releases, published forecasts and their score, the ledger: for everybody
  definitions,  // indicators, forms, classifications, territories: for everybody
  method,       // computed from the visitor's own files: for whoever signed in
  account,      // the visitor's own password and tokens
  catalogue,    // which registers there are and how they are described
  figures,      // counts and rates of a register
  records,      // single records: needs a legal ground and is written to the audit log
  change,       // imports, descriptions, publications; by the operation's permission
  people,       // users, their scopes, the audit log
};
std::string_view name_of(Matter matter);
bool leaves_trace(Matter matter);  // in the audit log

std::string_view name_of(Role role);
std::optional<Role> role_named(std::string_view name);
inline constexpr Role k_roles[] = {Role::administrator, Role::registrar, Role::analyst, Role::publisher, Role::reader};

// How far a scope reaches. A list that is empty does not limit; both empty without `everything` reach nothing.
bool reaches_nothing(const Scope& scope);
bool limited_by_territory(const Scope& scope);
bool limited_by_register(const Scope& scope);
bool reaches_register(const Scope& scope, const std::string& register_id);

struct Asked {
  Matter matter = Matter::people;
  Permission permission = Permission::look;
  std::vector<std::string> registers = {};  // that are named
  bool every_register = false;              // none is named, which means all of them
  bool narrows_by_territory = false;        // the question can be narrowed to some units
  bool narrows_by_register = false;         // a list of registers can be set
  bool fine = false;                        // filtered by an attribute, or cells smaller than k_fine_metres
};
inline constexpr double k_fine_metres = 500;

struct Decision {
  std::string refusal = {};  // message key; empty: admitted
  std::vector<Argument> arguments = {};
  bool narrow_territories = false, narrow_registers = false;  // to the scope, before it is carried out
  bool needs_ground = false;
  bool audited = false;

  bool admitted() const { return refusal.empty(); }
};

// For a visitor who is not local.
Decision decide(const Visitor& visitor, const Asked& asked);

// The codes to ask for, so that the answer stays within the scope: the asked ones when all of them lie within it, the
// scope's own when none is asked. A code of a scope is "KZ-15", "region:KZ-15", or of one territory only,
// "kazakhstan/KZ-15". Whatever carries an asked code, at any level and time, must lie within: codes are used again.
// Errors: denied `error.access.territory` (a code outside), `error.access.no_territory` (the scope has no unit here).
Result<std::vector<std::string>> codes_within(const axes::Territory& territory, const Scope& scope,
                                              const std::vector<std::string>& asked);

// Whether the scope `inner` reaches no further than `outer`; territories are compared as codes.
bool within(const Scope& inner, const Scope& outer);

}  // namespace tartip::app
