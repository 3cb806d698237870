#include "registers/description.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

namespace tartip::registers {
namespace {

const std::string k_full = R"(id = "thefts"
names = { en = "Thefts", ru = "Кражи" }
event = { en = "thefts" }
source = "Police"
licence = "CC BY 4.0"
sample = true
covers = "2019..2022"
key = ["number", "item"]
version = "changed"

[file]
format = "csv"
encoding = "windows-1251"
delimiter = ";"
missing = ["", "n/a"]
decimal = ","
thousands = "blank"

[time]
columns = ["day", "clock"]
formats = ["%d.%m.%Y %H:%M", "%d.%m.%Y"]
zone = "Asia/Almaty"
outside = "keep"
[time.until]
columns = "day_until"
formats = ["%d.%m.%Y"]

[place]
x = "lon"
y = "lat"
unknown = [[0, 0]]
territory = "kz"
code = "district"
level = "district"
within = "region"
within_level = "region"

[class]
column = "kind"
scheme = "kz_code"

[[quantity]]
id = "damage"
column = "damage"
unit = "KZT"
min = 0.0

[[attribute]]
id = "status"
column = "status"
values = ["open", "closed"]

[[text]]
id = "story"
column = "story"
)";

TEST_CASE("every word is read") {
  auto d = parse_description(k_full, "thefts.toml");
  REQUIRE_MESSAGE(d, d.error().describe());
  CHECK(d->id == "thefts");
  CHECK(d->names.by_language.at("ru") == "Кражи");
  CHECK(d->sample);
  CHECK(axes::text_of(*d->covers) == "2019..2022");
  CHECK(d->key == std::vector<std::string>{"number", "item"});
  CHECK(d->version_column == "changed");
  CHECK(d->file.delimiter == ';');
  CHECK(d->file.thousands == ' ');
  CHECK(d->file.missing == std::vector<std::string>{"", "n/a"});
  CHECK(d->time.from.columns.size() == 2);
  CHECK(d->time.until.columns == std::vector<std::string>{"day_until"});
  CHECK(d->time.outside == Rule::keep);
  CHECK(d->place.unknown == std::vector<geo::Point>{{0, 0}});
  CHECK(d->place.within_level == "region");
  CHECK(d->classes.unknown == Rule::quarantine);
  CHECK(d->quantities[0].min == 0.0);
  CHECK_FALSE(d->quantities[0].max);
  CHECK(d->attributes[0].values.size() == 2);
  CHECK(d->texts[0].id == "story");
}

struct Mistake {
  std::string from, to, key, word;
  long long line;
};

TEST_CASE("each mistake is named with its line and its word") {
  for (const Mistake& m :
       {Mistake{"decimal = \",\"", "decimel = \",\"", "error.toml.unknown_word", "file.decimel", 16},
        Mistake{"sample = true", "sample = \"yes\"", "error.toml.not_a_truth_value", "sample", 6},
        Mistake{"covers = \"2019..2022\"", "covers = \"20x\"", "error.description.span", "covers", 7},
        Mistake{"id = \"thefts\"", "id = \"The Fts\"", "error.description.identifier", "id", 1},
        Mistake{"format = \"csv\"", "format = \"doc\"", "error.toml.choice", "file.format", 12},
        Mistake{"%d.%m.%Y %H:%M", "%d.%m.%Y %Q", "error.time_format.letter", "time.formats", 21},
        Mistake{"y = \"lat\"", "", "error.toml.missing", "place.y", 0},
        Mistake{"territory = \"kz\"", "", "error.toml.missing", "place.territory", 0},
        Mistake{"unknown = [[0, 0]]", "unknown = [0, 0]", "error.toml.not_pairs", "place.unknown", 31},
        Mistake{"scheme = \"kz_code\"", "scheme = \"s\"\nunknown = \"add\"", "error.description.add_to_scheme",
                "class.unknown", 41},
        Mistake{"min = 0.0", "min = 2\nmax = 1", "error.description.min_above_max", "quantity.min", 46},
        Mistake{"id = \"story\"", "id = \"status\"", "error.description.id_repeats", "text.id", 54},
        Mistake{"key = [\"number\", \"item\"]", "", "error.description.version_without_key", "version", 0},
        Mistake{"[time]", "[tine]", "error.toml.unknown_word", "tine", 19}}) {
    std::string toml = k_full;
    const std::size_t at = toml.find(m.from);
    REQUIRE(at != std::string::npos);
    toml.replace(at, m.from.size(), m.to);
    auto d = parse_description(toml, "thefts.toml");
    REQUIRE_MESSAGE(!d, m.to);
    CHECK_MESSAGE(d.error().key == m.key, m.to << ": " << d.error().describe());
    CHECK(d.error().where.file == "thefts.toml");
    if (m.line > 0) CHECK_MESSAGE(d.error().where.line == m.line, m.to);
    bool named = false;
    for (const Argument& argument : d.error().arguments)
      named = named || (argument.name == "word" && argument.value == m.word);
    CHECK_MESSAGE(named, m.to << ": " << d.error().describe());
  }
}

TEST_CASE("text that is not TOML, and files that are not there") {
  auto broken = parse_description("id = \"x\"\n[time\n", "x.toml");
  REQUIRE(!broken);
  CHECK(broken.error().key == "error.toml.malformed");
  CHECK(broken.error().where.line == 2);
  CHECK(read_description("/no/such.toml").error().key == "error.file.unreadable");
  CHECK(parse_description("", "x.toml").error().key == "error.toml.missing");
}

std::string some_text() {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", "ә", "\"", "\\", "\n", "\t", " ", "=", "[", "#", "7", "\x01", "%Y"));
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

std::string some_name() {
  return "c" + some_text();
}

std::string some_id() {
  return "id_" + std::to_string(*rc::gen::inRange(0, 1'000'000));
}

TEST_CASE("what is written is read back the same (property)") {
  CHECK(rc::check([] {
    Description d;
    d.id = some_id();
    d.names.by_language["en"] = some_text();
    d.caution.by_language["kk"] = some_text();
    d.source = some_text();
    d.sample = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) d.covers = *axes::parse_span("2019..2022");
    d.key = {some_name(), some_name()};
    d.version_column = *rc::gen::arbitrary<bool>() ? some_name() : "";
    d.file.format = *rc::gen::element(FileFormat::csv, FileFormat::json_lines, FileFormat::geojson, FileFormat::xlsx,
                                      FileFormat::parquet);
    d.file.delimiter = *rc::gen::element('\0', ',', ';', '\t', '|');
    d.file.quote = *rc::gen::element('\0', '"', '\'');
    d.file.header = *rc::gen::arbitrary<bool>();
    d.file.skip_lines = *rc::gen::inRange(0, 1000);
    d.file.missing = {"", some_text()};
    d.file.decimal = *rc::gen::element('.', ',');
    d.file.thousands = *rc::gen::element('\0', ' ', '\'');
    d.time.from = {{some_name()}, {"%Y-%m-%d", "iso"}};
    if (*rc::gen::arbitrary<bool>()) d.time.until = {{some_name(), some_name()}, {"unix"}};
    d.time.required = *rc::gen::arbitrary<bool>();
    d.time.outside = *rc::gen::element(Rule::keep, Rule::quarantine);
    if (*rc::gen::arbitrary<bool>()) {
      d.place.x_column = some_name();
      d.place.y_column = some_name();
      d.place.crs = "local:km";
      d.place.scale = 0.403716;
      d.place.unknown = {{0, 0}, {-1.5, 1e300}};
    }
    if (*rc::gen::arbitrary<bool>()) {
      d.classes.column = some_name();
      d.classes.scheme = *rc::gen::element<std::string>("", "iccs");
      d.classes.unknown = d.classes.scheme.empty() ? *rc::gen::element(Rule::add, Rule::keep)
                                                   : *rc::gen::element(Rule::keep, Rule::quarantine);
    }
    d.quantities.push_back({"q" + some_id(), some_name(), some_text(), {}, 0.1, 1e22, true});
    d.attributes.push_back({"a" + some_id(), some_name(), {}, {some_text(), "x"}, false});
    d.texts.push_back({"t" + some_id(), some_name()});
    const std::string written = write_description(d);
    const auto back = parse_description(written, "written");
    if (!back) RC_FAIL(back.error().describe() + "\n" + written);
    RC_ASSERT(write_description(*back) == written);
    RC_ASSERT(back->id == d.id);
    RC_ASSERT(back->names.by_language == d.names.by_language);
    RC_ASSERT(back->key == d.key);
    RC_ASSERT(back->file.missing == d.file.missing);
    RC_ASSERT(back->file.delimiter == d.file.delimiter);
    RC_ASSERT(back->file.thousands == d.file.thousands);
    RC_ASSERT(back->place.unknown == d.place.unknown);
    RC_ASSERT(back->place.scale == d.place.scale);
    RC_ASSERT(back->classes.unknown == d.classes.unknown);
    RC_ASSERT(back->quantities[0].max == d.quantities[0].max);
    RC_ASSERT(back->attributes[0].values == d.attributes[0].values);
    RC_ASSERT(back->time.until.columns == d.time.until.columns);
  }));
}

}  // namespace
}  // namespace tartip::registers
