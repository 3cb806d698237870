#include "base/decimal.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"

using tartip::Decimal;

TEST_CASE("a decimal reads what spreadsheets store and writes it back short") {
  CHECK(Decimal::parse("5262121.8119999999")->text() == "5262121.812");
  CHECK(Decimal::parse("49202.728000000003")->text() == "49202.728");
  CHECK(Decimal::parse("12")->text() == "12");
  CHECK(Decimal::parse("-0.5")->text() == "-0.5");
  CHECK(Decimal::parse("-3")->text() == "-3");
  CHECK(Decimal::parse("+7")->text() == "7");
  CHECK(Decimal::parse("1.25E3")->text() == "1250");
  CHECK(Decimal::parse("0.01")->text() == "0.01");
  CHECK(Decimal::parse("999999999999")->text() == "999999999999");
}

TEST_CASE("what is no decimal of three digits is refused") {
  for (const char* text : {"", " ", "x", "12x", "0.0005", "1.2345", "1e12", "-1e12", "nan", "inf", "1,5", "--1", "+-1"})
    CHECK_MESSAGE(!Decimal::parse(text).has_value(), text);
}

TEST_CASE("sums are exact where binary numbers are not") {
  Decimal sum;
  for (int i = 0; i < 10; ++i) sum += *Decimal::parse("0.1");
  CHECK(sum == Decimal(1));
  CHECK(Decimal(3) - *Decimal::parse("0.001") == Decimal::of_thousandths(2999));
  CHECK(Decimal(2) < *Decimal::parse("2.001"));
}

TEST_CASE("every number of thousandths survives its text") {
  tartip::Random random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto thousandths =
        static_cast<std::int64_t>(random.below(std::uint64_t{1} << (i % 50))) * (i % 2 == 0 ? 1 : -1);
    if (std::abs(static_cast<double>(thousandths)) >= 1e15) continue;
    const Decimal value = Decimal::of_thousandths(thousandths);
    CHECK(Decimal::parse(value.text()) == value);
  }
}
