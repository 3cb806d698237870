// All of a record but its times: places, classes, quantities, identity, flaws.
#include "registers/validation.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "registers/test_land.hpp"

namespace tartip::registers {
namespace {

const std::string k_place =
    "[time]\ncolumns = \"t\"\n[place]\nx = \"lon\"\ny = \"lat\"\nunknown = [[0, 0]]\nterritory = \"land\"\ncode = "
    "\"place\"\n"
    "level = \"village\"\nwithin = \"district\"\nwithin_level = \"district\"\n";

TEST_CASE("places by coordinates, by code, by a name that repeats; conflicts are flagged") {
  Case c(k_place);
  c.columns = {"t", "lon", "lat", "place", "district"};
  REQUIRE(c.check({"2019-05-01", "10.5", "50.5", "", ""}));
  CHECK(c.event.unit == 1);
  CHECK(c.event.longitude == 10.5);
  REQUIRE(c.check({"2021-05-01", "10.5", "50.5", "", ""}));
  CHECK(c.event.unit == 5);  // the successor
  REQUIRE(c.check({"2021-05-01", "11.5", "50.5", "E1", ""}));
  CHECK(c.event.unit == 4);
  CHECK((c.event.flags & k_place_conflict) == 0);
  REQUIRE(c.check({"2019-05-01", "", "", "berg", "West"}));
  CHECK(c.event.unit == 3);
  CHECK_FALSE(c.event.has_point);
  REQUIRE(c.check({"2019-05-01", "", "", "BERG", "E"}));
  CHECK(c.event.unit == 4);
  REQUIRE(c.check({"2019-05-01", "10.5", "50.5", "Berg", "East"}));
  CHECK(c.event.unit == 4);
  CHECK((c.event.flags & k_place_conflict) != 0);
  REQUIRE(c.check({"2019-05-01", "", "", "Berg", ""}));  // two have the name
  CHECK(c.event.unit == -1);
  CHECK((c.event.flags & k_unknown_unit) != 0);
  REQUIRE(c.check({"2019-05-01", "", "", "Nowhere", "West"}));
  CHECK(c.event.unit == 1);
  CHECK((c.event.flags & k_unknown_unit) != 0);
  REQUIRE(c.check({"2019-05-01", "0", "0.0", "", ""}));
  CHECK(flags(c.event) == "no_time_of_day no_place");
  REQUIRE(c.check({"2019-05-01", "20", "50", "", ""}));
  CHECK(c.event.unit == -1);
  CHECK((c.event.flags & k_outside_territory) != 0);
}

TEST_CASE("coordinates that cannot be: swapped, half, out of range, not a number") {
  Case c(k_place);
  c.columns = {"t", "lon", "lat", "place", "district"};
  const std::vector<std::pair<Texts, std::string>> cases = {
      {{"2019-05-01", "50.5", "10.5", "", ""}, "expected.swapped"},
      {{"2019-05-01", "19.4", "-99.1", "", ""}, "expected.swapped"},
      {{"2019-05-01", "190", "95", "", ""}, "expected.latitude"},
      {{"2019-05-01", "190", "50", "", ""}, "expected.longitude"},
      {{"2019-05-01", "10.5", "", "", ""}, "expected.both_coordinates"},
      {{"2019-05-01", "10,5", "50.5", "", ""}, "expected.number"},
      {{"2019-05-01", "inf", "50.5", "", ""}, "expected.number"}};
  for (const auto& [fields, expected] : cases) {
    CHECK_FALSE(c.check(fields));
    CHECK_MESSAGE(c.rejection.expected_key == expected,
                  fields[1] << " " << fields[2] << ": " << c.rejection.expected_key);
  }
  c.description.place.outside = Rule::quarantine;
  CHECK_FALSE(c.check({"2019-05-01", "20", "50", "", ""}));
  CHECK(c.rejection.expected_key == "expected.inside");
  c.description.place.unknown_code = Rule::quarantine;
  CHECK_FALSE(c.check({"2019-05-01", "", "", "Nowhere", ""}));
  CHECK(c.rejection.expected_key == "expected.unit");
  c.description.place.aliases = {{"Nowhere", "E1"}};
  CHECK(c.check({"2019-05-01", "", "", "Nowhere", ""}));
  CHECK(c.event.unit >= 0);
  c.description.place.required = true;
  CHECK_FALSE(c.check({"2019-05-01", "", "", "", ""}));
  CHECK(c.rejection.expected_key == "expected.place");
}

TEST_CASE("planes: metres of a named projection, and a plane that is not on the globe") {
  Case c("[time]\ncolumns = \"t\"\n[place]\nx = \"x\"\ny = \"y\"\ncrs = \"EPSG:26910\"\n");
  c.columns = {"t", "x", "y"};
  REQUIRE(c.check({"2020-06-19", "491059.4824", "5459122.4178"}));
  CHECK(c.event.longitude == doctest::Approx(-123.123).epsilon(1e-5));  // West End of Vancouver
  CHECK(c.event.latitude == doctest::Approx(49.285).epsilon(1e-4));
  CHECK(c.event.x == 491059.4824);
  c.description.place.crs = "local:km";
  c.description.place.scale = 0.5;
  REQUIRE(c.check({"2020-06-19", "10", "20"}));
  CHECK(c.event.x == 5000);
  CHECK(std::isnan(c.event.longitude));
  c.description.place.territory = "land";
  CHECK(c.plan().error().key == "error.register.plane");
  c.description.place.crs = "EPSG:nothing";
  CHECK(c.plan().error().key == "error.projection.unknown");
}

TEST_CASE("classes: in the scheme, outside their validity, unknown, new") {
  Case c("[time]\ncolumns = \"t\"\n[class]\ncolumn = \"kind\"\nscheme = \"code\"\n");
  c.columns = {"t", "kind"};
  REQUIRE(c.check({"2019-05-01", "01"}));
  CHECK(c.event.item == 0);
  REQUIRE(c.check({"2021-05-01", "fraud"}));
  CHECK(c.event.item == 1);
  CHECK_FALSE(c.check({"2019-05-01", "02"}));
  CHECK(c.rejection.expected_key == "expected.class_valid");
  CHECK_FALSE(c.check({"2019-05-01", "99"}));
  CHECK(c.rejection.expected_key == "expected.class");
  CHECK_FALSE(c.check({"2019-05-01", ""}));
  CHECK(c.rejection.expected_key == "expected.class_present");
  c.description.classes.unknown = Rule::keep;
  REQUIRE(c.check({"2019-05-01", "02"}));
  CHECK(c.event.item == 1);
  CHECK((c.event.flags & k_class_outside_validity) != 0);
  REQUIRE(c.check({"2019-05-01", "99"}));
  CHECK(c.event.item == -1);
  CHECK((c.event.flags & k_unknown_class) != 0);

  Case own("[time]\ncolumns = \"t\"\n[class]\ncolumn = \"kind\"\n");
  own.columns = {"t", "kind"};
  REQUIRE(own.check({"2019-05-01", " new kind "}));
  CHECK(own.event.new_class == "new kind");
}

TEST_CASE("quantities, attributes, texts, missing words") {
  Case c(
      "[file]\nmissing = [\"\", \"NA\"]\n[time]\ncolumns = \"t\"\n[[quantity]]\nid = \"n\"\ncolumn = \"n\"\nmin = "
      "0\nmax = 10\n"
      "[[attribute]]\nid = \"s\"\ncolumn = \"s\"\nvalues = [\"open\", \"closed\"]\n[[text]]\nid = \"x\"\ncolumn = "
      "\"x\"\n");
  c.columns = {"t", "n", "s", "x"};
  REQUIRE(c.check({"2019-05-01", "3", "open", "story"}));
  CHECK(c.event.quantities == std::vector<double>{3});
  CHECK(c.event.attributes[0] == "open");
  CHECK(c.event.texts[0] == "story");
  REQUIRE(c.check({"2019-05-01", "NA", "NA", ""}));
  CHECK(std::isnan(c.event.quantities[0]));
  CHECK(c.event.attributes[0].data() == nullptr);
  CHECK(c.event.texts[0].data() == nullptr);
  const std::vector<std::pair<Texts, std::string>> cases = {{{"2019-05-01", "-1", "open", ""}, "expected.at_least"},
                                                            {{"2019-05-01", "11", "open", ""}, "expected.at_most"},
                                                            {{"2019-05-01", "nan", "open", ""}, "expected.number"},
                                                            {{"2019-05-01", "1", "Open", ""}, "expected.one_of"}};
  for (const auto& [fields, expected] : cases) {
    CHECK_FALSE(c.check(fields));
    CHECK(c.rejection.expected_key == expected);
  }
}

TEST_CASE("identity: key columns, or the row itself; versions sort as text") {
  Case c("key = [\"a\", \"b\"]\nversion = \"v\"\n[time]\ncolumns = \"t\"\nformats = [\"%m/%d/%Y %H:%M\", \"iso\"]\n");
  c.columns = {"t", "a", "b", "v"};
  REQUIRE(c.check({"2019-05-01", "ab", "c", "9"}));
  const Hash128 first = c.event.id;
  const std::string nine = c.event.version;
  REQUIRE(c.check({"2020-05-01", "ab", "c", "10"}));
  CHECK(c.event.id == first);
  CHECK(nine < c.event.version);
  REQUIRE(c.check({"2019-05-01", "a", "bc", "9"}));
  CHECK(c.event.id != first);
  REQUIRE(c.check({"2019-05-01", "ab", "c", "2/10/2018 15:50"}));
  const std::string earlier = c.event.version;
  REQUIRE(c.check({"2019-05-01", "ab", "c", "11/1/2018 1:00"}));
  CHECK(earlier < c.event.version);
  CHECK_FALSE(c.check({"2019-05-01", "", "", "9"}));
  CHECK(c.rejection.expected_key == "expected.key");

  Case row("[time]\ncolumns = \"t\"\n");
  row.columns = {"t", "a"};
  REQUIRE(row.check({"2019-05-01", "x"}));
  CHECK(row.event.id == row.event.content);
  const Hash128 x = row.event.id;
  REQUIRE(row.check({"2019-05-01", "y"}));
  CHECK(row.event.id != x);
}

TEST_CASE("a flaw of the record is its rejection") {
  Case c("[time]\ncolumns = \"t\"\n");
  c.columns = {"t"};
  auto plan = c.plan();
  REQUIRE(plan);
  Record record;
  record.flaw = Flaw{"", "a,b", "quarantine.ragged", {{"expected", "1"}, {"found", "2"}}};
  CHECK_FALSE(plan->check(record, c.event, c.rejection));
  CHECK(c.rejection.expected_key == "quarantine.ragged");
  CHECK(c.rejection.value == "a,b");
}

TEST_CASE("a description that does not fit the file or the centre") {
  Case c(k_place + "[class]\ncolumn = \"kind\"\n");
  c.columns = {"t", "lon", "lat", "place", "district", "Kind"};
  CHECK(c.plan().error().key == "error.register.column_missing_near");
  c.columns = {"something", "else"};
  CHECK(c.plan().error().key == "error.register.column_missing");
  c.columns = {"t;lon;lat;place;district;kind"};
  const Error delimiter = c.plan().error();
  CHECK(delimiter.key == "error.register.delimiter");
  CHECK(delimiter.arguments[1].value == ";");
  c.columns = {"t", "lon", "lat", "place", "district", "kind"};
  CHECK(c.plan());
  c.description.place.code_level = "parish";
  CHECK(c.plan().error().key == "error.register.level_missing");
  c.description.time.zone = "Mars/Olympus";
  CHECK_FALSE(c.plan());
  c.description.time.zone.clear();
  auto lost = Plan::make(c.description, c.columns, {nullptr, nullptr, &c.zone, k_now});
  CHECK(lost.error().key == "error.register.territory_missing");
}

}  // namespace
}  // namespace tartip::registers
