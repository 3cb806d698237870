// How much memory hostile workbooks take: each is read by a process of its own, which tells the most it held.
#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "base/random.hpp"
#include "forms/reader.hpp"
#include "forms/test_parts.hpp"
#include "support/shared.hpp"

using namespace tartip;

namespace {

constexpr const char* k_file = "TARTIP_TEST_WORKBOOK";
constexpr long long k_mib = 1024;  // KiB

long long status_line(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name + ":")) return std::stoll(line.substr(name.size() + 1));
  return 0;
}

struct Measured {
  std::string key;     // of the error; "none"
  long long held = 0;  // KiB beyond what the process held before
};

Measured read_apart(const std::filesystem::path& workbook) {
  std::array<char, 4096> self{};
  REQUIRE(readlink("/proc/self/exe", self.data(), self.size() - 1) > 0);
  const std::string command = std::string(k_file) + "='" + workbook.string() + "' '" + self.data() +
                              "' --no-skip --test-case='a workbook is read apart' >/dev/null";
  CHECK(std::system(command.c_str()) == 0);
  std::ifstream in(workbook.string() + ".held");
  Measured measured;
  in >> measured.key >> measured.held;
  MESSAGE(workbook.filename().string() << ": " << measured.key << ", " << measured.held / k_mib << " MiB");
  return measured;
}

std::filesystem::path packed(const std::filesystem::path& file, const std::string& sheet,
                             const std::string& strings = "") {
  test::WorkbookParts parts = test::parts_with(sheet);
  if (!strings.empty()) {
    std::string& relations = parts[4].second;
    REQUIRE(parts[4].first == "xl/_rels/workbook.xml.rels");
    relations.insert(relations.find("</Relationships>"),
                     "<Relationship Id='r2' Type='x/sharedStrings' Target='sharedStrings.xml'/>");
    parts.emplace_back("xl/sharedStrings.xml", strings);
  }
  return test::packed(file, parts);
}

std::string sheet_of(const std::string& rows) {
  return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
}

std::string repeated(int times, const std::function<std::string(int)>& part) {
  std::string all;
  for (int i = 0; i < times; ++i) all += part(i);
  return all;
}

}  // namespace

TEST_CASE("a workbook is read apart" * doctest::skip()) {
  const char* file = std::getenv(k_file);
  REQUIRE(file != nullptr);
  const auto known = forms::known_forms().value();
  const auto territories = forms::form_territories().value();
  const long long before = status_line("VmRSS");
  const auto read =
      forms::read_form_file(file, *known, territories, {.period = axes::parse_span("2022").value(), .territory = {}});
  std::ofstream(std::string(file) + ".held")
      << (read ? "none" : read.error().key) << ' ' << status_line("VmHWM") - before << '\n';
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("hostile workbooks take little memory") {
  const test::TemporaryFolder folder;
  const auto path = [&](const char* name) { return folder.path() / name; };
  // Refused by what the archive's directory says, before anything is unpacked.
  const auto bomb = read_apart(packed(path("bomb.xlsx"), sheet_of(std::string(std::size_t{200} << 20, ' '))));
  CHECK(bomb.key == "error.file.workbook_bomb");
  CHECK(bomb.held < 16 * k_mib);

  const auto laughs =
      read_apart(packed(path("laughs.xlsx"),
                        "<?xml version='1.0'?><!DOCTYPE w [<!ENTITY a 'ha'>" + repeated(30, [](int i) {
                          const std::string last(1, static_cast<char>('a' + i % 26)), name = "e" + std::to_string(i);
                          return "<!ENTITY " + name + " '&" + (i == 0 ? last : "e" + std::to_string(i - 1)) + ";&" +
                                 (i == 0 ? last : "e" + std::to_string(i - 1)) + ";'>";
                        }) + "]><worksheet><sheetData><row><c t='str'><v>&e29;</v></c></row></sheetData></worksheet>"));
  CHECK(laughs.key == "error.file.workbook_damaged");
  CHECK(laughs.held < 16 * k_mib);

  const auto rows = read_apart(packed(path("rows.xlsx"), sheet_of(repeated(1'000'000, [](int i) {
                                        return "<row r='" + std::to_string(i + 1) + "'/>";
                                      }))));
  CHECK(rows.key == "error.form.table_missing");
  CHECK(rows.held < 16 * k_mib);

  const auto nested = read_apart(packed(path("nested.xlsx"), sheet_of(repeated(1'000'000, [](int) { return "<a>"; }))));
  CHECK(nested.key == "error.file.workbook_bomb");
  CHECK(nested.held < 64 * k_mib);

  // Every element has another name, and a parser remembers names.
  const auto names = read_apart(
      packed(path("names.xlsx"), sheet_of(repeated(1'000'000, [](int i) { return "<e" + std::to_string(i) + "/>"; }))));
  CHECK(names.key == "error.file.workbook_bomb");
  CHECK(names.held < 64 * k_mib);

  // Texts that nothing uses, 64 MB of them; they pack badly enough to pass for honest.
  Random random(5);
  std::string strings = "<sst>";
  while (strings.size() < (std::size_t{64} << 20)) {
    strings += "<si><t>";
    for (int i = 0; i < 100; ++i) strings += static_cast<char>('a' + random.below(26));
    strings += "</t></si>";
  }
  const auto texts = read_apart(packed(path("texts.xlsx"), sheet_of(""), strings + "</sst>"));
  CHECK(texts.key == "error.form.table_missing");
  CHECK(texts.held < 4 * 64 * k_mib);

  // Three million figures where a form has a hundred thousand: given up at two.
  const auto cells =
      read_apart(packed(path("cells.xlsx"), sheet_of(repeated(300'000, [&](int i) {
                          return "<row r='" + std::to_string(i + 1) + "'>" +
                                 repeated(10,
                                          [&](int c) {
                                            return "<c r='" + std::string(1, static_cast<char>('A' + c)) +
                                                   std::to_string(i + 1) + "'><v>" +
                                                   std::to_string(random.below(1'000'000'000)) + "</v></c>";
                                          }) +
                                 "</row>";
                        }))));
  CHECK(cells.key == "error.file.workbook_too_large");
  CHECK(cells.held < 320 * k_mib);
}
#endif
