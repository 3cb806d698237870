#include "store/records.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>
#include <utility>

#include "store/sqlite.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::store;

namespace {

UserRecord somebody(const std::string& name, std::vector<std::string> roles = {"analyst"}) {
  return {.name = name,
          .password = "hash",
          .grant = {.roles = std::move(roles), .everything = false, .territories = {"KZ-15"}, .registers = {"fires"}},
          .made = 1,
          .password_set = 1};
}

// Whether another process finds the file locked: SQLite's shared lock, 510 bytes from 2^30 + 2 (its os.h).
bool held_before_others(const std::filesystem::path& file) {
  const pid_t other = ::fork();
  if (other == 0) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = (1 << 30) + 2;
    lock.l_len = 510;
    ::_exit(::fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
  }
  int status = 1;
  ::waitpid(other, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a file that this process opens a second time stays locked before other programs") {
  const test::TemporaryFolder folder;
  auto first = Records::open(folder.path()).value();
  REQUIRE(first.add_user(somebody("aigul")));
  CHECK(held_before_others(folder.path() / "records.sqlite"));
  { auto second = Records::open(folder.path()).value(); }
  CHECK(held_before_others(folder.path() / "records.sqlite"));
}

TEST_CASE("people stay when the file is opened again, and only their owner reads it") {
  const test::TemporaryFolder folder;
  CHECK_FALSE(Records::exists(folder.path()));
  {
    auto records = Records::open(folder.path()).value();
    REQUIRE(records.add_user(somebody("aigul")));
    CHECK(records.add_user(somebody("aigul")).error().key == "error.user.exists");
  }
  CHECK(Records::exists(folder.path()));
  struct stat status {};
  REQUIRE(stat((folder.path() / "records.sqlite").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  auto records = Records::open(folder.path()).value();
  auto kept = records.user("aigul").value();
  REQUIRE(kept.has_value());
  CHECK(kept->grant == somebody("aigul").grant);
  CHECK_FALSE(kept->seen.has_value());
  CHECK(kept->subject.empty());
  CHECK_FALSE(records.user("AIGUL").value().has_value());
  kept->disabled = true;
  kept->subject = "https://body 17";
  REQUIRE(records.change_user(*kept));
  CHECK(records.user_of_subject("https://body 17").value()->disabled);
  CHECK_FALSE(records.user_of_subject("").value().has_value());
  CHECK(records.change_user(somebody("nobody")).error().key == "error.user.absent");
}

TEST_CASE("those who hold a role are counted, without the disabled") {
  const test::TemporaryFolder folder;
  auto records = Records::open(folder.path()).value();
  CHECK(records.count_with_role("administrator").value() == 0);
  REQUIRE(records.add_user(somebody("a", {"administrator", "analyst"})));
  REQUIRE(records.add_user(somebody("b", {"analyst"})));
  UserRecord third = somebody("c", {"administrator"});
  third.disabled = true;
  REQUIRE(records.add_user(third));
  CHECK(records.count_with_role("administrator").value() == 1);
  CHECK(records.users().value().size() == 3);
}

TEST_CASE("sessions and tokens end one by one, all of a person's, and by age") {
  const test::TemporaryFolder folder;
  auto records = Records::open(folder.path()).value();
  REQUIRE(records.add_user(somebody("a")));
  for (const char* secret : {"s1", "s2", "s3"}) REQUIRE(records.add_session({secret, "a", 10, 10, "::1"}));
  REQUIRE(records.touch_session("s3", 50));
  CHECK(records.session("s3").value()->seen == 50);
  CHECK(records.end_sessions_of("a", "s3").value() == 2);
  CHECK_FALSE(records.session("s1").value().has_value());
  REQUIRE(records.forget_sessions(5, 20));
  CHECK(records.session("s3").value().has_value());
  REQUIRE(records.forget_sessions(5, 51));
  CHECK_FALSE(records.session("s3").value().has_value());

  REQUIRE(
      records.add_token({.id = "t", .secret = "h", .user = "a", .label = "R", .grant = {}, .made = 1, .expires = 9}));
  CHECK(records.token("h").value()->label == "R");
  CHECK(records.tokens("a").value().size() == 1);
  CHECK(records.tokens("b").value().empty());
  CHECK(records.tokens().value().size() == 1);
  REQUIRE(records.end_token("t"));
  CHECK(records.end_token("t").error().key == "error.token.absent");
}

TEST_CASE("a session of somebody who is not there is refused by the file itself") {
  const test::TemporaryFolder folder;
  auto records = Records::open(folder.path()).value();
  CHECK(records.add_session({"s", "nobody", 1, 1, ""}).error().key == "error.records.constraint");
}

TEST_CASE("failures in a row are counted under their key") {
  const test::TemporaryFolder folder;
  auto records = Records::open(folder.path()).value();
  CHECK(records.attempts("user:a").value().failed == 0);
  REQUIRE(records.note_failure("user:a", 5));
  REQUIRE(records.note_failure("user:a", 7));
  CHECK(records.attempts("user:a").value().failed == 2);
  CHECK(records.attempts("user:a").value().last == 7);
  REQUIRE(records.forget_failures_before(7));
  CHECK(records.attempts("user:a").value().failed == 2);
  REQUIRE(records.forget_failures("user:a"));
  CHECK(records.attempts("user:a").value().failed == 0);
}

TEST_CASE("what fails halfway leaves nothing behind") {
  const test::TemporaryFolder folder;
  auto records = Records::open(folder.path()).value();
  const Status done = records.together([&]() -> Status {
    if (Status added = records.add_user(somebody("a")); !added) return added;
    return fail(Code::conflict, "error.user.exists", {{"name", "x"}});
  });
  CHECK_FALSE(done.has_value());
  CHECK(records.users().value().empty());
  CHECK(records.add_user(somebody("a")).has_value());
}

TEST_CASE("texts are values, never SQL") {
  const test::TemporaryFolder folder;
  auto records = Records::open(folder.path()).value();
  const std::string name = "x'); DROP TABLE users; --";
  REQUIRE(records.add_user(somebody(name)));
  CHECK(records.user(name).value().has_value());
  CHECK(records.users().value().size() == 1);
}

TEST_CASE("threads and a second connection write side by side") {
  const test::TemporaryFolder folder;
  auto records = Records::open(folder.path()).value();
  auto other = Records::open(folder.path()).value();
  const auto write = [](Records& to, const std::string& key) {
    for (int i = 0; i < 50; ++i) CHECK(to.note_failure(key, i).has_value());
  };
  std::thread first([&] { write(records, "a"); }), second([&] { write(records, "a"); }),
      third([&] { write(other, "a"); });
  first.join();
  second.join();
  third.join();
  CHECK(records.attempts("a").value().failed == 150);
}

TEST_CASE("the version tells of every change, whoever made it, and of nothing else") {
  const test::TemporaryFolder folder;
  auto records = Records::open(folder.path()).value();
  auto other = Records::open(folder.path()).value();
  REQUIRE(records.add_user(somebody("a")));
  std::uint64_t known = records.version().value();
  const auto changed = [&] {
    const std::uint64_t now = records.version().value();
    return std::exchange(known, now) != now;
  };
  CHECK(records.user("a").value().has_value());
  CHECK(other.users().value().size() == 1);
  CHECK_FALSE(changed());
  REQUIRE(records.change_user(somebody("a")));
  CHECK(changed());
  CHECK_FALSE(changed());
  REQUIRE(other.change_user(somebody("a")));
  CHECK(changed());
  CHECK_FALSE(changed());
  // What was undone has changed nothing, but may be told of.
  CHECK_FALSE(other.together([]() -> Status { return fail(Code::conflict, "error.user.exists"); }).has_value());
  CHECK_FALSE(changed());
}

TEST_CASE("a file that is none, and one of a later program, are refused with its name") {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "records.sqlite")
      << "this is no database, but long enough to have a header: " << std::string(4096, 'x');
  CHECK(Records::open(folder.path()).error().key == "error.records.corrupt");
  const test::TemporaryFolder later;
  {
    auto database = sqlite::Database::open(later.path() / sqlite::k_records_file).value();
    const std::vector<const char*> steps(99, "SELECT 1");
    REQUIRE(database.migrate("people", steps));
  }
  CHECK(Records::open(later.path()).error().key == "error.records.newer");
}
