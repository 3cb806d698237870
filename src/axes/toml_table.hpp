// A table of a TOML description, read strictly: whoever reads it asks for each word it knows, and at the end `finish`
// complains about the first thing that was wrong — a word of the wrong kind, one that is missing, or one nobody asked
// for, with its line and the nearest word that was asked for. Asking on after a mistake is harmless, so that reading
// stays a plain list of words. Words within tables are named with their path in messages: "file.decimal".
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "base/error.hpp"

namespace tartip::axes {

class TomlTable {
 public:
  // `file` stands in messages.
  static Result<TomlTable> parse(std::string_view toml, const std::string& file);
  ~TomlTable();
  TomlTable(TomlTable&&) noexcept;
  TomlTable& operator=(TomlTable&&) noexcept;

  bool has(const std::string& word);

  // Each is empty or the fallback when the word is not there. A text holds no NUL; a number is finite.
  std::string text(const std::string& word, const std::string& fallback = {});
  std::string needed_text(const std::string& word);
  // A list, or one text.
  std::vector<std::string> texts(const std::string& word, const std::vector<std::string>& fallback = {});
  std::map<std::string, std::string> text_map(const std::string& word);
  std::map<std::string, std::vector<std::string>> text_lists(const std::string& word);  // word -> a list, or one text
  Names names(const std::string& word);  // a table by language, or one text, which is then in no language ("")
  std::optional<double> number(const std::string& word);
  std::vector<double> numbers(const std::string& word);
  std::vector<std::array<double, 2>> pairs(const std::string& word);  // [[0, 0], …]
  std::optional<std::int64_t> integer(const std::string& word);
  int count(const std::string& word, int fallback, int most);  // 0 … most
  bool flag(const std::string& word, bool fallback);
  std::optional<Day> day(const std::string& word);  // a TOML date, or "2022-06-08"
  std::optional<TomlTable> table(const std::string& word);
  std::vector<TomlTable> tables(const std::string& word);  // [[word]], or one [word]
  template <class Value>
  Value choice(const std::string& word, Value fallback, const std::vector<std::pair<std::string, Value>>& choices);

  // For whoever finds out that a word's value cannot be: what `finish` will say if it is the first such thing.
  // The argument "word" is added to the message's own.
  void complain(const std::string& word, std::string key, std::vector<Argument> arguments = {});
  void needs(const std::string& word, bool present);  // complains that it is missing unless present
  Error wrong(const std::string& word, std::string key, std::vector<Argument> arguments = {}) const;
  // The first thing that was wrong in this file. A word that is missing may stand there misspelt: that is told instead.
  Status finish() const;

 private:
  struct Document;
  struct Node;
  explicit TomlTable(std::unique_ptr<Node> node);
  std::unique_ptr<Node> node_;
};

template <class Value>
Value TomlTable::choice(const std::string& word, Value fallback,
                        const std::vector<std::pair<std::string, Value>>& choices) {
  if (!has(word)) return fallback;
  const std::string given = text(word);
  std::string list;
  for (const auto& [name, meaning] : choices) {
    if (name == given) return meaning;
    list += (list.empty() ? "" : ", ") + name;
  }
  complain(word, "error.toml.choice", {{"value", given}, {"choices", list}});
  return fallback;
}

}  // namespace tartip::axes
