#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "text/folding.hpp"

namespace tartip::cli {
namespace {

// A noun's verbs, or all nouns: what was meant by a word that is not among them.
tl::unexpected<Error> unknown_word(const char* key, const std::string& word, const std::vector<std::string>& known) {
  std::string nearest = text::nearest(word, known).value_or("");
  std::string all;
  for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
  if (nearest.empty()) return fail(Code::bad_input, key, {{"word", word}, {"known", all}});
  return fail(Code::bad_input, std::string(key) + ".nearest", {{"word", word}, {"nearest", nearest}});
}

std::vector<std::string> nouns() {
  std::vector<std::string> words;
  for (const app::Operation& operation : app::operations())
    if (std::find(words.begin(), words.end(), operation.noun) == words.end()) words.push_back(operation.noun);
  return words;
}

std::vector<std::string> verbs_of(const std::string& noun) {
  std::vector<std::string> words;
  for (const app::Operation& operation : app::operations())
    if (operation.noun == noun) words.push_back(operation.verb);
  return words;
}

void add_everywhere(CLI::App& command, Everywhere& everywhere) {
  command.add_option("--centre", everywhere.centre);
  command.add_option("--lang", everywhere.language);
  command.add_option("--format", everywhere.format);
  command.add_option("--seed", everywhere.seed);
  command.add_option("--threads", everywhere.threads);
  command.add_option("--wait", everywhere.wait);
  command.add_flag("--dry-run", everywhere.dry_run);
  command.add_flag("--fail-on-alert", everywhere.fail_on_alert);
  command.add_flag("--quiet,-q", everywhere.quiet);
}

Status check_everywhere(const Everywhere& everywhere) {
  static const std::vector<std::string> k_languages = {"kk", "ru", "en"};
  static const std::vector<std::string> k_formats = {"table", "csv", "json", "xlsx", "parquet"};
  const auto check = [](const char* name, const std::string& value, const std::vector<std::string>& choices) -> Status {
    if (value.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
    std::string all;
    for (const std::string& one : choices) all += (all.empty() ? "" : ", ") + one;
    return fail(Code::bad_input, "error.call.choice", {{"name", name}, {"value", value}, {"choices", all}});
  };
  if (Status ok = check("lang", everywhere.language, k_languages); !ok) return ok;
  if (everywhere.threads < 0 || everywhere.threads > 1024)
    return fail(Code::bad_input, "error.call.range",
                {{"name", "threads"}, {"value", std::to_string(everywhere.threads)}, {"least", "0"}, {"most", "1024"}});
  if (!(everywhere.wait >= 0) || everywhere.wait > 86'400)
    return fail(Code::bad_input, "error.call.range",
                {{"name", "wait"}, {"value", std::to_string(everywhere.wait)}, {"least", "0"}, {"most", "86400"}});
  return check("format", everywhere.format, k_formats);
}

Result<Command> parse_operation(const app::Operation& operation, const std::vector<std::string>& words) {
  Command command;
  command.operation = &operation;
  command.noun = operation.noun;

  CLI::App parser;
  parser.set_help_flag();
  parser.add_flag("-h,--help", command.help);
  add_everywhere(parser, command.everywhere);
  std::map<std::string, std::vector<std::string>> given;
  std::map<std::string, bool> flags;
  std::vector<std::string> known = {"centre",  "lang",          "format", "seed", "threads", "wait",
                                    "dry-run", "fail-on-alert", "quiet",  "help", "output"};
  for (const app::Parameter& parameter : operation.parameters) {
    const std::string words_of = parameter.positional         ? parameter.name
                                 : parameter.name == "output" ? "-o,--output"
                                                              : "--" + parameter.name;
    known.push_back(parameter.name);
    if (parameter.kind == app::Kind::flag) {
      parser.add_flag(words_of, flags[parameter.name]);
    } else {
      auto* option = parser.add_option(words_of, given[parameter.name]);
      // A repeated option is named again for each value, so that it never swallows what stands behind it. Files alone
      // follow one another, as a shell writes them for *.xlsx.
      if (parameter.repeated && (parameter.positional || parameter.kind == app::Kind::file))
        option->expected(1, CLI::detail::expected_max_vector_size);
      else
        option->expected(1)->allow_extra_args(false)->multi_option_policy(
            parameter.repeated ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::Throw);
    }
  }
  if (!given.contains("output")) parser.add_option("-o,--output", command.everywhere.output);

  std::vector<std::string> reversed(words.rbegin(), words.rend());
  try {
    parser.parse(reversed);
  } catch (const CLI::ExtrasError&) {
    std::string word = parser.remaining().empty() ? "" : parser.remaining().front();
    if (word.starts_with("--")) return unknown_word("error.call.unknown_option", word.substr(2), known);
    return fail(Code::bad_input, "error.call.too_many_words", {{"word", word}});
  } catch (const CLI::ParseError& error) {
    return fail(Code::bad_input, "error.call.malformed", {{"reason", error.what()}});
  }
  for (auto& [name, values] : given)
    if (!values.empty()) command.values[name] = std::move(values);
  for (const auto& [name, on] : flags)
    if (on) command.values[name] = {};
  if (Status ok = check_everywhere(command.everywhere); !ok) return pass(ok);
  return command;
}

}  // namespace

Result<Command> parse(const std::vector<std::string>& all_words) {
  // --lang and --centre may also stand before the noun.
  std::vector<std::string> words = all_words, leading;
  while (words.size() >= 2 && (words.front() == "--lang" || words.front() == "--centre")) {
    leading.insert(leading.end(), words.begin(), words.begin() + 2);
    words.erase(words.begin(), words.begin() + 2);
  }
  Command command;
  if (words.empty() || words[0] == "-h" || words[0] == "--help" || words[0] == "help") {
    if (words.size() >= 2) {
      command.noun = words[1];
      command.operation = words.size() >= 3 ? app::find_operation(words[1], words[2]) : nullptr;
      if (verbs_of(command.noun).empty()) return unknown_word("error.call.unknown_noun", words[1], nouns());
    }
    command.help = true;
    return command;
  }
  if (words[0] == "--version" || words[0] == "version") {
    command.version = true;
    return command;
  }
  const std::vector<std::string> verbs = verbs_of(words[0]);
  if (verbs.empty()) return unknown_word("error.call.unknown_noun", words[0], nouns());
  if (words.size() == 1 || words[1] == "-h" || words[1] == "--help") {
    command.noun = words[0];
    command.help = true;
    command.incomplete = words.size() == 1;
    return command;
  }
  const app::Operation* operation = app::find_operation(words[0], words[1]);
  if (operation == nullptr) return unknown_word("error.call.unknown_verb", words[1], verbs);
  leading.insert(leading.end(), words.begin() + 2, words.end());
  return parse_operation(*operation, leading);
}

std::string wanted_language(const std::vector<std::string>& words) {
  const auto known = [](std::string_view tag) {
    for (const char* language : {"kk", "ru", "en"})
      if (tag.substr(0, 2) == language) return std::string(language);
    return std::string();
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--lang" && i + 1 < words.size()) return known(words[i + 1]).empty() ? "en" : known(words[i + 1]);
    if (words[i].starts_with("--lang=")) return known(words[i].substr(7)).empty() ? "en" : known(words[i].substr(7));
  }
  for (const char* variable : {"TARTIP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(variable); value != nullptr && *value != 0) {
      const std::string language = known(value);
      return language.empty() ? "en" : language;
    }
  return "en";
}

}  // namespace tartip::cli
