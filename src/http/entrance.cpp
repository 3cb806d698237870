#include "http/entrance.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app/admit.hpp"
#include "base/file.hpp"
#include "base/secret.hpp"
#include "base/signature.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

constexpr axes::Micros k_setup_time = axes::Micros{3600} * 1'000'000;
constexpr std::size_t k_setup_bytes = 18;  // 24 characters
constexpr std::size_t k_longest_ground = 400;
// That a token was used is written down at lookups.
constexpr axes::Micros k_looked_up = axes::Micros{10} * 1'000'000;

// What `Authorization` carries; empty: no token.
std::string token_of(const std::string& header) {
  const auto after = [&](std::string_view scheme) {
    return header.size() > scheme.size() && std::equal(scheme.begin(), scheme.end(), header.begin(),
                                                       [](char a, char b) { return a == (b | 0x20) || a == b; })
               ? header.substr(scheme.size())
               : std::string();
  };
  if (std::string token = after("bearer "); !token.empty()) return token;
  const std::string pair = from_base64(after("basic ")).value_or("");
  const auto colon = pair.find(':');
  return colon == std::string::npos ? std::string() : pair.substr(colon + 1);
}

// UTF-8, percent-encoded, because header lines are ASCII; blanks may stand as they are. Nothing that makes a line.
std::string ground_of(const std::string& header) {
  std::string encoded;
  for (const char c : header) c == ' ' ? encoded += "%20" : encoded += c;
  std::string ground = percent_decoded(encoded, false).value_or("").substr(0, k_longest_ground);
  if (std::any_of(ground.begin(), ground.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return {};
  return ground;
}

json::array words(const std::vector<std::string>& list) {
  json::array array;
  for (const std::string& word : list) array.emplace_back(word);
  return array;
}

}  // namespace

Result<std::shared_ptr<Entrance>> Entrance::open(const Host& host) {
  auto records = store::Records::open(host.centre);
  if (!records) return pass(records);
  EntranceSettings settings;
  const std::filesystem::path file = host.centre / "tartip.toml";
  auto text = read_file(file, 1 << 20);
  if (!text) return pass(text);
  const auto refuse = [&](const std::string& what) {
    return fail(Code::bad_data, "error.access.settings", {{"file", file.string()}, {"what", what}},
                Where{file.string(), 0, ""});
  };
  try {
    const toml::table table = toml::parse(*text);
    const auto access = table["access"];
    settings.address = access["address"].value_or(std::string());
    while (settings.address.ends_with('/')) settings.address.pop_back();
    if (!settings.address.empty() && !settings.address.starts_with("http://") &&
        !settings.address.starts_with("https://"))
      return refuse("access.address");
    for (const auto& [name, minutes] :
         {std::pair{"idle_minutes", &settings.life.idle}, std::pair{"longest_minutes", &settings.life.longest}}) {
      const auto given = access[name].value<std::int64_t>();
      if (access[name] && (!given || *given < 1 || *given > 60 * 24 * 30)) return refuse(std::string("access.") + name);
      if (given) *minutes = std::chrono::minutes(*given);
    }
  } catch (const toml::parse_error& problem) {
    return refuse(std::string(problem.description()));
  }
  auto oidc = read_oidc_settings(host.centre);
  if (!oidc) return pass(oidc);
  settings.vouched = std::move(*oidc);
  return std::make_shared<Entrance>(std::move(*records), std::move(settings));
}

bool Entrance::secure(const Request& request) const {
  return request.secure || settings_.address.starts_with("https://");
}

std::string Entrance::cookie_name(const Request& request) const {
  return secure(request) ? "__Host-tartip" : "tartip";
}

std::string Entrance::session_secret(const Request& request) const {
  return request.cookie(cookie_name(request)).value_or("");
}

std::string Entrance::cookie(const Request& request, const std::string& secret) const {
  return cookie_name(request) + "=" + secret + "; Path=/; HttpOnly; SameSite=Lax" +
         (secure(request) ? "; Secure" : "") + (secret.empty() ? "; Max-Age=0" : "");
}

Result<app::Visitor> Entrance::bearer_of(const std::string& token, axes::Micros now) {
  auto version = records_.version();
  if (!version) return pass(version);
  if (auto known = bearers_.find(token, *version, now)) return std::move(*known);
  auto visitor = app::visitor_of_token(records_, token, now);
  if (!visitor) return visitor;
  auto record = records_.token(app::hash_of_secret(token));
  if (!record) return pass(record);
  if (record->has_value()) bearers_.keep(token, *version, std::min(now + k_looked_up, (*record)->expires), *visitor);
  return visitor;
}

Result<app::Visitor> Entrance::recognise(const Request& request, axes::Micros now) {
  app::Visitor visitor;
  visitor.local = false;
  const std::string token = token_of(request.headers.get("Authorization"));
  if (!token.empty()) {
    auto known = bearer_of(token, now);
    if (!known) return pass(known);
    visitor = std::move(*known);
  } else if (const std::string secret = session_secret(request); !secret.empty()) {
    auto known = app::visitor_of_session(records_, secret, now, settings_.life);
    if (!known) return pass(known);
    if (known->has_value()) visitor = std::move(**known);
  }
  visitor.peer = request.peer;
  visitor.legal_ground = ground_of(request.headers.get("Tartip-Legal-Ground"));
  return visitor;
}

Result<std::optional<std::string>> Entrance::make_setup_token(axes::Micros now) {
  auto needed = app::needs_setup(records_);
  if (!needed) return pass(needed);
  if (!*needed) return std::optional<std::string>();
  const std::lock_guard lock(mutex_);
  setup_token_ = random_text(k_setup_bytes);
  setup_ends_ = now + k_setup_time;
  return std::optional(setup_token_);
}

bool Entrance::is_setup_token(const std::string& token, axes::Micros now) const {
  const std::lock_guard lock(mutex_);
  return !setup_token_.empty() && now < setup_ends_ && same_secret(token, setup_token_);
}

void Entrance::end_setup_token() {
  const std::lock_guard lock(mutex_);
  setup_token_.clear();
}

std::string session_json(Entrance& entrance, const Host& host, const app::Visitor& visitor) {
  json::array roles, offered, entries{"password"};
  for (const app::Role role : visitor.roles) roles.emplace_back(app::name_of(role));
  for (const app::Operation& operation : app::operations())
    if (operation.web == app::Web::offered && app::offered(operation, visitor))
      offered.emplace_back(operation.noun + " " + operation.verb);
  if (entrance.settings().vouched) entries.emplace_back("oidc");
  const auto needed = app::needs_setup(entrance.records());
  return json::serialize(
      json::object{{"visitor", json::object{{"name", visitor.name},
                                            {"roles", std::move(roles)},
                                            {"scope", json::object{{"everything", visitor.scope.everything},
                                                                   {"territories", words(visitor.scope.territories)},
                                                                   {"registers", words(visitor.scope.registers)}}},
                                            {"anonymous", visitor.anonymous()},
                                            {"local", visitor.local}}},
                   {"setup", needed.has_value() && *needed},
                   {"centre", json::object{{"name", host.profile.name},
                                           {"zone", host.profile.zone},
                                           {"language", host.profile.language},
                                           {"languages", json::array{"kk", "ru", "en"}}}},
                   {"sign_in", std::move(entries)},
                   {"offered", std::move(offered)}});
}

}  // namespace tartip::http
