#include "forms/reader.hpp"

#include "forms/test_parts.hpp"
#include "forms/test_workbook.hpp"
#include "support/shared.hpp"

using namespace tartip;
using forms::FormDefinition;
using forms::ReadForm;
using statistics::CellAddress;
using statistics::FormReport;

namespace {

const FormDefinition& sng() {
  return test::known_form("sng1");
}

test::WorkbookShape sng_shape() {
  test::WorkbookShape shape;
  shape.stamp = "28327;50501;1975%;__";
  shape.title = "СНГ-1  Алматы (Свод)";
  return shape;
}

Result<ReadForm> read(const std::filesystem::path& file, const std::string& territory = "") {
  static const auto known = forms::known_forms().value();
  static const auto territories = forms::form_territories().value();
  return forms::read_form_file(file, *known, territories,
                               {.period = axes::parse_span("2022").value(), .territory = territory});
}

FormReport random_report(const FormDefinition& definition, std::uint64_t seed) {
  FormReport report = test::zero_report(definition, "750000000");
  Random random(seed);
  for (std::size_t s = 0; s < report.sheets.size(); ++s) {
    const auto& graphs = definition.form.sheets[s].graphs;
    for (std::size_t i = 0; i < report.sheets[s].values.size(); ++i) {
      const bool money = graphs[i % graphs.size()].digits > 0;
      auto& value = report.sheets[s].values[i];
      switch (random.below(4)) {
        case 0:
          value.reset();
          break;
        case 1:
          value = Decimal(0);
          break;
        default:
          value = money ? Decimal::of_thousandths(static_cast<std::int64_t>(random.below(900'000'000'000)))
                        : Decimal(static_cast<std::int64_t>(random.below(200'000)));
      }
    }
  }
  return report;
}

}  // namespace

TEST_CASE("what a workbook of form СНГ-1 holds is read exactly, cell by cell") {
  const test::TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const FormReport report = random_report(sng(), seed);
    const auto file = test::write_form(folder.path() / "almaty city.xlsx", sng(), report, sng_shape());
    const auto got = read(file);
    REQUIRE_MESSAGE(got, got.error().describe());
    CHECK(got->report.form == "sng1");
    CHECK(got->report.territory == "750000000");
    CHECK(got->report.title == "СНГ-1  Алматы (Свод)");
    CHECK(got->report.sha256.size() == 64);
    CHECK(got->remarks.empty());
    CHECK(got->report.flaws.empty());
    for (std::size_t s = 0; s < report.sheets.size(); ++s)
      CHECK(got->report.sheets[s].values == report.sheets[s].values);
  }
}

TEST_CASE("form 1-М: 26 sheets, money to the tenge, rows of equal label under their group, titles and slips") {
  const test::TemporaryFolder folder;
  const FormDefinition& form = test::known_form("1m");
  const FormReport report = random_report(form, 7);
  test::WorkbookShape shape;
  shape.first_column = 1;  // the table begins in column B
  shape.blank_lines = 2;
  shape.slips = true;
  const auto got = read(test::write_form(folder.path() / "Almaty.XLSX", form, report, shape));
  REQUIRE_MESSAGE(got, got.error().describe());
  REQUIRE(got->report.sheets.size() == 26);
  for (std::size_t s = 0; s < report.sheets.size(); ++s)
    CHECK_MESSAGE(got->report.sheets[s].values == report.sheets[s].values, form.form.sheets[s].id);
}

TEST_CASE("a misspelt label is read, an unknown one is an error that names sheet and line") {
  const test::TemporaryFolder folder;
  const FormReport report = test::zero_report(sng(), "750000000");
  const auto with_label = [&](const std::string& label) {
    FormDefinition changed = sng();
    changed.form.sheets[0].rows[*changed.form.sheets[0].find_row("194")].names.by_language["ru"] = label;
    return read(test::write_form(folder.path() / "f.xlsx", changed, report, sng_shape()));
  };
  CHECK(with_label("вымагательство  (ст. 194 УК)"));
  CHECK(with_label("Что-то другое (ст. 194 УК)"));  // by its article
  const auto wrong = with_label("Полёты на Марс").error();
  CHECK(wrong.key == "error.form.row_unknown");
  CHECK(wrong.describe().find("Марс") != std::string::npos);
  CHECK(wrong.describe().find("sheet=R1") != std::string::npos);
}

TEST_CASE("columns and sheets that are not understood, or missing, are errors that name them") {
  const test::TemporaryFolder folder;
  const FormReport report = test::zero_report(sng(), "750000000");
  FormDefinition swapped = sng();
  std::swap(swapped.form.sheets[0].graphs[0].names, swapped.form.sheets[0].graphs[2].names);
  CHECK(read(test::write_form(folder.path() / "a.xlsx", swapped, report, sng_shape())).error().key ==
        "error.form.heading_unknown");

  FormDefinition renumbered = sng();
  renumbered.form.sheets[0].graphs[5].id = "g9";
  CHECK(read(test::write_form(folder.path() / "b.xlsx", renumbered, report, sng_shape())).error().key ==
        "error.form.column_unknown");

  test::WorkbookShape extra = sng_shape();
  extra.cell = [](lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const CellAddress& cell) {
    if (cell.sheet == "R1" && cell.row == "188" && cell.graph == "g6")
      worksheet_write_number(sheet, row, static_cast<lxw_col_t>(column + 3), 5, nullptr);
    return false;
  };
  const auto beside = read(test::write_form(folder.path() / "c.xlsx", sng(), report, extra)).error();
  CHECK(beside.key == "error.form.column_unknown");
  CHECK(beside.describe().find("column=M") != std::string::npos);

  test::WorkbookShape more = sng_shape();
  more.more = [](lxw_workbook* book) {
    worksheet_write_string(workbook_add_worksheet(book, "R4"), 0, 0, "x", nullptr);
  };
  const auto sheet = read(test::write_form(folder.path() / "d.xlsx", sng(), report, more)).error();
  CHECK(sheet.key == "error.form.sheet_unknown");
  CHECK(sheet.describe().find("R4") != std::string::npos);

  FormDefinition short_form = sng();
  short_form.form.sheets.pop_back();
  CHECK(read(test::write_form(folder.path() / "e.xlsx", short_form, report, sng_shape())).error().key ==
        "error.form.sheet_missing");

  FormDefinition no_row = sng();
  no_row.printed[0].lines.pop_back();
  CHECK(read(test::write_form(folder.path() / "f.xlsx", no_row, report, sng_shape())).error().key ==
        "error.form.row_missing");
}

TEST_CASE("whoever mends a workbook is told all that is not understood, sheet by sheet") {
  const test::TemporaryFolder folder;
  const FormReport report = test::zero_report(sng(), "750000000");
  FormDefinition changed = sng();
  auto& rows = changed.form.sheets[0].rows;
  rows[*changed.form.sheets[0].find_row("194")].names.by_language["ru"] = "Полёты на Марс";
  std::swap(changed.form.sheets[0].graphs[0].names, changed.form.sheets[0].graphs[2].names);
  changed.form.sheets[0].graphs[5].id = "g9";
  test::WorkbookShape more = sng_shape();
  more.more = [](lxw_workbook* book) {
    worksheet_write_string(workbook_add_worksheet(book, "R4"), 0, 0, "x", nullptr);
  };
  const auto file = test::write_form(folder.path() / "f.xlsx", changed, report, more);
  const auto known = forms::known_forms().value();
  const auto territories = forms::form_territories().value();
  std::vector<Error> errors;
  const auto got = forms::read_form_file(
      file, *known, territories, {.period = axes::parse_span("2022").value(), .territory = "", .errors = &errors});
  REQUIRE_FALSE(got);
  CHECK(got.error().key == "error.form.sheet_unknown");
  std::string keys;
  for (const Error& one : errors) keys += one.key.substr(std::string("error.form.").size()) + " ";
  CHECK(keys == "sheet_unknown column_unknown column_missing heading_unknown heading_unknown row_unknown row_missing ");

  // Another form’s sheet under the name of ours: the first few are told, not hundreds.
  FormDefinition foreign = test::known_form("1m");
  for (auto& row : foreign.form.sheets[0].rows) row.names.by_language["ru"] = "Марс " + row.key;
  errors.clear();
  CHECK_FALSE(forms::read_form_file(
      test::write_form(folder.path() / "g.xlsx", foreign, test::zero_report(foreign, "750000000"), {}), *known,
      territories, {.period = axes::parse_span("2022").value(), .territory = "", .errors = &errors}));
  CHECK(errors.size() == 20);
  CHECK(forms::read_form_file(folder.path(), *known, territories, {}).error().key == "error.file.folder");
}

TEST_CASE("whose form it is: metadata, checked against the name of the file and the title") {
  const test::TemporaryFolder folder;
  const FormReport report = test::zero_report(sng(), "");
  const auto named = [&](const std::string& file, const std::string& stamp, const std::string& title) {
    test::WorkbookShape shape = sng_shape();
    shape.stamp = stamp;
    shape.title = title;
    return test::write_form(folder.path() / file, sng(), report, shape);
  };
  const auto fine = read(named("Karaganda region.xlsx", "1;50501;1935%;__", "СНГ-1  Карагандинская область (Свод)"));
  REQUIRE(fine);
  CHECK(fine->report.territory == "350000000");
  CHECK(fine->remarks.empty());
  CHECK(read(named("figures.xlsx", "1;50501;1919%;__", ""))->remarks.empty());
  CHECK(read(named("Almaty region.xlsx", "1;50501;1919%;__", "Алматинская область"))->remarks.empty());

  const auto contradicted = read(named("Astana.xlsx", "1;50501;1935%;__", ""));
  REQUIRE(contradicted);
  REQUIRE(contradicted->remarks.size() == 1);
  CHECK(contradicted->remarks[0].key == "error.form.territory_contradiction");
  CHECK(contradicted->report.territory == "350000000");

  CHECK(read(named("a.xlsx", "1;50501;1999%;__", "")).error().key == "error.form.territory_unknown");
  CHECK(read(named("b.xlsx", "", "")).error().key == "error.form.no_territory");
  CHECK(read(named("c.xlsx", "", ""), "710000000")->report.territory == "710000000");
  CHECK(read(named("d.xlsx", "1;77777;1935%;__", "")).error().key == "error.form.not_known");
}

TEST_CASE("cells that hold no valid figure are listed with their place; what is not to be filled in is missing") {
  const test::TemporaryFolder folder;
  test::WorkbookShape shape = sng_shape();
  shape.cell = [](lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const CellAddress& cell) {
    if (cell.sheet != "R1" || cell.graph != "g1") return false;
    if (cell.row == "188") return worksheet_write_string(sheet, row, column, "много", nullptr) == LXW_NO_ERROR;
    if (cell.row == "190") return worksheet_write_formula_num(sheet, row, column, "=1+1", nullptr, 2) == LXW_NO_ERROR;
    if (cell.row == "191") return worksheet_write_number(sheet, row, column, 2.5, nullptr) == LXW_NO_ERROR;
    if (cell.row == "192") return worksheet_write_number(sheet, row, column, -1, nullptr) == LXW_NO_ERROR;
    if (cell.row == "194") return worksheet_write_string(sheet, row, column, "1 234", nullptr) == LXW_NO_ERROR;
    if (cell.row == "200") return worksheet_write_string(sheet, row, column, "–", nullptr) == LXW_NO_ERROR;
    if (cell.row == "202") return worksheet_write_number(sheet, row, column, 1e13, nullptr) == LXW_NO_ERROR;
    return false;
  };
  const auto got = read(test::write_form(folder.path() / "f.xlsx", sng(), test::zero_report(sng(), ""), shape));
  REQUIRE_MESSAGE(got, got.error().describe());
  std::map<std::string, std::string> flaws;
  for (const auto& flaw : got->report.flaws) flaws[flaw.cell.row] = flaw.key;
  CHECK(flaws == std::map<std::string, std::string>{
                     {"188", "text"}, {"190", "formula"}, {"191", "digits"}, {"192", "negative"}, {"202", "size"}});
  CHECK(got->report.flaws.front().place.starts_with("R1!E"));
  const auto value = [&](const std::string& row) {
    return statistics::value_at(sng().form, got->report, {"", "R1", row, "g1"}).value();
  };
  CHECK(value("194") == Decimal(1234));
  CHECK(value("200") == std::nullopt);
  CHECK(value("190") == std::nullopt);
  CHECK(value("188") == std::nullopt);
}

TEST_CASE("hostile workbooks end in a clear error") {
  const test::TemporaryFolder folder;
  const auto good = test::write_form(folder.path() / "good.xlsx", sng(), test::zero_report(sng(), ""), sng_shape());
  const std::string bytes = test::slurp(good);
  for (const std::size_t cut : {bytes.size() / 3, bytes.size() / 2, bytes.size() - 10})
    CHECK(read(folder.write("cut.xlsx", bytes.substr(0, cut))).error().key == "error.file.workbook_damaged");
  CHECK(read(folder.write("old.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old")).error().key ==
        "error.file.workbook_old");
  CHECK(read(folder.write("text.xlsx", "a,b\n1,2\n")).error().key == "error.file.workbook_damaged");
  CHECK(read(folder.write("empty.xlsx", "")).error().key == "error.file.empty");
  CHECK(read(folder.path() / "none.xlsx").error().key == "error.file.unreadable");

  // A document type with entities that multiply.
  const std::string laughs =
      "<?xml version='1.0'?><!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
      "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><worksheet><sheetData><row><c t='str'><v>&c;</v></c></row></sheetData>"
      "</worksheet>";
  CHECK(read(test::packed(folder.path() / "laughs.xlsx", test::parts_with(laughs))).error().key ==
        "error.file.workbook_damaged");

  // A part that unpacks to hundreds of megabytes of blanks.
  const std::string blanks(std::size_t{150} << 20, ' ');
  CHECK(read(test::packed(folder.path() / "bomb.xlsx", test::parts_with(blanks))).error().key ==
        "error.file.workbook_bomb");

  // A million rows without a cell: read in bounded memory, then there is no table.
  std::string rows = "<worksheet><sheetData>";
  for (int i = 1; i <= 1'000'000; ++i) rows += "<row r='" + std::to_string(i) + "'/>";
  rows += "</sheetData></worksheet>";
  auto parts = test::parts_with(rows);
  CHECK(read(test::packed(folder.path() / "rows.xlsx", parts)).error().key == "error.form.table_missing");

  // Headings merged over columns that are not there, ranges turned over.
  CHECK(read(test::packed(folder.path() / "merged.xlsx",
                          test::parts_with(
                              "<worksheet><sheetData/><mergeCells><mergeCell ref='C9:A1'/></mergeCells></worksheet>")))
            .error()
            .key == "error.file.workbook_damaged");
  CHECK(read(test::packed(
                 folder.path() / "place.xlsx",
                 test::parts_with(
                     "<worksheet><sheetData><row r='1'><c r='ZZZZ1'><v>1</v></c></row></sheetData></worksheet>")))
            .error()
            .key == "error.file.workbook_damaged");
}

TEST_CASE("the published workbooks are read to the last cell") {
  const auto folder = test::shared_file("data/kz-legal-statistics");
  if (!folder) return;
  const auto got = read(*folder / "form-1m" / "Almaty.XLSX");
  REQUIRE_MESSAGE(got, got.error().describe());
  CHECK(got->remarks.empty());
  CHECK(got->report.flaws.empty());
  const auto& form = got->definition->form;
  const auto value = [&](const char* address) {
    return statistics::value_at(form, got->report, statistics::parse_address(address).value()).value().value();
  };
  CHECK(value("R1[total].g2") == Decimal(34'891));  // README of kz-crime-form-1m-tidy
  CHECK(value("R1[190.internet].g2") == Decimal(2'318));
  CHECK(value("R4-1[total].g1") == *Decimal::parse("80233051.051"));
  CHECK(value("R11[99.1].g2") == Decimal(40));
  CHECK(value("PRIL4[attempted.female.15-17].g2") == Decimal(7));
  CHECK(value("PRIL2[ubn.dop].g2") == Decimal(2));
  std::size_t filled = 0, cells = 0;
  for (const auto& sheet : got->report.sheets) {
    cells += sheet.values.size();
    for (const auto& one : sheet.values) filled += one.has_value();
  }
  CHECK(filled == cells);
}
