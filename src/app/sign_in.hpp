// Entering a centre: by name and password, by another body that vouches (OpenID Connect), by a token. Who enters gets a
// secret for a session; only its hash is kept. Every sign-in and every failure is in the audit log.
//
// Whether a name is unknown, disabled or its password wrong cannot be told from the answer nor from its time. Failures
// in a row make the next attempt wait: 5 of one name from one address, 50 of one name, 100 of one address; 2 s,
// doubling up to 15 minutes. At most two passwords are hashed at once and few wait, so that sign-in cannot exhaust the
// memory.
//
// A Setting brings centre, keys, moment, and the address (visitor.peer).
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/operation.hpp"
#include "app/visitor.hpp"
#include "base/error.hpp"
#include "store/records.hpp"

namespace tartip::app {

struct SignedIn {
  std::string secret;  // of the session: 256 random bits
  Visitor visitor;
};

struct SessionLife {
  std::chrono::minutes idle{60}, longest{12 * 60};
};

// Errors: denied `error.access.credentials`, denied `error.access.wait` (too many failures), unavailable
// `error.access.busy`.
Result<SignedIn> sign_in(store::Records& records, const Setting& setting, const std::string& name,
                         const std::string& password);

// Somebody for whom another body vouched. Known by `subject`; a person of whom it is not known yet is made, when
// `grant` has roles. The grant replaces what was given before.
struct Vouched {
  std::string subject;  // "issuer subject"
  std::string name;     // wished for; a number is added when it is taken
  store::Grant grant;
};
// Errors: denied `error.access.not_admitted` (no role), denied `error.access.credentials` (disabled).
Result<SignedIn> sign_in_vouched(store::Records& records, const Setting& setting, const Vouched& person);

// Nothing: no such session, it is over, or the person is disabled.
Result<std::optional<Visitor>> visitor_of_session(store::Records& records, const std::string& secret, axes::Micros now,
                                                  const SessionLife& life = {});
// Errors: denied `error.access.token`.
Result<Visitor> visitor_of_token(store::Records& records, const std::string& token, axes::Micros now);

// Errors: those of the records. A session that is not there is over already.
Status sign_out(store::Records& records, const Setting& setting, const std::string& secret, bool everywhere = false);

// While nobody administers the centre, whoever starts it may make the first administrator, who gets every role.
Result<bool> needs_setup(store::Records& records);
// Errors: conflict `error.access.set_up` (there is an administrator), those of names and passwords.
Result<SignedIn> set_up(store::Records& records, const Setting& setting, const std::string& name,
                        const std::string& password);

// A password as it is kept; waits its turn. Errors: unavailable `error.access.busy`.
Result<std::string> kept_password(const std::string& password);
// Of a person who is signed in and changes something by it. Errors as sign_in's.
Status confirm_password(store::Records& records, const Setting& setting, const store::UserRecord& user,
                        const std::string& password);

std::vector<Role> roles_of(const store::Grant& grant);
Scope scope_of(const store::Grant& grant);
std::string hash_of_secret(const std::string& secret);

}  // namespace tartip::app
