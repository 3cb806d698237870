#include "cli/arguments.hpp"

#include <doctest/doctest.h>

using tartip::cli::parse;
using tartip::cli::wanted_language;

TEST_CASE("a noun and a verb name an operation, the rest are its values") {
  const auto command =
      parse({"register", "import", "fires", "a.csv", "b.csv", "--known-on", "2022-01-31", "--dry-run"}).value();
  CHECK(command.operation->verb == "import");
  CHECK(command.values.at("register") == std::vector<std::string>{"fires"});
  CHECK(command.values.at("files") == std::vector<std::string>{"a.csv", "b.csv"});
  CHECK(command.values.at("known-on") == std::vector<std::string>{"2022-01-31"});
  CHECK(command.everywhere.dry_run);
}

TEST_CASE("options may be repeated, follow an equals sign, stand before the noun") {
  CHECK(parse({"briefing", "build", "--register", "a", "--register", "b", "-o", "x.html"})
            .value()
            .values.at("register")
            .size() == 2);
  CHECK(parse({"cube", "query", "r", "--every=month"}).value().values.at("every").front() == "month");
  CHECK(parse({"--centre", "c", "register", "list"}).value().everywhere.centre == "c");
}

TEST_CASE("what cannot be understood is said, with what was probably meant") {
  const auto key_of = [](std::vector<std::string> words) { return parse(words).error().key; };
  CHECK(key_of({"registr", "import"}) == "error.call.unknown_noun.nearest");
  CHECK(key_of({"register", "imprt"}) == "error.call.unknown_verb.nearest");
  CHECK(key_of({"register", "list", "--langg", "kk"}) == "error.call.unknown_option.nearest");
  CHECK(key_of({"register", "show", "a", "b"}) == "error.call.too_many_words");
  CHECK(key_of({"register", "list", "--lang", "de"}) == "error.call.choice");
  CHECK(key_of({"register", "list", "--seed", "many"}) == "error.call.malformed");
  CHECK(key_of({"register", "list", "--threads", "-1"}) == "error.call.range");
}

TEST_CASE("help and version need nothing else") {
  CHECK(parse({}).value().help);
  CHECK(parse({"--help"}).value().help);
  CHECK(parse({"help", "register"}).value().noun == "register");
  CHECK(parse({"register"}).value().incomplete);
  CHECK(parse({"register", "import", "--help"}).value().operation->verb == "import");
  CHECK(parse({"--version"}).value().version);
}

TEST_CASE("the language is the one asked for") {
  CHECK(wanted_language({"register", "list", "--lang", "kk"}) == "kk");
  CHECK(wanted_language({"--lang=ru", "register", "list"}) == "ru");
  CHECK(wanted_language({"--lang", "de"}) == "en");
}
