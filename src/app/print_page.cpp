#include "app/print_page.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

extern char** environ;

namespace tartip::app {
namespace {

std::filesystem::path find_browser() {
  const char* path = std::getenv("PATH");
  std::string folders = path != nullptr ? path : "/usr/bin";
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    std::size_t begin = 0;
    while (begin <= folders.size()) {
      const std::size_t end = std::min(folders.find(':', begin), folders.size());
      const std::filesystem::path candidate = std::filesystem::path(folders.substr(begin, end - begin)) / name;
      if (access(candidate.c_str(), X_OK) == 0) return candidate;
      begin = end + 1;
    }
  }
  return {};
}

// Runs the program without a shell, its words going nowhere; the exit status, or -1 when it did not start.
int run_quietly(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error = posix_spawn(&child, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return -1;
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

Status print_page(const std::filesystem::path& page, const std::filesystem::path& pdf) {
  const std::filesystem::path browser = find_browser();
  if (browser.empty()) return fail(Code::unavailable, "error.print.no_browser");
  std::string profile = (std::filesystem::temp_directory_path() / "tartip-print-XXXXXX").string();
  if (mkdtemp(profile.data()) == nullptr)
    return fail(Code::unavailable, "error.print.failed", {{"file", pdf.string()}});
  std::error_code ignored;
  std::filesystem::remove(pdf, ignored);
  // The page is our own and asks for nothing; the sandbox of chromium refuses to start as root.
  const int status =
      run_quietly({browser.string(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync",
                   "--user-data-dir=" + profile, "--no-pdf-header-footer", "--virtual-time-budget=10000",
                   "--print-to-pdf=" + std::filesystem::absolute(pdf).string(),
                   "file://" + std::filesystem::absolute(page).string()});
  std::filesystem::remove_all(profile, ignored);
  if (status != 0 || !std::filesystem::exists(pdf, ignored))
    return fail(Code::unavailable, "error.print.failed", {{"file", pdf.string()}});
  return {};
}

}  // namespace tartip::app
