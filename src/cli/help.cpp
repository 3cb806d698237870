#include "cli/help.hpp"

#include <algorithm>

namespace tartip::cli {
namespace {

using app::Kind;
using app::Operation;
using app::Parameter;

std::string placeholder_of(const Parameter& parameter) {
  if (!parameter.placeholder.empty()) return parameter.placeholder;
  switch (parameter.kind) {
    case Kind::file:
      return "FILE";
    case Kind::integer:
      return "N";
    case Kind::number:
      return "NUMBER";
    case Kind::period:
      return "2022-09";
    case Kind::day:
      return "2022-09-17";
    case Kind::every:
      return "month";
    case Kind::choice: {
      std::string all;
      for (const std::string& choice : parameter.choices) all += (all.empty() ? "" : "|") + choice;
      return all;
    }
    case Kind::text:
    case Kind::flag:
      break;
  }
  return "TEXT";
}

std::string signature(const Parameter& parameter) {
  if (parameter.positional) return placeholder_of(parameter) + (parameter.repeated ? "…" : "");
  std::string text = parameter.name == "output" ? "-o, --output" : "--" + parameter.name;
  if (parameter.kind != Kind::flag) text += " " + placeholder_of(parameter) + (parameter.repeated ? "…" : "");
  return text;
}

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// "  left      right", the right side wrapped at 100 columns.
std::string entry(const std::string& left, const std::string& right, std::size_t column) {
  std::string text = "  " + left;
  std::size_t at = 2 + width_of(left);
  if (at + 2 > column) {
    text += '\n';
    at = 0;
  }
  text += std::string(column - at, ' ');
  at = column;
  std::size_t begin = 0;
  while (begin < right.size()) {
    std::size_t end = right.find(' ', begin);
    if (end == std::string::npos) end = right.size();
    const std::string word = right.substr(begin, end - begin);
    if (at + width_of(word) > 100 && at > column) {
      text += '\n' + std::string(column, ' ');
      at = column;
    }
    text += word + ' ';
    at += width_of(word) + 1;
    begin = end + 1;
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text + '\n';
}

std::string usage(const Operation& operation) {
  std::string text = "tartip " + operation.noun + " " + operation.verb;
  for (const Parameter& parameter : operation.parameters)
    if (parameter.positional)
      text += (parameter.required ? " " : " [") + signature(parameter) + (parameter.required ? "" : "]");
  for (const Parameter& parameter : operation.parameters)
    if (!parameter.positional && parameter.required) text += " " + signature(parameter);
  return text + " [OPTIONS]";
}

std::string note_on(const text::Catalogue& words, const Parameter& parameter) {
  std::string text;
  if (parameter.required) text += " " + words.format("help.required");
  if (!parameter.fallback.empty()) text += " " + words.format("help.default", {{"value", parameter.fallback}});
  return text;
}

const std::vector<std::pair<const char*, const char*>> k_everywhere = {
    {"--centre DIR", "parameter.centre"},
    {"--lang kk|ru|en", "parameter.lang"},
    {"-o, --output FILE", "parameter.output"},
    {"--format table|csv|json|xlsx|parquet", "parameter.format"},
    {"--seed N", "parameter.seed"},
    {"--threads N", "parameter.threads"},
    {"--wait SECONDS", "parameter.wait"},
    {"--dry-run", "parameter.dry-run"},
    {"--fail-on-alert", "parameter.fail-on-alert"},
    {"-q, --quiet", "parameter.quiet"}};

std::string examples_of(const Operation& operation) {
  std::string text;
  for (const std::string& example : operation.examples) text += "  tartip " + example + "\n";
  return text;
}

std::string escape_bars(std::string text) {
  for (std::size_t i = 0; (i = text.find('|', i)) != std::string::npos; i += 2) text.replace(i, 1, "\\|");
  return text;
}

}  // namespace

std::string meaning_of(const text::Catalogue& words, const Operation& operation, const Parameter& parameter) {
  const std::string own = "parameter." + operation.noun + "." + operation.verb + "." + parameter.name;
  return words.format(words.has(own) ? own : "parameter." + parameter.name);
}

std::string help_for_program(const text::Catalogue& words) {
  std::string text = words.format("help.examples") + "\n" +
                     "  tartip register import fires fires.csv\n"
                     "  tartip briefing build -o briefing.html\n\n" +
                     words.format("help.program") + "\n\n" + words.format("help.commands") + "\n";
  std::string noun;
  for (const Operation& operation : app::operations())
    text += entry(operation.noun + " " + operation.verb,
                  words.format("operation." + operation.noun + "." + operation.verb), 26);
  // Not operations: they are about the operations.
  for (const char* word : {"serve", "schema"}) text += entry(word, words.format(std::string("operation.") + word), 26);
  text += "\n" + words.format("help.everywhere") + "\n";
  for (const auto& [option, key] : k_everywhere) text += entry(option, words.format(key), 26);
  text += "\n" + words.format("help.exit") + "\n" + words.format("help.more") + "\n";
  return text;
}

std::string help_for_noun(const text::Catalogue& words, const std::string& noun) {
  std::string text = words.format("help.examples") + "\n";
  int shown = 0;
  for (const Operation& operation : app::operations())
    if (operation.noun == noun && shown++ < 2) text += "  tartip " + operation.examples.front() + "\n";
  text += "\n" + words.format("help.commands") + "\n";
  for (const Operation& operation : app::operations())
    if (operation.noun == noun)
      text += entry(noun + " " + operation.verb, words.format("operation." + noun + "." + operation.verb), 26);
  return text + "\n" + words.format("help.more") + "\n";
}

std::string help_for(const text::Catalogue& words, const Operation& operation) {
  std::string text = words.format("help.examples") + "\n" + examples_of(operation) + "\n" +
                     words.format("operation." + operation.noun + "." + operation.verb) + "\n\n" +
                     words.format("help.usage") + "\n  " + usage(operation) + "\n";
  if (!operation.parameters.empty()) text += "\n" + words.format("help.parameters") + "\n";
  for (const Parameter& parameter : operation.parameters)
    text += entry(signature(parameter), meaning_of(words, operation, parameter) + note_on(words, parameter), 32);
  text += "\n" + words.format("help.everywhere") + "\n";
  const bool own_output = std::any_of(operation.parameters.begin(), operation.parameters.end(),
                                      [](const Parameter& parameter) { return parameter.name == "output"; });
  for (const auto& [option, key] : k_everywhere)
    if (!own_output || std::string(option) != "-o, --output FILE") text += entry(option, words.format(key), 32);
  return text;
}

std::string reference_page(const text::Catalogue& words, const std::string& noun) {
  std::string text =
      "# tartip " + noun + "\n\nMade from the operation table; `TARTIP_UPDATE=1 ctest -R cli` writes it anew.\n";
  for (const Operation& operation : app::operations()) {
    if (operation.noun != noun) continue;
    text += "\n## " + noun + " " + operation.verb + "\n\n```\n";
    for (const std::string& example : operation.examples) text += "tartip " + example + "\n";
    text += "```\n\n" + words.format("operation." + noun + "." + operation.verb) + "\n";
    if (operation.parameters.empty()) continue;
    text += "\n| parameter | meaning |\n|---|---|\n";
    for (const Parameter& parameter : operation.parameters)
      text += "| `" + escape_bars(signature(parameter)) + "` | " +
              escape_bars(meaning_of(words, operation, parameter) + note_on(words, parameter)) + " |\n";
  }
  return text;
}

}  // namespace tartip::cli
