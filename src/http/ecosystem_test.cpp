// What other programs read of a centre, without sockets: OGC features and tiles, SDMX, SQL, the Model Context Protocol
// — and that each shows a visitor what the visitor may see, no more.
#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <functional>
#include <set>

#include "http/map_routes.hpp"
#include "http/mcp_routes.hpp"
#include "http/operation_routes.hpp"
#include "http/response_cache.hpp"
#include "http/sdmx_routes.hpp"
#include "http/test_host.hpp"
#include "store/hold.hpp"
#include "store/test_country.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

const std::string k_thefts = R"(id = "thefts"
[time]
columns = ["day"]
formats = ["%Y-%m-%d"]
[place]
x = "lon"
y = "lat"
crs = "EPSG:4326"
territory = "land"
[class]
column = "kind"
[[attribute]]
id = "light"
column = "light"
[[text]]
id = "story"
column = "story"
)";

// Two districts side by side, 70–71° and 71–72° E, 50–51° N; the eastern one was another before July 2022. Thefts:
// three in the west, five in the east.
struct Land : test::TestCentre {
  Host host = test_host();
  std::unique_ptr<Router> router;
  app::Visitor visitor;

  Land() {
    const axes::Span always{axes::k_first_day, axes::k_last_day};
    const axes::Day july = test::span("2022-07").from;
    const auto square = [](double west) {
      return geo::MultiPolygon{{{{west, 50}, {west + 1, 50}, {west + 1, 51}, {west, 51}, {west, 50}}, {}}};
    };
    std::vector<axes::TerritoryUnit> units = {test::unit(0, 0, -1, "L", always, 900),
                                              test::unit(1, 1, 0, "w", always, 400),
                                              test::unit(2, 1, 0, "e1", {axes::k_first_day, july}, 500),
                                              test::unit(3, 1, 0, "e2", {july, axes::k_last_day}, 0)};
    units[1].area = square(70);
    units[2].area = units[3].area = square(71);
    units[1].names.by_language["ru"] = "Запад";
    REQUIRE(store().save_territory(axes::Territory::make("land", {{{"en", "Land"}}}, "EPSG:4326", "test",
                                                         {{"whole", {}}, {"district", {}}}, units, {{2, 3, july, 1}})
                                       .value()));
    add_register(k_thefts);
    std::string rows = "day,lon,lat,kind,light,story\n";
    for (int i = 0; i < 8; ++i)
      rows += "2022-08-0" + std::to_string(i + 1) + "," + (i < 3 ? "70.5" : "71.5") + ",50.5" + std::to_string(i) +
              (i % 2 == 0 ? ",bike" : ",purse") + ",day,somebody " + std::to_string(i) + "\n";
    import("thefts", write("thefts.csv", rows));
    statistics::PublishedTable table;
    table.id = "figures";
    table.title.by_language["en"] = "Figures";
    table.dimensions = {{"territory", {{{"en", "Territory"}}}, {{"w", {{{"en", "West"}}}, ""}, {"e", {}, ""}}}};
    table.definitions = {{"tartip:count:v1", {{{"en", "Events"}}}, {}, "events", 0, {}}};
    table.sources = {{"thefts", std::string(64, 'a')}};
    for (const std::uint32_t code : {0U, 1U})
      for (const char* year : {"2020", "2021"})
        table.observations.push_back({{code}, 0, test::span(year), std::to_string(10 + code), {}});
    store::ReleaseDraft draft;
    draft.series = "yearly";
    draft.tables = {table};
    REQUIRE(store().put_release(draft, test::k_now));
    close();
    write("centre/tartip.toml", "name = \"Test\"\nzone = \"UTC\"\nlanguage = \"en\"\n");
    host.centre = centre();
    host.keys = folder() / "keys";
    host.hold = store::Hold::open(centre(), {}).value();
    host.cache = std::make_shared<ResponseCache>();
    host.recognise = [this](const Request&) -> Result<app::Visitor> { return visitor; };
    router = std::make_unique<Router>(host);
    add_operation_routes(*router);
    add_map_routes(*router);
    add_sdmx_routes(*router);
    add_mcp_routes(*router);
    anybody();
  }

  void anybody() { visitor = {.local = false}; }
  void analyst(std::vector<std::string> territories = {}) {
    visitor = {.name = "ana", .roles = {app::Role::analyst}, .local = false};
    visitor.scope = {.everything = territories.empty(), .territories = std::move(territories)};
  }
  void reader() {
    visitor = {.name = "rea", .roles = {app::Role::reader}, .local = false};
    visitor.scope.everything = true;
  }

  Response get(const std::string& target, const std::string& accept = "") const {
    Request request = request_of("GET", target);
    request.headers.add("Host", "centre.example");
    if (!accept.empty()) request.headers.add("Accept", accept);
    return router->answer(request);
  }
  json::value read(const std::string& target) const {
    const Response response = get(target);
    INFO(target << " " << response.bytes());
    REQUIRE(response.status == 200);
    return json::parse(response.bytes());
  }
  std::set<std::string> layers() const {
    std::set<std::string> ids;
    const json::value page = read("/ogc/collections");
    for (const json::value& one : page.at("collections").as_array()) ids.emplace(one.at("id").as_string());
    return ids;
  }
  Response post(const std::string& path, const std::string& body,
                const std::vector<std::pair<std::string, std::string>>& headers = {}) const {
    Request request = request_of("POST", path);
    request.headers.add("Host", "centre.example");
    request.headers.add("Content-Type", "application/json");
    for (const auto& [name, value] : headers) request.headers.add(name, value);
    request.body = body;
    return router->answer(request);
  }
  json::value ask(const std::string& method, const std::string& params = "{}") const {
    const Response response =
        post("/mcp", R"({"jsonrpc":"2.0","id":7,"method":")" + method + R"(","params":)" + params + "}");
    INFO(response.bytes());
    REQUIRE(response.status == 200);
    return json::parse(response.bytes());
  }
};

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

TEST_CASE_FIXTURE(Land, "Tables of releases are open as SDMX") {
  const json::value flows = read("/sdmx/dataflow");
  REQUIRE(flows.at("data").at("dataflows").as_array().size() == 1);
  CHECK(flows.at("data").at("dataflows").at(0).at("id").as_string() == "FIGURES-YEARLY");
  for (const char* path :
       {"/sdmx/dataflow/TARTIP/FIGURES-YEARLY", "/sdmx/datastructure/TARTIP/DSD_FIGURES-YEARLY/1.0.0",
        "/sdmx/dataflow/all/FIGURES-YEARLY/latest"}) {
    const json::value structure = read(path);
    CHECK(structure.at("data").at("dataStructures").as_array().size() == 1);
    CHECK(structure.at("data").at("dataflows").at(0).at("version").as_string() == "1.0.0");
  }
  const json::value data = read("/sdmx/data/FIGURES-YEARLY");
  CHECK(data.at("data").at("dataSets").at(0).at("observations").as_object().size() == 4);
  const Response csv =
      get("/sdmx/data/TARTIP,FIGURES-YEARLY,1.0.0/w.?startPeriod=2021", "application/vnd.sdmx.data+csv;version=2.0.0");
  CHECK(csv.content_type == "application/vnd.sdmx.data+csv;version=2.0.0");
  const std::string text(csv.bytes());
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  CHECK(text.find("TARTIP:FIGURES-YEARLY(1.0.0),R,w,tartip@count@v1,2021,10,A") != std::string::npos);
  const auto rows = [&](const std::string& query) {
    const std::string body(get("/sdmx/data/FIGURES-YEARLY" + query).bytes());
    return std::count(body.begin(), body.end(), '\n') - 1;
  };
  CHECK(rows("/all?format=csv") == 4);
  CHECK(rows("/w+e.?format=csv&endPeriod=2020") == 2);
  CHECK(rows("/all/all?format=csv&lastNObservations=1") == 2);
  CHECK(get("/sdmx/data/FIGURES-YEARLY/w").status == 400);
  CHECK(get("/sdmx/data/FIGURES-YEARLY?startPeriod=soon").status == 400);
  CHECK(get("/sdmx/data/FIGURES-YEARLY/x.").status == 404);
  CHECK(get("/sdmx/data/OTHER").status == 404);
  CHECK(get("/sdmx/data/FIGURES-YEARLY,2.0.0").status == 404);
}

TEST_CASE_FIXTURE(Land, "SQL sees the visitor's registers and units") {
  const auto events = [&] {
    const Response response =
        post("/api/v1/sql/query", R"({"sql":"SELECT coalesce(sum(events), 0) AS n FROM thefts"})");
    INFO(response.bytes());
    REQUIRE(response.status == 200);
    const json::value answer = json::parse(response.bytes());
    return answer.at("sheets").at(0).at("rows").at(0).at(0).as_int64();
  };
  analyst();
  CHECK(events() == 8);
  const Response csv =
      get("/api/v1/sql/query?sql=SELECT+class,sum(events)+AS+n+FROM+thefts+GROUP+BY+1+ORDER+BY+1&format=csv");
  CHECK(csv.bytes() == "class,n\nbike,4\npurse,4\n");
  const auto refused = [&](const std::string& sql) {
    return post("/api/v1/sql/query", json::serialize(json::object{{"sql", sql}})).status;
  };
  CHECK(refused("SELECT * FROM read_text('/etc/passwd')") == 400);
  CHECK(refused("DROP TABLE thefts") == 400);
  analyst({"w"});
  CHECK(events() == 3);
  reader();
  CHECK(refused("SELECT 1") == 403);
  anybody();
  CHECK(refused("SELECT 1") == 403);
}

TEST_CASE_FIXTURE(Land, "A model's tools are the operations that the visitor may call") {
  CHECK(
      ask("initialize", R"({"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{"name":"t","version":"1"}})")
          .at("result")
          .at("protocolVersion")
          .as_string() == "2025-03-26");
  CHECK(ask("initialize", R"({"protocolVersion":"1999-01-01"})").at("result").at("protocolVersion").as_string() ==
        "2025-06-18");
  CHECK(ask("ping").at("result").as_object().empty());
  CHECK(post("/mcp", R"({"jsonrpc":"2.0","method":"notifications/initialized"})").status == 202);
  const auto tools = [&] {
    std::set<std::string> names;
    const json::value list = ask("tools/list");
    for (const json::value& tool : list.at("result").at("tools").as_array()) {
      names.emplace(tool.at("name").as_string());
      CHECK(tool.at("inputSchema").at("type").as_string() == "object");
      CHECK_FALSE(tool.at("description").as_string().empty());
    }
    return names;
  };
  std::set<std::string> names = tools();
  CHECK(names.contains("release_list"));
  CHECK(names.contains("territory_list"));
  CHECK_FALSE(names.contains("cube_query"));
  const std::string call = R"({"name":"cube_query","arguments":{"register":"thefts","every":"month"}})";
  CHECK(ask("tools/call", call).at("error").at("code").as_int64() == -32602);
  analyst();
  names = tools();
  CHECK(names.contains("cube_query"));
  CHECK(names.contains("sql_query"));
  for (const char* hidden :
       {"register_export", "register_import", "user_list", "token_list", "audit_list", "release_make"})
    CHECK_FALSE(names.contains(hidden));
  const json::value answer = ask("tools/call", call).at("result");
  CHECK_FALSE(answer.at("isError").as_bool());
  CHECK(std::string(answer.at("content").at(0).at("text").as_string()).find("2022-08,8,") != std::string::npos);
  CHECK(answer.at("structuredContent").at("sheets").at(0).at("id").as_string() == "cube");
  const json::value wrong =
      ask("tools/call", R"({"name":"cube_query","arguments":{"register":"nothing"}})").at("result");
  CHECK(wrong.at("isError").as_bool());
  CHECK(std::string(wrong.at("content").at(0).at("text").as_string()).find("nothing") != std::string::npos);
  CHECK(ask("tools/call", R"({"name":"cube_query","arguments":{"regster":"x"}})").at("result").at("isError").as_bool());
}

TEST_CASE_FIXTURE(Land, "What is not the protocol is refused") {
  CHECK(ask("resources/list").at("error").at("code").as_int64() == -32601);
  CHECK(post("/mcp", "{").status == 400);
  CHECK(post("/mcp", "[]").status == 400);
  CHECK(post("/mcp", std::string(100'000, '[')).status == 400);
  CHECK(json::parse(post("/mcp", R"({"id":1})").bytes()).at("error").at("code").as_int64() == -32600);
  CHECK(json::parse(post("/mcp", "7").bytes()).at("error").at("code").as_int64() == -32600);
  const Response two =
      post("/mcp", R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":"b","method":"ping"}])");
  CHECK(json::parse(two.bytes()).as_array().size() == 2);
  const std::string ping = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  CHECK(post("/mcp", ping, {{"Origin", "https://evil.example"}}).status == 403);
  CHECK(post("/mcp", ping, {{"Origin", "http://centre.example"}}).status == 200);
  CHECK(post("/mcp", ping, {{"MCP-Protocol-Version", "2025-06-18"}}).status == 200);
  CHECK(post("/mcp", ping, {{"MCP-Protocol-Version", "1.0"}}).status == 400);
  CHECK(get("/mcp").status == 405);
}

}  // namespace tartip::http
