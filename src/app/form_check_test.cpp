// `form check` as machines and people get it: workbooks in, sheets out.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "app/operation.hpp"
#include "app/sheet_writer.hpp"
#include "forms/test_workbook.hpp"
#include "support/shared.hpp"

namespace tartip::app {
namespace {

Result<Answer> checked(std::vector<std::string> files, const std::string& language = "en") {
  const Operation& operation = *find_operation("form", "check");
  Setting setting;
  setting.language = language;
  auto call = check_call(operation, std::move(setting), {{"files", std::move(files)}, {"period", {"2022"}}});
  if (!call) return pass(call);
  return operation.carry_out(*call);
}

test::WorkbookShape shape_of(const std::string& territory, const std::string& title) {
  test::WorkbookShape shape;
  shape.stamp = "28327;50501;19" + territory.substr(0, 2) + "%;__";
  shape.title = title;
  return shape;
}

std::string text_at(const Sheet& sheet, std::size_t row, const char* column) {
  const auto at = std::ranges::find(sheet.columns, column, &SheetColumn::id) - sheet.columns.begin();
  const auto& cell = sheet.rows[row][static_cast<std::size_t>(at)];
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  return "";
}

const forms::FormDefinition& sng() {
  return test::known_form("sng1");
}

TEST_CASE("a finding names every row, its causes the region, and both the same number") {
  const test::TemporaryFolder folder;
  statistics::FormReport report = test::zero_report(sng(), "750000000");
  const auto& sheet = sng().form.sheets[0];
  const auto cell = [&](const char* row, const char* graph) -> auto& {
    return report.sheets[0].values[*sheet.find_row(row) * sheet.graphs.size() + *sheet.find_graph(graph)];
  };
  // Foreign victims of offences that nobody registered.
  for (const char* row : {"106", "120", "191", "192", "194"}) cell(row, "g2") = Decimal(2);
  cell("total", "g2") = Decimal(10);
  const auto file =
      test::write_form(folder.path() / "Almaty.xlsx", sng(), report, shape_of("750000000", "СНГ-1  Алматы (Свод)"));
  const auto answer = checked({file.string()}, "ru");
  REQUIRE(answer);
  CHECK(answer->finding);
  REQUIRE(answer->sheets.size() >= 2);
  const Sheet& findings = answer->sheets[0];
  const Sheet& causes = answer->sheets[1];
  REQUIRE(findings.id == "findings");
  REQUIRE(causes.id == "causes");
  REQUIRE(findings.rows.size() == 1);
  CHECK(text_at(findings, 0, "relation") == "foreign-victims");
  CHECK(text_at(findings, 0, "article") == "106; 120; 191; 192; 194");
  CHECK(to_json({findings}).find(R"("article":["106","120","191","192","194"])") != std::string::npos);
  REQUIRE(causes.rows.size() == 5);
  CHECK(text_at(causes, 4, "territory") == "город Алматы");
  CHECK(text_at(causes, 4, "stands") == "2");
  CHECK(text_at(causes, 4, "should_be").empty());  // any count up to that of the registered would do
  CHECK(text_at(causes, 4, "finding") == text_at(findings, 0, "finding"));
}

TEST_CASE("all files that are not understood are told in one refusal, in the language of who asks") {
  const test::TemporaryFolder folder;
  const statistics::FormReport report = test::zero_report(sng(), "750000000");
  forms::FormDefinition changed = sng();
  for (const char* row : {"194", "200"})
    changed.form.sheets[0].rows[*sng().form.sheets[0].find_row(row)].names.by_language["ru"] =
        std::string("Марс ") + row;
  const auto first = test::write_form(folder.path() / "a.xlsx", changed, report, shape_of("750000000", "Алматы"));
  const auto second = folder.path() / "b.xlsx";
  std::ofstream(second) << "no workbook";
  const auto both = checked({first.string(), second.string()}, "ru");
  REQUIRE_FALSE(both);
  CHECK(both.error().key == "error.form.several");
  CHECK(both.error().arguments[0].value == "5");  // two rows not known, two missing, a file that is none
  const std::string& list = both.error().arguments[1].value;
  CHECK(list.find("Марс 194") != std::string::npos);
  CHECK(list.find("Марс 200") != std::string::npos);
  CHECK(list.find("b.xlsx") != std::string::npos);
  CHECK(std::ranges::count(list, '\n') == 5);
  CHECK(checked({second.string()}).error().key != "error.form.several");

  const auto good = test::write_form(folder.path() / "c.xlsx", sng(), report, shape_of("750000000", "Алматы"));
  const auto twice = checked({good.string(), good.string()}).error();
  CHECK(twice.key == "error.form.twice");
  CHECK(twice.arguments[0].value == good.string());  // the name alone would not tell them apart
}

}  // namespace
}  // namespace tartip::app
