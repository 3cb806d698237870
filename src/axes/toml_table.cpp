#include "axes/toml_table.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "text/folding.hpp"

namespace tartip::axes {
namespace {

// What was asked for of one table.
struct Asked {
  std::string path;
  std::set<std::string> words;

  std::string path_of(const std::string& word) const { return path.empty() ? word : path + "." + word; }
};

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
  const auto* real = node.as_floating_point();
  return real != nullptr && std::isfinite(real->get()) ? std::optional(real->get()) : std::nullopt;
}

std::optional<std::string> text_in(const toml::node& node) {
  const auto* text = node.as_string();
  if (text == nullptr || text->get().find('\0') != std::string::npos) return std::nullopt;
  return text->get();
}

// Each item of a list; what is no list is its own only item.
template <class Take>
void each_of(const toml::node& node, const Take& take) {
  if (const toml::array* list = node.as_array())
    for (const toml::node& item : *list) take(item);
  else
    take(node);
}

}  // namespace

struct TomlTable::Document {
  toml::table root;
  std::string file;
  std::optional<Error> first_wrong;
  std::map<const toml::table*, Asked> asked;

  Where where(const toml::node& node) const { return {file, static_cast<long long>(node.source().begin.line), {}}; }
  std::optional<Error> first_unknown() const;
};

struct TomlTable::Node {
  std::shared_ptr<Document> document;
  const toml::table* table;
  Asked* asked;

  Node(std::shared_ptr<Document> in, const toml::table& of, std::string path)
      : document(std::move(in)), table(&of), asked(&document->asked[&of]) {
    asked->path = std::move(path);
  }

  const toml::node* ask(const std::string& word) {
    asked->words.insert(word);
    return table->get(word);
  }
  Error wrong(const toml::node& node, const std::string& word, std::string key, std::vector<Argument> arguments) const {
    arguments.push_back({"word", asked->path_of(word)});
    return {Code::bad_data, std::move(key), std::move(arguments), document->where(node)};
  }
  void note(Error error) {
    if (!document->first_wrong) document->first_wrong = std::move(error);
  }
  // The value that `read` makes of the node, or a complaint with `key`.
  template <class Read>
  auto value_of(const toml::node& node, const std::string& word, const char* key, const Read& read) {
    auto value = read(node);
    if (!value) note(wrong(node, word, key, {}));
    return value;
  }
  template <class Take>
  void each_entry(const std::string& word, const char* key, const Take& take) {
    const toml::node* node = ask(word);
    if (node == nullptr) return;
    const toml::table* entries = node->as_table();
    if (entries == nullptr) return note(wrong(*node, word, key, {}));
    for (const auto& [name, item] : *entries) take(std::string(name.str()), item);
  }
  void add_texts(const toml::node& node, const std::string& word, std::vector<std::string>& values) {
    each_of(node, [&](const toml::node& item) {
      if (auto value = value_of(item, word, "error.toml.not_texts", text_in)) values.push_back(std::move(*value));
    });
  }
};

std::optional<Error> TomlTable::Document::first_unknown() const {
  std::optional<Error> first;
  std::tuple<toml::source_index, toml::source_index> place;
  for (const auto& [table, known] : asked)
    for (const auto& [key, item] : *table) {
      std::string word(key.str());
      const std::tuple here{key.source().begin.line, key.source().begin.column};
      if (known.words.contains(word) || (first && place < here)) continue;
      const std::vector<std::string> words(known.words.begin(), known.words.end());
      const auto near = text::nearest(word, words);
      first = Error{Code::bad_data,
                    near ? "error.toml.unknown_word" : "error.toml.unknown_word_at_all",
                    {{"word", known.path_of(word)}, {"nearest", near.value_or("")}},
                    {file, static_cast<long long>(key.source().begin.line), {}}};
      place = here;
    }
  return first;
}

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
  const toml::table& root = document->root;
  return TomlTable(std::make_unique<Node>(std::move(document), root, ""));
}

bool TomlTable::has(const std::string& word) {
  return node_->ask(word) != nullptr;
}

std::string TomlTable::text(const std::string& word, const std::string& fallback) {
  const toml::node* node = node_->ask(word);
  return node == nullptr ? fallback : node_->value_of(*node, word, "error.toml.not_text", text_in).value_or(fallback);
}

std::string TomlTable::needed_text(const std::string& word) {
  std::string value = text(word);
  needs(word, !value.empty());
  return value;
}

std::vector<std::string> TomlTable::texts(const std::string& word, const std::vector<std::string>& fallback) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return fallback;
  std::vector<std::string> values;
  node_->add_texts(*node, word, values);
  return values;
}

std::map<std::string, std::string> TomlTable::text_map(const std::string& word) {
  std::map<std::string, std::string> values;
  node_->each_entry(word, "error.toml.not_a_table", [&](std::string name, const toml::node& item) {
    if (auto value = node_->value_of(item, word, "error.toml.not_text", text_in))
      values.emplace(std::move(name), std::move(*value));
  });
  return values;
}

std::map<std::string, std::vector<std::string>> TomlTable::text_lists(const std::string& word) {
  std::map<std::string, std::vector<std::string>> values;
  node_->each_entry(word, "error.toml.not_a_table", [&](const std::string& name, const toml::node& item) {
    node_->add_texts(item, word, values[name]);
  });
  return values;
}

Names TomlTable::names(const std::string& word) {
  const toml::node* node = node_->ask(word);
  Names names;
  if (node != nullptr && node->is_string())
    names.by_language[""] = text(word);
  else if (node != nullptr && !node->is_table())
    complain(word, "error.toml.not_names");
  else
    names.by_language = text_map(word);
  return names;
}

std::optional<double> TomlTable::number(const std::string& word) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return std::nullopt;
  return node_->value_of(*node, word, "error.toml.not_a_number", number_of);
}

std::vector<double> TomlTable::numbers(const std::string& word) {
  std::vector<double> values;
  if (const toml::node* node = node_->ask(word))
    each_of(*node, [&](const toml::node& item) {
      if (const auto value = node_->value_of(item, word, "error.toml.not_a_number", number_of))
        values.push_back(*value);
    });
  return values;
}

std::vector<std::array<double, 2>> TomlTable::pairs(const std::string& word) {
  std::vector<std::array<double, 2>> values;
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return values;
  const auto pair_of = [](const toml::node& item) -> std::optional<std::array<double, 2>> {
    const toml::array* both = item.as_array();
    if (both == nullptr || both->size() != 2) return std::nullopt;
    const auto first = number_of((*both)[0]), second = number_of((*both)[1]);
    return first && second ? std::optional(std::array{*first, *second}) : std::nullopt;
  };
  each_of(*node, [&](const toml::node& item) {
    if (const auto value = node_->value_of(item, word, "error.toml.not_pairs", pair_of)) values.push_back(*value);
  });
  return values;
}

std::optional<std::int64_t> TomlTable::integer(const std::string& word) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return std::nullopt;
  return node_->value_of(*node, word, "error.toml.not_a_number",
                         [](const toml::node& item) { return item.value_exact<std::int64_t>(); });
}

int TomlTable::count(const std::string& word, int fallback, int most) {
  const auto value = integer(word);
  if (!value) return fallback;
  if (*value >= 0 && *value <= most) return static_cast<int>(*value);
  complain(word, "error.toml.count", {{"most", fmt::format("{}", most)}});
  return fallback;
}

bool TomlTable::flag(const std::string& word, bool fallback) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return fallback;
  return node_
      ->value_of(*node, word, "error.toml.not_a_truth_value",
                 [](const toml::node& item) { return item.value_exact<bool>(); })
      .value_or(fallback);
}

std::optional<Day> TomlTable::day(const std::string& word) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return std::nullopt;
  return node_->value_of(*node, word, "error.toml.not_a_day", day_of);
}

std::optional<TomlTable> TomlTable::table(const std::string& word) {
  const toml::node* node = node_->ask(word);
  if (node == nullptr) return std::nullopt;
  const toml::table* found = node->as_table();
  if (found == nullptr) {
    complain(word, "error.toml.not_a_table");
    return std::nullopt;
  }
  return TomlTable(std::make_unique<Node>(node_->document, *found, node_->asked->path_of(word)));
}

std::vector<TomlTable> TomlTable::tables(const std::string& word) {
  std::vector<TomlTable> tables;
  if (const toml::node* node = node_->ask(word))
    each_of(*node, [&](const toml::node& item) {
      if (const toml::table* table = item.as_table())
        tables.push_back(TomlTable(std::make_unique<Node>(node_->document, *table, node_->asked->path_of(word))));
      else
        node_->note(node_->wrong(item, word, "error.toml.not_tables", {}));
    });
  return tables;
}

void TomlTable::complain(const std::string& word, std::string key, std::vector<Argument> arguments) {
  node_->note(wrong(word, std::move(key), std::move(arguments)));
}

void TomlTable::needs(const std::string& word, bool present) {
  if (!present) complain(word, "error.toml.missing");
}

Error TomlTable::wrong(const std::string& word, std::string key, std::vector<Argument> arguments) const {
  const toml::node* node = node_->table->get(word);
  return node_->wrong(node == nullptr ? *static_cast<const toml::node*>(node_->table) : *node, word, std::move(key),
                      std::move(arguments));
}

Status TomlTable::finish() const {
  const std::optional<Error>& wrong = node_->document->first_wrong;
  if (!wrong || wrong->key == "error.toml.missing")
    if (auto unknown = node_->document->first_unknown()) return tl::unexpected<Error>(std::move(*unknown));
  if (wrong) return tl::unexpected<Error>(*wrong);
  return {};
}

}  // namespace tartip::axes
