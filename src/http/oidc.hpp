// Signing in through another body: OpenID Connect, authorization code with PKCE (RFC 6749, 7636, 9207; OpenID Connect
// Core 1.0). The only file of the program that calls out is oidc.cpp: it asks the issuer named in tartip.toml, over TLS
// with its certificate checked, follows no redirects, takes at most a megabyte and ten seconds an answer.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app/sign_in.hpp"
#include "base/error.hpp"
#include "http/oidc_settings.hpp"

namespace tartip::http {

class Oidc {
 public:
  explicit Oidc(OidcSettings settings) : settings_(std::move(settings)) {}

  struct Begun {
    std::string address;  // where the browser is sent
    std::string binding;  // for a cookie: only this browser may finish
  };
  // `to`: the page to come back to. The issuer is asked first, at most every few seconds, so that nobody is sent to one
  // that does not answer. Errors: unavailable `error.oidc.unreachable`, bad_data `error.oidc.answer`.
  Result<Begun> begin(const std::string& to, axes::Micros now);

  struct Returned {
    std::string code, state, issuer;  // from the address that the browser came back with; issuer may be empty
    std::string binding;              // from its cookie
  };
  struct Finished {
    app::Vouched person;
    std::string to;
  };
  // Errors: denied `error.oidc.state` (not begun here, by this browser, or too long ago), those of begin and of the ID
  // token (id_token.hpp).
  Result<Finished> finish(const Returned& returned, axes::Micros now);
  // Of a sign-in that comes to nothing: the page that was wished for; empty: not begun here, or by another browser.
  std::string give_up(const Returned& returned);

  std::string return_address() const { return settings_.address + "/api/v1/oidc/return"; }

 private:
  struct Pending {
    std::string nonce, verifier, binding, to;
    axes::Micros ends = 0;
  };
  struct Issuer {
    std::string name;                                  // exactly as it calls itself
    std::string authorization, token, keys, userinfo;  // addresses
    std::string key_set;
    axes::Micros read = 0, keys_read = 0;
  };
  // As it was read `lives` ago at most.
  Result<Issuer> issuer(axes::Micros now, axes::Micros lives);
  Result<Issuer> read_issuer(axes::Micros now) const;
  Result<std::string> claims_of(const std::string& id_token, const std::string& nonce, axes::Micros now);

  OidcSettings settings_;
  std::mutex mutex_;
  std::map<std::string, Pending> pending_;  // by state
  Issuer issuer_;
  // Strangers can begin as often as they like: the issuer is asked by one at a time, and not again at once when it did
  // not answer.
  bool asking_ = false;
  std::optional<Error> failed_;
  axes::Micros failed_at_ = 0;
};

}  // namespace tartip::http
