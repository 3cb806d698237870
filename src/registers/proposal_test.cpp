#include "registers/proposal.hpp"

#include <doctest/doctest.h>
#include <xlsxwriter.h>

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
  CHECK(propose(folder.write("b.csv", "a,b\n")).error().key == "error.proposal.no_rows");
  CHECK(propose(folder.path() / "none.csv").error().key == "error.file.unreadable");
  CHECK(proposed("{\"date\": \"2022-01-01\", \"kind\": \"a\"}\n", "a.jsonl").description.file.format ==
        FileFormat::json_lines);
}

TEST_CASE("a file without a date: everything else is proposed, and the time is left to be filled in") {
  std::string content = "kind,loss,place\n";
  const char* kinds[] = {"theft", "fraud", "robbery", "arson"};
  for (int i = 0; i < 100; ++i)
    content +=
        std::string(kinds[i % 4]) + "," + std::to_string(i * i) + ".5," + (i % 3 == 0 ? "north" : "south") + "\n";
  const Proposal p = proposed(content);
  CHECK(key_of(p, "") == "guess.delimiter");
  CHECK(p.guesses.back().key == "guess.no_time");
  CHECK(p.description.classes.column == "kind");
  CHECK(p.description.quantities.size() == 1);
  std::string written = write_description(p.description);
  CHECK(parse_description(written, "w").error().key == "error.toml.missing");
  const std::size_t block = written.find("# [time]");
  REQUIRE(block != std::string::npos);
  for (int line = 0; line < 3; ++line) written.erase(written.find("# ", block), 2);
  CHECK(parse_description(written, "w"));
}

TEST_CASE("a column of dates with a few slips, in more than one habit") {
  std::string content = "date,kind\n";
  for (int i = 0; i < 12; ++i) content += std::to_string(10 + i) + ".05.2022,a\n";
  for (int i = 0; i < 6; ++i) content += "2022-06-" + std::to_string(10 + i) + ",b\n";
  content += "soon,a\n31.02.2022,b\n2022-13-01,a\n";
  const Proposal p = proposed(content);
  CHECK(p.description.time.from.columns == std::vector<std::string>{"date"});
  CHECK(p.description.time.from.formats == std::vector<std::string>{"%d.%m.%Y", "iso"});
}

TEST_CASE("numbers that name things are nothing to add up") {
  std::string content = "date,incident,case_number,officers,serial,quantidade,victim_age,file_no\n";
  for (int i = 0; i < 100; ++i)
    content += "2022-01-" + std::to_string(10 + i % 20) + "," + std::to_string(18'000'123 + i * 7919) + "," +
               std::to_string(i % 50) + "," + std::to_string(i % 13) + "," + std::to_string(i + 1) + "," +
               std::to_string(i * i * 3 % 9973) + "," + std::to_string(18 + i % 50) + "," +
               std::to_string(700 + i % 90) + "\n";
  const Proposal p = proposed(content);
  std::vector<std::string> added;
  for (const QuantityRule& quantity : p.description.quantities) added.push_back(quantity.column);
  CHECK(added == std::vector<std::string>{"officers", "quantidade"});
  CHECK(key_of(p, "serial") == "guess.names_things");
  CHECK(key_of(p, "file_no") == "guess.names_things_repeated");
  CHECK(key_of(p, "victim_age") == "guess.attribute");
}

TEST_CASE("a text file whose table begins below its title") {
  std::string content = "Thefts of 2022;;;\nSource: the register\n\nwhen;kind;loss;place\n";
  for (int i = 0; i < 30; ++i)
    content += "2022-03-" + std::to_string(10 + i % 20) + ";theft;" + std::to_string(i) + ",5;north\n";
  const Proposal p = proposed(content);
  CHECK(p.description.file.skip_lines == 3);
  CHECK(p.description.file.delimiter == ';');
  CHECK(key_of(p, "") == "guess.header_row");
  CHECK(p.description.time.from.columns == std::vector<std::string>{"when"});
  // Columns that are mostly empty are no titles.
  CHECK(proposed("a,b,c,d\n2022-01-01,x,y,z\n2022-01-02,,,\n2022-01-03,,,\n").description.file.skip_lines == 0);
}

TEST_CASE("a workbook whose table begins below its title") {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "titled.xlsx";
  lxw_workbook* book = workbook_new(file.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  worksheet_write_string(sheet, 0, 0, "Thefts of 2022", nullptr);
  worksheet_write_string(sheet, 1, 0, "Source: the register", nullptr);
  const char* header[] = {"when", "kind", "loss"};
  for (lxw_col_t c = 0; c < 3; ++c) worksheet_write_string(sheet, 3, c, header[c], nullptr);
  for (lxw_row_t r = 0; r < 30; ++r) {
    worksheet_write_string(sheet, 4 + r, 0, ("2022-03-" + std::to_string(10 + r % 20)).c_str(), nullptr);
    worksheet_write_string(sheet, 4 + r, 1, r % 2 == 0 ? "theft" : "fraud", nullptr);
    worksheet_write_number(sheet, 4 + r, 2, r * 2.5, nullptr);
  }
  REQUIRE(workbook_close(book) == LXW_NO_ERROR);
  const auto p = propose(file);
  REQUIRE_MESSAGE(p, p.error().describe());
  CHECK(p->description.file.skip_lines == 3);
  CHECK(key_of(*p, "") == "guess.header_row");
  CHECK(p->description.time.from.columns == std::vector<std::string>{"when"});
}

}  // namespace
}  // namespace tartip::registers
