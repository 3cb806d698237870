// Which passwords and names of people are taken. Passwords: OWASP ASVS 4.0.3 V2.1 — at least 12 characters, any
// characters, no rules of composition, none of the commonest (also with figures and marks around them), not the name.
#pragma once
#include <string>

#include "base/error.hpp"

namespace tartip::app {

// Errors, all bad_input: `error.password.short`, `error.password.long` (more than 256 bytes), `error.password.common`.
Status check_password(const std::string& password, const std::string& user);

// 1 to 64 of a–z, 0–9, dot, hyphen, underscore, @; beginning with a letter or figure; not "local". Capitals become
// small. Errors: bad_input `error.user.name`.
Result<std::string> checked_name(const std::string& name);

}  // namespace tartip::app
