#include "axes/territory_proposal.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "axes/territory.hpp"
#include "axes/toml_text.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::axes;

namespace {

std::string square(int column, int row, const std::string& properties) {
  const auto corner = [&](int dx, int dy) {
    return "[" + std::to_string(60 + column + dx) + "," + std::to_string(45 + row + dy) + "]";
  };
  return R"({"type":"Feature","properties":{)" + properties + R"(},"geometry":{"type":"Polygon","coordinates":[[)" +
         corner(0, 0) + "," + corner(1, 0) + "," + corner(1, 1) + "," + corner(0, 1) + "," + corner(0, 0) + "]]}}";
}

std::string collection(const std::vector<std::string>& features) {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (const std::string& feature : features) text += (text.back() == '[' ? "" : ",") + feature;
  return text + "]}";
}

bool said(const TerritoryProposal& proposal, const std::string& key) {
  return std::ranges::any_of(proposal.reasons, [&](const auto& reason) { return reason.key == key; });
}

// What is proposed can be read.
Result<Territory> read_back(const std::filesystem::path& folder, const TerritoryProposal& proposal) {
  std::ofstream(folder / "proposed.toml") << proposal.toml;
  return Territory::read(folder / "proposed.toml");
}

}  // namespace

TEST_CASE("two maps: codes, names in three languages, the parent by the first letters of the code") {
  const test::TemporaryFolder folder;
  std::vector<std::string> regions, districts;
  for (int r = 0; r < 3; ++r) {
    const std::string code = std::to_string(r + 1) + "00";
    regions.push_back(square(r, 0,
                             "\"OBJECTID\":" + std::to_string(7 + r) + ",\"KATO\":\"" + code + "\",\"A_EN\":\"Region " +
                                 std::to_string(r) + "\",\"A_RU\":\"Область " + std::to_string(r) +
                                 "\",\"A_KK\":\"Өңір " + std::to_string(r) + "\",\"SHAPE_Area\":1.5" +
                                 std::to_string(r)));
    for (int d = 0; d < 4; ++d)
      districts.push_back(square(r, d,
                                 "\"KATO\":\"" + std::to_string(r + 1) + "0" + std::to_string(d) +
                                     "\",\"B_EN\":\"District " + std::to_string(4 * r + d) + "\""));
  }
  const auto top = folder.write("regions.geojson", collection(regions));
  const auto low = folder.write("Districts 2024.geojson", collection(districts));
  const auto proposal = propose_territory({low, top}, {.id = "land", .source = "a test", .beside = folder.path()});
  REQUIRE_MESSAGE(proposal, proposal.error().describe());
  CHECK(proposal->toml ==
        "id = \"land\"\nname = { en = \"land\" }\nsource = \"a test\"\n\n"
        "[[level]]\nid = \"regions\"\nname = { en = \"regions\" }\n\n"
        "[[level]]\nid = \"districts_2024\"\nname = { en = \"districts_2024\" }\n\n"
        "[[units]]\nlevel = \"regions\"\nfile = \"regions.geojson\"\ncode = \"KATO\"\n"
        "name = { en = \"A_EN\", kk = \"A_KK\", ru = \"A_RU\" }\n\n"
        "[[units]]\nlevel = \"districts_2024\"\nfile = \"Districts 2024.geojson\"\ncode = \"KATO\"\n"
        "name = { en = \"B_EN\" }\nparent_prefix = 1\n");
  CHECK(said(*proposal, "guess.territory.parent_prefix"));
  const auto land = read_back(folder.path(), *proposal);
  REQUIRE_MESSAGE(land, land.error().describe());
  CHECK(land->units().size() == 15);
  for (const TerritoryUnit& unit : land->units()) CHECK((unit.parent < 0) == (unit.level == 0));
}

TEST_CASE("names alone: two properties together, and the parent by its name") {
  const test::TemporaryFolder folder;
  std::vector<std::string> cities, quarters;
  for (int c = 0; c < 2; ++c) {
    cities.push_back(
        square(c, 0, "\"clave\":\"N" + std::to_string(c) + "\",\"nombre\":\"" + (c == 0 ? "Norte" : "Sur") + "\""));
    for (int q = 0; q < 3; ++q)
      quarters.push_back(square(
          c, q,
          std::string("\"ciudad\":\"") + (c == 0 ? "NORTE" : "SUR") + "\",\"barrio\":\"" +
              std::vector<std::string>{"Centro", "Alto", "Bajo \\\"viejo\\\""}[static_cast<std::size_t>(q)] + "\""));
  }
  const auto proposal = propose_territory(
      {folder.write("cities.geojson", collection(cities)), folder.write("quarters.geojson", collection(quarters))},
      {.beside = folder.path()});
  REQUIRE_MESSAGE(proposal, proposal.error().describe());
  CHECK(proposal->toml.find("code = [\"ciudad\", \"barrio\"]") != std::string::npos);
  CHECK(proposal->toml.find("name = { es = \"nombre\" }") != std::string::npos);
  CHECK(proposal->toml.find("parent = \"ciudad\"") != std::string::npos);
  CHECK(said(*proposal, "guess.territory.parent_names"));
  const auto land = read_back(folder.path(), *proposal);
  REQUIRE_MESSAGE(land, land.error().describe());
  CHECK(land->units().size() == 8);
}

TEST_CASE("what cannot be told is refused with what is missing") {
  const test::TemporaryFolder folder;
  const auto same = collection({square(0, 0, R"("name":"a")"), square(1, 0, R"("name":"a")")});
  CHECK(propose_territory({folder.write("same.geojson", same)}).error().key == "error.territory.propose_no_code");
  CHECK(propose_territory({folder.write("none.geojson", collection({}))}).error().key == "error.territory.no_units");
  CHECK(propose_territory({folder.path() / "absent.geojson"}).error().code == Code::not_found);
  CHECK(propose_territory({folder.write("notes.doc", "x")}).error().key == "error.territory.file_format");
  const auto old_map = collection({square(0, 0, R"("code":"1")"), square(1, 0, R"("code":"2")")});
  const auto new_map =
      collection({square(0, 0, R"("code":"1")"), square(1, 0, R"("code":"2")"), square(2, 0, R"("code":"3")")});
  const auto refused = propose_territory({folder.write("old.geojson", old_map), folder.write("new.geojson", new_map)});
  REQUIRE(!refused);
  CHECK(refused.error().key == "error.territory.propose_same_level");
}

TEST_CASE("a map on a plane, and a table without areas") {
  const test::TemporaryFolder folder;
  const auto table = folder.write("wards.csv", "ward_code,ward_name\nE05001,Birtley\nE05002,Blaydon\n");
  const auto proposal = propose_territory({table}, {.beside = folder.path()});
  REQUIRE_MESSAGE(proposal, proposal.error().describe());
  CHECK(proposal->toml.find("code = \"ward_code\"\nname = { en = \"ward_name\" }") != std::string::npos);
  CHECK(read_back(folder.path(), *proposal));
}

TEST_CASE("real maps are described so that they load") {
  struct Case {
    std::vector<std::string> files;
    std::string holds;
    std::size_t units;
  };
  const std::vector<Case> cases = {
      {{"kz-territory/kz_adm1_2024.geojson", "kz-territory/kz_adm2_2024.geojson"}, "code = \"KATO\"", 244},
      {{"medellin-homicides/comunas.geojson"}, "code = \"COMUNA\"\nname = { es = \"NOMBRE\" }", 21},
      {{"vancouver-crime-2020/neighbourhoods.geojson"}, "code = \"mapid\"\nname = { en = \"name\" }", 22},
      {{"mexico-city-crime/neighbourhoods.geojson"}, "code = [\"alcaldia\", \"colonia\"]", 1651},
      {{"northumbria-antisocial-behaviour/wards.geojson"}, "code = \"ward_code\"\nname = { en = \"ward_name\" }", 177},
      {{"chicago-crime/community_areas.geojson"}, "code = \"AREANO\"\nname = { en = \"COMMUNITY\" }", 77},
      {{"uz-territory/uz_adm1.geojson"}, "name = { en = \"ADM1_EN\", ru = \"ADM1_RU\", uz = \"ADM1_UZ\" }", 14}};
  for (const Case& one : cases) {
    std::vector<std::filesystem::path> files;
    for (const std::string& name : one.files)
      if (const auto file = test::shared_file("data/" + name)) files.push_back(*file);
    if (files.size() != one.files.size()) continue;
    const test::TemporaryFolder folder;
    const auto proposal = propose_territory(files, {.beside = folder.path()});
    REQUIRE_MESSAGE(proposal, proposal.error().describe());
    INFO(proposal->toml);
    CHECK(proposal->toml.find(one.holds) != std::string::npos);
    const auto land = read_back(folder.path(), *proposal);
    REQUIRE_MESSAGE(land, land.error().describe());
    CHECK(land->units().size() == one.units);
  }
}

TEST_CASE("the texts of a proposed description") {
  CHECK(in_quotes("a\"b\\c\n\x01") == "\"a\\\"b\\\\c\\n\\u0001\"");
  CHECK(comment_line("a\nb\x7F") == "# a b \n");
  CHECK(identifier_from("data/Offences 2022.csv.gz", "r_") == "offences_2022");
  CHECK(identifier_from("2022.csv", "r_") == "r_2022");
  CHECK(identifier_from("Кражи.csv", "r_") == "r_");
}
