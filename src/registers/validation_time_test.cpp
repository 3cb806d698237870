// The times of a record: moments, clocks, intervals, what is covered.
#include "registers/test_land.hpp"

namespace tartip::registers {
namespace {

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
