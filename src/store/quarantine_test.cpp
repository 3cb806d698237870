#include "store/quality.hpp"
#include "store/test_centre.hpp"

using namespace tartip;
using test::TestCentre;

namespace {

const char* const k_cases = R"(
id = "cases"
names = {en = "Cases"}
key = ["number"]
[time]
columns = ["day"]
formats = ["%Y-%m-%d"]
[class]
column = "kind"
required = false
)";

store::QuarantineFilter with_status(store::QuarantineStatus status) {
  return {.status = status, .column = {}, .expected_key = {}};
}

std::size_t waiting(TestCentre& centre) {
  return centre.store().quarantine_rows("cases")->size();
}

}  // namespace

TEST_CASE("what was dismissed together waits again together") {
  TestCentre centre;
  centre.add_register(k_cases);
  const auto file = centre.write("a.csv", "number,day,kind\n1,2022-02-30,a\n2,2022-02-31,a\n3,x,a\n4,2022-01-01,a\n");
  centre.import("cases", file);
  REQUIRE(waiting(centre) == 3);
  const auto rows = centre.store().quarantine_rows("cases").value();

  store::QuarantineFilter one = with_status(store::QuarantineStatus::open);
  one.numbers = {rows[0].number};
  const auto first = centre.store().dismiss_quarantine("cases", one).value();
  CHECK(first.number == 1);
  CHECK(first.rows == 1);
  const auto second = centre.store().dismiss_quarantine("cases", with_status(store::QuarantineStatus::open)).value();
  CHECK(second.number == 2);
  CHECK(second.rows == 2);
  CHECK(waiting(centre) == 0);
  CHECK(centre.store().dismiss_quarantine("cases", with_status(store::QuarantineStatus::open))->number == 0);

  CHECK(centre.store().restore_quarantine("cases", 1).value() == 1);
  REQUIRE(waiting(centre) == 1);
  CHECK(centre.store().quarantine_rows("cases")->front().number == rows[0].number);
  CHECK(centre.store().restore_quarantine("cases", 1).error().key == "error.quarantine.dismissal");
  CHECK(centre.store().restore_quarantine("cases", 2).value() == 2);
  CHECK(waiting(centre) == 3);
  // The file again: its rows wait once, as before.
  centre.import("cases", file);
  CHECK(waiting(centre) == 3);
}

TEST_CASE("one row is corrected on its own, and its first file never brings it back") {
  TestCentre centre;
  centre.add_register(k_cases);
  const auto file = centre.write("a.csv", "number,day,kind\n1,2022-02-30,\"theft, \"\"armed\"\"\"\n2,x,a\n");
  centre.import("cases", file);
  const auto row = centre.store().quarantine_rows("cases")->front();
  REQUIRE(row.columns == std::vector<std::string>{"number", "day", "kind"});
  std::vector<std::string> fields = row.fields;
  const auto corrected = centre.folder() / "corrected.csv";

  fields[1] = "2022-02-31";
  REQUIRE(store::write_corrected(row, fields, corrected));
  CHECK(centre.import("cases", corrected).rows.quarantined == 1);
  CHECK(waiting(centre) == 2);
  CHECK(centre.store().quarantine_rows("cases")->front().value == "2022-02-31");

  fields[1] = "2022-02-28";
  REQUIRE(store::write_corrected(row, fields, corrected));
  const auto account = centre.import("cases", corrected);
  CHECK(account.rows.fresh == 1);
  CHECK(account.resolved == 1);
  CHECK(waiting(centre) == 1);
  centre.import("cases", file);
  CHECK(waiting(centre) == 1);
  CHECK(centre.store().overview("cases")->events == 1);
}

TEST_CASE("quality by month: what is missing, and how late it came") {
  TestCentre centre;
  centre.add_register(k_cases);
  constexpr axes::Micros k_day = axes::k_micros_per_day;
  const axes::Micros first = axes::parse_day("2022-03-01").value().time_since_epoch().count() * k_day;
  const auto at = [](axes::Micros moment) {
    store::ImportOptions options;
    options.now = moment;
    return options;
  };
  centre.import("cases", centre.write("a.csv", "number,day,kind\n1,2022-01-10,a\n2,2022-01-11,\n"), at(first));
  // Ten days later: one of January, one of March; and the class of the second is known now.
  centre.import(
      "cases",
      centre.write("b.csv", "number,day,kind\n2,2022-01-11,b\n3,2022-01-31,\n4,2022-03-09,a\n5,2022-03-07,a\n"),
      at(first + 10 * k_day));
  const auto months = centre.store().quality_by_month("cases").value();
  REQUIRE(months.size() == 3);
  CHECK(axes::text_of(months[0].month) == "2022-01");
  CHECK(months[0].events == 3);
  CHECK(months[0].with_class == 2);
  CHECK(months[0].with_hour == 0);
  CHECK(months[0].with_place == 0);
  CHECK(months[0].delayed == 1);  // the third; the first two came with the first import
  CHECK(months[0].delay_median == 39);
  CHECK(months[1].events == 0);
  CHECK_FALSE(months[1].delay_median);
  CHECK(months[2].events == 2);
  CHECK(months[2].delayed == 2);
  CHECK(months[2].delay_median == 3);
  CHECK(months[2].delay_90 == 4);
  CHECK(centre.store().quality_by_month("none").error().code == Code::not_found);
}
