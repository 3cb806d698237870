#include "registers/proposal.hpp"

#include <doctest/doctest.h>

#include <string>

#include "support/shared.hpp"

namespace tartip::registers {
namespace {

Proposal proposed(const std::string& content, const std::string& name = "incidents.csv") {
  const test::TemporaryFolder folder;
  auto proposal = propose(folder.write(name, content));
  REQUIRE_MESSAGE(proposal, proposal.error().describe());
  return std::move(*proposal);
}

std::string key_of(const Proposal& proposal, const std::string& column) {
  for (const Guess& guess : proposal.guesses) {
    if (guess.column == column) return guess.key;
  }
  return "";
}

TEST_CASE("a usual register: each column finds its role, with a reason") {
  std::string content = "number;date;time;kind;lon;lat;damage;officer;story\n";
  const char* kinds[] = {"theft", "fraud", "robbery", "arson", "assault"};
  for (int i = 0; i < 200; ++i) {
    content += "18-" + std::to_string(1000 + i) + ";" + std::to_string(1 + i % 28) + ".0" + std::to_string(1 + i % 9) +
               ".2022;" + (i % 20 == 0 ? "" : std::to_string(10 + i % 12) + ":30") + ";" + kinds[i % 5] + ";" +
               (i % 50 == 0 ? "0;0" : "71,4" + std::to_string(i) + ";51,1" + std::to_string(i)) + ";" +
               std::to_string(i * 37) + ",5;" + (i % 3 == 0 ? "A" : "B") + ";a long story number " + std::to_string(i) +
               "\n";
  }
  const Proposal p = proposed(content);
  const Description& d = p.description;
  CHECK(d.id == "incidents");
  CHECK(d.file.delimiter == ';');
  CHECK(d.file.decimal == ',');
  CHECK(d.key == std::vector<std::string>{"number"});
  CHECK(d.time.from.columns == std::vector<std::string>{"date", "time"});
  CHECK(d.time.from.formats == std::vector<std::string>{"%d.%m.%Y %H:%M", "%d.%m.%Y"});
  CHECK(d.place.x_column == "lon");
  CHECK(d.place.crs == "EPSG:4326");
  CHECK(d.place.unknown.size() == 1);
  CHECK(d.classes.column == "kind");
  REQUIRE(d.quantities.size() == 1);
  CHECK(d.quantities[0].column == "damage");
  REQUIRE(d.attributes.size() == 1);
  CHECK(d.attributes[0].column == "officer");
  REQUIRE(d.texts.size() == 1);
  CHECK(key_of(p, "date") == "guess.time");
  CHECK(key_of(p, "number") == "guess.key");
  CHECK(key_of(p, "story") == "guess.text");
}

TEST_CASE("day and month that could be either way round are said") {
  std::string either = "date,kind\n";
  std::string clear = "date,kind\n";
  for (int i = 0; i < 60; ++i) {
    either += "0" + std::to_string(1 + i % 9) + "/0" + std::to_string(1 + i % 7) + "/2022,a\n";
    clear += std::to_string(13 + i % 15) + "/0" + std::to_string(1 + i % 7) + "/2022,a\n";
  }
  CHECK(key_of(proposed(either), "date") == "guess.time_ambiguous");
  const Proposal p = proposed(clear);
  CHECK(key_of(p, "date") == "guess.time");
  CHECK(p.description.time.from.formats.front() == "%d/%m/%Y");
}

TEST_CASE("coordinates in swapped columns, dates in parts, another encoding, nothing to go by") {
  std::string swapped = "year,month,lat,lon\n";
  for (int i = 0; i < 50; ++i)
    swapped += "2022," + std::to_string(1 + i % 12) + ",-99.1" + std::to_string(i) + ",19.4" + std::to_string(i) + "\n";
  const Proposal p = proposed(swapped);
  CHECK(p.description.place.x_column == "lat");
  CHECK(key_of(p, "lat") == "guess.degrees_swapped");
  CHECK(p.description.time.from.columns == std::vector<std::string>{"year", "month"});
  CHECK(p.description.time.from.formats.front() == "%Y %m");

  std::string cp1251 = "\xE4\xE0\xF2\xE0;\xE2\xE8\xE4\n";
  for (int i = 0; i < 30; ++i) cp1251 += std::to_string(10 + i % 19) + ".05.2022;\xCA\xF0\xE0\xE6\xE0\n";
  CHECK(proposed(cp1251).description.file.encoding == "windows-1251");

  const test::TemporaryFolder folder;
  CHECK(propose(folder.write("a.csv", "a,b\nx,y\n")).error().key == "error.proposal.no_time");
  CHECK(propose(folder.write("b.csv", "a,b\n")).error().key == "error.proposal.no_rows");
  CHECK(propose(folder.path() / "none.csv").error().key == "error.file.unreadable");
  CHECK(proposed("{\"date\": \"2022-01-01\", \"kind\": \"a\"}\n", "a.jsonl").description.file.format ==
        FileFormat::json_lines);
}

}  // namespace
}  // namespace tartip::registers
