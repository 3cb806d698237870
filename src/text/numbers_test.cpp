#include "text/numbers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "text/dates.hpp"
#include "text/phrases.hpp"

using tartip::text::Dates;
using tartip::text::Numbers;

TEST_CASE("numbers as each language writes them") {
  const Numbers en("en"), ru("ru"), kk("kk");
  CHECK(en.integer(10224) == "10,224");
  CHECK(ru.integer(10224) == "10\u00A0224");
  CHECK(kk.integer(10224) == "10\u00A0224");
  CHECK(en.integer(-5) == "−5");
  CHECK(en.decimal(0.05, 1) == "0.0");
  CHECK(en.decimal(1234.567, 2) == "1,234.57");
  CHECK(ru.decimal(1234.567, 2) == "1\u00A0234,57");
  CHECK(kk.decimal(2, 1) == "2,0");
  CHECK(en.significant(0.012345, 2) == "0.012");
  CHECK(en.significant(12345.6, 3) == "12,346");
  CHECK(en.significant(3.456, 2) == "3.5");
  CHECK(en.significant(0, 2) == "0");
  CHECK(en.change(12, 0) == "+12");
  CHECK(ru.change(-1200, 0) == "−1\u00A0200");
  CHECK(kk.change(0, 0) == "0");
}

TEST_CASE("per cent") {
  const Numbers en("en"), ru("ru"), kk("kk");
  CHECK(en.percent(45, 1) == "45.0%");
  CHECK(ru.percent(45, 1) == "45,0\u00A0%");
  CHECK(kk.percent(45, 0) == "45%");
  CHECK(en.percent_change(-3.2, 1) == "−3.2%");
  CHECK(ru.percent_change(-3.2, 1) == "−3,2\u00A0%");
  CHECK(ru.percent_change(3.25, 1) == "+3,2\u00A0%");
  CHECK(kk.percent_change(12.34, 1) == "+12,3%");
  CHECK(en.percent_change(-0.04, 1) == "0.0%");  // no minus before what reads as nothing
}

TEST_CASE("what is not a number is a dash") {
  CHECK(Numbers("en").integer(std::nan("")) == "—");
  CHECK(Numbers("ru").percent_change(std::numeric_limits<double>::infinity(), 1) == "—");
  CHECK(Numbers("kk").significant(std::nan(""), 2) == "—");
}

TEST_CASE("an unknown language is written as English") {
  CHECK(Numbers("xx").integer(1000) == "1,000");
}

TEST_CASE("days, months and weekdays") {
  CHECK(Dates("en").day(2022, 9, 17) == "17 September 2022");
  CHECK(Dates("ru").day(2022, 9, 17) == "17 сентября 2022\u202Fг.");
  CHECK(Dates("kk").day(2022, 9, 17) == "2022\u202Fж. 17 қыркүйек");
  CHECK(Dates("ru").day(1900, 1, 1) == "1 января 1900\u202Fг.");
  CHECK(Dates("en").month(9) == "September");
  CHECK(Dates("ru").month(9) == "сентябрь");
  CHECK(Dates("kk").month(1) == "қаңтар");
  CHECK(Dates("en").short_month(1) == "Jan");
  CHECK(Dates("ru").short_month(1) == "янв.");
  CHECK(Dates("en").weekday(1) == "Monday");
  CHECK(Dates("en").weekday(7) == "Sunday");
  CHECK(Dates("ru").weekday(7) == "воскресенье");
  CHECK(Dates("kk").weekday(1) == "дүйсенбі");
  CHECK(Dates("ru").short_weekday(1) == "пн");
}

TEST_CASE("lists and first letters") {
  using tartip::text::capitalised;
  using tartip::text::list;
  CHECK(list("en", {"A", "B", "C"}) == "A, B and C");
  CHECK(list("ru", {"А", "Б", "В"}) == "А, Б и В");
  CHECK(list("kk", {"А", "Б"}) == "А және Б");
  CHECK(list("en", {}).empty());
  CHECK(list("ru", {"А"}) == "А");
  CHECK(capitalised("kk", "әкімшілік іс") == "Әкімшілік іс");
  CHECK(capitalised("ru", "НЕ трогать") == "НЕ трогать");
  CHECK(capitalised("en", "").empty());
}
