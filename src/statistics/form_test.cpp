#include "statistics/form.hpp"

#include <doctest/doctest.h>

using namespace tartip::statistics;
using tartip::Decimal;

TEST_CASE("a cell's address is read and written the same") {
  for (const char* text : {"R1[total].g2", "1m:R1[190.internet].g6", "R1-1[188-1].g30", "PRIL11[chapter18].g23"}) {
    const auto address = parse_address(text);
    REQUIRE_MESSAGE(address, text);
    CHECK(address->text() == text);
  }
  const auto address = parse_address("sng1:R1[total].g1").value();
  CHECK(address.form == "sng1");
  CHECK(address.sheet == "R1");
  CHECK(address.row == "total");
  CHECK(address.graph == "g1");
}

TEST_CASE("what is no address is refused") {
  for (const char* text : {"", "R1", "R1[total]", "R1.g2", "[total].g2", "R1[].g2", "R1[total].g", "R1[total].gx",
                           "R1[total].g2 ", ":R1[total].g2", "R1[a b].g1", "R1]total[.g2"})
    CHECK_MESSAGE(parse_address(text).error().key == "error.form.address", text);
}

TEST_CASE("a value is found by its address, an empty cell is no zero, an unknown one is an error") {
  FormDescription form;
  form.id = "f";
  form.sheets.resize(1);
  form.sheets[0].id = "S";
  form.sheets[0].graphs.resize(2);
  form.sheets[0].rows.resize(2);
  form.sheets[0].row_by_key = {{"total", 0}, {"1", 1}};
  form.sheets[0].graph_by_id = {{"g1", 0}, {"g2", 1}};
  FormReport report;
  report.sheets.resize(1);
  report.sheets[0].values = {Decimal(5), Decimal(0), std::nullopt, Decimal(7)};
  const auto at = [&](const char* text) { return value_at(form, report, parse_address(text).value()); };
  CHECK(at("S[total].g1").value() == Decimal(5));
  CHECK(at("S[total].g2").value() == Decimal(0));
  CHECK(at("S[1].g1").value() == std::nullopt);
  CHECK(at("S[1].g2").value() == Decimal(7));
  CHECK(at("T[1].g2").error().key == "error.form.no_sheet");
  CHECK(at("S[2].g2").error().key == "error.form.no_row");
  CHECK(at("S[1].g3").error().key == "error.form.no_graph");
}
