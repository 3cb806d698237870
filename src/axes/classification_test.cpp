#include "axes/classification.hpp"

#include <doctest/doctest.h>

#include <set>

#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::axes;

namespace {

const Day k_today = *parse_day("2022-06-01");

struct Files {
  test::TemporaryFolder folder;
  std::string toml = R"(
id = "code"
name = { en = "Penal code", ru = "Уголовный кодекс", kk = "Қылмыстық кодекс" }
source = "Ministry"
[[level]]
id = "chapter"
[[level]]
id = "article"
[[items]]
file = "items.csv"
code = "code"
name = { ru = "ru", en = "en" }
level_column = "level"
parent_column = "parent"
from_column = "from"
until_column = "until"
[[crosswalk]]
target = "iccs"
file = "crosswalk.csv"
weight = "weight"
)";
  std::string items =
      "code;level;parent;from;until;ru;en\n"
      "6;chapter;;;;Против собственности;Property\n"
      "188;article;6;;;Кража;Theft\n"
      "190;article;6;;2020-01-01;Мошенничество;Fraud\n"
      "190;article;6;2020-01-01;;Мошенничество (новое);Fraud, new\n";
  std::string crosswalk = "code,target,weight\n188,0502,0.7\n188,0501,0.3\n190,0701,1\n";

  Result<Classification> read() {
    folder.write("items.csv", items);
    folder.write("crosswalk.csv", crosswalk);
    return Classification::read(folder.write("code.toml", toml));
  }
  std::string key() {
    const auto made = read();
    return made ? "" : made.error().key;
  }
};

void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("the ICCS has 11 sections, every division under its own, three names each") {
  const Classification iccs = Classification::iccs();
  CHECK(iccs.id() == "iccs");
  std::set<std::string> codes;
  int sections = 0;
  for (const ClassItem& item : iccs.items()) {
    CHECK(codes.insert(item.code).second);
    for (const char* language : {"en", "ru", "kk"}) CHECK_FALSE(item.names.by_language.at(language).empty());
    if (item.level == 0) {
      ++sections;
      CHECK(item.code.size() == 2);
      CHECK(item.verified);
    } else {
      CHECK(item.code.size() == 4);
      CHECK(iccs.items()[static_cast<std::size_t>(item.parent)].code == item.code.substr(0, 2));
    }
  }
  CHECK(sections == 11);
  CHECK(iccs.items().size() == 74);
  const auto robbery = iccs.item_for("0401", k_today);
  REQUIRE(robbery);
  CHECK(iccs.items()[static_cast<std::size_t>(*robbery)].names.in("en") == "Robbery");
  CHECK(iccs.item_for("robbery", k_today) == robbery);
  CHECK(iccs.item_for("Тонау және қарақшылық", k_today) == robbery);
  CHECK(iccs.items()[static_cast<std::size_t>(iccs.ancestor(*robbery, 0))].code == "04");
  CHECK(iccs.ancestor(iccs.ancestor(*robbery, 0), 1) == -1);
  CHECK_FALSE(iccs.item_for("9999", k_today));
}

TEST_CASE("a description with validity and a crosswalk is read") {
  Files files;
  const auto code = files.read();
  if (!code) MESSAGE(code.error().describe());
  REQUIRE(code);
  CHECK(code->items().size() == 4);
  const auto before = code->item_with_code("190", *parse_day("2019-12-31"));
  const auto after = code->item_with_code("190", *parse_day("2020-01-01"));
  REQUIRE(before);
  REQUIRE(after);
  CHECK(*before != *after);
  CHECK(code->item_for("КРАЖА", k_today) == code->item_with_code("188", k_today));
  CHECK_FALSE(code->item_for("Мошенничество", k_today));  // the name went with the old article
  const Crosswalk* to_iccs = code->crosswalk_to("iccs");
  REQUIRE(to_iccs != nullptr);
  CHECK(to_iccs->rows.size() == 4);  // both articles 190 go to 0701
  CHECK(code->crosswalk_to("other") == nullptr);
}

TEST_CASE("mistakes in the files are told with their line") {
  Files unknown_target;
  replace(unknown_target.crosswalk, "0501", "0599");
  const auto target = unknown_target.read();
  REQUIRE_FALSE(target);
  CHECK(target.error().key == "error.classification.crosswalk_target");
  CHECK(target.error().where.line == 3);

  Files unknown_item;
  replace(unknown_item.crosswalk, "190,0701", "191,0701");
  CHECK(unknown_item.key() == "error.classification.crosswalk_item");
  Files sum;
  replace(sum.crosswalk, "0.3", "0.2");
  CHECK(sum.key() == "error.classification.weights_sum");
  for (const char* weight : {"-0.3", "1.3", "x", "nan"}) {
    Files bad;
    replace(bad.crosswalk, "0.3", weight);
    CHECK(bad.key() == "error.classification.crosswalk_weight");
  }
  Files parent;
  replace(parent.items, "188;article;6", "188;article;7");
  CHECK(parent.key() == "error.classification.unknown_parent");
  Files level;
  replace(level.items, "188;article", "188;artikel");
  CHECK(level.key() == "error.classification.no_level");
  Files twice;
  replace(twice.items, "190;article;6;;2020-01-01", "190;article;6;;2021-01-01");
  CHECK(twice.key() == "error.classification.code_twice");
  Files month13;
  replace(month13.items, "2020-01-01;;", "2020-13-01;;");
  CHECK(month13.key() == "error.calendar.no_such_day");
  Files ragged;
  replace(ragged.items, "Кража;Theft", "Кража");
  CHECK(ragged.key() == "error.table.ragged");
  Files empty;
  empty.items.clear();
  CHECK(empty.key() == "error.table.empty");
  Files broken;
  broken.items += "\xff;article;6;;;;\n";
  CHECK(broken.key() == "error.table.not_utf8");
  Files quote;
  quote.items += "\"7;chapter;;;;;\n";
  CHECK(quote.key() == "error.table.open_quote");
}

TEST_CASE("mistakes in the description name the nearest known word") {
  Files slip;
  replace(slip.toml, "level_column", "level_colum");
  const auto made = slip.read();
  REQUIRE_FALSE(made);
  CHECK(made.error().key == "error.toml.unknown_word");
  CHECK(made.error().arguments[1].value == "level_column");
  CHECK(made.error().where.line == 13);
  Files missing;
  replace(missing.toml, "source = \"Ministry\"", "");
  CHECK(missing.key() == "error.toml.missing");
  Files kind;
  replace(kind.toml, "id = \"code\"", "id = 7");
  CHECK(kind.key() == "error.toml.not_text");
  Files syntax;
  syntax.toml += "[[";
  CHECK(syntax.key() == "error.toml.malformed");
  CHECK(Classification::read("/nowhere/x.toml").error().key == "error.file.unreadable");
}

TEST_CASE("parents by the length of the code, quoted fields, a mark at the beginning") {
  test::TemporaryFolder folder;
  folder.write("items.csv",
               "\xEF\xBB\xBF"
               "code,name\n01,\"Against \"\"person\"\", all\"\n0101,Homicide\n");
  const auto made = Classification::read(folder.write("c.toml", R"(
id = "c"
source = "s"
[[level]]
id = "section"
[[level]]
id = "division"
[[items]]
file = "items.csv"
code = "code"
name = { en = "name" }
code_lengths = [2, 4]
)"));
  REQUIRE(made);
  CHECK(made->items()[1].parent == 0);
  CHECK(made->items()[0].names.in("kk") == "Against \"person\", all");
}

TEST_CASE("a name that repeats: the most detailed item has it, two of one level share it with nobody") {
  std::vector<ClassItem> items(4);
  for (std::int32_t i = 0; i < 4; ++i) {
    ClassItem& item = items[static_cast<std::size_t>(i)];
    item.number = i;
    item.code = "c" + std::to_string(i);
    item.valid = {k_first_day, k_last_day};
  }
  items[0].names.by_language["en"] = items[1].names.by_language["en"] = "Theft";
  items[2].names.by_language["en"] = items[3].names.by_language["en"] = "Other";
  for (std::size_t i = 1; i < 4; ++i) {
    items[i].level = 1;
    items[i].parent = 0;
  }
  const auto made = Classification::make("x", {}, "s", {{"a", {}}, {"b", {}}}, items, {});
  REQUIRE(made);
  CHECK(made->item_for("theft", k_today) == 1);
  CHECK_FALSE(made->item_for("other", k_today));
  items[1].parent = -1;
  CHECK(Classification::make("x", {}, "s", {{"a", {}}, {"b", {}}}, items, {}).error().key ==
        "error.classification.no_parent");
}
