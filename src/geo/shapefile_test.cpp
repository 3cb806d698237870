#include "geo/shapefile.hpp"

#include <doctest/doctest.h>
#include <shapefil.h>

#include <filesystem>
#include <vector>

#include "geo/measure.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::geo;

namespace {

// Two shapes: a square with a hole and an island, and an empty one. Clockwise rings are outer ones.
std::filesystem::path write_shapes(const test::TemporaryFolder& folder, int type = SHPT_POLYGON) {
  const std::filesystem::path path = folder.path() / "areas.shp";
  SHPHandle shapes = SHPCreate(path.c_str(), type);
  std::vector<double> x{0, 0, 10, 10, 0, 4, 6, 6, 4, 4, 20, 20, 21, 21, 20};
  std::vector<double> y{0, 10, 10, 0, 0, 4, 4, 6, 6, 4, 0, 1, 1, 0, 0};
  std::vector<int> starts{0, 5, 10};
  SHPObject* shape = type == SHPT_POINT ? SHPCreateSimpleObject(type, 1, x.data(), y.data(), nullptr)
                                        : SHPCreateObject(type, -1, 3, starts.data(), nullptr, 15, x.data(), y.data(),
                                                          nullptr, nullptr);
  SHPWriteObject(shapes, -1, shape);
  SHPDestroyObject(shape);
  SHPObject* nothing = SHPCreateSimpleObject(SHPT_NULL, 0, nullptr, nullptr, nullptr);
  SHPWriteObject(shapes, -1, nothing);
  SHPDestroyObject(nothing);
  SHPClose(shapes);
  DBFHandle table = DBFCreate((folder.path() / "areas.dbf").c_str());
  DBFAddField(table, "NAME", FTString, 20, 0);
  DBFAddField(table, "CODE", FTInteger, 6, 0);
  DBFWriteStringAttribute(table, 0, 0, "\xC0\xEB\xEC\xE0\xF2\xFB");  // Алматы in windows-1251
  DBFWriteIntegerAttribute(table, 0, 1, 42);
  DBFWriteStringAttribute(table, 1, 0, "Empty");
  DBFWriteNULLAttribute(table, 1, 1);
  DBFClose(table);
  return path;
}

}  // namespace

TEST_CASE("rings become polygons with holes, properties come as the table's bytes") {
  const test::TemporaryFolder folder;
  const auto path = write_shapes(folder);
  folder.write("areas.cpg", "ANSI 1251\n");
  folder.write("areas.prj", "GEOGCS[\"x\"]\n");
  const auto shapes = read_shapefile(path);
  REQUIRE(shapes);
  CHECK(shapes->encoding == "windows-1251");
  CHECK(shapes->crs == "GEOGCS[\"x\"]");
  REQUIRE(shapes->features.size() == 2);
  const MultiPolygon& area = shapes->features[0].area;
  REQUIRE(area.size() == 2);
  CHECK(area[0].holes.size() == 1);
  CHECK(plane_area(area) == 97);
  CHECK(shapes->features[0].properties.at("NAME") == "\xC0\xEB\xEC\xE0\xF2\xFB");
  CHECK(shapes->features[0].properties.at("CODE") == "42");
  CHECK(shapes->features[1].area.empty());
  CHECK(shapes->features[1].properties.count("CODE") == 0);
}

TEST_CASE("what is not a shapefile of areas is refused") {
  const auto key = [](const Result<Shapefile>& shapes) { return shapes ? std::string{} : shapes.error().key; };
  const test::TemporaryFolder folder;
  CHECK(key(read_shapefile(folder.path() / "absent.shp")) == "error.shapefile.unreadable");
  CHECK(key(read_shapefile(folder.write("broken.shp", "no shapes"))) == "error.shapefile.unreadable");
  CHECK(key(read_shapefile(write_shapes(folder, SHPT_POINT))) == "error.shapefile.not_areas");
  const auto path = write_shapes(folder);
  std::filesystem::remove(folder.path() / "areas.dbf");
  CHECK(key(read_shapefile(path)) == "error.shapefile.no_table");
}
