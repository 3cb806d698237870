// [oidc] of a centre's tartip.toml: the body that vouches for people, and what its claims give them (docs/access.md).
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "store/records.hpp"

namespace tartip::http {

struct OidcSettings {
  std::string issuer;                    // "https://id.example"; plain http on loopback only
  std::string client_id, client_secret;  // the secret from `client_secret_file`; empty: a public client
  std::string address;                   // [access] address: where the body sends people back to
  std::string scopes = "openid profile";
  std::string name_claim = "preferred_username";
  std::string role_claim = "groups";  // a text or a list of texts
  struct Rule {
    std::string value;  // of the role claim
    store::Grant grant;
  };
  std::vector<Rule> rules;
};

// Nothing: no [oidc] there. Errors: bad_data `error.access.settings`; those of the secret's file.
Result<std::optional<OidcSettings>> read_oidc_settings(const std::filesystem::path& centre);

// What the claim's values give together: every role and the union of the scopes of the rules that match.
store::Grant grant_for(const OidcSettings& settings, const std::vector<std::string>& values);

}  // namespace tartip::http
