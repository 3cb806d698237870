#include "registers/validation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "support/shared.hpp"

namespace tartip::registers {
namespace {

using Texts = std::vector<std::string>;
constexpr axes::Micros k_now = 1'700'000'000 * axes::k_micros_per_second;  // 2023-11-14
constexpr axes::Span k_always{axes::Day{std::chrono::year{1} / 1 / 1}, axes::Day{std::chrono::year{9999} / 1 / 1}};

geo::MultiPolygon square(double x, double y, double side) {
  return {{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}, {}}};
}

// Region R (10…12° E, 50…51° N) with two districts, west W and east E, each with a village called Berg; W ends on
// 2020-01-01.
axes::Territory land() {
  const axes::Day split = *axes::parse_day("2020-01-01");
  std::vector<axes::TerritoryUnit> units(6);
  const auto unit = [&](std::int32_t n, std::int32_t level, std::int32_t parent, std::string code,
                        std::string name) -> axes::TerritoryUnit& {
    axes::TerritoryUnit& u = units[static_cast<std::size_t>(n)];
    u.number = n;
    u.level = level;
    u.parent = parent;
    u.code = std::move(code);
    u.names.by_language["en"] = std::move(name);
    u.valid = k_always;
    return u;
  };
  unit(0, 0, -1, "R", "Region");
  unit(1, 1, 0, "W", "West").area = square(10, 50, 1);
  unit(2, 1, 0, "E", "East").area = square(11, 50, 1);
  unit(3, 2, 1, "W1", "Berg");
  unit(4, 2, 2, "E1", "Berg");
  unit(5, 1, 0, "N", "New West").area = square(10, 50, 1);
  units[1].valid.to = units[3].valid.to = split;
  units[5].valid.from = split;
  auto made = axes::Territory::make("land", {}, "EPSG:4326", "", {{"region", {}}, {"district", {}}, {"village", {}}},
                                    std::move(units), {});
  REQUIRE_MESSAGE(made, made.error().describe());
  return std::move(*made);
}

axes::Classification scheme() {
  std::vector<axes::ClassItem> items(2);
  items[0] = {0, 0, -1, "01", {{{"en", "Theft"}}}, k_always, true};
  items[1] = {1, 0, -1, "02", {{{"en", "Fraud"}}}, {*axes::parse_day("2020-01-01"), k_always.to}, true};
  auto made = axes::Classification::make("code", {}, "", {{"article", {}}}, std::move(items), {});
  REQUIRE_MESSAGE(made, made.error().describe());
  return std::move(*made);
}

struct Case {
  axes::Territory territory = land();
  axes::Classification classes = scheme();
  axes::TimeZone zone = *axes::TimeZone::named("Europe/Berlin");
  Description description;
  Texts columns;
  Event event;
  Rejection rejection;

  explicit Case(const std::string& toml) {
    auto parsed = parse_description("id = \"r\"\n" + toml, "r.toml");
    REQUIRE_MESSAGE(parsed, parsed.error().describe());
    description = std::move(*parsed);
  }
  Result<Plan> plan() {
    return Plan::make(description, columns,
                      {description.place.territory.empty() ? nullptr : &territory,
                       description.classes.scheme.empty() ? nullptr : &classes, &zone, k_now});
  }
  bool check(const Texts& fields) {
    auto made = plan();
    REQUIRE_MESSAGE(made, made.error().describe());
    return check(*made, fields);
  }
  bool check(const Plan& made, const Texts& fields) {
    Record record;
    record.line = 7;
    record.fields.assign(fields.begin(), fields.end());
    raw.clear();
    for (const std::string& field : fields) raw += field + ";";
    record.raw = raw;
    texts = fields;
    record.fields.assign(texts.begin(), texts.end());
    return made.check(record, event, rejection);
  }
  std::string raw;
  Texts texts;
};

std::string flags(const Event& event) {
  std::string text;
  for (int bit = 0; bit < k_flag_count; ++bit) {
    if ((event.flags >> bit & 1U) != 0) text += (text.empty() ? "" : " ") + std::string(name_of_flag(bit));
  }
  return text;
}

axes::Micros utc(const std::string& day, int hour, int minute = 0) {
  return axes::parse_day(day)->time_since_epoch().count() * axes::k_micros_per_day +
         (hour * 60 + minute) * 60 * axes::k_micros_per_second;
}

TEST_CASE("moments, days, months; gaps and overlaps of the clock") {
  Case c("[time]\ncolumns = [\"day\", \"clock\"]\nformats = [\"%d.%m.%Y %H:%M\", \"%d.%m.%Y\", \"%m.%Y\"]\n");
  c.columns = {"day", "clock"};
  REQUIRE(c.check({" 17.09.2022 ", "13:05"}));
  CHECK(c.event.from == utc("2022-09-17", 11, 5));
  CHECK(c.event.until == c.event.from);
  CHECK(c.event.hour == 13);
  CHECK(c.event.line == 7);
  CHECK(axes::Day{std::chrono::days{c.event.day}} == *axes::parse_day("2022-09-17"));
  CHECK(flags(c.event).find("later") == std::string::npos);

  REQUIRE(c.check({"17.09.2022", ""}));
  CHECK(c.event.from == utc("2022-09-16", 22));
  CHECK(c.event.until == utc("2022-09-17", 22));
  CHECK(c.event.hour == -1);
  CHECK(flags(c.event) == "later_format no_time_of_day no_place");

  REQUIRE(c.check({"09.2022", ""}));
  CHECK(c.event.until == utc("2022-09-30", 22));
  CHECK(flags(c.event) == "later_format no_time_of_day uncertain_time no_place");

  REQUIRE(c.check({"27.03.2022", "02:30"}));  // the clock went from 02:00 to 03:00
  CHECK(flags(c.event) == "time_gap no_place");
  CHECK(c.event.from == utc("2022-03-27", 1, 30));
  REQUIRE(c.check({"30.10.2022", "02:30"}));  // and back: the first is taken
  CHECK(flags(c.event) == "time_overlap no_place");
  CHECK(c.event.from == utc("2022-10-30", 0, 30));
  REQUIRE(c.check({"30.10.2022", ""}));  // a day of 25 hours is still a day
  CHECK(flags(c.event) == "later_format no_time_of_day no_place");

  CHECK_FALSE(c.check({"17.13.2022", "13:05"}));
  CHECK(c.rejection.expected_key == "expected.time");
  CHECK(c.rejection.column == "day clock");
  CHECK(c.rejection.value == "17.13.2022 13:05");
  CHECK(c.rejection.arguments[0].value == "%d.%m.%Y %H:%M");
  CHECK_FALSE(c.check({"29.02.2023", ""}));
  CHECK_FALSE(c.check({"17.09.2022", "12:00:00:00"}));
  CHECK_FALSE(c.check({"", ""}));
  CHECK(c.rejection.expected_key == "expected.time_present");
  CHECK_FALSE(c.check({"17.09.2022", std::string(500, '1')}));
}

TEST_CASE("leap seconds are read and said; offsets win over the zone") {
  Case c("[time]\ncolumns = \"t\"\nzone = \"Asia/Almaty\"\n");
  c.columns = {"t"};
  REQUIRE(c.check({"2016-12-31T23:59:60Z"}));
  CHECK(flags(c.event) == "no_place leap_second");
  CHECK(c.event.hour == 5);
  CHECK(axes::Day{std::chrono::days{c.event.day}} == *axes::parse_day("2017-01-01"));
}

TEST_CASE("the future, before 1900 and outside what the register covers") {
  for (const char* rule : {"quarantine", "keep"}) {
    Case c(std::string("covers = \"2010..2030\"\n[time]\ncolumns = \"t\"\noutside = \"") + rule + "\"\n");
    c.columns = {"t"};
    const std::vector<std::pair<std::string, std::string>> cases = {{"2023-12-01", "expected.not_future"},
                                                                    {"1899-12-31", "expected.since_1900"},
                                                                    {"2009-12-31", "expected.covered"}};
    for (const auto& [text, expected] : cases) {
      if (std::string(rule) == "keep") {
        REQUIRE(c.check({text}));
        CHECK((c.event.flags & k_outside_time) != 0);
      } else {
        CHECK_FALSE(c.check({text}));
        CHECK(c.rejection.expected_key == expected);
      }
    }
    CHECK(c.check({"2010-01-01"}));
  }
}

TEST_CASE("intervals: an end before the beginning waits for a person") {
  Case c(
      "[time]\ncolumns = \"a\"\nformats = [\"%Y-%m-%d %H:%M\", \"%Y-%m-%d\"]\n[time.until]\ncolumns = \"b\"\nformats = "
      "[\"%Y-%m-%d %H:%M\", \"%Y-%m-%d\"]\n");
  c.columns = {"a", "b"};
  REQUIRE(c.check({"2022-01-01 10:00", "2022-01-01 10:30"}));
  CHECK(c.event.until - c.event.from == 30 * 60 * axes::k_micros_per_second);
  CHECK(c.event.hour == 10);
  REQUIRE(c.check({"2022-01-01 10:00", "2022-01-03"}));
  CHECK(c.event.until == utc("2022-01-03", 23));
  CHECK(c.event.hour == -1);
  CHECK((c.event.flags & k_uncertain_time) != 0);
  REQUIRE(c.check({"2022-01-01 10:00", ""}));
  CHECK(c.event.until == c.event.from);
  CHECK_FALSE(c.check({"2022-01-01 10:00", "2022-01-01 09:59"}));
  CHECK(c.rejection.column == "b");
  CHECK(c.rejection.expected_key == "expected.until_after_from");
  CHECK(c.check({"2022-01-01 10:00", "2022-01-01"}));
}

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

TEST_CASE("one time for every row; units by the first or the last day of it") {
  // West (W) becomes New West (N) on 2020-01-01: a total of that winter, in the borders of its end, knows N alone.
  Case c(
      "[time]\nvalue = \"2019-10\"\nformats = [\"%Y-%m\"]\n[time.until]\nvalue = \"2020-03\"\nformats = "
      "[\"%Y-%m\"]\n[place]\nterritory = \"land\"\ncode = \"place\"\nlevel = \"district\"\n");
  c.columns = {"place"};
  REQUIRE(c.check({"W"}));
  CHECK(axes::Day{std::chrono::days{c.event.day}} == *axes::parse_day("2019-10-01"));
  CHECK(c.event.until == utc("2020-03-31", 22));
  CHECK(c.event.unit == 1);
  REQUIRE(c.check({"N"}));
  CHECK((c.event.flags & k_unknown_unit) != 0);
  c.description.place.by_last_day = true;
  REQUIRE(c.check({"N"}));
  CHECK(c.event.unit == 5);
  CHECK(axes::Day{std::chrono::days{c.event.day}} == *axes::parse_day("2019-10-01"));
  REQUIRE(c.check({"W"}));
  CHECK((c.event.flags & k_unknown_unit) != 0);
  CHECK(parse_description("id = \"x\"\n[time]\nvalue = \"2021\"\ncolumns = \"t\"\n", "x").error().key ==
        "error.description.value_and_columns");
  const auto written = parse_description(write_description(c.description), "x");
  REQUIRE(written);
  CHECK(written->place.by_last_day);
  CHECK(written->time.until.value == "2020-03");
}

}  // namespace
}  // namespace tartip::registers
