// The arrows of docs/architecture.md: a room includes only from floors below its own, and each engine is seen by its
// one room.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "support/shared.hpp"

namespace fs = std::filesystem;

namespace {

const std::map<std::string, int> k_floor = {
    {"base", 0},       {"geo", 1},      {"text", 1},      {"stats", 1},      {"axes", 2},     {"cube", 3},
    {"statistics", 4}, {"forecast", 4}, {"registers", 4}, {"disclosure", 4}, {"exchange", 5}, {"ledger", 4},
    {"forms", 5},      {"store", 5},    {"briefing", 5},  {"app", 6},        {"http", 7},     {"cli", 7}};

// Who alone may include a header that matches.
const std::vector<std::pair<std::regex, std::set<std::string>>> k_only = {
    {std::regex("duckdb\\.h"), {"store"}},
    {std::regex("sqlite3\\.h"), {"store"}},
    {std::regex("CLI/.*"), {"cli"}},
    {std::regex("boost/(asio|beast)[./].*|openssl/.*"), {"http"}},
    {std::regex("(Clp|Coin).*\\.hpp"), {"disclosure"}},
    {std::regex("unicode/.*"), {"text", "axes"}},  // axes: time zones, calendars
    {std::regex("expat\\.h"), {"registers"}},
    {std::regex("zip\\.h"), {"registers", "exchange"}},  // reads workbooks; writes packages
    {std::regex("zlib\\.h"), {"registers", "http"}},
    {std::regex("xlsxwriter\\.h"), {"app"}},
    {std::regex("sodium\\.h"), {"base"}},
    {std::regex("(proj|shapefil)\\.h|boost/(geometry|polygon)/?.*"), {"geo"}}};

struct Include {
  std::string what;
  bool own = false;  // "…" rather than <…>
};

std::vector<Include> includes_of(const fs::path& file) {
  static const std::regex pattern("^\\s*#\\s*include\\s+([<\"])([^>\"]+)[>\"]");
  std::vector<Include> found;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (std::smatch match; std::regex_search(line, match, pattern)) found.push_back({match[2], match[1] == "\""});
  return found;
}

std::string wrong_arrow(const std::string& room, const Include& include) {
  for (const auto& [pattern, owners] : k_only)
    if (std::regex_match(include.what, pattern) && !owners.contains(room))
      return include.what + " belongs to " + *owners.begin() + " alone";
  const std::string target = include.what.substr(0, include.what.find('/'));
  if (!include.own || include.what.find('/') == std::string::npos || !k_floor.contains(target) || target == room)
    return "";
  if (k_floor.at(target) < k_floor.at(room)) return "";
  return room + " (floor " + std::to_string(k_floor.at(room)) + ") includes " + include.what + " (floor " +
         std::to_string(k_floor.at(target)) + ")";
}

}  // namespace

TEST_CASE("arrows point to a lower floor only") {
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(tartip::test::source_file("src"))) {
    const std::string extension = entry.path().extension();
    if (extension != ".cpp" && extension != ".hpp") continue;
    const std::string room = entry.path().parent_path().filename();
    if (room == "src") continue;  // main.cpp stands above all
    CAPTURE(entry.path().string());
    REQUIRE_MESSAGE(k_floor.contains(room), "a new room needs a floor here and in docs/architecture.md");
    ++files;
    // Tests and benches make the files that their room reads, with whatever writes them.
    const std::string name = entry.path().stem();
    const bool is_test = name.ends_with("_test") || name.ends_with("_bench") || name.starts_with("test_");
    for (const Include& include : includes_of(entry.path()))
      if (include.own || !is_test) CHECK(wrong_arrow(room, include) == "");
  }
  CHECK(files > 20);
}

// listener.cpp listens, connection.cpp speaks on what it accepted, oidc.cpp calls out.
TEST_CASE("the sockets' library is seen by four files") {
  static const std::regex k_sockets("boost/(asio|beast)[./].*");
  std::set<std::string> seen;
  for (const auto& entry : fs::directory_iterator(tartip::test::source_file("src/http")))
    for (const Include& include : includes_of(entry.path()))
      if (std::regex_match(include.what, k_sockets)) seen.insert(entry.path().filename());
  CHECK(seen == std::set<std::string>{"connection.cpp", "connection.hpp", "listener.cpp", "oidc.cpp"});
}

TEST_CASE("a wrong arrow is noticed") {
  CHECK(wrong_arrow("axes", {"store/store.hpp", true}) != "");
  CHECK(wrong_arrow("statistics", {"registers/record.hpp", true}) != "");
  CHECK(wrong_arrow("app", {"duckdb.h", false}) != "");
  CHECK(wrong_arrow("briefing", {"unicode/unistr.h", false}) != "");
  CHECK(wrong_arrow("store", {"zip.h", false}) != "");
  CHECK(wrong_arrow("store", {"axes/calendar.hpp", true}) == "");
}
