#include "registers/time_format.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "registers/number.hpp"

namespace tartip::registers {
namespace {

using namespace std::chrono;

axes::Micros at(int y, unsigned m, unsigned d, int hour = 0, int minute = 0, int second = 0) {
  const sys_days day{year{y} / month{m} / std::chrono::day{d}};
  return day.time_since_epoch().count() * axes::k_micros_per_day +
         (hour * 3600 + minute * 60 + second) * axes::k_micros_per_second;
}

std::optional<Reading> read(const std::string& format, const std::string& text) {
  auto compiled = TimeFormat::compile(format);
  REQUIRE_MESSAGE(compiled, compiled.error().describe());
  return compiled->read(text);
}

axes::Micros micros(const std::string& format, const std::string& text) {
  const auto reading = read(format, text);
  REQUIRE_MESSAGE(reading, format << " does not read " << text);
  return reading->micros;
}

TEST_CASE("the letters of strptime") {
  CHECK(micros("%d.%m.%Y", "17.9.2022") == at(2022, 9, 17));
  CHECK(micros("%m/%d/%Y %H:%M", "7/19/2017 13:45") == at(2017, 7, 19, 13, 45));
  CHECK(micros("%m/%d/%Y %I:%M:%S %p", "07/19/2017 12:05:06 AM") == at(2017, 7, 19, 0, 5, 6));
  CHECK(micros("%m/%d/%Y %I:%M %p", "07/19/2017 12:05 pm") == at(2017, 7, 19, 12, 5));
  CHECK(micros("%d-%b-%y", "03-Sep-69") == at(1969, 9, 3));
  CHECK(micros("%d %b %y", "3 September 68") == at(2068, 9, 3));
  CHECK(micros("%Y%j", "2024366") == at(2024, 12, 31));
  CHECK(micros("%Y %m %d %H %M", "2020 6 19 3 40") == at(2020, 6, 19, 3, 40));
  CHECK(micros("%Y-%m-%d %H%M", "2018-09-22 0035") == at(2018, 9, 22, 0, 35));
  CHECK(micros("%Y-%m-%d %H:%M:%S.%f", "2018-09-22 00:00:01.5") == at(2018, 9, 22, 0, 0, 1) + 500'000);
  const auto baltimore = read("%Y/%m/%d %H:%M:%S%z", "2018/05/08 07:51:45+01");
  CHECK(baltimore->absolute);
  CHECK(baltimore->micros == at(2018, 5, 8, 6, 51, 45));
}

TEST_CASE("ISO 8601, seconds since 1970, Excel's days") {
  CHECK(micros("iso", "2022-09-17T13:05:07") == at(2022, 9, 17, 13, 5, 7));
  CHECK(micros("iso", "20220917") == at(2022, 9, 17));
  CHECK(micros("iso", "2022-09-17T13:05:07+05:00") == at(2022, 9, 17, 8, 5, 7));
  CHECK(read("iso", "2022-09-17T13:05:07Z")->absolute);
  CHECK(read("iso", "2022-09")->resolution == Resolution::month);
  CHECK(read("iso", "2022")->resolution == Resolution::year);
  CHECK(micros("unix", "1500000000") == at(2017, 7, 14, 2, 40));
  CHECK(micros("excel", "44821") == at(2022, 9, 17));
  CHECK(micros("excel", "44821.5") == at(2022, 9, 17, 12));
  CHECK(read("excel", "44821")->resolution == Resolution::day);
  CHECK_FALSE(read("excel", "60"));
}

TEST_CASE("days and months that are not") {
  for (const char* text : {"2022-13-01", "2022-00-01", "2023-02-29", "2100-02-29", "2022-04-31", "2022-01-00",
                           "2022-01-32", "22-01-01", "2022-01-01x", "2022-01", "", " "}) {
    CHECK_MESSAGE(!read("%Y-%m-%d", text), text);
  }
  CHECK(read("%Y-%m-%d", "2024-02-29"));
  CHECK(read("%Y-%m-%d", "2000-02-29"));
  CHECK_FALSE(read("%Y%j", "2023366"));
  CHECK_FALSE(read("%Y %j", "2023 0"));
}

TEST_CASE("hour 24, leap seconds and broken clock times") {
  CHECK(micros("iso", "2022-12-31T24:00:00") == at(2023, 1, 1));
  CHECK_FALSE(read("iso", "2022-12-31T24:00:01"));
  CHECK_FALSE(read("iso", "2022-12-31T25:00"));
  const auto leap = read("iso", "2016-12-31T23:59:60Z");
  REQUIRE(leap);
  CHECK(leap->leap_second);
  CHECK(leap->micros == at(2016, 12, 31, 23, 59, 59) + 999'999);
  CHECK(read("iso", "2017-01-01T04:59:60+05:00")->leap_second);
  CHECK_FALSE(read("iso", "2016-12-31T23:58:60Z"));
  CHECK_FALSE(read("iso", "2016-12-31T23:59:61Z"));
  // As Mexico City publishes 38 000 times: only a format that says so reads them.
  CHECK_FALSE(read("%Y-%m-%d %H:%M:%S", "2019-01-01 12:00:00:00"));
  CHECK(micros("%Y-%m-%d %H:%M:%S:00", "2019-01-01 12:00:00:00") == at(2019, 1, 1, 12));
}

TEST_CASE("what is not said stays open: days, months and years are stretches") {
  const auto day = read("%Y-%m-%d", "2022-09-17");
  CHECK(day->resolution == Resolution::day);
  CHECK(end_of(*day) == at(2022, 9, 18));
  const auto month_only = read("%Y-%m-01", "2022-12-01");
  CHECK(month_only->resolution == Resolution::month);
  CHECK(end_of(*month_only) == at(2023, 1, 1));
  CHECK(end_of(*read("%Y", "1960")) == at(1961, 1, 1));
  CHECK_FALSE(read("%Y-%m %H:%M", "2022-09 10:00"));
}

TEST_CASE("formats that cannot be meant") {
  CHECK(TimeFormat::compile("%Y-%q").error().key == "error.time_format.letter");
  CHECK(TimeFormat::compile("%Y-%").error().key == "error.time_format.letter");
  CHECK(TimeFormat::compile("%d.%m").error().key == "error.time_format.no_year");
}

TEST_CASE("numbers as registers write them") {
  CHECK(parse_number("12") == 12.0);
  CHECK(parse_number("-1.5e3") == -1500.0);
  CHECK(parse_number("+3") == 3.0);
  CHECK(parse_number(".5") == 0.5);
  for (const char* text :
       {"", "-", "+-1", "inf", "-inf", "nan", "NaN", "0x10", "1,5", "1 000", "1.2.3", "12a", "1e999"}) {
    CHECK_MESSAGE(!parse_number(text), text);
  }
  CHECK(parse_number("-75,56985400000", ',') == doctest::Approx(-75.569854));
  CHECK_FALSE(parse_number("75.5", ','));
  CHECK(parse_number("1,234,567.5", '.', ',') == 1234567.5);
  CHECK_FALSE(parse_number("1,23", '.', ','));
  CHECK_FALSE(parse_number("12,34.5", '.', ','));
  CHECK_FALSE(parse_number("1234,567", '.', ','));
  CHECK(parse_number("1\xC2\xA0"
                     "234,5",
                     ',', ' ') == 1234.5);
  CHECK(parse_number("-1 234", '.', ' ') == -1234.0);
}

}  // namespace
}  // namespace tartip::registers
