// The ID token of OpenID Connect: who somebody is, as the issuer signed it. Pure: keys and time come as arguments.
// Source: OpenID Connect Core 1.0 §3.1.3.7; RFC 7515, 7517, 7518.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "axes/time_zone.hpp"
#include "base/error.hpp"

namespace tartip::http {

struct ExpectedToken {
  std::string issuer, client_id, nonce;
  axes::Micros now = 0;
  axes::Micros skew = 60'000'000;  // between the clocks
};

// The claims, as JSON text, of a token in the compact form that is signed with RS256 (at least 2048 bits) or ES256 by
// one of `keys` (a JWK set). Errors, all denied `error.oidc.token` with what is wrong in `what`: form, algorithm, key,
// signature, issuer, audience, expired, not_yet, nonce, subject. "key": none of the keys has the token's id, so that
// asking for newer keys may help.
Result<std::string> verified_claims(std::string_view token, std::string_view keys, const ExpectedToken& expected);

// Of claims: a text, and a text or list of texts as a list; nothing found is empty.
std::string claim(const std::string& claims, const std::string& name);
std::vector<std::string> claim_list(const std::string& claims, const std::string& name);

}  // namespace tartip::http
