#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/random.hpp"
#include "store/table_file.hpp"
#include "store/test_registers.hpp"

using namespace tartip;
using namespace tartip::test;

TEST_CASE("a register without a key knows its rows again by content and occurrence") {
  TestCentre centre;
  centre.add_register(k_keyless);
  const std::string head = "day,kind\n2022-01-01,theft\n2022-01-02,robbery\n2022-01-02,robbery\n2022-13-01,theft\n";
  const auto file = centre.write("a.csv", head);
  const auto first = centre.import("thefts", file);
  CHECK(first.rows == counts(3, 0, 0, 1));
  CHECK(first.new_classes == std::vector<std::string>{"robbery", "theft"});
  SUBCASE("the very same file is not read again") {
    const auto again = centre.import("thefts", file);
    CHECK(again.rows == counts(0, 0, 3, 1));
    CHECK(again.files.front().same_file);
  }
  SUBCASE("reading it row by row comes to the same") {
    const auto again = centre.import("thefts", file, reread());
    CHECK(again.rows == counts(0, 0, 3, 1));
    CHECK_FALSE(again.files.front().same_file);
  }
  SUBCASE("a grown file brings what it has more") {
    const auto grown = centre.write("b.csv", head + "2022-01-02,robbery\n2022-01-05,arson\n2022-13-01,theft\n");
    const auto more = centre.import("thefts", grown);
    CHECK(more.rows == counts(2, 0, 3, 2));
    CHECK(more.new_classes == std::vector<std::string>{"arson"});
    CHECK(centre.import("thefts", grown, reread()).rows == counts(0, 0, 5, 2));
  }
  CHECK(centre.store().quarantine_rows("thefts")->size() <= 2);
  CHECK(centre.store().overview("thefts")->superseded == 0);
}

TEST_CASE("a keyed register updates its records and keeps the older versions") {
  TestCentre centre;
  centre.add_register(k_keyed);
  CHECK(centre
            .import("cases",
                    centre.write("a.csv", "number,day,damage\n1,2022-01-01,10\n2,2022-01-02,\n3,05.01.2022,30\n"),
                    at(test::k_now))
            .rows == counts(3, 0, 0, 0));
  const auto second = centre.import(
      "cases", centre.write("b.csv", "number,day,damage\n1,2022-01-01,10\n2,2022-01-02,25\n4,2022-02-01,-1\n"),
      at(test::k_now + k_hour));
  CHECK(second.rows == counts(0, 1, 1, 1));
  const auto overview = centre.store().overview("cases").value();
  CHECK(overview.events == 3);
  CHECK(overview.superseded == 1);
  CHECK(overview.flags[0] == 1);  // later format
  CHECK(overview.quantities.front().sum == doctest::Approx(65));
  CHECK(overview.quarantined == 1);
  CHECK(overview.imports.size() == 2);
  // What was there comes back when an older file does: without versions the later import is right.
  CHECK(centre.import("cases", centre.folder() / "a.csv", at(test::k_now + 2 * k_hour)).rows == counts(0, 1, 2, 0));
}

TEST_CASE("of a keyed file with few changes only those are read again, with the rows that share their key") {
  TestCentre centre;
  centre.add_register(k_keyed);
  const auto file_of = [&](const std::string& name, const std::string& tail, int changed) {
    std::string text = "number,day,damage\n";
    for (int i = 1; i <= 50; ++i)
      text += std::to_string(i) + ",2022-01-01," + std::to_string(i == changed ? 999 : i) + "\n";
    return centre.write(name, text + tail);
  };
  CHECK(centre.import("cases", file_of("a.csv", "", 0)).rows == counts(50, 0, 0, 0));
  // One changed, one new, one that cannot go in.
  CHECK(centre.import("cases", file_of("b.csv", "51,2022-01-02,1\n52,2022-13-01,1\n", 7)).rows == counts(1, 1, 49, 1));
  // Another row with the key of one that is held: which of both is in the file first decides.
  CHECK(centre.import("cases", file_of("c.csv", "51,2022-01-02,1\n9,2022-01-09,9\n", 7)).rows == counts(0, 0, 51, 1));
  CHECK(centre.store().quarantine_rows("cases")->back().expected_key == "expected.key_once");
  // That row waits for the other; when the other changes, all is read.
  CHECK(centre.import("cases", file_of("d.csv", "9,2022-01-09,9\n", 9)).rows == counts(0, 2, 48, 1));
  CHECK(centre.store().overview("cases")->events == 51);
  CHECK(centre.store().overview("cases")->superseded == 3);
}

TEST_CASE("as known on a date") {
  TestCentre centre;
  centre.add_register(k_keyed);
  centre.import("cases", centre.write("a.csv", "number,day,damage\n1,2022-01-01,10\n"), at(test::k_now));
  centre.import("cases", centre.write("b.csv", "number,day,damage\n1,2022-01-01,99\n2,2022-01-02,1\n"),
                at(test::k_now + k_hour));
  CHECK(counted(centre, "cases") == 2);
  CHECK(counted(centre, "cases", test::k_now + k_hour) == 2);
  CHECK(counted(centre, "cases", test::k_now + k_hour - 1) == 1);
  cube::Query damage;
  damage.register_id = "cases";
  damage.measure = cube::Measure::sum;
  damage.quantity = "damage";
  damage.filter.period = axes::parse_span("2022-01").value();
  CHECK(centre.store().query(damage)->values.front() == 100);
  damage.known_on = test::k_now;
  CHECK(centre.store().query(damage)->values.front() == 10);
  damage.known_on = test::k_now - 1;
  CHECK(std::isnan(centre.store().query(damage)->values.front()));  // nothing was known: missing, not zero
  auto options = at(test::k_now + 2 * k_hour);
  options.known_on = test::k_now;
  CHECK(centre.try_import("cases", {centre.folder() / "a.csv"}, options).error().key == "error.import.known_on_order");
  options.known_on = test::k_now + 3 * k_hour;
  CHECK(centre.try_import("cases", {centre.folder() / "a.csv"}, options).error().key == "error.import.known_on_future");
}

TEST_CASE("one key twice in a file without versions") {
  TestCentre centre;
  centre.add_register(k_keyed);
  const auto file =
      centre.write("a.csv", "number,day,damage\n1,2022-01-01,10\n1,2022-01-01,10\n1,2022-01-01,20\n2,2022-01-01,1\n");
  CHECK(centre.import("cases", file).rows == counts(2, 0, 1, 1));
  const auto rows = centre.store().quarantine_rows("cases").value();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].line == 4);
  CHECK(rows[0].expected_key == "expected.key_once");
  CHECK(rows[0].arguments.front().value == "2");
  CHECK(rows[0].raw == "1,2022-01-01,20");
  CHECK(rows[0].fields == std::vector<std::string>{"1", "2022-01-01", "20"});
  CHECK(centre.import("cases", file, reread()).rows == counts(0, 0, 3, 1));
}

TEST_CASE("versions of a record follow their column, whatever comes first") {
  TestCentre centre;
  centre.add_register(k_versioned);
  const auto all =
      centre.write("a.csv", "number,day,version\n1,2022-03-01,3\n1,2022-01-01,1\n2,2022-01-01,1\n2,2022-05-01,1\n");
  CHECK(centre.import("cases", all).rows == counts(2, 1, 0, 1));  // the same version with another content waits
  CHECK(centre.store().quarantine_rows("cases")->front().expected_key == "expected.version_once");
  CHECK(centre.store().overview("cases")->events == 2);
  // An older version that comes late is kept and does not become current; a newer one does.
  CHECK(centre
            .import("cases", centre.write("b.csv", "number,day,version\n1,2022-02-01,2\n2,2022-07-01,10\n"),
                    at(test::k_now + k_hour))
            .rows == counts(0, 2, 0, 0));
  cube::Query months;
  months.register_id = "cases";
  months.every = axes::Unit::month;
  months.filter.period = axes::parse_span("2022-01..2022-07").value();
  CHECK(centre.store().query(months)->values == std::vector<double>{0, 0, 1, 0, 0, 0, 1});
  CHECK(centre.import("cases", all, reread()).rows == counts(0, 0, 3, 1));
  CHECK(centre.store().overview("cases")->superseded == 3);
}

TEST_CASE("a changed description reads old files anew") {
  TestCentre centre;
  centre.add_register(k_keyless);
  const auto file = centre.write("a.csv", "day,kind\n2022-01-01,theft\n03.02.2022,theft\n");
  CHECK(centre.import("thefts", file).rows == counts(1, 0, 0, 1));
  std::string wider = k_keyless;
  wider.replace(wider.find("[\"%Y"), 12, "[\"%Y-%m-%d\", \"%d.%m.%Y\"]");
  centre.add_register(wider);
  const auto again = centre.import("thefts", file);
  CHECK(again.rows == counts(1, 0, 1, 0));
  CHECK(again.resolved == 1);
  std::string keyed = "key = [\"day\"]\n" + wider;
  auto description = registers::parse_description(keyed, "t");
  REQUIRE(description);
  CHECK(centre.store().save_register(*description, keyed, test::k_now).error().key == "error.store.register.holds");
}

TEST_CASE("a dry run tells and changes nothing; so does a file that fails") {
  TestCentre centre;
  centre.add_register(k_keyless);
  const auto good = centre.write("a.csv", "day,kind\n2022-01-01,theft\n");
  store::ImportOptions dry;
  dry.dry_run = true;
  CHECK(centre.import("thefts", good, dry).rows == counts(1, 0, 0, 0));
  CHECK(centre.store().overview("thefts")->events == 0);
  CHECK(centre.store().scheme_of("thefts").value()->items().empty());
  const auto other = centre.write("b.csv", "something,else\n1,2\n");
  CHECK_FALSE(centre.try_import("thefts", {good, other}));
  CHECK_FALSE(centre.try_import("thefts", {good, centre.folder() / "none.csv"}));
  CHECK(centre.store().overview("thefts")->events == 0);
  CHECK(centre.store().imports("thefts")->empty());
  const std::atomic<bool> cancel = true;
  store::ImportOptions stopped;
  stopped.progress.cancel = &cancel;
  CHECK(centre.try_import("thefts", {good}, stopped).error().code == Code::cancelled);
  CHECK(centre.import("thefts", good).rows == counts(1, 0, 0, 0));
  CHECK(centre.try_import("nothing", {good}).error().key == "error.store.register.absent");
}

TEST_CASE("a description that comes with its rows stays with them, or not at all") {
  TestCentre centre;
  const auto given = [](const std::string& toml) {
    return store::GivenDescription{registers::parse_description(toml, "test").value(), toml};
  };
  const auto good = centre.write("a.csv", "day,kind\n2022-01-01,theft\n");
  const auto none = centre.folder() / "none.csv";
  const std::string changed = std::string("source = \"changed\"\n") + k_keyless;
  const std::atomic<bool> cancel = true;
  const auto all_undone = [&](const std::string& toml, const auto& unchanged) {
    store::ImportOptions options;
    options.description = given(toml);
    CHECK_FALSE(centre.try_import("thefts", {none}, options));
    unchanged();
    options.progress.cancel = &cancel;
    CHECK(centre.try_import("thefts", {good}, options).error().code == Code::cancelled);
    unchanged();
    options.progress = {};
    options.dry_run = true;
    CHECK(centre.import("thefts", good, options).rows.read == 1);
    unchanged();
  };
  all_undone(k_keyless, [&] {
    CHECK(centre.store().all_registers()->empty());
    CHECK_FALSE(centre.store().load_classification("own:thefts"));
  });
  store::ImportOptions options;
  options.description = given(k_keyless);
  CHECK(centre.import("thefts", good, options).rows == counts(1, 0, 0, 0));
  all_undone(changed, [&] { CHECK(centre.store().load_register("thefts")->toml == k_keyless); });
  options.description = given(changed);
  CHECK(centre.import("thefts", good, options).rows == counts(0, 0, 1, 0));
  CHECK(centre.store().load_register("thefts")->toml == changed);
  CHECK(centre.store().scheme_of("thefts").value()->items().size() == 1);
}

TEST_CASE("cancelling after the reading leaves everything as it was") {
  TestCentre centre;
  centre.add_register(k_keyless);
  std::string text = "day,kind\n";
  for (int i = 0; i < 50'000; ++i) text += "2022-01-01,theft" + std::to_string(i % 7) + "\n";
  const auto file = centre.write("a.csv", text);
  std::atomic<bool> cancel = false;
  int reports = 0;
  store::ImportOptions options;
  options.threads = 1;
  options.progress.cancel = &cancel;
  options.progress.report = [&](const std::string&, double, double) { ++reports; };
  options.dry_run = true;
  centre.import("thefts", file, options);
  const int last = reports;
  reports = 0;
  options.dry_run = false;
  options.progress.report = [&](const std::string&, double, double) { cancel = ++reports == last; };  // the end of file
  auto stopped = centre.try_import("thefts", {file}, options);
  REQUIRE_FALSE(stopped);
  CHECK(reports == last);
  CHECK(stopped.error().code == Code::cancelled);
  CHECK(stopped.error().key == "error.cancelled");
  CHECK(centre.store().overview("thefts")->events == 0);
  CHECK(centre.store().imports("thefts")->empty());
  cancel = false;
  options.progress.report = Progress{}.report;
  CHECK(centre.import("thefts", file, options).rows.fresh == 50'000);
}

TEST_CASE("files that hold no rows, or rows that are no text") {
  TestCentre centre;
  centre.add_register(k_keyless);
  CHECK_FALSE(centre.try_import("thefts", {centre.write("empty.csv", "")}));
  CHECK(centre.import("thefts", centre.write("head.csv", "day,kind\n")).rows == counts(0, 0, 0, 0));
  const std::string nul("day,kind\n2022-01-01,a\0b\n2022-01-01,caf\xE9\n2022-01-01,fine\n", 54);
  const auto account = centre.import("thefts", centre.write("bytes.csv", nul));
  CHECK(account.rows == counts(1, 0, 0, 2));
  CHECK(centre.store().quarantine_rows("thefts")->size() == 2);
  CHECK(centre.import("thefts", centre.folder() / "bytes.csv", reread()).rows == counts(0, 0, 1, 2));
}

TEST_CASE("Parquet goes in like any file") {
  TestCentre centre;
  centre.add_register(R"(id = "thefts"
[file]
format = "parquet"
[time]
columns = ["day"]
formats = ["%Y-%m-%d"]
[class]
column = "kind"
[[quantity]]
id = "damage"
column = "damage"
)");
  store::Table table;
  table.columns = {
      {"day", store::ColumnType::text}, {"kind", store::ColumnType::text}, {"damage", store::ColumnType::number}};
  for (int i = 0; i < 5000; ++i)
    table.rows.push_back({std::string(i % 1000 == 7 ? "never" : "2022-03-01"), std::string("theft"),
                          i == 0 ? store::Value() : store::Value(i * 0.5)});
  const auto file = centre.folder() / "a.parquet";
  REQUIRE(store::write_parquet(table, file));
  const auto account = centre.import("thefts", file);
  CHECK(account.rows == counts(4995, 0, 0, 5));
  CHECK(centre.store().quarantine_rows("thefts")->front().line == 8);
  const auto quantity = centre.store().overview("thefts")->quantities.front();
  CHECK(quantity.known == 4994);
  CHECK(centre.import("thefts", file, reread()).rows == counts(0, 0, 4995, 5));
  CHECK(centre.try_import("thefts", {centre.write("b.parquet", "not parquet")}).error().key ==
        "error.parquet.unreadable");
}

// A model in plain C++ of what an import without a key must do, against random files with repetitions and bad rows.

TEST_CASE("the account adds up and agrees with a simple model on random files") {
  TestCentre centre;
  centre.add_register(k_keyless);
  Random random(20221);
  std::map<std::string, std::int64_t> held, waiting;
  for (int import = 0; import < 12; ++import) {
    std::string text = "day,kind\n";
    std::map<std::string, std::int64_t> good, bad;
    const std::uint64_t rows = random.below(400);
    for (std::uint64_t i = 0; i < rows; ++i) {
      const bool wrong = random.below(10) == 0;
      const std::string row = (wrong ? "2022-13-0" : "2022-01-0") + std::to_string(1 + random.below(9)) + ",k" +
                              std::to_string(random.below(12));
      ++(wrong ? bad : good)[row];
      text += row + "\n";
    }
    store::RowCounts expected;
    for (const auto& [row, n] : good) {
      expected.fresh += std::max<std::int64_t>(n - held[row], 0);
      expected.unchanged += std::min(n, held[row]);
      held[row] = std::max(held[row], n);
    }
    for (const auto& [row, n] : bad) {
      expected.quarantined += n;
      waiting[row] = std::max(waiting[row], n);
    }
    expected.read = static_cast<std::int64_t>(rows);
    const auto account = centre.import("thefts", centre.write("f" + std::to_string(import) + ".csv", text));
    CHECK(account.rows == expected);
  }
  std::int64_t events = 0, open = 0;
  for (const auto& [row, n] : held) events += n;
  for (const auto& [row, n] : waiting) open += n;
  CHECK(centre.store().overview("thefts")->events == events);
  CHECK(centre.store().overview("thefts")->quarantined == open);
}

TEST_CASE("the number of threads changes nothing") {
  std::string text = "day,kind\n";
  Random random(7);
  for (int i = 0; i < 60'000; ++i)
    text += "2022-0" + std::to_string(1 + random.below(9)) + "-11,kind" + std::to_string(random.below(500)) + "\n";
  std::vector<std::string> outcomes;
  for (const int threads : {1, 2, 4}) {
    TestCentre centre;
    centre.add_register(k_keyless);
    store::ImportOptions options;
    options.threads = threads;
    centre.import("thefts", centre.write("a.csv", text), options);
    const auto file = centre.folder() / "out.csv";
    store::EventSelection all;
    all.register_id = "thefts";
    CHECK(centre.store().export_events(all, file).value() == 60'000);
    outcomes.push_back(test::slurp(file));
    for (const axes::ClassItem& item : centre.store().scheme_of("thefts").value()->items())
      outcomes.back() += item.code + "\n";
  }
  CHECK(outcomes[0] == outcomes[1]);
  CHECK(outcomes[0] == outcomes[2]);
}

TEST_CASE("what people wrote into a register is no formula for who opens the export in a spreadsheet") {
  TestCentre centre;
  centre.add_register(k_keyless);
  const auto source = centre.write(
      "a.csv", "day,kind\n2022-01-01,=HYPERLINK(1)\n2022-01-02,-5\n2022-01-03,@x\n2022-01-04,plain = text\n");
  REQUIRE(centre.import("thefts", source).rows.fresh == 4);
  const auto file = centre.folder() / "out.csv";
  store::EventSelection all;
  all.register_id = "thefts";
  REQUIRE(centre.store().export_events(all, file).value() == 4);
  const std::string text = test::slurp(file);
  CHECK(text.find(",'=HYPERLINK(1)") != std::string::npos);
  CHECK(text.find(",'@x") != std::string::npos);
  CHECK(text.find(",-5") != std::string::npos);
  CHECK(text.find(",plain = text") != std::string::npos);
}
