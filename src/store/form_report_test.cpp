#include "store/form_report.hpp"

#include <doctest/doctest.h>

#include "store/store.hpp"
#include "support/shared.hpp"

using namespace tartip;
using statistics::FormDescription;
using statistics::FormReport;

namespace {

FormDescription small_form() {
  FormDescription form;
  form.id = "f";
  form.version = "1";
  form.sheets.resize(1);
  auto& sheet = form.sheets[0];
  sheet.id = "S";
  sheet.rows = {{"total", {}, "", false}, {"188", {}, "", false}};
  sheet.graphs = {{"g1", "offences", 0, {}}, {"g2", "offences", 0, {}}};
  sheet.row_by_key = {{"total", 0}, {"188", 1}};
  sheet.graph_by_id = {{"g1", 0}, {"g2", 1}};
  return form;
}

FormReport report_of(const std::string& territory, std::int64_t first, const std::string& sha256) {
  FormReport report;
  report.form = "f";
  report.version = "1";
  report.territory = territory;
  report.period = axes::parse_span("2022").value();
  report.file = territory + ".xlsx";
  report.sha256 = sha256;
  report.sheets.resize(1);
  report.sheets[0].values = {Decimal(first), std::nullopt, Decimal(0), Decimal::of_thousandths(1'500)};
  return report;
}

}  // namespace

TEST_CASE("forms are kept with every version; an empty cell stays empty and zero stays zero") {
  const test::TemporaryFolder folder;
  const FormDescription form = small_form();
  auto store = store::Store::open(folder.path()).value();
  CHECK(store.form_reports().value().empty());
  CHECK(store.put_form_report(form, report_of("75", 10, "aa"), 1'000).value() == store::FormOutcome::fresh);
  CHECK(store.put_form_report(form, report_of("71", 20, "bb"), 1'000).value() == store::FormOutcome::fresh);
  CHECK(store.put_form_report(form, report_of("75", 10, "aa"), 2'000).value() == store::FormOutcome::unchanged);
  CHECK(store.put_form_report(form, report_of("75", 11, "cc"), 3'000).value() == store::FormOutcome::replaced);

  const auto now = store.form_reports({.form = "f", .territory = "75", .period = axes::parse_span("2022").value()});
  REQUIRE(now->size() == 1);
  CHECK(now->front().sha256 == "cc");
  CHECK(now->front().cells == 3);
  const auto loaded = store.load_form_report(now->front(), form).value();
  CHECK(loaded.sheets[0].values == report_of("75", 11, "cc").sheets[0].values);

  const auto then = store.form_reports({.form = "f", .territory = "75", .period = {}, .known_on = 2'500});
  REQUIRE(then->size() == 1);
  CHECK(then->front().sha256 == "aa");
  CHECK(then->front().replaced == 3'000);
  CHECK(store.form_reports({.every_version = true})->size() == 3);
  CHECK(store.form_reports({.period = axes::parse_span("2021").value()})->empty());
  CHECK(store.form_reports({.form = "g"})->empty());
}

TEST_CASE("a kept cell that the description does not have is said, not dropped") {
  const test::TemporaryFolder folder;
  const FormDescription form = small_form();
  auto store = store::Store::open(folder.path()).value();
  REQUIRE(store.put_form_report(form, report_of("75", 10, "aa"), 1'000));
  FormDescription other = form;
  other.sheets[0].row_by_key.erase("188");
  const auto entry = store.form_reports()->front();
  CHECK(store.load_form_report(entry, other).error().key == "error.store.form_version");
}
