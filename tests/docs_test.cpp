// Every page of docs/ is reached from README.md, and every link leads somewhere.
#include <doctest/doctest.h>

#include <regex>
#include <set>
#include <vector>

#include "support/shared.hpp"

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> links_of(const fs::path& page) {
  static const std::regex pattern("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  const std::string text = tartip::test::slurp(page);
  std::vector<fs::path> links;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), pattern); match != std::sregex_iterator(); ++match) {
    const std::string target = (*match)[1];
    if (target.find("://") == std::string::npos && !target.starts_with("mailto:"))
      links.push_back((page.parent_path() / target).lexically_normal());
  }
  return links;
}

}  // namespace

TEST_CASE("docs are reached from the README and links lead somewhere") {
  const fs::path root = tartip::test::source_file("").lexically_normal();
  std::set<fs::path> seen;
  std::vector<fs::path> waiting = {root / "README.md"};
  while (!waiting.empty()) {
    const fs::path page = waiting.back();
    waiting.pop_back();
    if (!seen.insert(page).second) continue;
    for (const fs::path& link : links_of(page)) {
      CAPTURE(page.string());
      CAPTURE(link.string());
      CHECK(fs::exists(link));
      if (link.extension() == ".md") waiting.push_back(link);
    }
  }
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md")
      CHECK_MESSAGE(seen.contains(entry.path()), entry.path().string() << " is not linked");
}
