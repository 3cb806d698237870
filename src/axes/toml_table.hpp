// A table of a TOML description, read strictly: whoever reads it asks for each word it knows, and at the end `finish`
// complains about the first thing that was wrong — a word of the wrong kind, one that is missing, or one nobody asked
// for, with its line and the nearest word that was asked for.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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

  // Each is empty or the fallback when the word is not there.
  std::string text(const std::string& word, const std::string& fallback = {});
  std::string needed_text(const std::string& word);
  std::vector<std::string> texts(const std::string& word);  // a list, or one text
  std::map<std::string, std::string> text_map(const std::string& word);
  std::map<std::string, std::vector<std::string>> text_lists(const std::string& word);  // word -> a list, or one text
  Names names(const std::string& word);  // a table by language, or one text, which is then in no language ("")
  std::optional<double> number(const std::string& word);
  std::vector<double> numbers(const std::string& word);
  std::optional<std::int64_t> integer(const std::string& word);
  bool flag(const std::string& word, bool fallback);
  std::optional<Day> day(const std::string& word);         // a TOML date, or "2022-06-08"
  std::vector<TomlTable> tables(const std::string& word);  // [[word]], or one [word]

  // The error of a word whose value cannot be, for whoever finds out.
  Error wrong(const std::string& word, std::string key, std::vector<Argument> arguments = {}) const;
  // The first thing that was wrong in this table or those taken from it.
  Status finish() const;

 private:
  struct Document;
  struct Node;
  explicit TomlTable(std::unique_ptr<Node> node);
  std::unique_ptr<Node> node_;
};

}  // namespace tartip::axes
