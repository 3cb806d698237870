// The one way from a visitor's question to its answer: decided, narrowed to the visitor's scope, carried out, written
// to the audit log. Every door (command line, HTTP, jobs, protocols of other programs) goes through `perform`.
//
// Whoever holds the centre's folder may do everything. Where people have been let in (records.sqlite is there), local
// looks at records need a ground as well, and what is audited is audited for local calls too.
#pragma once
#include <string>
#include <vector>

#include "app/decision.hpp"
#include "app/operation.hpp"
#include "base/error.hpp"

namespace tartip::app {

// What an operation shows or changes (access_rules.cpp holds the table). Nothing: nobody has decided, so only a local
// visitor may.
struct Rule {
  Matter matter = Matter::people;
  // Of these parameters one given, and no register: it computes from the visitor's own files, Matter::method.
  std::vector<std::string> own_files = {};
  bool of_publication = false;  // its register is that of the published forecast that is named
};
std::optional<Rule> rule_for(const Operation& operation);
// The same for one call: what its parameters make of the rule.
std::optional<Asked> asked_of(const Operation& operation, const Call& call);

// Whether the visitor's roles and scope could ever be admitted to it: what a page offers.
bool offered(const Operation& operation, const Visitor& visitor);

// The call as it may be carried out: `in` and `register` narrowed to the scope. Errors, all denied: `error.access.*`
// (sign_in, role, no_scope, register, territory, no_territory, not_by_territory, whole_centre, whole_country, ground,
// undecided, local).
Result<Call> admit(const Operation& operation, const Call& call);

// admit, carry_out, audit: nothing is answered before its audit entry is on the disk.
Result<Answer> perform(const Operation& operation, const Call& call);

// For doors that ask the store themselves (tiles, features, SQL).
struct Look {
  std::string what;  // "ogc items": stands in the audit log as the operation
  Matter matter = Matter::figures;
  std::string register_id;
  std::vector<std::string> territories = {};  // asked
  bool fine = false;
  std::vector<std::pair<std::string, std::string>> parameters = {};  // for the audit log
};
// The territory codes to filter by; empty: all. Errors as admit's.
Result<std::vector<std::string>> admit_look(const Setting& setting, const Look& look);
// When it was not admitted. Does nothing but for Matter::records and who is known.
Status note_refusal(const Setting& setting, const Look& look, const Error& error);
// After the answer is known and before it leaves. Does nothing but for Matter::records.
Status note_look(const Setting& setting, const Look& look, std::int64_t rows);

}  // namespace tartip::app
