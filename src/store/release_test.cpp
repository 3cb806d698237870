#include "store/release.hpp"

#include <doctest/doctest.h>

#include "base/hash.hpp"
#include "store/duck.hpp"
#include "store/test_centre.hpp"

namespace tartip::store {
namespace {

statistics::PublishedTable table(const std::string& value) {
  statistics::PublishedTable one;
  one.id = "clearance";
  one.title = {{{"en", "Clearance"}, {"kk", "Ашылу «деңгейі» \"\\"}}};
  one.agency = "КПСиСУ";
  one.source = "form 1-М";
  one.dimensions = {{"territory", {{{"en", "territory"}}}, {{"10", {{{"ru", "Абай"}}}, ""}, {"75", {}, ""}}}};
  one.definitions = {{"kz:a:v1", {}, {{{"en", "completed / registered"}}}, "percent", 1, {}}};
  one.sources = {{"abai.xlsx", std::string(64, 'a')}, {"almaty.xlsx", std::string(64, 'b')}};
  const axes::Span period = axes::parse_span("2022-01..2022-09").value();
  one.observations = {{{1}, 0, period, "30.8", statistics::ObservationStatus::provisional, {1}},
                      {{0}, 0, period, value, statistics::ObservationStatus::normal, {0}}};
  return one;
}

TEST_CASE("a table comes back from its kept text as it went, whatever the order of its figures") {
  const std::string text = release_text(table("48.7"));
  statistics::PublishedTable turned = table("48.7");
  std::swap(turned.observations[0], turned.observations[1]);
  CHECK(release_text(turned) == text);
  const auto back = table_from_release_text(text);
  REQUIRE(back);
  CHECK(release_text(*back) == text);
  CHECK(back->title.by_language.at("kk") == "Ашылу «деңгейі» \"\\");
  CHECK(back->observations[0].value == "48.7");
  CHECK(back->observations[1].sources == std::vector<std::uint32_t>{1});
  CHECK(back->observations[1].period == axes::parse_span("2022-01..2022-09").value());
  for (const char* bad : {"", "{}", "[1]", "{\"id\":1}", "nonsense"}) CHECK_FALSE(table_from_release_text(bad));
}

TEST_CASE("releases of a series are numbered, kept and found again") {
  test::TestCentre centre;
  CHECK(centre.store().releases()->empty());
  CHECK(centre.store().load_release("2022@1").error().key == "error.release.unknown");
  const auto first = centre.store().put_release({"2022", "yearly", {table("48.7")}}, test::k_now);
  REQUIRE(first);
  CHECK(first->id == "2022@1");
  const auto second = centre.store().put_release({"2022", "corrected", {table("48.8")}}, test::k_now + 1);
  REQUIRE(second);
  CHECK(second->id == "2022@2");
  CHECK(second->checksum != first->checksum);
  CHECK(centre.store().put_release({"2022-Q3", "", {table("48.7")}}, test::k_now)->id == "2022-Q3@1");

  centre.reopen({.read_only = true});
  REQUIRE(centre.store().releases()->size() == 3);
  const auto kept = centre.store().load_release("2022@1");
  REQUIRE(kept);
  CHECK(kept->head.note == "yearly");
  CHECK(kept->head.checksum == first->checksum);
  CHECK(kept->tables.at(0).release == "2022@1");
  CHECK(kept->tables.at(0).published == test::k_now);
  CHECK(kept->tables.at(0).observations.at(0).value == "48.7");
  CHECK(centre.store().put_release({"2023", "", {table("1.0")}}, 0).error().key == "error.store.for_reading");
}

TEST_CASE("a release that says nothing new, nothing at all or something unsound is refused and leaves no trace") {
  test::TestCentre centre;
  REQUIRE(centre.store().put_release({"2022", "", {table("48.7")}}, test::k_now));
  const auto again = centre.store().put_release({"2022", "again", {table("48.7")}}, test::k_now + 9);
  CHECK(again.error().key == "error.release.unchanged");
  CHECK(again.error().arguments.front().value == "2022@1");
  CHECK(centre.store().put_release({"2022", "", {}}, 0).error().key == "error.release.empty");
  CHECK(centre.store().put_release({"2022/../x", "", {table("1.0")}}, 0).error().key == "error.release.series");
  CHECK(centre.store().put_release({"", "", {table("1.0")}}, 0).error().key == "error.release.series");
  CHECK(centre.store().put_release({"2022", "", {table("1,0")}}, 0).error().key == "error.published.decimal");
  CHECK(centre.store().put_release({"2022", "", {table("1.0"), table("2.0")}}, 0).error().key ==
        "error.published.twice");
  CHECK(centre.store().releases()->size() == 1);
}

TEST_CASE("the checksum of a release follows from its id and the checksums of its tables") {
  const std::vector<ReleasedTable> tables = {{"a", "11", 1}, {"b", "22", 1}};
  CHECK(release_checksum("2022@1", tables) == sha256_hex("2022@1\na 11\nb 22\n"));
  CHECK(release_checksum("2022@1", tables, "33") == sha256_hex("2022@1\na 11\nb 22\nprotection: 33\n"));
}

TEST_CASE("a figure changed behind the program's back is seen") {
  for (const char* change : {"UPDATE release_table SET content = replace(content, '48.7', '98.7')",
                             "UPDATE release_table SET sha256 = repeat('0', 64)", "UPDATE release SET checksum = 'x'",
                             "UPDATE release_protection SET content = '{}'", "DELETE FROM release_protection"}) {
    test::TestCentre centre;
    REQUIRE(centre.store().put_release({"2022", "", {table("48.7")}, "{\"least\":5}"}, test::k_now));
    CHECK(centre.store().load_release("2022@1")->protection == "{\"least\":5}");
    const std::string file = (centre.store().folder() / "events.duckdb").string();
    centre.close();
    {
      auto database = duck::Database::open(file, {});
      REQUIRE(database);
      auto connection = database->connect();
      REQUIRE(connection);
      REQUIRE(connection->run(change));
    }
    centre.reopen();
    CHECK_MESSAGE(centre.store().load_release("2022@1").error().key == "error.release.altered", change);
  }
}

}  // namespace
}  // namespace tartip::store
