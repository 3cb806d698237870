// A country of the tests, drawn in letters and written as the files that a territory is read from.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "axes/territory.hpp"
#include "support/shared.hpp"

namespace tartip::test {

inline axes::Day on(const char* text) {
  return *axes::parse_day(text);
}

// Around the day on which its region is cut.
inline const axes::Day k_before = on("2022-06-07"), k_after = on("2022-06-08");

// A country drawn in letters: every letter is a district of one degree a cell, its region is given beside it.
struct Scene {
  std::string rows;  // lines from north to south
  std::map<char, std::string> codes;

  std::string geojson() const {
    std::map<char, std::string> polygons;
    double y = static_cast<double>(std::count(rows.begin(), rows.end(), '\n'));
    std::size_t line = 0;
    for (std::size_t i = 0; i < rows.size();) {
      const char c = rows[i];
      const std::size_t begin = i;
      while (i < rows.size() && rows[i] == c) ++i;  // neighbours in a row are one rectangle
      if (c == '\n') {
        --y;
        line = i;
      } else if (c != '.') {
        const double west = static_cast<double>(begin - line);
        const double east = static_cast<double>(i - line);
        const auto at = [](double px, double py) { return "[" + std::to_string(px) + "," + std::to_string(py) + "]"; };
        std::string& mine = polygons[c];
        mine += (mine.empty() ? "" : ",") + ("[[" + at(west, y - 1)) + "," + at(east, y - 1) + "," + at(east, y) + "," +
                at(west, y) + "," + at(west, y - 1) + "]]";
      }
    }
    std::string text = R"({"type":"FeatureCollection","features":[)";
    for (const auto& [letter, cells] : polygons)
      text += std::string(text.back() == '[' ? "" : ",") + R"({"type":"Feature","properties":{"code":")" +
              codes.at(letter) + R"(","name":"Name )" + letter +
              R"("},"geometry":{"type":"MultiPolygon","coordinates":[)" + cells + "]}}";
    return text + "]}";
  }
};

// Two epochs: region 1 (north) is cut in two in 2022 and its eastern districts get new codes; region 2 stays.
struct Country {
  TemporaryFolder folder;
  std::string more;        // added to the description
  std::string population;  // regions.csv
  std::string regions_before = Scene{"NNNN\nSSSS\n", {{'N', "100"}, {'S', "200"}}}.geojson();
  std::string regions_after = Scene{"NNEE\nSSSS\n", {{'N', "100"}, {'E', "300"}, {'S', "200"}}}.geojson();
  std::string districts_before =
      Scene{"aabc\nddee\n", {{'a', "101"}, {'b', "102"}, {'c', "103"}, {'d', "201"}, {'e', "202"}}}.geojson();
  std::string districts_after =
      Scene{"aabc\nddee\n", {{'a', "101"}, {'b', "301"}, {'c', "302"}, {'d', "201"}, {'e', "202"}}}.geojson();

  Result<axes::Territory> read(std::vector<Error>* remarks = nullptr) {
    folder.write("maps/r1.geojson", regions_before);
    folder.write("maps/r2.geojson", regions_after);
    folder.write("maps/d1.geojson", districts_before);
    folder.write("maps/d2.geojson", districts_after);
    if (!population.empty()) folder.write("maps/people.csv", population);
    return axes::Territory::read(folder.write("describe/country.toml", R"(
id = "country"
name = { en = "Country" }
source = "Nobody"
[[level]]
id = "region"
[[level]]
id = "district"
[[units]]
level = "region"
file = "r1.geojson"
until = 2022-06-08
code = "code"
name = { en = "name" }
[[units]]
level = "region"
file = "r2.geojson"
from = "2022-06-08"
code = "code"
name = { en = "name" }
[[units]]
level = "district"
file = "d1.geojson"
until = 2022-06-08
code = "code"
name = { en = "name" }
parent_prefix = 1
[[units]]
level = "district"
file = "d2.geojson"
from = 2022-06-08
code = "code"
name = { en = "name" }
parent_prefix = 1
)" + more),
                                 folder.path() / "maps", remarks);
  }
  std::string key() {
    const auto made = read();
    return made ? "" : made.error().key;
  }
};

}  // namespace tartip::test
