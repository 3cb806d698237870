// Tokens: what programs enter with. Shown once, kept as a hash, never further than their owner, for a time.
#include <algorithm>

#include "app/centre.hpp"
#include "app/decision.hpp"
#include "app/grants.hpp"
#include "app/joined.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/sign_in.hpp"
#include "app/wording.hpp"
#include "base/secret.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_token_bytes = 32, k_id_letters = 8;

bool administers(const Visitor& visitor) {
  return visitor.local ||
         std::find(visitor.roles.begin(), visitor.roles.end(), Role::administrator) != visitor.roles.end();
}

// Whose tokens: one's own; of somebody else where the visitor administers.
Result<std::string> owner_of(const Call& call) {
  const Visitor& visitor = call.setting().visitor;
  const std::string name = call.has("user") ? call.text("user") : visitor.name;
  if (name != visitor.name && !administers(visitor))
    return fail(Code::denied, "error.access.role", {{"role", "administrator"}});
  return name;
}

Result<Answer> token_make(const Call& call) {
  auto owner = owner_of(call);
  if (!owner) return pass(owner);
  if (owner->empty()) return fail(Code::bad_input, "error.call.missing", {{"name", "user"}});
  auto records = store::Records::open(call.setting().centre);
  if (!records) return pass(records);
  auto user = records->user(*owner);
  if (!user) return pass(user);
  if (!user->has_value()) return fail(Code::not_found, "error.user.absent", {{"name", *owner}});
  const store::Grant& own = (*user)->grant;
  auto grant = grant_from(call, own);
  if (!grant) return pass(grant);
  const bool roles_within = std::all_of(grant->roles.begin(), grant->roles.end(), [&](const std::string& role) {
    return std::find(own.roles.begin(), own.roles.end(), role) != own.roles.end();
  });
  if (!roles_within || !within(scope_of(*grant), scope_of(own)))
    return fail(Code::denied, "error.token.further", {{"name", *owner}});
  if (call.setting().dry_run) return Answer{};
  // The first letters tell searchers of leaked secrets what it is.
  const std::string token = "tartip_" + random_text(k_token_bytes), hash = hash_of_secret(token);
  const axes::Micros expires = call.setting().now + call.integer("days") * axes::k_micros_per_day;
  const store::TokenRecord record{.id = hash.substr(0, k_id_letters),
                                  .secret = hash,
                                  .user = *owner,
                                  .label = call.text("label"),
                                  .grant = std::move(*grant),
                                  .made = call.setting().now,
                                  .expires = expires};
  if (Status added = records->add_token(record); !added) return pass(added);
  return Answer{.said = {{"said.token.made", {{"id", record.id}, {"days", call.text("days")}}}},
                .document = token + "\n"};
}

Result<Answer> token_list(const Call& call) {
  const bool all = !call.has("user") && administers(call.setting().visitor);
  auto owner = owner_of(call);
  if (!owner) return pass(owner);
  auto records = store::Records::open(call.setting().centre);
  if (!records) return pass(records);
  auto tokens = records->tokens(all ? "" : *owner);
  if (!tokens) return pass(tokens);
  Result<CentreProfile> profile = read_profile(call.setting().centre);
  if (!profile) return pass(profile);
  Result<axes::TimeZone> zone = axes::TimeZone::named(profile->zone);
  if (!zone) return pass(zone);
  const Wording words(call.setting());
  Sheet sheet{.id = "tokens", .title = words("title.tokens")};
  sheet.columns = {words.column("id"),
                   words.column("user"),
                   words.column("token_label"),
                   words.column("roles", CellKind::list),
                   words.column("everything", CellKind::word),
                   words.column("territories", CellKind::list),
                   words.column("registers", CellKind::list),
                   words.column("made"),
                   words.column("expires"),
                   words.column("used")};
  for (const store::TokenRecord& token : *tokens)
    sheet.rows.push_back({token.id, token.user, token.label, listed(token.grant.roles),
                          std::string(token.grant.everything ? "yes" : "no"), listed(token.grant.territories),
                          listed(token.grant.registers), text_of_moment(token.made, *zone),
                          text_of_moment(token.expires, *zone),
                          token.used ? SheetCell(text_of_moment(*token.used, *zone)) : SheetCell()});
  return Answer{.sheets = {std::move(sheet)}};
}

Result<Answer> token_revoke(const Call& call) {
  auto records = store::Records::open(call.setting().centre);
  if (!records) return pass(records);
  const Visitor& visitor = call.setting().visitor;
  auto tokens = records->tokens(administers(visitor) ? "" : visitor.name);
  if (!tokens) return pass(tokens);
  const std::string& id = call.text("id");
  // Somebody else's token is not there, for who may not see it.
  if (std::none_of(tokens->begin(), tokens->end(), [&](const store::TokenRecord& token) { return token.id == id; }))
    return fail(Code::not_found, "error.token.absent", {{"id", id}});
  if (call.setting().dry_run) return Answer{};
  if (Status ended = records->end_token(id); !ended) return pass(ended);
  return Answer{.said = {{"said.token.revoked", {{"id", id}}}}};
}

}  // namespace

std::vector<Operation> token_rows() {
  std::vector<Parameter> made = with_grant({word("label", "TEXT"), option("user", Kind::text, "NAME")});
  made.push_back(whole("days", 1, 400, "90"));
  return {
      {"token",
       "make",
       Permission::administer,
       made,
       {"token make excel --user aigul", "token make \"R on the server\" --user aigul --role reader --days 30"},
       token_make},
      {"token",
       "list",
       Permission::look,
       {option("user", Kind::text, "NAME")},
       {"token list", "token list --user aigul --format json"},
       token_list},
      {"token",
       "revoke",
       Permission::administer,
       {word("id", "ID")},
       {"token revoke 5e884898", "token revoke 5e884898 --dry-run"},
       token_revoke},
  };
}

}  // namespace tartip::app
