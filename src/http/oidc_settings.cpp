#include "http/oidc_settings.hpp"

#include <toml++/toml.h>

#include <algorithm>

#include "app/decision.hpp"
#include "base/file.hpp"

namespace tartip::http {
namespace {

constexpr const char* k_known[] = {"issuer",     "client_id", "client_secret_file", "scopes", "name_claim",
                                   "role_claim", "grant"};

// The host of "https://id.example:8443/realm".
std::string host_of(const std::string& url) {
  const auto from = url.find("://") + 3;
  std::string host = url.substr(from, url.find_first_of("/?#", from) - from);
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

std::optional<std::vector<std::string>> texts(const toml::node_view<const toml::node>& node) {
  std::vector<std::string> list;
  if (!node) return list;
  const toml::array* array = node.as_array();
  if (array == nullptr) return std::nullopt;
  for (const toml::node& one : *array) {
    const auto text = one.value<std::string>();
    if (!text) return std::nullopt;
    list.push_back(*text);
  }
  return list;
}

void add(std::vector<std::string>& to, const std::vector<std::string>& more) {
  for (const std::string& word : more)
    if (std::find(to.begin(), to.end(), word) == to.end()) to.push_back(word);
}

}  // namespace

Result<std::optional<OidcSettings>> read_oidc_settings(const std::filesystem::path& centre) {
  const std::filesystem::path file = centre / "tartip.toml";
  auto text = read_file(file, 1 << 20);
  if (!text) return pass(text);
  const auto refuse = [&](const std::string& what) {
    return fail(Code::bad_data, "error.access.settings", {{"file", file.string()}, {"what", what}},
                Where{file.string(), 0, ""});
  };
  OidcSettings settings;
  try {
    const toml::table table = toml::parse(*text);
    const toml::table* oidc = table["oidc"].as_table();
    if (oidc == nullptr) return std::optional<OidcSettings>();
    for (const auto& [key, value] : *oidc)
      if (std::find(std::begin(k_known), std::end(k_known), std::string(key.str())) == std::end(k_known))
        return refuse("oidc." + std::string(key.str()));
    const auto word = [&](const char* name, std::string fallback) {
      return (*oidc)[name].value_or(std::move(fallback));
    };
    settings.issuer = word("issuer", "");
    while (settings.issuer.ends_with('/')) settings.issuer.pop_back();
    settings.client_id = word("client_id", "");
    settings.scopes = word("scopes", settings.scopes);
    settings.name_claim = word("name_claim", settings.name_claim);
    settings.role_claim = word("role_claim", settings.role_claim);
    settings.address = table["access"]["address"].value_or(std::string());
    while (settings.address.ends_with('/')) settings.address.pop_back();
    if (settings.client_id.empty()) return refuse("oidc.client_id");
    if (settings.address.empty()) return refuse("access.address");
    // Whoever can read or change what the body says could be anybody.
    if (!settings.issuer.starts_with("https://") &&
        !(settings.issuer.starts_with("http://") && is_loopback(host_of(settings.issuer))))
      return refuse("oidc.issuer");
    if (const std::string secret = word("client_secret_file", ""); !secret.empty()) {
      auto read = read_file(centre / secret, 10'000);
      if (!read) return pass(read);
      while (!read->empty() && (read->back() == '\n' || read->back() == '\r' || read->back() == ' ')) read->pop_back();
      settings.client_secret = *read;
    }
    const toml::array* grants = (*oidc)["grant"].as_array();
    if (grants == nullptr || grants->empty()) return refuse("oidc.grant");
    for (const toml::node& node : *grants) {
      const toml::table* one = node.as_table();
      if (one == nullptr) return refuse("oidc.grant");
      const auto at = [&](const char* name) { return toml::node_view<const toml::node>((*one)[name]); };
      const auto roles = texts(at("roles")), territories = texts(at("territories")), registers = texts(at("registers"));
      const auto value = (*one)["value"].value<std::string>();
      if (!value || value->empty() || !roles || !territories || !registers) return refuse("oidc.grant");
      for (const std::string& role : *roles)
        if (!app::role_named(role)) return refuse("oidc.grant.roles: " + role);
      settings.rules.push_back({*value, {*roles, (*one)["everything"].value_or(false), *territories, *registers}});
    }
  } catch (const toml::parse_error& problem) {
    return refuse(std::string(problem.description()));
  }
  return std::optional(std::move(settings));
}

store::Grant grant_for(const OidcSettings& settings, const std::vector<std::string>& values) {
  store::Grant grant;
  for (const OidcSettings::Rule& rule : settings.rules) {
    if (std::find(values.begin(), values.end(), rule.value) == values.end()) continue;
    add(grant.roles, rule.grant.roles);
    grant.everything |= rule.grant.everything;
    add(grant.territories, rule.grant.territories);
    add(grant.registers, rule.grant.registers);
  }
  if (grant.everything) grant.territories.clear(), grant.registers.clear();
  return grant;
}

}  // namespace tartip::http
