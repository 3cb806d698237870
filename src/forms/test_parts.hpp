// Workbooks put together from parts written by hand, as no honest program writes them.
#pragma once
#include <doctest/doctest.h>
#include <zip.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tartip::test {

using WorkbookParts = std::vector<std::pair<std::string, std::string>>;  // name and content

inline std::filesystem::path packed(const std::filesystem::path& file, const WorkbookParts& parts) {
  int error = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  REQUIRE(archive != nullptr);
  for (const auto& [name, content] : parts)
    REQUIRE(zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0) >= 0);
  REQUIRE(zip_close(archive) == 0);
  return file;
}

// The least that passes for a workbook of a form: one sheet, whose text is this.
inline WorkbookParts parts_with(const std::string& sheet) {
  return {{"[Content_Types].xml", "<Types/>"},
          {"_rels/.rels",
           "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.xml'/>"
           "<Relationship Id='b' Type='x/core-properties' Target='docProps/core.xml'/></Relationships>"},
          {"docProps/core.xml", "<p xmlns:dc='d'><dc:description>28327;50501;1975%;__</dc:description></p>"},
          {"xl/workbook.xml", "<workbook><sheets><sheet name='R1' id='r1'/></sheets></workbook>"},
          {"xl/_rels/workbook.xml.rels",
           "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"},
          {"xl/worksheets/sheet1.xml", sheet}};
}

}  // namespace tartip::test
