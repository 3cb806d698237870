// Reads a register's TOML. Every error names the line and the word; an unknown word names the nearest known one.
#include "registers/description.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "axes/toml_table.hpp"
#include "base/file.hpp"
#include "registers/identifier.hpp"
#include "registers/time_format.hpp"

namespace tartip::registers {
namespace {

constexpr std::size_t k_longest_file = std::size_t{1} << 20;

using axes::TomlTable;

std::string identifier_in(TomlTable& words) {
  std::string id = words.needed_text("id");
  if (!id.empty() && !is_identifier(id)) words.complain("id", "error.description.identifier", {{"value", id}});
  return id;
}

// One character, or the words that stand for characters hard to see; "none" is 0.
char character_in(TomlTable& words, const std::string& key, char fallback) {
  if (!words.has(key)) return fallback;
  const std::string word = words.text(key);
  if (word == "none") return 0;
  if (word == "tab" || word == "\t") return '\t';
  if (word == "blank") return ' ';
  if (word.size() == 1 && word[0] > 0x1F && word[0] < 0x7F) return word[0];
  words.complain(key, "error.description.character", {{"value", word}});
  return fallback;
}

void read_file_table(TomlTable words, SourceFormat& file) {
  file.format = words.choice<FileFormat>("format", file.format,
                                         {{"csv", FileFormat::csv},
                                          {"jsonl", FileFormat::json_lines},
                                          {"geojson", FileFormat::geojson},
                                          {"xlsx", FileFormat::xlsx},
                                          {"parquet", FileFormat::parquet}});
  file.encoding = words.text("encoding", file.encoding);
  file.delimiter = character_in(words, "delimiter", file.delimiter);
  file.quote = character_in(words, "quote", file.quote);
  file.header = words.flag("header", file.header);
  file.skip_lines = words.count("skip_lines", file.skip_lines, 1000);
  file.sheet = words.text("sheet");
  file.missing = words.texts("missing", file.missing);
  file.decimal = character_in(words, "decimal", file.decimal);
  file.thousands = character_in(words, "thousands", file.thousands);
  if (file.decimal != '.' && file.decimal != ',') words.complain("decimal", "error.description.decimal");
  if (file.thousands == file.decimal) words.complain("thousands", "error.description.same_marks");
  if (file.delimiter != 0 && file.delimiter == file.quote) words.complain("delimiter", "error.description.same_marks");
}

void read_time_field(TomlTable& words, TimeField& field) {
  field.columns = words.texts("columns");
  field.value = words.text("value");
  field.formats = words.texts("formats");
  if (field.formats.empty()) field.formats = {"iso"};
  words.needs("columns", !field.columns.empty() || !field.value.empty());
  if (!field.columns.empty() && !field.value.empty()) words.complain("value", "error.description.value_and_columns");
  for (const std::string& format : field.formats) {
    if (auto compiled = TimeFormat::compile(format); !compiled) {
      words.complain("formats", compiled.error().key, compiled.error().arguments);
    }
  }
}

const std::vector<std::pair<std::string, Rule>> k_keep_or_quarantine = {{"keep", Rule::keep},
                                                                        {"quarantine", Rule::quarantine}};

void read_time(TomlTable words, TimeRule& time) {
  read_time_field(words, time.from);
  if (auto until = words.table("until")) read_time_field(*until, time.until);
  time.zone = words.text("zone");
  time.required = words.flag("required", time.required);
  time.outside = words.choice<Rule>("outside", time.outside, k_keep_or_quarantine);
}

void read_place(TomlTable words, PlaceRule& place) {
  place.x_column = words.text("x");
  place.y_column = words.text("y");
  place.crs = words.text("crs", place.crs);
  if (const auto scale = words.number("scale")) {
    place.scale = *scale;
    if (*scale == 0) words.complain("scale", "error.description.scale");
  }
  for (const auto& [x, y] : words.pairs("unknown")) place.unknown.push_back({x, y});
  place.territory = words.text("territory");
  place.code_column = words.text("code");
  place.code_level = words.text("level");
  place.aliases = words.text_map("aliases");
  place.within_column = words.text("within");
  place.within_level = words.text("within_level");
  place.required = words.flag("required", place.required);
  place.by_last_day = words.choice<bool>("borders", place.by_last_day, {{"first_day", false}, {"last_day", true}});
  place.outside = words.choice<Rule>("outside", place.outside, k_keep_or_quarantine);
  place.unknown_code = words.choice<Rule>("unknown_code", place.unknown_code, k_keep_or_quarantine);
  if (place.x_column.empty() != place.y_column.empty())
    words.complain(place.x_column.empty() ? "x" : "y", "error.toml.missing");
  if (!place.code_column.empty()) {
    words.needs("level", !place.code_level.empty());
    words.needs("territory", !place.territory.empty());
  }
  if (!place.within_column.empty()) {
    words.needs("within_level", !place.within_level.empty());
    words.needs("code", !place.code_column.empty());
  }
}

void read_class(TomlTable words, ClassRule& classes) {
  classes.column = words.needed_text("column");
  classes.scheme = words.text("scheme");
  classes.required = words.flag("required", classes.required);
  if (!classes.scheme.empty()) classes.unknown = Rule::quarantine;
  classes.unknown = words.choice<Rule>("unknown", classes.unknown,
                                       {{"keep", Rule::keep}, {"quarantine", Rule::quarantine}, {"add", Rule::add}});
  if (classes.unknown == Rule::add && !classes.scheme.empty())
    words.complain("unknown", "error.description.add_to_scheme");
}

void read_quantity(TomlTable& words, QuantityRule& quantity) {
  quantity.id = identifier_in(words);
  quantity.column = words.needed_text("column");
  quantity.unit = words.text("unit");
  quantity.names = words.names("names");
  quantity.min = words.number("min");
  quantity.max = words.number("max");
  quantity.required = words.flag("required", quantity.required);
  if (quantity.min && quantity.max && *quantity.min > *quantity.max)
    words.complain("min", "error.description.min_above_max");
}

void read_attribute(TomlTable& words, AttributeRule& attribute) {
  attribute.id = identifier_in(words);
  attribute.column = words.needed_text("column");
  attribute.names = words.names("names");
  attribute.values = words.texts("values");
  attribute.required = words.flag("required", attribute.required);
}

void read_covers(TomlTable& words, std::optional<axes::Span>& covers) {
  if (!words.has("covers")) return;
  const std::string text = words.text("covers");
  auto span = axes::parse_span(text);
  if (span)
    covers = *span;
  else
    words.complain("covers", "error.description.span", {{"value", text}});
}

void read_register(TomlTable& words, Description& d) {
  d.id = identifier_in(words);
  d.names = words.names("names");
  d.event = words.names("event");
  d.source = words.text("source");
  d.licence = words.text("licence");
  d.caution = words.names("caution");
  d.sample = words.flag("sample", d.sample);
  read_covers(words, d.covers);
  d.counts = words.text("counts");
  d.adds_up = words.choice<AddsUp>(
      "adds_up", d.adds_up,
      {{"all", AddsUp::all}, {"within_class", AddsUp::within_class}, {"within_quantity", AddsUp::within_quantity}});
  d.key = words.texts("key");
  d.version_column = words.text("version");
  if (!d.version_column.empty() && d.key.empty()) words.complain("version", "error.description.version_without_key");
  if (auto table = words.table("file")) read_file_table(std::move(*table), d.file);
  words.needs("time", words.has("time"));
  if (auto table = words.table("time")) read_time(std::move(*table), d.time);
  if (auto table = words.table("place")) read_place(std::move(*table), d.place);
  if (auto table = words.table("class")) read_class(std::move(*table), d.classes);

  std::set<std::string> ids;
  const auto take_id = [&](TomlTable& of, const std::string& id) {
    if (!id.empty() && !ids.insert(id).second) of.complain("id", "error.description.id_repeats", {{"value", id}});
  };
  for (TomlTable& entry : words.tables("quantity")) {
    read_quantity(entry, d.quantities.emplace_back());
    take_id(entry, d.quantities.back().id);
  }
  const auto counted = [&](const QuantityRule& rule) { return rule.id == d.counts; };
  if (!d.counts.empty() && std::ranges::none_of(d.quantities, counted))
    words.complain("counts", "error.description.counts", {{"value", d.counts}});
  if (d.adds_up == AddsUp::within_class && d.classes.column.empty())
    words.complain("adds_up", "error.description.adds_up_class");
  if (d.adds_up == AddsUp::within_quantity && (d.quantities.empty() || !d.counts.empty()))
    words.complain("adds_up", "error.description.adds_up_quantity");
  for (TomlTable& entry : words.tables("attribute")) {
    read_attribute(entry, d.attributes.emplace_back());
    take_id(entry, d.attributes.back().id);
  }
  for (TomlTable& entry : words.tables("text")) {
    TextRule& rule = d.texts.emplace_back();
    rule.id = identifier_in(entry);
    rule.column = entry.needed_text("column");
    take_id(entry, rule.id);
  }
}

}  // namespace

Result<Description> read_description(const std::filesystem::path& file) {
  auto content = read_file(file, k_longest_file);
  if (!content) return pass(content);
  return parse_description(*content, file.string());
}

Result<Description> parse_description(std::string_view toml, const std::string& name) {
  auto words = TomlTable::parse(toml, name);
  if (!words) return pass(words);
  Description description;
  read_register(*words, description);
  if (Status finished = words->finish(); !finished) return pass(finished);
  return description;
}

}  // namespace tartip::registers
