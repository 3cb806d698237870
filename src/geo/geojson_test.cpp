#include "geo/geojson.hpp"

#include <doctest/doctest.h>

#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::geo;

namespace {

std::string collection(const std::string& features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

std::string feature(const std::string& geometry) {
  return R"({"type":"Feature","properties":{"code":7,"rate":0.5,"name":"Ақмола","open":true,"none":null,"list":[1,2]},"geometry":)" +
         geometry + "}";
}

std::string key_of(const std::string& text) {
  const auto features = parse_geojson(text, "a.geojson");
  return features ? "" : features.error().key;
}

}  // namespace

TEST_CASE("polygons, collections and features without geometry are read; properties become text") {
  const std::string ring = "[[0,0],[1,0,99],[1,1],[0,0]]";
  const std::string polygon = R"({"type":"Polygon","coordinates":[)" + ring + "]}";
  const auto features = parse_geojson(
      collection(feature(polygon) + "," +
                 feature(R"({"type":"MultiPolygon","coordinates":[[)" + ring + "],[" + ring + "," + ring + "]]}") +
                 "," + feature("null") + "," +
                 feature(R"({"type":"GeometryCollection","geometries":[)" + polygon + "]}")),
      "a.geojson");
  REQUIRE(features);
  REQUIRE(features->size() == 4);
  CHECK((*features)[0].properties.at("code") == "7");
  CHECK((*features)[0].properties.at("rate") == "0.5");
  CHECK((*features)[0].properties.at("name") == "Ақмола");
  CHECK((*features)[0].properties.at("open") == "true");
  CHECK((*features)[0].properties.at("list") == "[1,2]");
  CHECK((*features)[0].properties.count("none") == 0);
  REQUIRE((*features)[0].area.size() == 1);
  CHECK((*features)[0].area[0].outer == Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}});
  CHECK((*features)[1].area.size() == 2);
  CHECK((*features)[1].area[1].holes.size() == 1);
  CHECK((*features)[2].area.empty());
  CHECK((*features)[3].area.size() == 1);
}

TEST_CASE("what is not such a file is refused with its reason and the feature's number") {
  CHECK(key_of("") == "error.geojson.not_json");
  CHECK(key_of("{\"type\":\"FeatureCollection\",\"features\":[") == "error.geojson.not_json");
  CHECK(key_of(std::string(1000, '[')) == "error.geojson.not_json");
  CHECK(key_of("{}") == "error.geojson.not_a_collection");
  CHECK(key_of("[1]") == "error.geojson.not_a_collection");
  CHECK(key_of(collection(feature(R"({"type":"Point","coordinates":[0,0]})"))) == "error.geojson.not_an_area");
  CHECK(key_of(collection(feature(R"({"type":"Polygon","coordinates":[[[0,"x"]]]})"))) == "error.geojson.coordinates");
  CHECK(key_of(collection(feature(R"({"type":"Polygon","coordinates":[[0,1,2]]})"))) == "error.geojson.coordinates");
  CHECK(key_of(collection(feature("7"))) == "error.geojson.geometry");
  CHECK(key_of(R"({"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":[]})") ==
        "error.geojson.crs");
  CHECK(
      key_of(
          R"({"type":"FeatureCollection","crs":{"properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[]})")
          .empty());

  const auto second = parse_geojson(collection(feature("null") + "," + feature("7")), "a.geojson");
  REQUIRE_FALSE(second);
  CHECK(second.error().arguments[1].value == "2");
}

TEST_CASE("a file that is not there is an error") {
  const auto features = read_geojson("/nowhere/at/all.geojson");
  REQUIRE_FALSE(features);
  CHECK(features.error().key == "error.file.unreadable");
}
