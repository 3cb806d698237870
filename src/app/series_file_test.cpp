#include "app/series_file.hpp"

#include <doctest/doctest.h>

#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::app;

namespace {

Result<SeriesFile> read(const std::string& text, SeriesFileOptions options = {}) {
  const test::TemporaryFolder folder;
  return read_series(folder.write("s.csv", text), options);
}

}  // namespace

TEST_CASE("months are told from their first days, and series keep the file's order") {
  const auto file = read("series,t,value\nb,2021-11-01,1\nb,2021-12-01,2\na,2021-12,5\nb,2022-01-01,3\n");
  REQUIRE_MESSAGE(file, file.error().describe());
  CHECK(file->unit == axes::Unit::month);
  REQUIRE(file->series.size() == 2);
  CHECK(file->series[0].name == "b");
  CHECK(file->series[0].values == std::vector<double>{1, 2, 3});
  CHECK(file->time(file->series[1].first + 1) == "2022-01-01");
  CHECK(season_of(file->unit) == 12);
}

TEST_CASE("whole numbers are an index; a single series needs no name") {
  const auto file = read("t,value\n3,1.5\n1,0.5\n2,1\n");
  REQUIRE_MESSAGE(file, file.error().describe());
  CHECK(!file->unit);
  CHECK(file->unsorted == 1);
  CHECK(file->series[0].values == std::vector<double>{0.5, 1, 1.5});
  CHECK(read("t,value\n2019,1\n2020,2\n", {.every = axes::Unit::year})->time(50) == "2020-01-01");
}

TEST_CASE("what cannot be a series is refused with its line, column and value") {
  const auto error = [](const std::string& text, SeriesFileOptions options = {}) {
    const auto file = read(text, options);
    REQUIRE_FALSE(file);
    return file.error();
  };
  for (const std::string bad : {"NaN", "inf", "-inf", "", "1,5", "zero", "1e999"}) {
    const Error found = error("series;t;value\na;1;1\na;2;" + bad + "\n");
    CHECK(found.key == "error.series.value");
    CHECK(found.where.line == 3);
    CHECK(found.where.column == "value");
  }
  CHECK(error("t,value\n1,1e300\n").key == "error.series.large");
  const Error twice = error("t,value\n2022-01,1\n2022-02,2\n2022-01-01,3\n");
  CHECK(twice.key == "error.series.twice");
  CHECK(twice.where.line == 4);
  CHECK(twice.describe().find("first=2") != std::string::npos);
  const Error gap = error("series,t,value\na,2022-01-01,1\na,2022-04-01,3\n", {.every = axes::Unit::month});
  CHECK(gap.key == "error.series.gap");
  CHECK(gap.describe().find("2022-02-01") != std::string::npos);
  CHECK(error("t,value\n2022-01,1\n7,2\n").key == "error.field.time");
  CHECK(error("t,value\n1,1\n2022-01,2\n").where.line == 3);
  CHECK(error("t,value\n2022-13,1\n").key == "error.field.time");
  CHECK(error("t,value\n").key == "error.series.empty");
  CHECK(error("t,count\n1,1\n").key == "error.series.column");
  // A month and a day within it are the same month: two values for one period.
  CHECK(error("t,value\n2022-01-01,1\n2022-01-15,2\n", {.every = axes::Unit::month}).key == "error.series.twice");
}

TEST_CASE("gaps are closed only as asked, and counted") {
  const std::string text = "t,value\n1,10\n4,40\n";
  const auto line = read(text, {.every = {}, .gaps = Gaps::linear});
  CHECK(line->series[0].values == std::vector<double>{10, 20, 30, 40});
  CHECK(line->filled == 2);
  CHECK(read(text, {.every = {}, .gaps = Gaps::zero})->series[0].values == std::vector<double>{10, 0, 0, 40});
  CHECK(read("t,value\n1,10\n400000000,40\n", {.every = {}, .gaps = Gaps::zero}).error().key == "error.series.gap");
}
