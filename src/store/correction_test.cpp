// Rows that go to quarantine, are corrected in a copy of the file and come back.
#include <doctest/doctest.h>

#include <fstream>

#include "store/test_registers.hpp"

using namespace tartip;
using namespace tartip::test;

namespace {

std::string expectation(const store::QuarantinedRow& row) {
  return row.expected_key;
}

}  // namespace

TEST_CASE("quarantine lists, exports, and is mended") {
  TestCentre centre;
  centre.add_register(k_keyless);
  const auto file =
      centre.write("a.csv", "day,kind\n2022-01-01,theft\n2022-13-01,\"theft, armed\"\n2022-02-30,arson\nx\n");
  CHECK(centre.import("thefts", file).rows == counts(1, 0, 0, 3));
  const auto reasons = centre.store().quarantine_reasons("thefts").value();
  REQUIRE(reasons.size() == 2);
  CHECK(reasons[0].rows == 2);
  CHECK(reasons[0].column == "day");
  CHECK(reasons[0].first_line == 3);

  const auto waiting = centre.folder() / "waiting.csv";
  CHECK(centre.store().export_quarantine("thefts", waiting, expectation).value() == 3);
  std::string text = test::slurp(waiting);
  CHECK(text.starts_with("day,kind,_file,_line,_column,_value,_expected\n2022-13-01,\"theft, armed\"," + file.string() +
                         ",3,day,2022-13-01,"));

  // One is mended, one is still wrong, one is left as it is.
  text.replace(text.find("2022-13-01"), 10, "2022-12-01");
  text.replace(text.find("2022-02-30"), 10, "2022-02-31");
  const auto corrected = centre.write("corrected.csv", text);
  const auto account = centre.import("thefts", corrected);
  CHECK(account.rows == counts(1, 0, 0, 2));
  CHECK(account.resolved == 1);
  const auto rows = centre.store().quarantine_rows("thefts").value();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].value == "2022-02-31");
  CHECK(rows[0].line == 4);
  CHECK(rows[0].file == file.string());
  // Neither file doubles anything.
  CHECK(centre.import("thefts", corrected, reread()).rows.fresh == 0);
  CHECK(centre.import("thefts", file, reread()).rows.fresh == 0);
  CHECK(centre.store().overview("thefts")->events == 2);
  store::QuarantineFilter one;
  one.column = "day";
  CHECK(centre.store().dismiss_quarantine("thefts", one)->rows >= 1);
  CHECK(centre.store().overview("thefts")->dismissed >= 1);
}

TEST_CASE("a file that was sent to the centre goes by its place in it") {
  TestCentre centre;
  centre.add_register("id = \"thefts\"\n[time]\ncolumns = [\"day\"]\n");
  const auto sent = centre.centre() / "uploads" / "07" / "t.csv";
  std::filesystem::create_directories(sent.parent_path());
  std::ofstream(sent) << "day\n2022-01-01\n2022-13-01\n";
  centre.import("thefts", sent);
  const auto waiting = centre.folder() / "waiting.csv";
  REQUIRE(centre.store().export_quarantine("thefts", waiting, expectation).value() == 1);
  std::string text = test::slurp(waiting);
  CHECK(text.find(centre.folder().string()) == std::string::npos);
  CHECK(text.find(",uploads/07/t.csv,3,") != std::string::npos);
  text.replace(text.find("2022-13-01"), 10, "2022-12-01");
  CHECK(centre.import("thefts", centre.write("corrected.csv", text)).resolved == 1);
}

TEST_CASE("a corrected row is settled: its file has nothing that waits, and it never counts twice") {
  TestCentre centre;
  for (const bool keyed : {false, true}) {
    CAPTURE(keyed);
    const std::string id = keyed ? "cases" : "thefts";
    const std::string toml = keyed ? k_keyed : k_keyless;
    const std::string row = keyed ? "7,2022-02-30,5" : "2022-02-30,arson";
    const std::string other = keyed ? "8,2022-02-31,5" : "2022-02-31,arson";
    centre.add_register(toml);
    const std::string head = keyed ? "number,day,damage\n1,2022-01-01,1\n" : "day,kind\n2022-01-01,theft\n";
    const std::string text = head + row + "\n" + (keyed ? "" : row + "\n") + other + "\n";
    const std::int64_t bad = keyed ? 2 : 3;
    const auto file = centre.write(id + ".csv", text);
    CHECK(centre.import(id, file).rows == counts(1, 0, 0, bad));
    const auto waiting = centre.folder() / (id + "_waiting.csv");
    REQUIRE(centre.store().export_quarantine(id, waiting, expectation));
    std::string out = test::slurp(waiting);
    for (std::size_t at = 0; (at = out.find("2022-02-30", at)) != std::string::npos; at += 10)
      out.replace(at, 10, "2022-02-28");
    const auto mended = centre.import(id, centre.write(id + "_mended.csv", out));
    CHECK(mended.rows == counts(bad - 1, 0, 0, 1));
    CHECK(mended.resolved == bad - 1);

    // The unchanged file: one row still waits, the corrected ones do not.
    CHECK(centre.import(id, file).rows == counts(0, 0, bad, 1));
    CHECK(centre.import(id, file, reread()).rows == counts(0, 0, bad, 1));
    CHECK(centre.import(id, file).files.front().same_file);
    store::QuarantineFilter all;
    CHECK(centre.store().dismiss_quarantine(id, all)->rows == 1);
    CHECK(centre.import(id, file).rows == counts(0, 0, bad + 1, 0));
    all.status = store::QuarantineStatus::corrected;
    CHECK(centre.store().quarantine_rows(id, all)->size() == static_cast<std::size_t>(bad - 1));

    // A description that lets the rows in as they are: the corrected copies stand for them.
    std::string wider = toml;
    wider.replace(wider.find("[\"%Y-%m-%d\""), 11, "[\"%Y-%m-%d\", \"%Y-%m-30\"");
    centre.add_register(wider);
    const auto again = centre.import(id, file);
    CHECK(again.rows == counts(0, 0, bad + 1, 0));
    CHECK(centre.store().overview(id)->events == bad);
    CHECK(centre.store().overview(id)->superseded == 0);
  }
}

TEST_CASE("a row that is still wrong after correction waits once, whichever file brings it again") {
  TestCentre centre;
  centre.add_register(k_keyless);
  const auto file = centre.write("a.csv", "day,kind\n2022-02-30,arson\n");
  CHECK(centre.import("thefts", file).rows == counts(0, 0, 0, 1));
  const auto waiting = centre.folder() / "waiting.csv";
  REQUIRE(centre.store().export_quarantine("thefts", waiting, expectation));
  std::string text = test::slurp(waiting);
  text.replace(text.find("2022-02-30"), 10, "2022-02-31");
  CHECK(centre.import("thefts", centre.write("b.csv", text)).rows == counts(0, 0, 0, 1));
  CHECK(centre.import("thefts", file, reread()).rows == counts(0, 0, 0, 1));
  CHECK(centre.store().quarantine_rows("thefts")->size() == 1);
}
