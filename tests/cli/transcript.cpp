// Runs transcripts: what a person types and what they see. A transcript (*.test) is read top to bottom in one empty
// folder:
//
//   $ tartip register list          a command, given to sh; "> " lines continue it
//   id  name                        the lines expected on the screen (standard output, then standard error)
//   ...                             any lines;  [..] inside a line: any text
//   ? 2                             the exit status expected, when it is not 0
//   # words                         a comment, between commands
//
// Usage: transcript TARTIP_FOLDER FILE…; exit status 1 when something differs, with what differs.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Step {
  int line = 0;
  std::string command;
  std::vector<std::string> expected;
  int status = 0;
};

std::vector<Step> read_steps(const fs::path& file) {
  std::vector<Step> steps;
  std::ifstream in(file);
  int number = 0;
  bool in_command = false;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("$ ")) {
      steps.push_back({number, line.substr(2) + "\n", {}, 0});
      in_command = true;
    } else if (in_command && line.starts_with("> ")) {
      steps.back().command += line.substr(2) + "\n";
    } else if (steps.empty() || line.starts_with("# ")) {
      in_command = false;
    } else if (line.starts_with("? ")) {
      steps.back().status = std::atoi(line.c_str() + 2);
    } else {
      in_command = false;
      steps.back().expected.push_back(line);
    }
  }
  for (Step& step : steps)
    while (!step.expected.empty() && step.expected.back().empty()) step.expected.pop_back();
  return steps;
}

struct Seen {
  std::vector<std::string> lines;
  int status = -1;
};

std::string slurp(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Seen run(const std::string& command, const fs::path& folder) {
  std::ofstream(folder / ".command") << command;
  const int status = std::system(("cd '" + folder.string() + "' && sh .command >.out 2>.err </dev/null").c_str());
  const std::string text = slurp(folder / ".out") + slurp(folder / ".err");
  Seen seen;
  seen.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::string line;
  for (char c : text) {
    if (c == '\n') {
      seen.lines.push_back(line);
      line.clear();
    } else {
      line += c;
    }
  }
  if (!line.empty()) seen.lines.push_back(line);
  while (!seen.lines.empty() && seen.lines.back().empty()) seen.lines.pop_back();
  return seen;
}

bool line_fits(std::string_view pattern, std::string_view line) {
  const std::size_t any = pattern.find("[..]");
  if (any == std::string_view::npos) return pattern == line;
  if (line.substr(0, any) != pattern.substr(0, any)) return false;
  const std::string_view rest = pattern.substr(any + 4);
  for (std::size_t begin = any; begin <= line.size(); ++begin)
    if (line_fits(rest, line.substr(begin))) return true;
  return false;
}

bool fits(const std::vector<std::string>& expected, std::size_t e, const std::vector<std::string>& lines,
          std::size_t l) {
  if (e == expected.size()) return l == lines.size();
  if (expected[e] == "...") {
    for (std::size_t next = l; next <= lines.size(); ++next)
      if (fits(expected, e + 1, lines, next)) return true;
    return false;
  }
  return l < lines.size() && line_fits(expected[e], lines[l]) && fits(expected, e + 1, lines, l + 1);
}

bool passes(const fs::path& file) {
  std::string pattern = (fs::temp_directory_path() / "tartip-cli-XXXXXX").string();
  const fs::path folder = mkdtemp(pattern.data());
  bool good = true;
  for (const Step& step : read_steps(file)) {
    const Seen seen = run(step.command, folder);
    if (seen.status == step.status && fits(step.expected, 0, seen.lines, 0)) continue;
    good = false;
    std::cout << file.filename().string() << ":" << step.line << ": $ " << step.command << "expected (status "
              << step.status << "):\n";
    for (const auto& line : step.expected) std::cout << "  | " << line << '\n';
    std::cout << "seen (status " << seen.status << "):\n";
    for (const auto& line : seen.lines) std::cout << "  | " << line << '\n';
    break;
  }
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  return good;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  setenv("PATH", (fs::absolute(words[1]).string() + ":" + std::getenv("PATH")).c_str(), 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  setenv("TARTIP_LANG", "en", 1);
  unsetenv("TARTIP_CENTRE");
  int passed = 0, failed = 0;
  for (int i = 2; i < count; ++i) (passes(words[i]) ? passed : failed)++;
  std::cout << passed << " passed, " << failed << " failed\n";
  return failed == 0 && passed > 0 ? 0 : 1;
}
