// Every help is made, and docs/reference/ is what the table says. TARTIP_UPDATE=1 writes the pages anew.
#include "cli/help.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <set>
#include <sstream>

#include "cli/run.hpp"
#include "support/shared.hpp"

using namespace tartip;

TEST_CASE("help begins with two examples, in every language") {
  for (const char* language : {"kk", "ru", "en"})
    for (const app::Operation& operation : app::operations()) {
      CAPTURE(operation.noun + " " + operation.verb);
      std::ostringstream out, talk;
      CHECK(cli::run({operation.noun, operation.verb, "--help", "--lang", language}, {out, talk}) == 0);
      CHECK(talk.str().empty());
      std::istringstream lines(out.str());
      std::string line;
      std::getline(lines, line);
      for (int i = 0; i < 2; ++i) {
        std::getline(lines, line);
        CHECK(line.starts_with("  tartip " + operation.noun + " " + operation.verb));
      }
      CHECK(out.str().find("operation.") == std::string::npos);
      CHECK(out.str().find("parameter.") == std::string::npos);
    }
}

TEST_CASE("the examples of the help can be typed") {
  for (const app::Operation& operation : app::operations())
    for (const std::string& example : operation.examples) {
      CAPTURE(example);
      std::vector<std::string> words;
      std::string word;
      bool quoted = false;
      for (char c : example + " ") {
        if (c == '"')
          quoted = !quoted;
        else if (c == ' ' && !quoted) {
          words.push_back(word);
          word.clear();
        } else
          word += c;
      }
      words.push_back("--help");
      std::ostringstream out, talk;
      CHECK(cli::run(words, {out, talk}) == 0);
    }
}

TEST_CASE("the reference pages are what the table says") {
  const auto& english = text::Catalogue::in("en");
  std::set<std::string> nouns;
  for (const app::Operation& operation : app::operations()) nouns.insert(operation.noun);
  for (const std::string& noun : nouns) {
    CAPTURE(noun);
    const auto file = test::source_file("docs/reference/" + noun + ".md");
    const std::string page = cli::reference_page(english, noun);
    if (std::getenv("TARTIP_UPDATE") != nullptr) {
      std::filesystem::create_directories(file.parent_path());
      std::ofstream(file) << page;
    }
    CHECK(test::slurp(file) == page);
  }
}
