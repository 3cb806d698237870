#include "base/number.hpp"

#include <doctest/doctest.h>

#include <cstdint>

using tartip::number_in;

TEST_CASE("a text is a number when all of it is one") {
  CHECK(number_in<double>("12") == 12);
  CHECK(number_in<double>("-0.5") == -0.5);
  CHECK(number_in<double>("1e3") == 1000);
  CHECK(number_in<std::int64_t>("-9223372036854775808") == INT64_MIN);
  for (const char* text : {"", " 1", "1 ", "+1", "1,5", "0x1", "abc", "inf", "nan", "1e999", "--1"}) {
    CHECK_MESSAGE(!number_in<double>(text), text);
    CHECK_MESSAGE(!number_in<int>(text), text);
  }
  CHECK(!number_in<int>("1.5"));
  CHECK(!number_in<std::int64_t>("9223372036854775808"));
}
