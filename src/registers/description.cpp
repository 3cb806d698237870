// Reads a register's TOML. Every error names the line and the word; an unknown word names the nearest known one.
#include "registers/description.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "base/file.hpp"
#include "registers/time_format.hpp"
#include "text/folding.hpp"

namespace tartip::registers {
namespace {

constexpr std::size_t k_longest_file = std::size_t{1} << 20;

// One table of the file. The first mistake is kept; asking on after it is harmless, so that reading stays a plain list
// of words.
class Words {
 public:
  Words(const toml::table& table, std::string path, const std::string& file, std::optional<Error>& mistake)
      : table_(&table), path_(std::move(path)), file_(&file), mistake_(&mistake) {}

  bool has(std::string_view key) {
    known_.insert(std::string(key));
    return table_->contains(key);
  }

  void text(std::string_view key, std::string& value) {
    if (const auto* node = get(key)) {
      if (const auto* found = node->as_string()) {
        value = found->get();
        if (value.find('\0') != std::string::npos) wrong(key, "error.description.text");
      } else {
        wrong(key, "error.description.text");
      }
    }
  }

  void truth(std::string_view key, bool& value) {
    if (const auto* node = get(key)) {
      if (const auto* found = node->as_boolean())
        value = found->get();
      else
        wrong(key, "error.description.truth");
    }
  }

  void count(std::string_view key, int& value, int most) {
    if (const auto* node = get(key)) {
      const auto* found = node->as_integer();
      if (found != nullptr && found->get() >= 0 && found->get() <= most)
        value = static_cast<int>(found->get());
      else
        wrong(key, "error.description.count", {{"most", std::to_string(most)}});
    }
  }

  std::optional<double> number(std::string_view key) {
    const auto* node = get(key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value<double>();
    if (!node->is_number() || !value || !std::isfinite(*value)) {
      wrong(key, "error.description.number");
      return std::nullopt;
    }
    return value;
  }

  // One character, or the words that stand for characters hard to see; "none" is 0.
  void character(std::string_view key, char& value) {
    std::string word;
    if (!has(key)) return;
    text(key, word);
    if (word == "none")
      value = 0;
    else if (word == "tab" || word == "\t")
      value = '\t';
    else if (word == "blank")
      value = ' ';
    else if (word.size() == 1 && word[0] > 0x1F && word[0] < 0x7F)
      value = word[0];
    else
      wrong(key, "error.description.character", {{"value", word}});
  }

  // A text, or a list of texts.
  void texts(std::string_view key, std::vector<std::string>& value) {
    const auto* node = get(key);
    if (node == nullptr) return;
    std::vector<std::string> result;
    if (const auto* one = node->as_string()) {
      result.push_back(one->get());
    } else if (const auto* list = node->as_array()) {
      for (const auto& element : *list) {
        const auto* found = element.as_string();
        if (found == nullptr) return wrong(key, "error.description.texts");
        result.push_back(found->get());
      }
    } else {
      return wrong(key, "error.description.texts");
    }
    value = std::move(result);
  }

  void names(std::string_view key, axes::Names& value) {
    const auto* node = get(key);
    if (node == nullptr) return;
    if (const auto* one = node->as_string()) {
      value.by_language["en"] = one->get();
      return;
    }
    text_map(key, value.by_language, "error.description.names");
  }

  void text_map(std::string_view key, std::map<std::string, std::string>& value, const char* message) {
    const auto* node = get(key);
    if (node == nullptr) return;
    const auto* table = node->as_table();
    if (table == nullptr) return wrong(key, message);
    for (const auto& [word, text] : *table) {
      const auto* found = text.as_string();
      if (found == nullptr || found->get().find('\0') != std::string::npos || word.str().empty())
        return wrong(key, message);
      value[std::string(word.str())] = found->get();
    }
  }

  template <class Value>
  void choice(std::string_view key, Value& value, const std::vector<std::pair<std::string, Value>>& choices) {
    std::string word;
    if (!has(key)) return;
    text(key, word);
    for (const auto& [name, meaning] : choices) {
      if (name == word) {
        value = meaning;
        return;
      }
    }
    std::string list;
    for (const auto& [name, meaning] : choices) list += (list.empty() ? "" : ", ") + name;
    wrong(key, "error.description.choice", {{"value", word}, {"choices", list}});
  }

  std::optional<Words> table(std::string_view key) {
    const auto* node = get(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* found = node->as_table()) return Words(*found, path_of(key), *file_, *mistake_);
    wrong(key, "error.description.table");
    return std::nullopt;
  }

  std::vector<Words> tables(std::string_view key) {
    std::vector<Words> result;
    const auto* node = get(key);
    if (node == nullptr) return result;
    const auto* list = node->as_array();
    if (list == nullptr) {
      wrong(key, "error.description.tables");
      return result;
    }
    for (const auto& element : *list) {
      const auto* found = element.as_table();
      if (found == nullptr) {
        wrong(key, "error.description.tables");
        return result;
      }
      result.emplace_back(*found, path_of(key), *file_, *mistake_);
    }
    return result;
  }

  // The list of points [[x, y], …].
  void points(std::string_view key, std::vector<geo::Point>& value) {
    const auto* node = get(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr) return wrong(key, "error.description.points");
    for (const auto& element : *list) {
      const auto* pair = element.as_array();
      const auto x = pair != nullptr && pair->size() == 2 ? pair->get(0)->value<double>() : std::nullopt;
      const auto y = x ? pair->get(1)->value<double>() : std::nullopt;
      if (!x || !y || !std::isfinite(*x) || !std::isfinite(*y)) return wrong(key, "error.description.points");
      value.push_back({*x, *y});
    }
  }

  void required(std::string_view key, bool present) {
    if (!present) wrong(key, "error.description.needed");
  }

  void wrong(std::string_view key, std::string message, std::vector<Argument> arguments = {}) {
    if (*mistake_) return;
    arguments.push_back({"word", path_of(key)});
    const auto* node = table_->get(key);
    const auto& region = node != nullptr ? node->source() : table_->source();
    *mistake_ = Error{Code::bad_data, std::move(message), std::move(arguments), {*file_, region.begin.line, ""}};
  }

  // To be called when every known word has been asked for.
  void refuse_unknown() {
    for (const auto& [key, node] : *table_) {
      const std::string word(key.str());
      // What is needed and missing may stand here under a misspelt word: that says more.
      if (known_.contains(word) || (*mistake_ && (*mistake_)->key != "error.description.needed")) continue;
      const std::vector<std::string> candidates(known_.begin(), known_.end());
      const auto near = text::nearest(word, candidates);
      *mistake_ = Error{Code::bad_data,
                        near ? "error.description.unknown_near" : "error.description.unknown",
                        near ? std::vector<Argument>{{"word", path_of(word)}, {"nearest", *near}}
                             : std::vector<Argument>{{"word", path_of(word)}},
                        {*file_, key.source().begin.line, ""}};
    }
  }

 private:
  const toml::node* get(std::string_view key) {
    known_.insert(std::string(key));
    return table_->get(key);
  }
  std::string path_of(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }

  const toml::table* table_;
  std::string path_;
  const std::string* file_;
  std::optional<Error>* mistake_;
  std::set<std::string> known_;
};

bool is_identifier(std::string_view id) {
  if (id.empty() || id.size() > 48 || id[0] < 'a' || id[0] > 'z') return false;
  return std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

void read_identifier(Words& words, std::string_view key, std::string& value) {
  words.required(key, words.has(key));
  words.text(key, value);
  if (words.has(key) && !is_identifier(value)) words.wrong(key, "error.description.identifier", {{"value", value}});
}

void read_file_table(Words words, SourceFormat& file) {
  words.choice<FileFormat>("format", file.format,
                           {{"csv", FileFormat::csv},
                            {"jsonl", FileFormat::json_lines},
                            {"geojson", FileFormat::geojson},
                            {"xlsx", FileFormat::xlsx},
                            {"parquet", FileFormat::parquet}});
  words.text("encoding", file.encoding);
  words.character("delimiter", file.delimiter);
  words.character("quote", file.quote);
  words.truth("header", file.header);
  words.count("skip_lines", file.skip_lines, 1000);
  words.text("sheet", file.sheet);
  words.texts("missing", file.missing);
  words.character("decimal", file.decimal);
  words.character("thousands", file.thousands);
  if (file.decimal != '.' && file.decimal != ',') words.wrong("decimal", "error.description.decimal");
  if (file.thousands == file.decimal) words.wrong("thousands", "error.description.same_marks");
  if (file.delimiter != 0 && file.delimiter == file.quote) words.wrong("delimiter", "error.description.same_marks");
  words.refuse_unknown();
}

void read_time_field(Words& words, TimeField& field) {
  words.required("columns", words.has("columns") || words.has("value"));
  words.texts("columns", field.columns);
  words.text("value", field.value);
  words.texts("formats", field.formats);
  if (field.formats.empty()) field.formats = {"iso"};
  if (field.columns.empty() && field.value.empty()) words.wrong("columns", "error.description.needed");
  if (!field.columns.empty() && !field.value.empty()) words.wrong("value", "error.description.value_and_columns");
  for (const std::string& format : field.formats) {
    if (auto compiled = TimeFormat::compile(format); !compiled) {
      words.wrong("formats", compiled.error().key, compiled.error().arguments);
    }
  }
}

const std::vector<std::pair<std::string, Rule>> k_keep_or_quarantine = {{"keep", Rule::keep},
                                                                        {"quarantine", Rule::quarantine}};

void read_time(Words words, TimeRule& time) {
  read_time_field(words, time.from);
  if (auto until = words.table("until")) {
    read_time_field(*until, time.until);
    until->refuse_unknown();
  }
  words.text("zone", time.zone);
  words.truth("required", time.required);
  words.choice<Rule>("outside", time.outside, k_keep_or_quarantine);
  words.refuse_unknown();
}

void read_place(Words words, PlaceRule& place) {
  words.text("x", place.x_column);
  words.text("y", place.y_column);
  words.text("crs", place.crs);
  if (const auto scale = words.number("scale")) {
    place.scale = *scale;
    if (*scale == 0) words.wrong("scale", "error.description.number");
  }
  words.points("unknown", place.unknown);
  words.text("territory", place.territory);
  words.text("code", place.code_column);
  words.text("level", place.code_level);
  words.text_map("aliases", place.aliases, "error.description.aliases");
  words.text("within", place.within_column);
  words.text("within_level", place.within_level);
  words.truth("required", place.required);
  words.choice<bool>("borders", place.by_last_day, {{"first_day", false}, {"last_day", true}});
  words.choice<Rule>("outside", place.outside, k_keep_or_quarantine);
  words.choice<Rule>("unknown_code", place.unknown_code, k_keep_or_quarantine);
  if (place.x_column.empty() != place.y_column.empty())
    words.wrong(place.x_column.empty() ? "x" : "y", "error.description.needed");
  if (!place.code_column.empty()) {
    words.required("level", !place.code_level.empty());
    words.required("territory", !place.territory.empty());
  }
  if (!place.within_column.empty()) {
    words.required("within_level", !place.within_level.empty());
    words.required("code", !place.code_column.empty());
  }
  words.refuse_unknown();
}

void read_class(Words words, ClassRule& classes) {
  words.required("column", words.has("column"));
  words.text("column", classes.column);
  words.text("scheme", classes.scheme);
  words.truth("required", classes.required);
  if (!classes.scheme.empty()) classes.unknown = Rule::quarantine;
  words.choice<Rule>("unknown", classes.unknown,
                     {{"keep", Rule::keep}, {"quarantine", Rule::quarantine}, {"add", Rule::add}});
  if (classes.unknown == Rule::add && !classes.scheme.empty())
    words.wrong("unknown", "error.description.add_to_scheme");
  words.refuse_unknown();
}

void read_quantity(Words& words, QuantityRule& quantity) {
  read_identifier(words, "id", quantity.id);
  words.required("column", words.has("column"));
  words.text("column", quantity.column);
  words.text("unit", quantity.unit);
  words.names("names", quantity.names);
  quantity.min = words.number("min");
  quantity.max = words.number("max");
  words.truth("required", quantity.required);
  if (quantity.min && quantity.max && *quantity.min > *quantity.max)
    words.wrong("min", "error.description.min_above_max");
  words.refuse_unknown();
}

void read_attribute(Words& words, AttributeRule& attribute) {
  read_identifier(words, "id", attribute.id);
  words.required("column", words.has("column"));
  words.text("column", attribute.column);
  words.names("names", attribute.names);
  words.texts("values", attribute.values);
  words.truth("required", attribute.required);
  words.refuse_unknown();
}

void read_covers(Words& words, std::optional<axes::Span>& covers) {
  std::string text;
  if (!words.has("covers")) return;
  words.text("covers", text);
  auto span = axes::parse_span(text);
  if (span)
    covers = *span;
  else
    words.wrong("covers", "error.description.span", {{"value", text}});
}

void read_register(Words& words, Description& d) {
  read_identifier(words, "id", d.id);
  words.names("names", d.names);
  words.names("event", d.event);
  words.text("source", d.source);
  words.text("licence", d.licence);
  words.names("caution", d.caution);
  words.truth("sample", d.sample);
  read_covers(words, d.covers);
  words.text("counts", d.counts);
  words.choice<AddsUp>(
      "adds_up", d.adds_up,
      {{"all", AddsUp::all}, {"within_class", AddsUp::within_class}, {"within_quantity", AddsUp::within_quantity}});
  words.texts("key", d.key);
  words.text("version", d.version_column);
  if (!d.version_column.empty() && d.key.empty()) words.wrong("version", "error.description.version_without_key");
  if (auto table = words.table("file")) read_file_table(std::move(*table), d.file);
  words.required("time", words.has("time"));
  if (auto table = words.table("time")) read_time(std::move(*table), d.time);
  if (auto table = words.table("place")) read_place(std::move(*table), d.place);
  if (auto table = words.table("class")) read_class(std::move(*table), d.classes);

  std::set<std::string> ids;
  const auto take_id = [&](Words& of, const std::string& id) {
    if (!id.empty() && !ids.insert(id).second) of.wrong("id", "error.description.id_repeats", {{"value", id}});
  };
  for (Words& entry : words.tables("quantity")) {
    read_quantity(entry, d.quantities.emplace_back());
    take_id(entry, d.quantities.back().id);
  }
  const auto counted = [&](const QuantityRule& rule) { return rule.id == d.counts; };
  if (!d.counts.empty() && std::ranges::none_of(d.quantities, counted))
    words.wrong("counts", "error.description.counts", {{"value", d.counts}});
  if (d.adds_up == AddsUp::within_class && d.classes.column.empty())
    words.wrong("adds_up", "error.description.adds_up_class");
  if (d.adds_up == AddsUp::within_quantity && (d.quantities.empty() || !d.counts.empty()))
    words.wrong("adds_up", "error.description.adds_up_quantity");
  for (Words& entry : words.tables("attribute")) {
    read_attribute(entry, d.attributes.emplace_back());
    take_id(entry, d.attributes.back().id);
  }
  for (Words& entry : words.tables("text")) {
    TextRule& rule = d.texts.emplace_back();
    read_identifier(entry, "id", rule.id);
    entry.required("column", entry.has("column"));
    entry.text("column", rule.column);
    entry.refuse_unknown();
    take_id(entry, rule.id);
  }
  words.refuse_unknown();
}

}  // namespace

Result<Description> read_description(const std::filesystem::path& file) {
  auto content = read_file(file, k_longest_file);
  if (!content) return pass(content);
  return parse_description(*content, file.string());
}

Result<Description> parse_description(std::string_view toml, const std::string& name) {
  toml::table root;
  try {
    root = toml::parse(toml, std::string_view(name));
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_data, "error.description.toml", {{"reason", std::string(error.description())}},
                {name, error.source().begin.line, ""});
  }
  std::optional<Error> mistake;
  Description description;
  Words words(root, "", name, mistake);
  read_register(words, description);
  if (mistake) return tl::unexpected<Error>(std::move(*mistake));
  return description;
}

}  // namespace tartip::registers
