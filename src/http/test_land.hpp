// A small land with a register, a release and every door for other programs, without sockets: what each of them shows a
// visitor is what the visitor may see, no more.
#pragma once
#include <doctest/doctest.h>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "http/map_routes.hpp"
#include "http/mcp_routes.hpp"
#include "http/operation_routes.hpp"
#include "http/response_cache.hpp"
#include "http/sdmx_routes.hpp"
#include "http/test_host.hpp"
#include "store/hold.hpp"
#include "store/test_country.hpp"

namespace tartip::http {

inline const std::string k_thefts = R"(id = "thefts"
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
  boost::json::value read(const std::string& target) const {
    const Response response = get(target);
    INFO(target << " " << response.bytes());
    REQUIRE(response.status == 200);
    return boost::json::parse(response.bytes());
  }
  std::set<std::string> layers() const {
    std::set<std::string> ids;
    const boost::json::value page = read("/ogc/collections");
    for (const boost::json::value& one : page.at("collections").as_array()) ids.emplace(one.at("id").as_string());
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
  boost::json::value ask(const std::string& method, const std::string& params = "{}") const {
    const Response response =
        post("/mcp", R"({"jsonrpc":"2.0","id":7,"method":")" + method + R"(","params":)" + params + "}");
    INFO(response.bytes());
    REQUIRE(response.status == 200);
    return boost::json::parse(response.bytes());
  }
};

}  // namespace tartip::http
