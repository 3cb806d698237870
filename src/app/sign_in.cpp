#include "app/sign_in.hpp"

#include <algorithm>
#include <atomic>
#include <semaphore>

#include "app/audit.hpp"
#include "app/decision.hpp"
#include "app/password_rules.hpp"
#include "base/hash.hpp"
#include "base/secret.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_secret_bytes = 32;
constexpr axes::Micros k_second = axes::k_micros_per_second;
constexpr axes::Micros k_touch_every = 60 * k_second;
constexpr axes::Micros k_longest_wait = 15 * 60 * k_second;
constexpr axes::Micros k_forget_failures = 24 * 3600 * k_second;

// Argon2id takes 64 MiB a time.
constexpr std::ptrdiff_t k_hashes_at_once = 2;
constexpr int k_waiting = 8;
constexpr std::chrono::seconds k_patience{10};

class HashTurn {
 public:
  HashTurn() {
    if (waiting_.fetch_add(1) < k_waiting) taken_ = turns().try_acquire_for(k_patience);
    waiting_.fetch_sub(1);
  }
  ~HashTurn() {
    if (taken_) turns().release();
  }
  HashTurn(const HashTurn&) = delete;
  HashTurn& operator=(const HashTurn&) = delete;
  bool taken() const { return taken_; }

 private:
  static std::counting_semaphore<k_hashes_at_once>& turns() {
    static std::counting_semaphore<k_hashes_at_once> free(k_hashes_at_once);
    return free;
  }
  inline static std::atomic<int> waiting_{0};
  bool taken_ = false;
};

Result<bool> matches(const std::string& hash, const std::string& password) {
  const HashTurn turn;
  if (!turn.taken()) return fail(Code::unavailable, "error.access.busy");
  return password_matches(hash, password);
}

// What is compared with when there is nobody, so that it takes as long.
const std::string& hash_of_nobody() {
  static const std::string k_hash = hash_password(random_text(k_secret_bytes));
  return k_hash;
}

struct Throttle {
  std::string key;
  std::int64_t free;  // failures that cost nothing
};

std::vector<Throttle> throttles(const std::string& name, const std::string& peer) {
  // Names as hashes: a password typed into the wrong field does not stay in the file.
  const std::string who = sha256_hex(name).substr(0, 32);
  return {{"name " + who + " " + peer, 5}, {"name " + who, 50}, {"peer " + peer, 100}};
}

Status check_throttles(store::Records& records, const std::vector<Throttle>& all, axes::Micros now) {
  for (const Throttle& throttle : all) {
    auto attempts = records.attempts(throttle.key);
    if (!attempts) return pass(attempts);
    const std::int64_t over = attempts->failed - throttle.free;
    if (over < 0) continue;
    const axes::Micros wait = over >= 10 ? k_longest_wait : std::min(k_longest_wait, (2 * k_second) << over);
    if (now < attempts->last + wait)
      return fail(Code::denied, "error.access.wait",
                  {{"seconds", std::to_string((attempts->last + wait - now + k_second - 1) / k_second)}});
  }
  return {};
}

Setting as(const Setting& setting, const std::string& name) {
  Setting other = setting;
  other.visitor = Visitor{.name = name, .peer = setting.visitor.peer, .local = false};
  return other;
}

Visitor visitor_for(const store::UserRecord& user, const store::Grant& grant) {
  return {.name = user.name, .roles = roles_of(grant), .scope = scope_of(grant), .local = false};
}

Result<SignedIn> begin_session(store::Records& records, const Setting& setting, const store::UserRecord& user,
                               Event event, std::vector<std::pair<std::string, std::string>> parameters = {}) {
  const std::string secret = random_text(k_secret_bytes), hash = hash_of_secret(secret);
  const Status begun = records.together([&]() -> Status {
    if (Status added = records.add_session({hash, user.name, setting.now, setting.now, setting.visitor.peer}); !added)
      return added;
    return records.note_sign_in(user.name, setting.now);
  });
  if (!begun) return tl::unexpected<Error>(begun.error());
  SignedIn entered{secret, visitor_for(user, user.grant)};
  entered.visitor.peer = setting.visitor.peer;
  entered.visitor.entry = hash;
  Setting noted = setting;
  noted.visitor = entered.visitor;
  if (Status written = note(noted, {.event = event, .parameters = std::move(parameters)}); !written) {
    (void)records.end_session(hash);
    return pass(written);
  }
  return entered;
}

}  // namespace

std::string hash_of_secret(const std::string& secret) {
  return sha256_hex(secret);
}

std::vector<Role> roles_of(const store::Grant& grant) {
  std::vector<Role> roles;
  for (const std::string& word : grant.roles)
    if (const auto role = role_named(word)) roles.push_back(*role);
  return roles;
}

Scope scope_of(const store::Grant& grant) {
  return {grant.everything, grant.territories, grant.registers};
}

Result<std::string> kept_password(const std::string& password) {
  const HashTurn turn;
  if (!turn.taken()) return fail(Code::unavailable, "error.access.busy");
  return hash_password(password);
}

Result<SignedIn> sign_in(store::Records& records, const Setting& setting, const std::string& typed,
                         const std::string& password) {
  const std::string name = checked_name(typed).value_or("");
  const auto all = throttles(name.empty() ? typed : name, setting.visitor.peer);
  if (Status free = check_throttles(records, all, setting.now); !free) return pass(free);
  auto user = records.user(name);
  if (!user) return pass(user);
  const bool known = user->has_value() && !(*user)->password.empty();
  auto right = matches(known ? (*user)->password : hash_of_nobody(), password);
  if (!right) return pass(right);
  if (!known || !*right || (*user)->disabled) {
    if (Status old = records.forget_failures_before(setting.now - k_forget_failures); !old) return pass(old);
    for (const Throttle& throttle : all)
      if (Status counted = records.note_failure(throttle.key, setting.now); !counted) return pass(counted);
    const std::string who = user->has_value() ? name : "unknown";
    if (Status noted = note(as(setting, who), {.event = Event::sign_in_failed, .outcome = "error.access.credentials"});
        !noted)
      return pass(noted);
    return fail(Code::denied, "error.access.credentials");
  }
  for (std::size_t i = 0; i < 2; ++i)  // those of the name; an address stays under watch
    if (Status forgotten = records.forget_failures(all[i].key); !forgotten) return pass(forgotten);
  return begin_session(records, setting, **user, Event::sign_in);
}

Status confirm_password(store::Records& records, const Setting& setting, const store::UserRecord& user,
                        const std::string& password) {
  const auto all = throttles(user.name, setting.visitor.peer);
  if (Status free = check_throttles(records, all, setting.now); !free) return free;
  auto right = matches(user.password.empty() ? hash_of_nobody() : user.password, password);
  if (!right) return pass(right);
  if (*right && !user.password.empty()) return {};
  for (const Throttle& throttle : all)
    if (Status counted = records.note_failure(throttle.key, setting.now); !counted) return counted;
  return fail(Code::denied, "error.access.credentials");
}

Result<SignedIn> sign_in_vouched(store::Records& records, const Setting& setting, const Vouched& person) {
  if (person.grant.roles.empty()) {
    // Whoever has lost every group there has lost what was had here by it, tokens and other windows included.
    const Status taken = records.together([&]() -> Status {
      auto known = records.user_of_subject(person.subject);
      if (!known) return pass(known);
      if (!known->has_value()) return {};
      store::UserRecord user = **known;
      user.grant = {};
      if (auto ended = records.end_tokens_of(user.name); !ended) return pass(ended);
      if (auto ended = records.end_sessions_of(user.name); !ended) return pass(ended);
      return records.change_user(user);
    });
    if (!taken) return tl::unexpected<Error>(taken.error());
    if (Status noted = note(as(setting, "unknown"), {.event = Event::sign_in_failed,
                                                     .parameters = {{"subject", person.subject}},
                                                     .outcome = "error.access.not_admitted"});
        !noted)
      return pass(noted);
    return fail(Code::denied, "error.access.not_admitted");
  }
  store::UserRecord entering;
  const Status found = records.together([&]() -> Status {
    auto known = records.user_of_subject(person.subject);
    if (!known) return pass(known);
    if (known->has_value()) {
      entering = **known;
      if (entering.grant == person.grant) return {};
      entering.grant = person.grant;
      if (auto ended = records.end_tokens_of(entering.name); !ended) return pass(ended);
      return records.change_user(entering);
    }
    const std::string wished = checked_name(person.name).value_or("person");
    entering = {.name = wished, .subject = person.subject, .grant = person.grant, .made = setting.now};
    for (int number = 2;; ++number) {
      auto taken = records.user(entering.name);
      if (!taken) return pass(taken);
      if (!taken->has_value()) return records.add_user(entering);
      entering.name = wished + "-" + std::to_string(number);
    }
  });
  if (!found) return tl::unexpected<Error>(found.error());
  if (entering.disabled) {
    if (Status noted =
            note(as(setting, entering.name), {.event = Event::sign_in_failed, .outcome = "error.access.credentials"});
        !noted)
      return pass(noted);
    return fail(Code::denied, "error.access.credentials");
  }
  return begin_session(records, setting, entering, Event::sign_in, {{"subject", person.subject}});
}

Result<std::optional<Visitor>> visitor_of_session(store::Records& records, const std::string& secret, axes::Micros now,
                                                  const SessionLife& life) {
  const std::string hash = hash_of_secret(secret);
  auto session = records.session(hash);
  if (!session) return pass(session);
  if (!session->has_value()) return std::optional<Visitor>();
  const auto micros = [](std::chrono::minutes time) { return std::chrono::microseconds(time).count(); };
  const store::SessionRecord& kept = **session;
  if (now >= kept.made + micros(life.longest) || now >= kept.seen + micros(life.idle)) {
    if (Status gone = records.forget_sessions(now - micros(life.longest), now - micros(life.idle)); !gone)
      return pass(gone);
    return std::optional<Visitor>();
  }
  auto user = records.user(kept.user);
  if (!user) return pass(user);
  if (!user->has_value() || (*user)->disabled) return std::optional<Visitor>();
  if (now >= kept.seen + k_touch_every)
    if (Status touched = records.touch_session(hash, now); !touched) return pass(touched);
  Visitor visitor = visitor_for(**user, (*user)->grant);
  visitor.entry = hash;
  return std::optional<Visitor>(std::move(visitor));
}

Result<Visitor> visitor_of_token(store::Records& records, const std::string& token, axes::Micros now) {
  const std::string hash = hash_of_secret(token);
  auto kept = records.token(hash);
  if (!kept) return pass(kept);
  const auto refuse = [] { return fail(Code::denied, "error.access.token"); };
  if (!kept->has_value() || now >= (*kept)->expires) return refuse();
  auto user = records.user((*kept)->user);
  if (!user) return pass(user);
  if (!user->has_value() || (*user)->disabled) return refuse();
  // Made while its owner's scope was being narrowed.
  if (!within(scope_of((*kept)->grant), scope_of((*user)->grant))) return refuse();
  if (now >= (*kept)->used.value_or(0) + k_touch_every)
    if (Status touched = records.touch_token(hash, now); !touched) return pass(touched);
  Visitor visitor = visitor_for(**user, (*kept)->grant);
  // Whatever the token was given, it does no more than its owner may do now.
  std::erase_if(visitor.roles, [&](Role role) {
    const auto owners = roles_of((*user)->grant);
    return std::find(owners.begin(), owners.end(), role) == owners.end();
  });
  visitor.entry = (*kept)->id;
  visitor.by_token = true;
  return visitor;
}

Status sign_out(store::Records& records, const Setting& setting, const std::string& secret, bool everywhere) {
  auto session = records.session(hash_of_secret(secret));
  if (!session) return pass(session);
  if (!session->has_value()) return {};
  const std::string user = (*session)->user;
  if (everywhere) {
    if (auto ended = records.end_sessions_of(user); !ended) return pass(ended);
  } else if (Status ended = records.end_session(hash_of_secret(secret)); !ended) {
    return ended;
  }
  return note(as(setting, user),
              {.event = Event::sign_out,
               .parameters = everywhere ? std::vector<std::pair<std::string, std::string>>{{"everywhere", "yes"}}
                                        : std::vector<std::pair<std::string, std::string>>{}});
}

Result<bool> needs_setup(store::Records& records) {
  auto count = records.count_with_role(std::string(name_of(Role::administrator)));
  if (!count) return pass(count);
  return *count == 0;
}

Result<SignedIn> set_up(store::Records& records, const Setting& setting, const std::string& name,
                        const std::string& password) {
  auto checked = checked_name(name);
  if (!checked) return pass(checked);
  if (Status good = check_password(password, *checked); !good) return pass(good);
  auto kept = kept_password(password);
  if (!kept) return pass(kept);
  store::UserRecord first{.name = *checked,
                          .password = *kept,
                          .grant = {.roles = {}, .everything = true},
                          .made = setting.now,
                          .password_set = setting.now};
  for (const Role role : k_roles)
    if (role != Role::reader) first.grant.roles.emplace_back(name_of(role));
  const Status made = records.together([&]() -> Status {
    auto needed = needs_setup(records);
    if (!needed) return pass(needed);
    if (!*needed) return fail(Code::conflict, "error.access.set_up");
    return records.add_user(first);
  });
  if (!made) return tl::unexpected<Error>(made.error());
  return begin_session(records, setting, first, Event::setup);
}

}  // namespace tartip::app
