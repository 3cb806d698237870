#include "store/records.hpp"

#include <array>

#include "store/room.hpp"
#include "store/sqlite.hpp"

namespace tartip::store {
namespace {

using sqlite::integer;
using sqlite::Row;
using sqlite::text;
using sqlite::Value;

// One entry is one migration; entries are never changed once a release has them.
constexpr std::array k_steps = {
    R"(
CREATE TABLE users (
  name TEXT PRIMARY KEY, password TEXT NOT NULL, subject TEXT UNIQUE, roles TEXT NOT NULL, everything INTEGER NOT NULL,
  territories TEXT NOT NULL, registers TEXT NOT NULL, disabled INTEGER NOT NULL, made INTEGER NOT NULL,
  password_set INTEGER NOT NULL, seen INTEGER
) STRICT;
CREATE TABLE sessions (
  secret TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users (name), made INTEGER NOT NULL, seen INTEGER NOT NULL,
  peer TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user);
CREATE TABLE tokens (
  id TEXT PRIMARY KEY, secret TEXT NOT NULL UNIQUE, user TEXT NOT NULL REFERENCES users (name), label TEXT NOT NULL,
  roles TEXT NOT NULL, everything INTEGER NOT NULL, territories TEXT NOT NULL, registers TEXT NOT NULL,
  made INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER
) STRICT;
CREATE INDEX tokens_user ON tokens (user);
CREATE TABLE attempts (key TEXT PRIMARY KEY, failed INTEGER NOT NULL, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)"};

#define USER_COLUMNS \
  "name, password, subject, roles, everything, territories, registers, disabled, made, password_set, seen"
#define TOKEN_COLUMNS "id, secret, user, label, roles, everything, territories, registers, made, expires, used"

Value or_null(const std::string& value) {
  return value.empty() ? Value() : Value(value);
}
Value or_null(const std::optional<axes::Micros>& value) {
  return value ? Value(*value) : Value();
}
std::optional<axes::Micros> moment(const Row& row, std::size_t column) {
  if (std::holds_alternative<std::monostate>(row[column])) return std::nullopt;
  return integer(row, column);
}

Grant grant_from(const Row& row, std::size_t first) {
  return {list_from(text(row, first)), integer(row, first + 1) != 0, list_from(text(row, first + 2)),
          list_from(text(row, first + 3))};
}

UserRecord user_from(const Row& row) {
  return {.name = text(row, 0),
          .password = text(row, 1),
          .subject = text(row, 2),
          .grant = grant_from(row, 3),
          .disabled = integer(row, 7) != 0,
          .made = integer(row, 8),
          .password_set = integer(row, 9),
          .seen = moment(row, 10)};
}

TokenRecord token_from(const Row& row) {
  return {.id = text(row, 0),
          .secret = text(row, 1),
          .user = text(row, 2),
          .label = text(row, 3),
          .grant = grant_from(row, 4),
          .made = integer(row, 8),
          .expires = integer(row, 9),
          .used = moment(row, 10)};
}

Status done(const Result<std::int64_t>& changed) {
  if (!changed) return tl::unexpected<Error>(changed.error());
  return {};
}

}  // namespace

struct Records::Room {
  sqlite::Database database;

  template <class Record, class From>
  Result<std::optional<Record>> one(const char* sql, const std::string& key, From&& from) {
    auto found = database.rows(sql, {key});
    if (!found) return pass(found);
    if (found->empty()) return std::optional<Record>();
    return std::optional<Record>(from(found->front()));
  }
};

Records::Records(std::unique_ptr<Room> room) : room_(std::move(room)) {}
Records::~Records() = default;
Records::Records(Records&&) noexcept = default;
Records& Records::operator=(Records&&) noexcept = default;

bool Records::exists(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::exists(folder / sqlite::k_records_file, error);
}

Result<Records> Records::open(const std::filesystem::path& folder) {
  auto database = sqlite::Database::open(folder / sqlite::k_records_file);
  if (!database) return pass(database);
  if (Status ready = database->migrate("people", k_steps); !ready) return pass(ready);
  return Records(std::make_unique<Room>(Room{std::move(*database)}));
}

Result<std::uint64_t> Records::version() {
  return room_->database.version();
}

Status Records::together(const std::function<Status()>& work) {
  return room_->database.together(work);
}

Status Records::add_user(const UserRecord& user) {
  const auto& g = user.grant;
  auto added = room_->database.change("INSERT INTO users (" USER_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                                      {user.name, user.password, or_null(user.subject), list_text(g.roles),
                                       std::int64_t{g.everything}, list_text(g.territories), list_text(g.registers),
                                       std::int64_t{user.disabled}, user.made, user.password_set, or_null(user.seen)});
  if (!added && added.error().code == Code::conflict)
    return fail(Code::conflict, "error.user.exists", {{"name", user.name}});
  return done(added);
}

Status Records::change_user(const UserRecord& user) {
  const auto& g = user.grant;
  auto changed = room_->database.change(
      "UPDATE users SET password = ?, subject = ?, roles = ?, everything = ?, territories = ?, registers = ?, disabled "
      "= ?, password_set = ? WHERE name = ?",
      {user.password, or_null(user.subject), list_text(g.roles), std::int64_t{g.everything}, list_text(g.territories),
       list_text(g.registers), std::int64_t{user.disabled}, user.password_set, user.name});
  if (changed && *changed == 0) return fail(Code::not_found, "error.user.absent", {{"name", user.name}});
  return done(changed);
}

Result<std::optional<UserRecord>> Records::user(const std::string& name) {
  return room_->one<UserRecord>("SELECT " USER_COLUMNS " FROM users WHERE name = ?", name, user_from);
}

Result<std::optional<UserRecord>> Records::user_of_subject(const std::string& subject) {
  return room_->one<UserRecord>("SELECT " USER_COLUMNS " FROM users WHERE subject = ?", subject, user_from);
}

Result<std::vector<UserRecord>> Records::users() {
  auto found = room_->database.rows("SELECT " USER_COLUMNS " FROM users ORDER BY name");
  if (!found) return pass(found);
  std::vector<UserRecord> users;
  for (const Row& row : *found) users.push_back(user_from(row));
  return users;
}

Result<std::int64_t> Records::count_with_role(const std::string& role) {
  auto found = room_->database.rows(
      "SELECT count(*) FROM users WHERE disabled = 0 AND EXISTS (SELECT 1 FROM json_each(roles) WHERE value = ?)",
      {role});
  if (!found) return pass(found);
  return integer(found->front(), 0);
}

Status Records::note_sign_in(const std::string& user, axes::Micros now) {
  return done(room_->database.change("UPDATE users SET seen = ? WHERE name = ?", {now, user}));
}

Status Records::add_session(const SessionRecord& session) {
  return done(room_->database.change("INSERT INTO sessions (secret, user, made, seen, peer) VALUES (?,?,?,?,?)",
                                     {session.secret, session.user, session.made, session.seen, session.peer}));
}

Result<std::optional<SessionRecord>> Records::session(const std::string& secret) {
  return room_->one<SessionRecord>(
      "SELECT secret, user, made, seen, peer FROM sessions WHERE secret = ?", secret, [](const Row& row) {
        return SessionRecord{text(row, 0), text(row, 1), integer(row, 2), integer(row, 3), text(row, 4)};
      });
}

Status Records::touch_session(const std::string& secret, axes::Micros now) {
  return done(room_->database.change("UPDATE sessions SET seen = ? WHERE secret = ?", {now, secret}));
}

Status Records::end_session(const std::string& secret) {
  return done(room_->database.change("DELETE FROM sessions WHERE secret = ?", {secret}));
}

Result<std::int64_t> Records::end_sessions_of(const std::string& user, const std::string& but_secret) {
  return room_->database.change("DELETE FROM sessions WHERE user = ? AND secret <> ?", {user, but_secret});
}

Status Records::forget_sessions(axes::Micros made_before, axes::Micros seen_before) {
  return done(room_->database.change("DELETE FROM sessions WHERE made < ? OR seen < ?", {made_before, seen_before}));
}

Status Records::add_token(const TokenRecord& token) {
  const auto& g = token.grant;
  return done(room_->database.change(
      "INSERT INTO tokens (" TOKEN_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?)",
      {token.id, token.secret, token.user, token.label, list_text(g.roles), std::int64_t{g.everything},
       list_text(g.territories), list_text(g.registers), token.made, token.expires, or_null(token.used)}));
}

Result<std::optional<TokenRecord>> Records::token(const std::string& secret) {
  return room_->one<TokenRecord>("SELECT " TOKEN_COLUMNS " FROM tokens WHERE secret = ?", secret, token_from);
}

Result<std::vector<TokenRecord>> Records::tokens(const std::string& user) {
  auto found =
      room_->database.rows("SELECT " TOKEN_COLUMNS " FROM tokens WHERE ?1 = '' OR user = ?1 ORDER BY made, id", {user});
  if (!found) return pass(found);
  std::vector<TokenRecord> tokens;
  for (const Row& row : *found) tokens.push_back(token_from(row));
  return tokens;
}

Status Records::touch_token(const std::string& secret, axes::Micros now) {
  return done(room_->database.change("UPDATE tokens SET used = ? WHERE secret = ?", {now, secret}));
}

Status Records::end_token(const std::string& id) {
  auto ended = room_->database.change("DELETE FROM tokens WHERE id = ?", {id});
  if (ended && *ended == 0) return fail(Code::not_found, "error.token.absent", {{"id", id}});
  return done(ended);
}

Result<std::int64_t> Records::end_tokens_of(const std::string& user) {
  return room_->database.change("DELETE FROM tokens WHERE user = ?", {user});
}

Result<Records::Attempts> Records::attempts(const std::string& key) {
  auto found = room_->database.rows("SELECT failed, last FROM attempts WHERE key = ?", {key});
  if (!found) return pass(found);
  if (found->empty()) return Attempts{};
  return Attempts{integer(found->front(), 0), integer(found->front(), 1)};
}

Status Records::note_failure(const std::string& key, axes::Micros now) {
  return done(room_->database.change(
      "INSERT INTO attempts VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET failed = failed + 1, last = excluded.last",
      {key, now}));
}

Status Records::forget_failures(const std::string& key) {
  return done(room_->database.change("DELETE FROM attempts WHERE key = ?", {key}));
}

Status Records::forget_failures_before(axes::Micros moment) {
  return done(room_->database.change("DELETE FROM attempts WHERE last < ?", {moment}));
}

}  // namespace tartip::store
