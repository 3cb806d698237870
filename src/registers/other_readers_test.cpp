#include <doctest/doctest.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <cstring>
#include <string>
#include <vector>

#include "registers/record.hpp"
#include "registers/workbook.hpp"
#include "registers/workbook_styles.hpp"
#include "support/shared.hpp"

namespace tartip::registers {
namespace {

using Texts = std::vector<std::string>;

struct Row {
  std::int64_t line = 0;
  Texts fields;
  std::string raw, flaw;
};

struct Table {
  Texts columns;
  std::vector<Row> rows;
};

Table read(const std::filesystem::path& file, const SourceFormat& format) {
  auto reader = open_records(file, format);
  REQUIRE_MESSAGE(reader, reader.error().describe());
  Table table{(*reader)->columns(), {}};
  RecordBlock block;
  for (;;) {
    auto more = (*reader)->next(block);
    REQUIRE_MESSAGE(more, more.error().describe());
    if (!*more) return table;
    for (std::size_t i = 0; i < block.count; ++i) {
      const Record& r = block.records[i];
      table.rows.push_back({r.line, {r.fields.begin(), r.fields.end()}, std::string(r.raw), r.flaw ? r.flaw->key : ""});
    }
  }
}

SourceFormat as(FileFormat kind) {
  SourceFormat format;
  format.format = kind;
  return format;
}

TEST_CASE("JSON lines: nested keys, kinds of values, lines that are not JSON") {
  const test::TemporaryFolder folder;
  const auto file =
      folder.write("a.jsonl",
                   "{\"id\": 1, \"at\": {\"lon\": -75.5, \"lat\": 6}, \"ok\": true, \"tags\": [1, \"x\"]}\r\n"
                   "\n"
                   "{\"id\": 2, \"kind\": \"Кража \\u00ab1\\u00bb\", \"ok\": null}\n"
                   "{\"id\": 3\n"
                   "[1, 2]\n"
                   "{\"id\": \"\xFF\"}\n"
                   "{\"id\": 12345678901234567890123}");
  const Table t = read(file, as(FileFormat::json_lines));
  CHECK(t.columns == Texts{"id", "at.lon", "at.lat", "ok", "tags", "kind"});
  REQUIRE(t.rows.size() == 6);
  CHECK(t.rows[0].fields == Texts{"1", "-75.5", "6", "true", "[1,\"x\"]", ""});
  CHECK(t.rows[1].fields == Texts{"2", "", "", "", "", "Кража «1»"});
  CHECK(t.rows[1].line == 3);
  CHECK(t.rows[2].flaw == "quarantine.not_json");
  CHECK(t.rows[3].flaw == "quarantine.not_json");
  CHECK(t.rows[4].flaw == "quarantine.broken_utf8");
  CHECK(t.rows[5].flaw.empty());
  CHECK(open_records(folder.write("b.jsonl", "not json\n"), as(FileFormat::json_lines)).error().key ==
        "error.file.no_objects");
  CHECK(open_records(folder.write("c.jsonl", ""), as(FileFormat::json_lines)).error().key == "error.file.empty");

  // Deep nesting and a long line are flaws of their line.
  std::string deep = "{\"id\": 1}\n{\"id\": " + std::string(100'000, '[') + std::string(100'000, ']') +
                     "}\n{\"id\": \"" + std::string(std::size_t{9} << 20, 'x') + "\"}\n{\"id\": 4}\n";
  const Table d = read(folder.write("d.jsonl", deep), as(FileFormat::json_lines));
  REQUIRE(d.rows.size() == 4);
  CHECK(d.rows[1].flaw == "quarantine.not_json");
  CHECK(d.rows[2].flaw == "quarantine.long_line");
  CHECK(d.rows[3].fields[0] == "4");
  CHECK(d.rows[3].line == 4);
}

TEST_CASE("a long file of JSON lines gives every line once") {
  std::string content;
  constexpr int k_rows = 150'000;
  for (int i = 0; i < k_rows; ++i)
    content += "{\"n\": " + std::to_string(i) + ", \"text\": \"some words to fill the line, number after number\"}\n";
  const test::TemporaryFolder folder;
  const Table t = read(folder.write("long.jsonl", content), as(FileFormat::json_lines));
  REQUIRE(t.rows.size() == k_rows);
  for (int i = 0; i < k_rows; ++i) {
    CHECK_EQ(t.rows[static_cast<std::size_t>(i)].line, i + 1);
    CHECK_EQ(t.rows[static_cast<std::size_t>(i)].fields[0], std::to_string(i));
  }
}

TEST_CASE("GeoJSON: properties, points, label points of areas, features without geometry") {
  const test::TemporaryFolder folder;
  const auto file = folder.write("a.geojson", R"({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"name": "a, b", "n": 1}, "geometry": {"type": "Point", "coordinates": [10.5, 50.25]}},
    {"type": "Feature", "properties": {"name": "square"}, "geometry": {"type": "Polygon",
      "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}},
    {"type": "Feature", "properties": {"name": "multi"}, "geometry": {"type": "MultiPolygon",
      "coordinates": [[[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]]}},
    {"type": "Feature", "properties": null, "geometry": null}, 7]})");
  const Table t = read(file, as(FileFormat::geojson));
  CHECK(t.columns == Texts{"name", "n", "_longitude", "_latitude"});
  REQUIRE(t.rows.size() == 5);
  CHECK(t.rows[0].fields == Texts{"a, b", "1", "10.5", "50.25"});
  CHECK(t.rows[0].raw == "\"a, b\",1,10.5,50.25");
  CHECK(t.rows[1].fields == Texts{"square", "", "1", "1"});
  CHECK(t.rows[2].fields[3] == "2");
  CHECK(t.rows[3].fields == Texts{"", "", "", ""});
  CHECK(t.rows[4].flaw == "quarantine.not_feature");
  CHECK(open_records(folder.write("b.geojson", "{\"a\": 1}"), as(FileFormat::geojson)).error().key ==
        "error.file.not_geojson");
  CHECK(open_records(folder.write("c.geojson", "{"), as(FileFormat::geojson)).error().key == "error.file.not_geojson");
}

std::filesystem::path workbook(const test::TemporaryFolder& folder) {
  const auto path = folder.path() / "book.xlsx";
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* first = workbook_add_worksheet(book, "Дела");
  lxw_worksheet* second = workbook_add_worksheet(book, "other");
  lxw_format* day = workbook_add_format(book);
  format_set_num_format(day, "dd.mm.yyyy");
  lxw_format* moment = workbook_add_format(book);
  format_set_num_format_index(moment, 22);
  lxw_format* money = workbook_add_format(book);
  format_set_num_format(money, "#,##0.00 \"tenge today\"");
  const char* header[] = {"id", "when", "kind", "damage", "closed", "sum"};
  for (lxw_col_t c = 0; c < 6; ++c) worksheet_write_string(first, 0, c, header[c], nullptr);
  lxw_datetime when = {2022, 9, 17, 0, 0, 0};
  worksheet_write_number(first, 1, 0, 1, nullptr);
  worksheet_write_datetime(first, 1, 1, &when, day);
  worksheet_write_string(first, 1, 2, "Кража, \"мелкая\"", nullptr);
  worksheet_write_number(first, 1, 3, 1234.5, money);
  worksheet_write_boolean(first, 1, 4, 1, nullptr);
  worksheet_write_formula_num(first, 1, 5, "=A2*2", nullptr, 2);
  when = {2022, 12, 31, 23, 59, 58};
  worksheet_write_number(first, 4, 0, 12345678901, nullptr);
  worksheet_write_datetime(first, 4, 1, &when, moment);
  worksheet_write_string(first, 5, 8, "beyond", nullptr);
  worksheet_write_string(second, 0, 0, "x", nullptr);
  worksheet_write_string(second, 1, 0, "y", nullptr);
  REQUIRE(workbook_close(book) == LXW_NO_ERROR);
  return path;
}

TEST_CASE("XLSX: values as text, dates as ISO text, rows by their number, sheets by name") {
  const test::TemporaryFolder folder;
  const auto path = workbook(folder);
  SourceFormat format = as(FileFormat::xlsx);
  const Table t = read(path, format);
  CHECK(t.columns == Texts{"id", "when", "kind", "damage", "closed", "sum"});
  REQUIRE(t.rows.size() == 3);
  CHECK(t.rows[0].fields == Texts{"1", "2022-09-17", "Кража, \"мелкая\"", "1234.5", "true", "2"});
  CHECK(t.rows[0].raw == "1,2022-09-17,\"Кража, \"\"мелкая\"\"\",1234.5,true,2");
  CHECK(t.rows[0].line == 2);
  CHECK(t.rows[1].fields == Texts{"12345678901", "2022-12-31T23:59:58", "", "", "", ""});
  CHECK(t.rows[1].line == 5);
  CHECK(t.rows[2].flaw == "quarantine.ragged");
  CHECK(t.rows[2].raw == ",,,,,,,,beyond");
  format.sheet = "other";
  CHECK(read(path, format).rows[0].fields == Texts{"y"});
  format.sheet = "none";
  const auto missing = open_records(path, format);
  CHECK(missing.error().key == "error.file.sheet_missing");
  CHECK(missing.error().arguments[2].value == "Дела, other");
}

TEST_CASE("number formats that show dates (ECMA-376 part 1, 18.8.31)") {
  for (const char* code :
       {"dd.mm.yyyy", "yyyy\\-mm\\-dd", "h:mm AM/PM", "[h]:mm:ss", "[$-409]d mmm yy", "[Red]m/d/yy", "mm:ss"}) {
    CHECK_MESSAGE(is_date_format(code), code);
  }
  for (const char* code : {"General", "0.00", "#,##0", "\"day\" 0", "0\\d", "[Red]0;[Blue]-0", "0%", "@", "0.00E+00",
                           "0_d", "[unclosed"}) {
    CHECK_MESSAGE(!is_date_format(code), code);
  }
}

std::filesystem::path packed(const test::TemporaryFolder& folder, const std::string& name, const std::string& part,
                             std::size_t megabytes) {
  const auto path = folder.path() / name;
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  REQUIRE(archive != nullptr);
  static const std::string types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
  zip_file_add(archive, "[Content_Types].xml", zip_source_buffer(archive, types.data(), types.size(), 0), 0);
  const std::string content(megabytes << 20, ' ');
  zip_file_add(archive, part.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
  REQUIRE(zip_close(archive) == 0);
  return path;
}

TEST_CASE("hostile and foreign files under the name .xlsx") {
  const test::TemporaryFolder folder;
  const SourceFormat format = as(FileFormat::xlsx);
  const auto key_of = [&](const std::filesystem::path& file) {
    auto reader = open_records(file, format);
    return reader ? std::string("good") : reader.error().key;
  };
  CHECK(key_of(packed(folder, "ratio.xlsx", "xl/worksheets/sheet1.xml", 150)) == "error.file.workbook_bomb");
  CHECK(key_of(packed(folder, "size.xlsx", "xl/media/picture.bin", 600)) == "error.file.workbook_bomb");
  CHECK(key_of(packed(folder, "nothing.xlsx", "xl/other.xml", 1)) != "good");
  CHECK(key_of(folder.write("old.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old workbook")) == "error.file.workbook_old");
  CHECK(key_of(folder.write("text.xlsx", "id,when\n1,2\n")) == "error.file.workbook_damaged");
  CHECK(key_of(folder.write("empty.xlsx", "")) == "error.file.empty");
  CHECK(key_of(folder.path() / "none.xlsx") == "error.file.unreadable");

  const std::string good = test::slurp(workbook(folder));
  // Found by fuzzing: a local header that claims 4 GB for a part of a few hundred bytes. The directory tells the truth.
  std::string lying = good;
  for (std::size_t at = lying.find("PK\x03\x04"); at != std::string::npos; at = lying.find("PK\x03\x04", at + 4)) {
    lying.replace(at + 22, 4, "\xFF\xFF\xFF\x7F");
  }
  const std::string outcome = key_of(folder.write("lying.xlsx", lying));
  CHECK((outcome == "good" || outcome == "error.file.workbook_damaged"));
  for (std::size_t cut : {good.size() / 4, good.size() / 2, good.size() - 10}) {
    CHECK(key_of(folder.write("cut.xlsx", good.substr(0, cut))) == "error.file.workbook_damaged");
  }
}

}  // namespace
}  // namespace tartip::registers
