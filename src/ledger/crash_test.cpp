// Killed at any moment, a ledger has every entry that was acknowledged, and verifies.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <thread>

#include "base/random.hpp"
#include "ledger/append.hpp"
#include "ledger/log.hpp"
#include "ledger/verify.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::ledger;

namespace {

constexpr int k_kills = 60;         // of a writer that had something acknowledged
constexpr int k_most_tries = 2000;  // a busy machine kills many before they have begun

std::string entry_of(std::uint64_t number) {
  return "{\"n\":" + std::to_string(number) + "}";
}

// Appends portions for ever and says after each how many entries are acknowledged; never returns.
[[noreturn]] void append_for_ever(const std::filesystem::path& folder, const SigningKey& key, int out,
                                  std::uint64_t seed) {
  Random random(seed);
  std::uint64_t size = Log::open(folder) ? Log::open(folder)->size() : 0;
  while (true) {
    std::vector<std::string> portion;
    for (std::uint64_t i = 1 + random.below(90); i > 0; --i) portion.push_back(entry_of(size + portion.size()));
    const auto checkpoint = append(folder, portion, key);
    if (!checkpoint) _exit(2);
    size = checkpoint->size;
    if (write(out, &size, sizeof size) != sizeof size) _exit(3);
  }
}

}  // namespace

TEST_CASE("kill -9 at any moment loses nothing that was acknowledged") {
  const test::TemporaryFolder folder;
  const SigningKey key = make_key("test");
  Random random(11);
  std::uint64_t acknowledged = 0;
  int kills = 0;
  for (int round = 0; kills < k_kills && round < k_most_tries; ++round) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      close(ends[0]);
      append_for_ever(folder.path(), key, ends[1], static_cast<std::uint64_t>(round));
    }
    close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(1000 + random.below(25'000)));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    for (std::uint64_t size = 0; read(ends[0], &size, sizeof size) == sizeof size;) acknowledged = size;
    close(ends[0]);
    if (acknowledged == 0) continue;
    ++kills;

    const Log log = Log::open(folder.path()).value();
    REQUIRE(log.size() >= acknowledged);
    const auto entries = log.entries(0, log.size()).value();
    for (std::uint64_t i = 0; i < entries.size(); ++i) REQUIRE(entries[i] == entry_of(i));
    REQUIRE(verify(folder.path())->findings.empty());
  }
  CHECK(kills == k_kills);
}

TEST_CASE("two processes append to one ledger: all entries are there") {
  const test::TemporaryFolder folder;
  const SigningKey key = make_key("test");
  pid_t children[2];
  for (pid_t& child : children) {
    child = fork();
    REQUIRE(child >= 0);
    if (child != 0) continue;
    for (int i = 0; i < 40; ++i) {
      const std::vector<std::string> one = {entry_of(static_cast<std::uint64_t>(i))};
      if (!append(folder.path(), one, key, {.wait_seconds = 30})) _exit(1);
    }
    _exit(0);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WEXITSTATUS(status) == 0);
  }
  CHECK(Log::open(folder.path())->size() == 80);
  CHECK(verify(folder.path())->findings.empty());
}
