// Who may enter a centre: people, their sessions and tokens, failed attempts; in records.sqlite in its folder
// (docs/access.md). What roles mean is not known here.
//
// Secrets of sessions and tokens come as SHA-256, so that a copy of the file opens no door. Time comes as an argument.
// Whatever a function acknowledges is on the disk. Safe from any number of threads. Errors: those of the file (denied
// `error.file.unwritable`, unavailable `error.store.disk_full` and `error.records.busy`, corrupt
// `error.records.corrupt`, conflict `error.records.newer`) and what each function says.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axes/time_zone.hpp"
#include "base/error.hpp"

namespace tartip::store {

// What somebody is given: words for roles, and how far they reach.
struct Grant {
  std::vector<std::string> roles = {};
  bool everything = false;
  std::vector<std::string> territories = {}, registers = {};
  friend bool operator==(const Grant&, const Grant&) = default;
};

struct UserRecord {
  std::string name;
  std::string password = {};  // hash; empty: enters through another body only
  std::string subject = {};   // "issuer subject" at that body
  Grant grant = {};
  bool disabled = false;
  axes::Micros made = 0, password_set = 0;
  std::optional<axes::Micros> seen = {};  // last sign-in
};

struct SessionRecord {
  std::string secret;  // hash
  std::string user;
  axes::Micros made = 0, seen = 0;
  std::string peer = {};
};

struct TokenRecord {
  std::string id;      // short, to name it by
  std::string secret;  // hash
  std::string user;
  std::string label = {};
  Grant grant = {};
  axes::Micros made = 0, expires = 0;
  std::optional<axes::Micros> used = {};
};

class Records {
 public:
  // Makes the file when there is none.
  static Result<Records> open(const std::filesystem::path& folder);
  static bool exists(const std::filesystem::path& folder);  // somebody has been let in once
  ~Records();
  Records(Records&&) noexcept;
  Records& operator=(Records&&) noexcept;

  // conflict `error.user.exists`
  Status add_user(const UserRecord& user);
  // Of the name given. not_found `error.user.absent`.
  Status change_user(const UserRecord& user);
  Result<std::optional<UserRecord>> user(const std::string& name);
  Result<std::optional<UserRecord>> user_of_subject(const std::string& subject);
  Result<std::vector<UserRecord>> users();                        // by name
  Result<std::int64_t> count_with_role(const std::string& role);  // of those not disabled
  Status note_sign_in(const std::string& user, axes::Micros now);

  Status add_session(const SessionRecord& session);
  Result<std::optional<SessionRecord>> session(const std::string& secret);
  Status touch_session(const std::string& secret, axes::Micros now);
  Status end_session(const std::string& secret);
  Result<std::int64_t> end_sessions_of(const std::string& user, const std::string& but_secret = "");
  Status forget_sessions(axes::Micros made_before, axes::Micros seen_before);

  Status add_token(const TokenRecord& token);
  Result<std::optional<TokenRecord>> token(const std::string& secret);
  Result<std::vector<TokenRecord>> tokens(const std::string& user = "");  // of everybody, by the time they were made
  Status touch_token(const std::string& secret, axes::Micros now);
  Status end_token(const std::string& id);  // not_found `error.token.absent`
  Result<std::int64_t> end_tokens_of(const std::string& user);

  // Failed attempts in a row under one key (an account, a peer) and the last one's time.
  struct Attempts {
    std::int64_t failed = 0;
    axes::Micros last = 0;
  };
  Result<Attempts> attempts(const std::string& key);
  Status note_failure(const std::string& key, axes::Micros now);
  Status forget_failures(const std::string& key);
  Status forget_failures_before(axes::Micros moment);

  // Another number after whatever anybody has changed, here, by another connection or by another program: what was read
  // at a version holds as long as the version does. Ask before reading, not after. Cheaper than reading.
  Result<std::uint64_t> version();

  // Everything inside or nothing.
  Status together(const std::function<Status()>& work);

 private:
  struct Room;
  explicit Records(std::unique_ptr<Room> room);
  std::unique_ptr<Room> room_;
};

}  // namespace tartip::store
