// The door of the server: who sends a request (session cookie, token, nobody), and the one-time token of a centre that
// nobody administers yet.
#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app/sign_in.hpp"
#include "http/bearers.hpp"
#include "http/host.hpp"
#include "http/message.hpp"
#include "http/oidc_settings.hpp"
#include "store/records.hpp"

namespace tartip::http {

struct EntranceSettings {
  std::string address;  // as people outside see the server: "https://centre.example"; empty: as it is asked
  app::SessionLife life;
  std::optional<OidcSettings> vouched;  // another body that vouches for people
};

class Entrance {
 public:
  // Reads [access] of the centre's tartip.toml: address, idle_minutes, longest_minutes. Errors: bad_data
  // `error.access.settings`, those of the records.
  static Result<std::shared_ptr<Entrance>> open(const Host& host);
  Entrance(store::Records records, EntranceSettings settings)
      : records_(std::move(records)), settings_(std::move(settings)) {}

  // `Authorization: Bearer <token>`, or Basic with the token as password (what Excel and R can send); else the cookie.
  // A session that is over makes nobody of its visitor; a token that is not valid is an error (denied
  // `error.access.token`), because a program must hear of it. `Tartip-Legal-Ground` (UTF-8, percent-encoded) names the
  // ground of a look at records. What was changed before the request came holds for it.
  Result<app::Visitor> recognise(const Request& request, axes::Micros now);

  store::Records& records() { return records_; }
  const EntranceSettings& settings() const { return settings_; }

  // Whether cookies go over TLS only, and how the session's is called then.
  bool secure(const Request& request) const;
  std::string cookie_name(const Request& request) const;
  std::string session_secret(const Request& request) const;                     // empty: none
  std::string cookie(const Request& request, const std::string& secret) const;  // empty secret: forget it

  // A new one-time token, for an hour; nothing when the centre has an administrator.
  Result<std::optional<std::string>> make_setup_token(axes::Micros now);
  bool is_setup_token(const std::string& token, axes::Micros now) const;
  void end_setup_token();

 private:
  Result<app::Visitor> bearer_of(const std::string& token, axes::Micros now);

  store::Records records_;
  EntranceSettings settings_;
  Bearers bearers_;
  mutable std::mutex mutex_;
  std::string setup_token_;
  axes::Micros setup_ends_ = 0;
};

// The visitor's session, as GET /api/v1/session answers it.
std::string session_json(Entrance& entrance, const Host& host, const app::Visitor& visitor);

}  // namespace tartip::http
