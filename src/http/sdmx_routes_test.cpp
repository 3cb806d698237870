// SDMX: the tables of releases for statistical programs.
#include <doctest/doctest.h>

#include "http/test_land.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

}  // namespace

TEST_CASE_FIXTURE(Land, "Tables of releases are open as SDMX") {
  const json::value flows = read("/sdmx/dataflow?format=json");
  REQUIRE(flows.at("data").at("dataflows").as_array().size() == 1);
  CHECK(flows.at("data").at("dataflows").at(0).at("id").as_string() == "FIGURES-YEARLY");
  for (const char* path :
       {"/sdmx/dataflow/TARTIP/FIGURES-YEARLY", "/sdmx/datastructure/TARTIP/DSD_FIGURES-YEARLY/1.0.0",
        "/sdmx/dataflow/all/FIGURES-YEARLY/latest"}) {
    const json::value structure = read(std::string(path) + "?format=json");
    CHECK(structure.at("data").at("dataStructures").as_array().size() == 1);
    CHECK(structure.at("data").at("dataflows").at(0).at("version").as_string() == "1.0.0");
  }
  const json::value data = read("/sdmx/data/FIGURES-YEARLY?format=json");
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

TEST_CASE_FIXTURE(Land, "SDMX is spoken in the form that is asked for") {
  const auto type = [&](const std::string& target, const std::string& accept = "") {
    return get(target, accept).content_type;
  };
  const std::string data = "/sdmx/data/FIGURES-YEARLY", flows = "/sdmx/dataflow",
                    flow = "/sdmx/dataflow/TARTIP/FIGURES-YEARLY";
  const std::string json_data = "application/vnd.sdmx.data+json;version=2.0.0",
                    generic = "application/vnd.sdmx.genericdata+xml;version=2.1",
                    specific = "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
                    structure = "application/vnd.sdmx.structure+xml;version=2.1";
  CHECK(type(data) == generic);
  CHECK(type(data, "*/*") == generic);
  CHECK(type(data, "application/json, text/xml, application/xml, */*") == json_data);
  CHECK(type(data, "application/xml") == generic);
  CHECK(type(data, "application/vnd.sdmx.genericdata+xml;version=2.1") == generic);
  CHECK(type(data, "application/json;q=0.5, application/vnd.sdmx.structurespecificdata+xml;version=2.1;q=0.9") ==
        specific);
  CHECK(type(data, "text/html, application/xml;q=0") == generic);
  CHECK(type(data, "*/*;q=0.1, application/json") == json_data);
  CHECK(type(data + "?format=genericdata", "application/json") == generic);
  CHECK(type(data + "?format=structurespecificdata") == specific);
  for (const std::string& one : {flows, flow}) CHECK(type(one, "application/xml") == structure);
  const Response answer = get(data + "/w.?startPeriod=2021", "application/xml");
  const std::string text(answer.bytes());
  CHECK(text.find("<gen:ObsValue value=\"10\"/>") != std::string::npos);
  CHECK(text.find("<gen:Value id=\"TERRITORY\" value=\"w\"/>") != std::string::npos);
  CHECK(text.find("value=\"e\"") == std::string::npos);
  CHECK(answer.headers.get("Vary").find("Accept") != std::string::npos);
}

}  // namespace tartip::http
