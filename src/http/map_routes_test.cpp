// OGC API – Features and Tiles.
#include <doctest/doctest.h>

#include "http/test_land.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

std::vector<std::string> codes(const json::value& features) {
  std::vector<std::string> list;
  for (const json::value& one : features.at("features").as_array())
    list.emplace_back(one.at("properties").at("code").as_string());
  return list;
}

const json::value* link(const json::value& of, std::string_view rel) {
  for (const json::value& one : of.at("links").as_array())
    if (one.at("rel").as_string() == rel) return &one;
  return nullptr;
}

using Codes = std::vector<std::string>;
const std::string k_units = "/ogc/collections/units.land.district";

}  // namespace

TEST_CASE_FIXTURE(Land, "The landing page leads to all that is there") {
  const json::value page = read("/ogc");
  for (const char* rel : {"self", "service-desc", "conformance", "data"}) {
    REQUIRE(link(page, rel) != nullptr);
    const std::string href(link(page, rel)->at("href").as_string());
    CHECK(href.starts_with("http://centre.example/ogc"));
    CHECK(get(href.substr(std::string("http://centre.example").size())).status == 200);
  }
  const json::value conformance = read("/ogc/conformance");
  const json::array& classes = conformance.at("conformsTo").as_array();
  CHECK(std::count(classes.begin(), classes.end(), "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core") == 1);
  CHECK(read("/ogc/tileMatrixSets/WebMercatorQuad").at("tileMatrices").as_array().size() == 25);
  // A made-up Host makes no links.
  Request request = request_of("GET", "/ogc");
  request.headers.add("Host", "evil\"<script>");
  CHECK(std::string(router->answer(request).bytes()).find("evil") == std::string::npos);
}

TEST_CASE_FIXTURE(Land, "Boundaries are open, figures and points are for those who may") {
  CHECK(layers() == std::set<std::string>{"units.land.district"});
  reader();
  CHECK(layers() == std::set<std::string>{"units.land.district", "cells.thefts"});
  analyst();
  CHECK(layers() == std::set<std::string>{"units.land.district", "cells.thefts", "events.thefts"});
  anybody();
  CHECK(get("/ogc/collections/cells.thefts/items").status == 404);
  CHECK(get("/ogc/collections/events.thefts/tiles/WebMercatorQuad/12/0/0").status == 404);
  CHECK(get("/ogc/collections/nothing").status == 404);
}

TEST_CASE_FIXTURE(Land, "Units come by place, by day and in pages") {
  // Of today: the eastern district of before July 2022 is gone.
  json::value features = read(k_units + "/items");
  CHECK(codes(features) == Codes{"w", "e2"});
  CHECK(features.at("numberMatched").as_int64() == 2);
  CHECK(features.at("timeStamp").as_string() == "2023-11-14T22:13:20Z");
  const json::value& west = features.at("features").at(0);
  CHECK(west.at("geometry").at("type").as_string() == "MultiPolygon");
  CHECK(west.at("geometry").at("coordinates").at(0).at(0).at(2) == json::value{71, 51});
  CHECK(west.at("properties").at("name").as_string() == "Unit w");
  CHECK(west.at("properties").at("name_ru").as_string() == "Запад");
  CHECK(west.at("properties").at("population").to_number<int>() == 400);
  CHECK(west.at("properties").at("parent").as_string() == "L");
  CHECK(read(k_units + "/items?lang=ru").at("features").at(0).at("properties").at("name").as_string() == "Запад");

  CHECK(codes(read(k_units + "/items?datetime=2022-06-30")) == Codes{"w", "e1"});
  CHECK(codes(read(k_units + "/items?datetime=2022-07-01T00:00:00Z")) == Codes{"w", "e2"});
  CHECK(codes(read(k_units + "/items?datetime=../..")) == Codes{"w", "e1", "e2"});
  CHECK(codes(read(k_units + "/items?bbox=69,49,70.5,52")) == Codes{"w"});
  CHECK(codes(read(k_units + "/items?bbox=71.2,50.2,71.3,50.3")) == Codes{"e2"});
  CHECK(codes(read(k_units + "/items?bbox=0,0,1,1")) == Codes{});
  CHECK(codes(read(k_units + "/items?bbox=170,49,70.5,52")) == Codes{"w"});  // across 180°

  features = read(k_units + "/items?datetime=../..&limit=2");
  CHECK(codes(features) == Codes{"w", "e1"});
  CHECK(features.at("numberMatched").as_int64() == 3);
  REQUIRE(link(features, "next") != nullptr);
  CHECK(link(features, "prev") == nullptr);
  const std::string next(link(features, "next")->at("href").as_string());
  features = read(next.substr(std::string("http://centre.example").size()));
  CHECK(codes(features) == Codes{"e2"});
  CHECK(link(features, "next") == nullptr);
  CHECK(link(features, "prev") != nullptr);

  CHECK(read(k_units + "/items/1").at("properties").at("code").as_string() == "w");
  CHECK(get(k_units + "/items/77").status == 404);
  for (const char* wrong : {"bbox=1,2,3", "bbox=a,b,c,d", "bbox=0,5,1,2", "datetime=yesterday", "datetime=2022-02-30",
                            "datetime=2022-02-01/2022-01-01", "limit=0", "limit=x", "offset=-1"})
    CHECK_MESSAGE(get(k_units + "/items?" + wrong).status == 400, wrong);
}

TEST_CASE_FIXTURE(Land, "Cells add up to what the visitor may see") {
  const auto total = [&](const std::string& query) {
    std::int64_t sum = 0;
    const json::value page = read("/ogc/collections/cells.thefts/items" + query);
    for (const json::value& one : page.at("features").as_array()) sum += one.at("properties").at("events").as_int64();
    return sum;
  };
  analyst();
  CHECK(total("") == 8);
  CHECK(total("?side=50000") == 8);
  CHECK(total("?class=bike") == 4);
  CHECK(total("?period=2022-08-01..2022-08-02") == 2);
  CHECK(total("?datetime=2022-08-01/2022-08-02") == 2);
  CHECK(total("?bbox=70,50,71,51") == 3);
  analyst({"w"});
  CHECK(total("") == 3);
  CHECK(get("/ogc/collections/cells.thefts/items?in=e2").status == 403);
  CHECK(get("/ogc/collections/cells.thefts/items?side=1").status == 400);
  reader();
  CHECK(total("") == 8);
  CHECK(get("/ogc/collections/cells.thefts/items?side=200").status == 403);  // nearly single records
}

TEST_CASE_FIXTURE(Land, "Points need a legal ground, and a look at them leaves a trace") {
  const std::string items = "/ogc/collections/events.thefts/items";
  analyst();
  CHECK(get(items).status == 403);
  CHECK(get(items + "?ground=Order+17").status == 200);
  visitor.legal_ground = "Order 17";
  const json::value features = read(items + "?limit=3");
  CHECK(features.at("numberMatched").as_int64() == 8);
  REQUIRE(features.at("features").as_array().size() == 3);
  const json::value& first = features.at("features").at(0);
  CHECK(first.at("geometry").at("coordinates") == json::value{70.5, 50.5});
  CHECK(first.at("properties").at("day").as_string() == "2022-08-01");
  CHECK(first.at("properties").at("class").as_string() == "bike");
  CHECK(first.at("properties").as_object().if_contains("story") == nullptr);  // free text stays in the house
  const std::string id(first.at("id").as_string());
  CHECK(read(items + "/" + id).at("id").as_string() == id);
  CHECK(get(items + "/0").status == 404);
  std::size_t traces = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(centre() / "audit"))
    traces += file.is_regular_file() ? 1 : 0;
  CHECK(traces > 0);
  analyst({"e2"});
  visitor.legal_ground = "Order 17";
  CHECK(read(items).at("numberMatched").as_int64() == 5);
}

TEST_CASE_FIXTURE(Land, "Tiles are drawn, kept and asked for again") {
  const std::string tile = k_units + "/tiles/WebMercatorQuad/4/5/11";
  const Response response = get(tile);
  REQUIRE(response.status == 200);
  CHECK(response.content_type == "application/vnd.mapbox-vector-tile");
  const std::string bytes(response.bytes());
  CHECK(bytes.find("units") != std::string::npos);
  CHECK(bytes.find("e2") != std::string::npos);
  CHECK(bytes.find("e1") == std::string::npos);
  CHECK(std::string(get(tile + "?datetime=2022-01-01").bytes()).find("e1") != std::string::npos);
  Request again = request_of("GET", tile);
  again.headers.add("Host", "centre.example");
  again.headers.add("If-None-Match", response.headers.get("ETag"));
  CHECK(router->answer(again).status == 304);
  CHECK(get(k_units + "/tiles/WebMercatorQuad/4/0/0").bytes().empty());
  CHECK(get(k_units + "/tiles/WebMercatorQuad/15/0/0").status == 404);
  CHECK(get(k_units + "/tiles/WebMercatorQuad/4/16/0").status == 404);
  CHECK(get(k_units + "/tiles/WebMercatorQuad/-1/0/0").status == 400);
  CHECK(get(k_units + "/tiles/WebMercatorQuad/x/0/0").status == 400);
  CHECK(get(k_units + "/tiles/WebMercatorQuad/99999999999999999999/0/0").status == 400);

  const json::value tiles = read(k_units + "/tiles/WebMercatorQuad?f=tilejson");
  CHECK(tiles.at("tiles").at(0).as_string() ==
        "http://centre.example" + k_units + "/tiles/WebMercatorQuad/{z}/{y}/{x}");
  CHECK(tiles.at("vector_layers").at(0).at("id").as_string() == "units");
  CHECK(read(k_units + "/tiles").at("tilesets").as_array().size() == 1);

  // A tile of figures is kept for those of the same rights only.
  const std::string cells = "/ogc/collections/cells.thefts/tiles/WebMercatorQuad/6/21/44";
  analyst();
  const std::string all(get(cells).bytes());
  CHECK_FALSE(all.empty());
  CHECK(get(cells).bytes() == all);
  analyst({"w"});
  const std::string west(get(cells).bytes());
  CHECK(west != all);
  analyst();
  CHECK(get(cells).bytes() == all);
  CHECK(get("/ogc/collections/cells.thefts/tiles/WebMercatorQuad/10/0/0").status == 404);
  const std::string points = "/ogc/collections/events.thefts/tiles/WebMercatorQuad/10/344/715";
  CHECK(get(points).status == 403);
  visitor.legal_ground = "Order 17";
  const Response drawn = get(points);
  CHECK(drawn.status == 200);
  CHECK(drawn.headers.get("Cache-Control") == "no-store");
  CHECK(std::string(drawn.bytes()).find("2022-08-04") != std::string::npos);
}

}  // namespace tartip::http
