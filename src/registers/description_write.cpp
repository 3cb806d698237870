// TOML of a description, as a person would write it: only what differs from the defaults, in the order of the
// documentation.
#include <charconv>
#include <map>
#include <string>

#include "axes/toml_text.hpp"
#include "registers/description.hpp"

namespace tartip::registers {
namespace {

using axes::in_quotes;

std::string list(const std::vector<std::string>& texts) {
  std::string result = "[";
  for (const std::string& text : texts) result += (result.size() > 1 ? ", " : "") + in_quotes(text);
  return result + "]";
}

std::string number(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  std::string text(buffer, end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string character(char c) {
  if (c == 0) return "\"none\"";
  if (c == '\t') return "\"tab\"";
  if (c == ' ') return "\"blank\"";
  return in_quotes(std::string(1, c));
}

std::string_view name_of(FileFormat format) {
  switch (format) {
    case FileFormat::csv:
      return "csv";
    case FileFormat::json_lines:
      return "jsonl";
    case FileFormat::geojson:
      return "geojson";
    case FileFormat::xlsx:
      return "xlsx";
    case FileFormat::parquet:
      return "parquet";
  }
  return "";
}

std::string_view name_of(Rule rule) {
  switch (rule) {
    case Rule::keep:
      return "keep";
    case Rule::quarantine:
      return "quarantine";
    case Rule::add:
      return "add";
  }
  return "";
}

class Page {
 public:
  void line(std::string_view key, const std::string& value) {
    text_ += key;
    text_ += " = ";
    text_ += value;
    text_ += '\n';
  }
  void text(std::string_view key, const std::string& value, std::string_view standard = "") {
    if (value != standard) line(key, in_quotes(value));
  }
  void truth(std::string_view key, bool value, bool standard) {
    if (value != standard) line(key, value ? "true" : "false");
  }
  void rule(std::string_view key, Rule value, Rule standard) {
    if (value != standard) line(key, in_quotes(name_of(value)));
  }
  void names(std::string_view key, const axes::Names& names) {
    const auto& texts = names.by_language;
    if (texts.size() == 1 && texts.begin()->first.empty())
      text(key, texts.begin()->second);
    else
      text_map(key, texts);
  }
  void text_map(std::string_view key, const std::map<std::string, std::string>& texts) {
    if (texts.empty()) return;
    std::string value = "{";
    for (const auto& [word, text] : texts) {
      value += (value.size() > 1 ? ", " : " ") + in_quotes(word) + " = " + in_quotes(text);
    }
    line(key, value + " }");
  }
  void heading(std::string_view title) {
    text_ += '\n';
    text_ += title;
    text_ += '\n';
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void write_file_table(Page& page, const SourceFormat& file) {
  const SourceFormat standard;
  page.heading("[file]");
  page.line("format", in_quotes(name_of(file.format)));
  page.text("encoding", file.encoding, standard.encoding);
  if (file.delimiter != standard.delimiter) page.line("delimiter", character(file.delimiter));
  if (file.quote != standard.quote) page.line("quote", character(file.quote));
  page.truth("header", file.header, standard.header);
  if (file.skip_lines != 0) page.line("skip_lines", std::to_string(file.skip_lines));
  page.text("sheet", file.sheet);
  if (file.missing != standard.missing) page.line("missing", list(file.missing));
  if (file.decimal != standard.decimal) page.line("decimal", character(file.decimal));
  if (file.thousands != standard.thousands) page.line("thousands", character(file.thousands));
}

// A proposal may know no time. Its block is left to be filled in: a description without it is refused by name.
void write_time(Page& page, const TimeRule& time) {
  const TimeRule standard;
  if (time.from.empty()) {
    page.heading("# [time]");
    page.line("# columns", list({""}));
    page.line("# formats", list({"iso"}));
    return;
  }
  page.heading("[time]");
  if (!time.from.columns.empty()) page.line("columns", list(time.from.columns));
  page.text("value", time.from.value);
  page.line("formats", list(time.from.formats));
  page.text("zone", time.zone);
  page.truth("required", time.required, standard.required);
  page.rule("outside", time.outside, standard.outside);
  if (time.until.empty()) return;
  page.heading("[time.until]");
  if (!time.until.columns.empty()) page.line("columns", list(time.until.columns));
  page.text("value", time.until.value);
  page.line("formats", list(time.until.formats));
}

void write_place(Page& page, const PlaceRule& place) {
  const PlaceRule standard;
  page.heading("[place]");
  page.text("x", place.x_column);
  page.text("y", place.y_column);
  page.text("crs", place.crs, standard.crs);
  if (place.scale != standard.scale) page.line("scale", number(place.scale));
  if (!place.unknown.empty()) {
    std::string points;
    for (const geo::Point& point : place.unknown) {
      points += (points.empty() ? "[" : ", [") + number(point.x) + ", " + number(point.y) + "]";
    }
    page.line("unknown", "[" + points + "]");
  }
  page.text("territory", place.territory);
  page.text("code", place.code_column);
  page.text("level", place.code_level);
  page.text_map("aliases", place.aliases);
  page.text("within", place.within_column);
  page.text("within_level", place.within_level);
  page.truth("required", place.required, standard.required);
  if (place.by_last_day) page.text("borders", "last_day");
  page.rule("outside", place.outside, standard.outside);
  page.rule("unknown_code", place.unknown_code, standard.unknown_code);
}

void write_class(Page& page, const ClassRule& classes) {
  const ClassRule standard;
  page.heading("[class]");
  page.line("column", in_quotes(classes.column));
  page.text("scheme", classes.scheme);
  page.truth("required", classes.required, standard.required);
  page.rule("unknown", classes.unknown, classes.scheme.empty() ? standard.unknown : Rule::quarantine);
}

}  // namespace

std::string write_description(const Description& d) {
  Page page;
  page.line("id", in_quotes(d.id));
  page.names("names", d.names);
  if (d.event.by_language.empty())
    page.line("# event", R"({ kk = "", ru = "", en = "" })");  // only a person knows what one record is
  page.names("event", d.event);
  page.text("source", d.source);
  page.text("licence", d.licence);
  page.names("caution", d.caution);
  page.truth("sample", d.sample, false);
  if (d.covers) page.line("covers", in_quotes(axes::text_of(*d.covers)));
  page.text("counts", d.counts);
  if (d.adds_up == AddsUp::within_class) page.text("adds_up", "within_class");
  if (d.adds_up == AddsUp::within_quantity) page.text("adds_up", "within_quantity");
  if (!d.key.empty()) page.line("key", list(d.key));
  page.text("version", d.version_column);
  write_file_table(page, d.file);
  write_time(page, d.time);
  const PlaceRule& place = d.place;
  if (!place.x_column.empty() || !place.territory.empty()) write_place(page, place);
  if (!d.classes.column.empty()) write_class(page, d.classes);
  for (const QuantityRule& quantity : d.quantities) {
    page.heading("[[quantity]]");
    page.line("id", in_quotes(quantity.id));
    page.line("column", in_quotes(quantity.column));
    page.text("unit", quantity.unit);
    page.names("names", quantity.names);
    if (quantity.min) page.line("min", number(*quantity.min));
    if (quantity.max) page.line("max", number(*quantity.max));
    page.truth("required", quantity.required, false);
  }
  for (const AttributeRule& attribute : d.attributes) {
    page.heading("[[attribute]]");
    page.line("id", in_quotes(attribute.id));
    page.line("column", in_quotes(attribute.column));
    page.names("names", attribute.names);
    if (!attribute.values.empty()) page.line("values", list(attribute.values));
    page.truth("required", attribute.required, false);
  }
  for (const TextRule& text : d.texts) {
    page.heading("[[text]]");
    page.line("id", in_quotes(text.id));
    page.line("column", in_quotes(text.column));
  }
  return page.take();
}

}  // namespace tartip::registers
