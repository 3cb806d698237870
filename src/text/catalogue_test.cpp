#include "text/catalogue.hpp"

#include <doctest/doctest.h>
#include <unicode/messagepattern.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <thread>

#include "support/shared.hpp"
#include "text/page_key.hpp"

using tartip::text::Catalogue;

namespace {

struct Arguments {
  std::set<std::string> names;
  std::string problem;
};

Arguments arguments_of(const std::string& pattern) {
  Arguments found;
  UErrorCode status = U_ZERO_ERROR;
  UParseError place{};
  const icu::MessagePattern parsed(icu::UnicodeString::fromUTF8(pattern), &place, status);
  if (U_FAILURE(status)) {
    found.problem = u_errorName(status);
    return found;
  }
  for (int32_t i = 0; i < parsed.countParts(); ++i) {
    const auto& part = parsed.getPart(i);
    if (part.getType() != UMSGPAT_PART_TYPE_ARG_NAME && part.getType() != UMSGPAT_PART_TYPE_ARG_NUMBER) continue;
    std::string name;
    parsed.getSubstring(part).toUTF8String(name);
    found.names.insert(name);
  }
  return found;
}

// Every plural has the forms its language needs: one few many other in Russian, one other in English and Kazakh.
bool has_all_forms(const std::string& pattern, const std::string& language) {
  static const std::regex plural(R"(,\s*plural\s*,)");
  const auto count = [&](const std::string& form) {
    std::ptrdiff_t n = 0;
    const std::regex expression("(^|[\\s}])" + form + "\\s*\\{");
    n = std::distance(std::sregex_iterator(pattern.begin(), pattern.end(), expression), std::sregex_iterator());
    return n;
  };
  const auto plurals =
      std::distance(std::sregex_iterator(pattern.begin(), pattern.end(), plural), std::sregex_iterator());
  if (plurals == 0) return true;
  if (language == "ru") return count("one") >= plurals && count("few") >= plurals && count("many") >= plurals;
  if (language == "en") return count("one") >= plurals;
  return true;
}

std::string all_text_below(const std::filesystem::path& folder, const std::set<std::string>& endings) {
  std::string text;
  for (auto entry = std::filesystem::recursive_directory_iterator(folder);
       entry != std::filesystem::recursive_directory_iterator(); ++entry) {
    const std::string name = entry->path().filename().string();
    if (entry->is_directory() && (name == "node_modules" || name == "dist")) {
      entry.disable_recursion_pending();
      continue;
    }
    if (entry->is_regular_file() && endings.contains(entry->path().extension().string()) &&
        name.find("_test.") == std::string::npos && name.find(".test.") == std::string::npos)
      text += tartip::test::slurp(entry->path()) + "\n";
  }
  return text;
}

// A key made of stems and words of the program ("operation." + noun + "." + verb) is used when all its pieces stand in
// the code.
bool is_made(const std::string& rest, const std::string& code) {
  if (code.find('"' + rest + '"') != std::string::npos) return true;
  // The middle of a definition's id, "tartip:usual-range:v1".
  std::string id = rest.ends_with(".text") ? rest.substr(0, rest.size() - 5) : rest;
  std::replace(id.begin(), id.end(), '_', '-');
  if (code.find(':' + id + ':') != std::string::npos) return true;
  for (std::size_t dot = rest.find('.'); dot != std::string::npos; dot = rest.find('.', dot + 1)) {
    const bool stem = code.find('"' + rest.substr(0, dot + 1) + '"') != std::string::npos ||
                      code.find('"' + rest.substr(0, dot) + '"') != std::string::npos ||
                      code.find('"' + rest.substr(0, dot + 1) + "{}\"") != std::string::npos ||
                      code.find('`' + rest.substr(0, dot + 1) + "${") != std::string::npos;
    if (stem && is_made(rest.substr(dot + 1), code)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("the three catalogues have the same keys, and each message reads with the same arguments") {
  const Catalogue& english = Catalogue::in("en");
  for (const std::string language : {"kk", "ru"}) {
    const Catalogue& other = Catalogue::in(language);
    for (const std::string& key : other.keys()) CHECK_MESSAGE(english.has(key), language << " alone has " << key);
  }
  for (const std::string& key : english.keys()) {
    const Arguments expected = arguments_of(english.pattern(key));
    for (const std::string language : {"kk", "ru", "en"}) {
      const Catalogue& catalogue = Catalogue::in(language);
      CHECK_MESSAGE(catalogue.has(key), language << " lacks " << key);
      const std::string pattern = catalogue.pattern(key);
      const Arguments found = arguments_of(pattern);
      CHECK_MESSAGE(found.problem.empty(), language << " " << key << ": " << found.problem);
      CHECK_MESSAGE(found.names == expected.names, language << " " << key << " has other arguments: " << pattern);
      // Only around a brace, to show it: '{'.
      CHECK_MESSAGE(std::regex_replace(pattern, std::regex("'[{}]+'"), "").find('\'') == std::string::npos,
                    language << " " << key << ": ASCII apostrophe");
      CHECK_MESSAGE(!pattern.empty(), language << " " << key << " is empty");
      CHECK_MESSAGE(has_all_forms(pattern, language), language << " " << key << " lacks a plural form: " << pattern);
    }
  }
}

TEST_CASE("every key in the code is in the catalogues, and every key of the catalogues is in the code") {
  const std::string code = all_text_below(tartip::test::source_file("src"), {".cpp", ".hpp"});
  const Catalogue& english = Catalogue::in("en");
  const std::string without_comments = std::regex_replace(code, std::regex("//[^\n]*"), "");
  const std::regex literal(
      "\"((?:error|expected|quarantine|guess|remark|briefing|cli|table|account|describe)\\.[a-z0-9_.]+[a-z0-9_])"
      "\"");
  std::set<std::string> used;
  for (auto match = std::sregex_iterator(without_comments.begin(), without_comments.end(), literal);
       match != std::sregex_iterator(); ++match)
    used.insert((*match)[1]);
  for (const std::string& key : used) {
    const bool file_name =
        key.ends_with(".hpp") || key.ends_with(".cpp") || key.ends_with(".html") || key.ends_with(".csv");
    if (!file_name) CHECK_MESSAGE(english.has(key), "not in i18n: " << key);
  }

  std::string everywhere = code;
  for (const char* folder : {"web/src", "web/site"})
    if (const auto web = tartip::test::source_file(folder); std::filesystem::exists(web))
      everywhere += all_text_below(web, {".ts", ".tsx"});
  const auto web_build = tartip::test::source_file("web/build.ts");
  if (std::filesystem::exists(web_build)) everywhere += tartip::test::slurp(web_build);
  for (const std::string& key : english.keys()) {
    const std::string said = key.ends_with(".page") ? key.substr(0, key.size() - 5) : key;
    if (everywhere.find(said) != std::string::npos) continue;
    CHECK_MESSAGE(is_made(said, everywhere), "nobody uses " << key);
  }
}

TEST_CASE("no page tells its reader what to type at a terminal") {
  const std::regex typed(R"(tartip [a-z]|(^|[\s(“«])--[a-z]|docs/|\.md\b)");
  // Said of files, keys and settings of the server's machine, which no page asks about.
  const std::vector<std::string> of_the_machine = {"error.access.settings",
                                                   "error.centre.",
                                                   "error.disclosure.",
                                                   "error.forecast.",
                                                   "error.output.",
                                                   "error.publish.",
                                                   "error.relation.",
                                                   "error.serve.",
                                                   "error.series.",
                                                   "error.store.absent",
                                                   "said.centre.",
                                                   "said.disclosure.",
                                                   "said.serve.",
                                                   "said.forecast.",
                                                   "said.release.dry",
                                                   "error.release.reason",
                                                   "error.release.shown_before",
                                                   "error.release.unprotected"};
  for (const std::string language : {"kk", "ru", "en"}) {
    const Catalogue& catalogue = Catalogue::in(language);
    for (const std::string& key : catalogue.keys()) {
      const auto begins = [&](const std::string& stem) { return key.starts_with(stem); };
      if (begins("operation.") || begins("parameter.") || begins("help.") || begins("cli.")) continue;
      if (std::any_of(of_the_machine.begin(), of_the_machine.end(), begins)) continue;
      CHECK_MESSAGE(!std::regex_search(catalogue.pattern(tartip::text::page_key(catalogue, key)), typed),
                    language << " " << key << " needs a wording for pages: " << key << ".page");
    }
  }
}

TEST_CASE("a page says what a terminal says, or its own wording of it") {
  const Catalogue& english = Catalogue::in("en");
  CHECK(tartip::text::page_key(english, "error.user.absent") == "error.user.absent.page");
  CHECK(tartip::text::page_key(english, "error.file.unreadable") == "error.file.unreadable");
  const tartip::Error error{tartip::Code::not_found, "error.user.absent", {{"name", "ana"}}, {}};
  CHECK(tartip::text::explain_on_page(english, error) == "There is nobody named ana. The list shows who is.");
  CHECK(english.explain(error).find("tartip user list") != std::string::npos);
}

TEST_CASE("a message takes text and numbers, and never fails") {
  const Catalogue& english = Catalogue::in("en");
  CHECK(english.language() == "en");
  CHECK(Catalogue::in("fr").language() == "en");
  CHECK(english.format("error.file.unreadable", {{"file", "a.csv"}, {"reason", "no such file"}}) ==
        "Cannot read a.csv: no such file.");
  CHECK(Catalogue::in("kk").format("no.such.key", {{"a", "b"}, {"n", std::int64_t{3}}}) == "no.such.key a=b n=3");
  CHECK(english.format("error.file.unreadable", {{"file", "{x} '{' \xFF"}, {"reason", ""}}).find("{x}") !=
        std::string::npos);
  CHECK(english.format("error.file.unreadable").find("{file}") != std::string::npos);
  CHECK(english.pattern("no.such.key").empty());
}

TEST_CASE("an error is explained with its place") {
  const tartip::Error error{
      tartip::Code::bad_data, "error.file.unreadable", {{"file", "x"}, {"reason", "y"}}, {"a.csv", 12, "date"}};
  CHECK(Catalogue::in("en").explain(error) == "a.csv, line 12, column “date”: Cannot read x: y.");
  CHECK(Catalogue::in("ru").explain(error).starts_with("a.csv, строка 12, столбец «date»: "));
  CHECK(Catalogue::in("kk").explain(error).starts_with("a.csv, 12-жол, «date» бағаны: "));
  const tartip::Error bare{tartip::Code::bug, "no.such.key", {}, {}};
  CHECK(Catalogue::in("ru").explain(bare) == "no.such.key");
}

TEST_CASE("several threads may format one message") {
  std::vector<std::thread> threads;
  std::vector<int> right(4, 0);
  for (std::size_t t = 0; t < right.size(); ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i)
        right[t] += Catalogue::in("ru").format("place.line", {{"line", "7"}}) == "строка 7" ? 1 : 0;
    });
  for (std::thread& thread : threads) thread.join();
  for (const int count : right) CHECK(count == 500);
}
