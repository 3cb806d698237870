// The side that asks: starts the child, waits for its answer no longer than it may take, and ends it.
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <utility>

#include "base/require.hpp"
#include "store/sql_child.hpp"
#include "store/sql_reply.hpp"

namespace tartip::store {
namespace {

std::string limits_text(const SqlLimits& limits) {
  return std::to_string(limits.seconds) + " " + std::to_string(limits.memory) + " " + std::to_string(limits.rows) +
         " " + std::to_string(limits.answer_bytes);
}

class Child {
 public:
  static Result<Child> start(const std::filesystem::path& folder);
  Child(Child&& other) noexcept : process_(std::exchange(other.process_, -1)), pipe_(std::exchange(other.pipe_, -1)) {}
  Child& operator=(Child&&) = delete;
  ~Child() {
    if (pipe_ >= 0) close(pipe_);
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  int pipe() const { return pipe_; }

 private:
  Child(pid_t process, int pipe) : process_(process), pipe_(pipe) {}
  pid_t process_;
  int pipe_;
};

Result<Child> Child::start(const std::filesystem::path& folder) {
  const auto failed = [](int number) {
    return fail(Code::unavailable, "error.sql.start", {{"reason", std::strerror(number)}});
  };
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return failed(errno);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, 3);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  // Nothing else of the program's own environment is of any use there.
  std::string library_path;
  std::array<char*, 2> environment{nullptr, nullptr};
  if (const char* libraries = getenv("LD_LIBRARY_PATH")) {
    library_path = std::string("LD_LIBRARY_PATH=") + libraries;
    environment[0] = library_path.data();
  }
  std::string name = "tartip", word = k_sql_child_word, place = folder.string();
  std::array<char*, 4> words{name.data(), word.data(), place.data(), nullptr};
  pid_t process = -1;
  const int error = posix_spawn(&process, "/proc/self/exe", &files, &attributes, words.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return failed(error);
  }
  return Child(process, ends[0]);
}

}  // namespace

Result<SqlAnswer> ask_child(const std::filesystem::path& folder, const SqlLimits& limits, const Progress& progress) {
  require(main_becomes_sql_child(), "main calls become_sql_child_if_asked before a question is asked");
  std::ofstream(folder / "limits") << limits_text(limits);
  auto child = Child::start(folder);
  if (!child) return pass(child);
  using Clock = std::chrono::steady_clock;
  const auto end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(limits.seconds));
  std::string bytes;
  std::array<char, 1 << 16> block{};
  while (true) {
    if (progress.cancelled()) return fail(Code::cancelled, "error.store.cancelled", {{"place", "SQL"}, {"reason", ""}});
    if (Clock::now() >= end)
      return fail(Code::too_large, "error.sql.time", {{"seconds", std::to_string(std::lround(limits.seconds))}});
    pollfd waiting{child->pipe(), POLLIN, 0};
    if (poll(&waiting, 1, 50) <= 0) continue;
    const ssize_t got = read(child->pipe(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    bytes.append(block.data(), static_cast<std::size_t>(got));
    if (bytes.size() > limits.answer_bytes)
      return fail(Code::too_large, "error.sql.answer", {{"most", std::to_string(limits.answer_bytes >> 20)}});
  }
  return sql_reply::read(bytes);
}

}  // namespace tartip::store
