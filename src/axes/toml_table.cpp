#include "axes/toml_table.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <set>

#include "text/folding.hpp"

namespace tartip::axes {

struct TomlTable::Document {
  toml::table root;
  std::string file;
  std::optional<Error> first_wrong;
  std::map<const toml::table*, std::set<std::string>> asked;

  Where where(const toml::node& node) const { return {file, static_cast<long long>(node.source().begin.line), {}}; }
  void note(Error error) {
    if (!first_wrong) first_wrong = std::move(error);
  }
};

struct TomlTable::Node {
  std::shared_ptr<Document> document;
  const toml::table* table = nullptr;

  const toml::node* ask(const std::string& word) {
    document->asked[table].insert(word);
    return table->get(word);
  }
  void wrong_kind(const toml::node& node, const std::string& word, const char* key) {
    document->note({Code::bad_data, key, {{"word", word}}, document->where(node)});
  }
};

namespace {

std::optional<Day> day_of(const toml::node& node) {
  if (const auto* date = node.as_date()) {
    const std::chrono::year_month_day day{std::chrono::year{date->get().year}, std::chrono::month{date->get().month},
                                          std::chrono::day{date->get().day}};
    return day.ok() ? std::optional(Day{day}) : std::nullopt;
  }
  if (const auto* text = node.as_string())
    if (const auto day = parse_day(text->get())) return *day;
  return std::nullopt;
}

std::optional<double> number_of(const toml::node& node) {
  if (const auto* whole = node.as_integer()) return static_cast<double>(whole->get());
  if (const auto* real = node.as_floating_point()) return real->get();
  return std::nullopt;
}

}  // namespace

TomlTable::TomlTable(std::unique_ptr<Node> node) : node_(std::move(node)) {}
TomlTable::~TomlTable() = default;
TomlTable::TomlTable(TomlTable&&) noexcept = default;
TomlTable& TomlTable::operator=(TomlTable&&) noexcept = default;

Result<TomlTable> TomlTable::parse(std::string_view toml, const std::string& file) {
  auto document = std::make_shared<Document>();
  document->file = file;
  try {
    document->root = toml::parse(toml, file);
  } catch (const toml::parse_error& problem) {
    return fail(Code::bad_data, "error.toml.malformed", {{"reason", std::string(problem.description())}},
                {file, static_cast<long long>(problem.source().begin.line), {}});
  }
  auto node = std::make_unique<Node>();
  node->table = &document->root;
  node->document = std::move(document);
  return TomlTable(std::move(node));
}

std::string TomlTable::text(const std::string& word, const std::string& fallback) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return fallback;
  if (const auto* value = node->as_string()) return value->get();
  node_->wrong_kind(*node, word, "error.toml.not_text");
  return fallback;
}

std::string TomlTable::needed_text(const std::string& word) {
  std::string value = text(word);
  if (value.empty()) node_->document->note(wrong(word, "error.toml.missing", {{"word", word}}));
  return value;
}

std::vector<std::string> TomlTable::texts(const std::string& word) {
  std::vector<std::string> values;
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return values;
  if (const auto* one = node->as_string()) return {one->get()};
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    node_->wrong_kind(*node, word, "error.toml.not_text");
    return values;
  }
  for (const toml::node& item : *list) {
    if (const auto* value = item.as_string())
      values.push_back(value->get());
    else
      node_->wrong_kind(item, word, "error.toml.not_text");
  }
  return values;
}

std::map<std::string, std::string> TomlTable::text_map(const std::string& word) {
  std::map<std::string, std::string> values;
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return values;
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    node_->wrong_kind(*node, word, "error.toml.not_a_table");
    return values;
  }
  for (const auto& [key, item] : *table) {
    if (const auto* value = item.as_string())
      values.emplace(std::string(key.str()), value->get());
    else
      node_->wrong_kind(item, word, "error.toml.not_text");
  }
  return values;
}

std::map<std::string, std::vector<std::string>> TomlTable::text_lists(const std::string& word) {
  std::map<std::string, std::vector<std::string>> values;
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return values;
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    node_->wrong_kind(*node, word, "error.toml.not_a_table");
    return values;
  }
  for (const auto& [key, item] : *table) {
    std::vector<std::string>& list = values[std::string(key.str())];
    const auto add = [&](const toml::node& one) {
      if (const auto* value = one.as_string())
        list.push_back(value->get());
      else
        node_->wrong_kind(one, word, "error.toml.not_text");
    };
    if (const toml::array* several = item.as_array())
      for (const toml::node& one : *several) add(one);
    else
      add(item);
  }
  return values;
}

Names TomlTable::names(const std::string& word) {
  const toml::node* node = node_->table->get(word);
  Names names;
  if (node != nullptr && node->is_string())
    names.by_language[""] = text(word);
  else
    names.by_language = text_map(word);
  return names;
}

std::optional<double> TomlTable::number(const std::string& word) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return std::nullopt;
  const auto value = number_of(*node);
  if (!value) node_->wrong_kind(*node, word, "error.toml.not_a_number");
  return value;
}

std::vector<double> TomlTable::numbers(const std::string& word) {
  std::vector<double> values;
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return values;
  const auto add = [&](const toml::node& item) {
    if (const auto value = number_of(item))
      values.push_back(*value);
    else
      node_->wrong_kind(item, word, "error.toml.not_a_number");
  };
  if (const toml::array* list = node->as_array())
    for (const toml::node& item : *list) add(item);
  else
    add(*node);
  return values;
}

std::optional<std::int64_t> TomlTable::integer(const std::string& word) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_integer()) return value->get();
  node_->wrong_kind(*node, word, "error.toml.not_a_number");
  return std::nullopt;
}

bool TomlTable::flag(const std::string& word, bool fallback) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return fallback;
  if (const auto* value = node->as_boolean()) return value->get();
  node_->wrong_kind(*node, word, "error.toml.not_a_truth_value");
  return fallback;
}

std::optional<Day> TomlTable::day(const std::string& word) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return std::nullopt;
  const auto day = day_of(*node);
  if (!day) node_->wrong_kind(*node, word, "error.toml.not_a_day");
  return day;
}

std::vector<TomlTable> TomlTable::tables(const std::string& word) {
  std::vector<TomlTable> tables;
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return tables;
  const auto add = [&](const toml::node& item) {
    if (const toml::table* table = item.as_table())
      tables.push_back(TomlTable(std::make_unique<Node>(Node{node_->document, table})));
    else
      node_->wrong_kind(item, word, "error.toml.not_a_table");
  };
  if (const toml::array* list = node->as_array())
    for (const toml::node& item : *list) add(item);
  else
    add(*node);
  return tables;
}

Error TomlTable::wrong(const std::string& word, std::string key, std::vector<Argument> arguments) const {
  const toml::node* node = node_->table->get(word);
  return {Code::bad_data, std::move(key), std::move(arguments),
          node_->document->where(node == nullptr ? *static_cast<const toml::node*>(node_->table) : *node)};
}

Status TomlTable::finish() const {
  Document& document = *node_->document;
  if (document.first_wrong) return tl::unexpected<Error>(*document.first_wrong);
  std::optional<Error> first;
  for (const auto& [table, words] : document.asked)
    for (const auto& [key, item] : *table) {
      const std::string word(key.str());
      if (words.contains(word)) continue;
      const std::vector<std::string> known(words.begin(), words.end());
      const auto near = text::nearest(word, known);
      Error unknown{Code::bad_data,
                    near ? "error.toml.unknown_word" : "error.toml.unknown_word_at_all",
                    {{"word", word}, {"nearest", near.value_or("")}},
                    document.where(item)};
      if (!first || unknown.where.line < first->where.line) first = std::move(unknown);
    }
  if (first) return tl::unexpected<Error>(*first);
  return {};
}

}  // namespace tartip::axes
