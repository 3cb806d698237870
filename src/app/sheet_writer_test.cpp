#include "app/sheet_writer.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support/shared.hpp"

using namespace tartip::app;

namespace {
Sheet sample() {
  Sheet sheet;
  sheet.id = "s";
  sheet.title = "Title";
  sheet.header = {{"register", "Register", "r"}, {"cut", "Cut", "2022, whole"}};
  sheet.columns = {
      {"name", "Name", CellKind::text}, {"count", "Count", CellKind::integer}, {"rate", "Rate", CellKind::number}};
  sheet.rows = {{std::string("a, \"b\""), std::int64_t{3}, 71.4}, {std::string("=1+1"), SheetCell{}, std::nan("")}};
  return sheet;
}
}  // namespace

TEST_CASE("CSV keeps values, quotes what needs it, repeats the header's facts, disarms formulas") {
  CHECK(to_csv(sample()) ==
        "name,count,rate,register,cut\n"
        "\"a, \"\"b\"\"\",3,71.4,r,\"2022, whole\"\n"
        "'=1+1,,,r,\"2022, whole\"\n");
  Sheet numbers = sample();
  numbers.rows = {{std::string("-1"), SheetCell{}, SheetCell{}}, {std::string("-1+2"), SheetCell{}, SheetCell{}}};
  CHECK(to_csv(numbers).find("\n-1,") != std::string::npos);
  CHECK(to_csv(numbers).find("\n'-1+2,") != std::string::npos);
}

TEST_CASE("JSON writes plain numbers and null for missing") {
  const std::string json = to_json({sample()});
  CHECK(json.find("\"rate\":71.4") != std::string::npos);
  CHECK(json.find("\"count\":null,\"rate\":null") != std::string::npos);
  CHECK(json.find("\"register\":\"r\"") != std::string::npos);
}

TEST_CASE(
    "percentage points are named as such; the open end of an interval is a word in XLSX and nothing for machines") {
  Sheet sheet;
  sheet.columns = {{"contribution", "Points", CellKind::points}, {"high", "To", CellKind::change, 1, "or more"}};
  sheet.rows = {{-1.5, INFINITY}};
  CHECK(to_csv(sheet) == "contribution,high\n-1.5,\n");
  CHECK(to_json({sheet}).find("\"kind\":\"percentage_points\"") != std::string::npos);
  CHECK(to_json({sheet}).find("\"high\":null") != std::string::npos);
}

TEST_CASE("XLSX is written, and a folder that is not there is said") {
  tartip::test::TemporaryFolder folder;
  REQUIRE(write_xlsx({sample(), sample()}, folder.path() / "t.xlsx"));
  CHECK(tartip::test::slurp(folder.path() / "t.xlsx").substr(0, 2) == "PK");
  CHECK_FALSE(write_xlsx({sample()}, folder.path() / "no" / "t.xlsx"));
}
