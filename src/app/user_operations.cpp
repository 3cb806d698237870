// People of the centre: added, changed, shut out, given another password.
#include <algorithm>
#include <functional>

#include "app/centre.hpp"
#include "app/decision.hpp"
#include "app/grants.hpp"
#include "app/joined.hpp"
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/password_rules.hpp"
#include "app/sign_in.hpp"
#include "app/wording.hpp"
#include "base/secret.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_first_password_bytes = 15;  // 20 characters

Result<store::UserRecord> user_named(store::Records& records, const std::string& name) {
  auto user = records.user(name);
  if (!user) return pass(user);
  if (!user->has_value()) return fail(Code::not_found, "error.user.absent", {{"name", name}});
  return std::move(**user);
}

bool administers(const store::UserRecord& user) {
  const auto& roles = user.grant.roles;
  return !user.disabled && std::find(roles.begin(), roles.end(), name_of(Role::administrator)) != roles.end();
}

// A centre that nobody administers any more could be taken over by whoever starts it next.
Status keep_an_administrator(store::Records& records, const store::UserRecord& before, const store::UserRecord& after) {
  if (!administers(before) || administers(after)) return {};
  auto count = records.count_with_role(std::string(name_of(Role::administrator)));
  if (!count) return pass(count);
  if (*count <= 1) return fail(Code::conflict, "error.user.last_administrator", {{"name", before.name}});
  return {};
}

// Reads, changes and writes at one go: nothing that somebody else changes meanwhile is undone.
Status change_person(store::Records& records, const std::string& name,
                     const std::function<Status(store::UserRecord&)>& change) {
  return records.together([&]() -> Status {
    auto before = user_named(records, name);
    if (!before) return pass(before);
    store::UserRecord after = *before;
    if (Status changed = change(after); !changed) return changed;
    if (Status kept = keep_an_administrator(records, *before, after); !kept) return kept;
    return records.change_user(after);
  });
}

Result<Answer> user_list(const Call& call) {
  auto records = store::Records::open(call.setting().centre);
  if (!records) return pass(records);
  auto users = records->users();
  if (!users) return pass(users);
  Result<CentreProfile> profile = read_profile(call.setting().centre);
  if (!profile) return pass(profile);
  Result<axes::TimeZone> zone = axes::TimeZone::named(profile->zone);
  if (!zone) return pass(zone);
  const Wording words(call.setting());
  Sheet sheet{.id = "users", .title = words("title.users")};
  sheet.columns = {words.column("name"),
                   words.column("roles", CellKind::list),
                   words.column("everything", CellKind::word),
                   words.column("territories", CellKind::list),
                   words.column("registers", CellKind::list),
                   words.column("state", CellKind::word),
                   words.column("seen"),
                   words.column("enters_by", CellKind::word)};
  for (const store::UserRecord& user : *users)
    sheet.rows.push_back({user.name, listed(user.grant.roles), std::string(user.grant.everything ? "yes" : "no"),
                          listed(user.grant.territories), listed(user.grant.registers),
                          std::string(user.disabled ? "disabled" : "active"),
                          user.seen ? SheetCell(text_of_moment(*user.seen, *zone)) : SheetCell(),
                          std::string(user.password.empty() ? "oidc" : "password")});
  return Answer{.sheets = {std::move(sheet)}};
}

Result<Answer> user_add(const Call& call) {
  auto name = checked_name(call.text("name"));
  if (!name) return pass(name);
  auto grant = grant_from(call, {});
  if (!grant) return pass(grant);
  if (grant->roles.empty()) return fail(Code::bad_input, "error.call.missing", {{"name", "role"}});
  const std::string password = call.has("password") ? call.text("password") : random_text(k_first_password_bytes);
  if (Status good = check_password(password, *name); !good) return pass(good);
  if (call.setting().dry_run) return Answer{};
  auto kept = kept_password(password);
  if (!kept) return pass(kept);
  auto records = store::Records::open(call.setting().centre);
  if (!records) return pass(records);
  const store::UserRecord user{.name = *name,
                               .password = *kept,
                               .grant = std::move(*grant),
                               .made = call.setting().now,
                               .password_set = call.setting().now};
  if (Status added = records->add_user(user); !added) return pass(added);
  Answer answer{.said = {{"said.user.added", {{"name", *name}}}}};
  if (!call.has("password"))
    answer.said.push_back({"said.user.first_password", {{"name", *name}, {"password", password}}});
  if (reaches_nothing(scope_of(user.grant))) answer.said.push_back({"said.user.no_scope", {{"name", *name}}});
  return answer;
}

Result<Answer> user_change(const Call& call) {
  auto records = store::Records::open(call.setting().centre);
  if (!records) return pass(records);
  auto before = user_named(*records, call.text("name"));
  if (!before) return pass(before);
  auto grant = grant_from(call, before->grant);
  if (!grant) return pass(grant);
  if (call.setting().dry_run) return Answer{};
  std::int64_t tokens = 0;
  const Status changed = change_person(*records, before->name, [&](store::UserRecord& user) -> Status {
    if (user.grant == *grant) return {};
    user.grant = *grant;
    // What a token was given may reach further than what its owner has now.
    auto ended = records->end_tokens_of(user.name);
    if (!ended) return pass(ended);
    tokens = *ended;
    return {};
  });
  if (!changed) return tl::unexpected<Error>(changed.error());
  Answer answer{.said = {{"said.user.changed", {{"name", before->name}}}}};
  if (tokens > 0) answer.said.push_back({"said.user.tokens_ended", {{"count", std::to_string(tokens)}}});
  return answer;
}

Result<Answer> user_disable(const Call& call) {
  auto records = store::Records::open(call.setting().centre);
  if (!records) return pass(records);
  auto before = user_named(*records, call.text("name"));
  if (!before) return pass(before);
  if (call.setting().dry_run) return Answer{};
  const bool out = !call.flag("undo");
  const Status changed = change_person(*records, before->name, [&](store::UserRecord& user) -> Status {
    user.disabled = out;
    if (!out) return {};
    if (auto ended = records->end_sessions_of(user.name); !ended) return pass(ended);
    if (auto ended = records->end_tokens_of(user.name); !ended) return pass(ended);
    return {};
  });
  if (!changed) return tl::unexpected<Error>(changed.error());
  return Answer{.said = {{out ? "said.user.disabled" : "said.user.enabled", {{"name", before->name}}}}};
}

// One's own, with the present one; an administrator's for others.
Result<Answer> user_password(const Call& call) {
  const Visitor& visitor = call.setting().visitor;
  auto records = store::Records::open(call.setting().centre);
  if (!records) return pass(records);
  const std::string name = call.has("name") ? call.text("name") : visitor.name;
  const bool own = !visitor.local && name == visitor.name;
  const bool may = visitor.local || own ||
                   std::find(visitor.roles.begin(), visitor.roles.end(), Role::administrator) != visitor.roles.end();
  if (!may) return fail(Code::denied, "error.access.role", {{"role", "administrator"}});
  auto user = user_named(*records, name);
  if (!user) return pass(user);
  if (own)
    if (Status right = confirm_password(*records, call.setting(), *user, call.text("current")); !right)
      return pass(right);
  if (own && !call.has("password")) return fail(Code::bad_input, "error.call.missing", {{"name", "password"}});
  const std::string password = call.has("password") ? call.text("password") : random_text(k_first_password_bytes);
  if (Status good = check_password(password, name); !good) return pass(good);
  if (call.setting().dry_run) return Answer{};
  auto kept = kept_password(password);
  if (!kept) return pass(kept);
  const Status changed = change_person(*records, name, [&](store::UserRecord& now) -> Status {
    // The present one was right when it was asked for, not any more.
    if (own && now.password != user->password) return fail(Code::denied, "error.access.credentials");
    now.password = *kept;
    now.password_set = call.setting().now;
    // Whoever knew the old one is out.
    if (auto ended = records->end_sessions_of(name, own ? visitor.entry : ""); !ended) return pass(ended);
    return {};
  });
  if (!changed) return tl::unexpected<Error>(changed.error());
  Answer answer{.said = {{"said.user.password_set", {{"name", name}}}}};
  if (!call.has("password"))
    answer.said.push_back({"said.user.first_password", {{"name", name}, {"password", password}}});
  return answer;
}

}  // namespace

std::vector<Operation> user_rows() {
  const auto with_password = [](std::vector<Parameter> parameters) {
    parameters.push_back(option("password", Kind::text, "TEXT"));
    return parameters;
  };
  Parameter own_name = word("name", "NAME");
  own_name.required = false;
  return {
      {"user", "list", Permission::look, {}, {"user list", "user list --format json"}, user_list},
      {"user",
       "add",
       Permission::administer,
       with_password(with_grant({word("name", "NAME")})),
       {"user add aigul --role analyst --in KZ-15", "user add daniyar --role registrar --role publisher --everything"},
       user_add},
      {"user",
       "change",
       Permission::administer,
       with_grant({word("name", "NAME")}),
       {"user change aigul --role analyst --in KZ-15 --in KZ-23", "user change daniyar --everything"},
       user_change},
      {"user",
       "disable",
       Permission::administer,
       {word("name", "NAME"), flag("undo")},
       {"user disable aigul", "user disable aigul --undo"},
       user_disable},
      {"user",
       "password",
       Permission::administer,  // of oneself: decided by its matter
       {own_name, option("current", Kind::text, "TEXT"), option("password", Kind::text, "TEXT")},
       {"user password aigul", "user password aigul --dry-run"},
       user_password},
  };
}

}  // namespace tartip::app
