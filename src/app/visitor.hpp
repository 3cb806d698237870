// Who asks: somebody who holds the centre's folder, somebody who signed in, or anybody. What they may do is decided in
// one place, app/admit.hpp.
#pragma once
#include <string>
#include <vector>

namespace tartip::app {

enum class Role { administrator, registrar, analyst, publisher, reader };

// What of the centre a visitor's roles reach. A list that is empty does not limit; both empty without `everything`
// reach nothing.
struct Scope {
  bool everything = false;
  std::vector<std::string> territories = {};  // unit codes, each with what lies beneath
  std::vector<std::string> registers = {};
};

struct Visitor {
  std::string name = {};
  std::vector<Role> roles = {};
  Scope scope = {};
  std::string legal_ground = {};  // for a look at records: what law or order the visitor names
  std::string peer = {};          // the address it comes from, for the audit log
  std::string entry = {};         // hash of the session's secret, or the id of a token; empty for others
  bool by_token = false;
  bool local = true;  // whoever holds the centre's folder: may do everything

  bool anonymous() const { return !local && name.empty(); }
};

}  // namespace tartip::app
