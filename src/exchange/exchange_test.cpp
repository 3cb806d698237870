#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <set>
#include <sstream>

#include "base/hash.hpp"
#include "exchange/codes.hpp"
#include "exchange/data_package.hpp"
#include "exchange/dcat.hpp"
#include "exchange/sdmx_csv.hpp"
#include "exchange/sdmx_json.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::exchange;
namespace json = boost::json;

namespace {

std::string text_of(const json::value& value) {
  return std::string(value.as_string());
}

axes::Span span(const char* text) {
  return axes::parse_span(text).value();
}

// Two regions and their sum by two articles, with every status there is.
statistics::PublishedTable crimes() {
  using Status = statistics::ObservationStatus;
  statistics::PublishedTable table;
  table.id = "crimes";
  table.title = {{{"en", "Crimes, \"registered\""}, {"ru", "Преступления"}, {"kk", "Қылмыстар"}}};
  table.agency = "Committee";
  table.source = "Form 1-М";
  table.licence = "CC-BY-4.0";
  table.release = "2022@1";
  table.published = 1'669'100'592'000'000;
  table.dimensions = {{"territory",
                       {{{"en", "Territory"}, {"kk", "Аумақ"}}},
                       {{"_T", {{{"en", "All"}}}, ""},
                        {"100000000", {{{"en", "Abay, the region"}, {"ru", "Абай"}, {"kk", "Абай"}}}, "_T"},
                        {"ст.188", {}, "_T"}}}};
  table.definitions = {{"tartip:count:v1", {{{"en", "Count"}}}, {{{"en", "Events, counted."}}}, "events", 0, {}},
                       {"kz:clearance:v1", {}, {}, "percent", 1, {{{"en", "Not a share of solved crimes."}}}}};
  const auto add = [&](std::uint32_t code, std::uint32_t definition, const char* period, const char* value,
                       Status status) {
    table.observations.push_back({{code}, definition, span(period), value, status});
  };
  add(0, 0, "2022", "1450", Status::normal);
  add(1, 0, "2022", "", Status::suppressed);
  add(2, 0, "2022", "1447", Status::broken);
  add(0, 1, "2022-01..2022-09", "48.70", Status::provisional);
  add(1, 1, "2022-01..2022-09", "", Status::missing);
  add(2, 1, "2022-H1", "", Status::not_defined);
  add(2, 1, "2022-Q3", "0.5", Status::estimated);
  add(2, 1, "2022-09-17..2022-09-20", "-3.0", Status::unreliable);
  table.sources = {{"1m_100000000.xlsx", std::string(64, 'a')}};
  return table;
}

}  // namespace

TEST_CASE("every text becomes an id, and no two the same") {
  CHECK(sdmx_id("kz:clearance-completed:v1") == "kz@clearance-completed@v1");
  CHECK(sdmx_id("ст") == "$D1$81$D1$82");
  CHECK(sdmx_id("a.b/c d@e$") == "a$2Eb$2Fc$20d$40e$24");
  CHECK(sdmx_name("class_group") == "CLASS_GROUP");
  std::set<std::string> ids;
  for (int a = 1; a < 256; ++a)
    for (int b = 1; b < 256; ++b) ids.insert(sdmx_id(std::string{static_cast<char>(a), static_cast<char>(b)}));
  CHECK(ids.size() == 255 * 255);
}

TEST_CASE("periods are written as SDMX has them") {
  CHECK(sdmx_time(span("2022")) == "2022");
  CHECK(sdmx_time(span("2022-H1")) == "2022-S1");
  CHECK(sdmx_time(span("2022-Q3")) == "2022-Q3");
  CHECK(sdmx_time(span("2022-09")) == "2022-09");
  CHECK(sdmx_time(span("2022-W05")) == "2022-W05");
  CHECK(sdmx_time(span("2022-09-17")) == "2022-09-17");
  CHECK(sdmx_time(span("2022-01..2022-09")) == "2022-01-01/P9M");
  CHECK(sdmx_time(span("2022-09-17..2022-09-20")) == "2022-09-17/P4D");
  CHECK(sdmx_time(span("2021..2022")) == "2021-01-01/P24M");
  CHECK(utc_text(1'669'100'592'000'000) == "2022-11-22T07:03:12Z");
}

TEST_CASE("SDMX-CSV has a row a figure, the status beside a value that is not there") {
  std::istringstream in(sdmx_csv(crimes()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  REQUIRE(lines.size() == 9);
  CHECK(lines[0] ==
        "STRUCTURE,STRUCTURE_ID,ACTION,TERRITORY,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,"
        "DECIMALS\r");
  CHECK(lines[1] == "dataflow,TARTIP:CRIMES(1.0.0),R,_T,tartip@count@v1,2022,1450,A,F,events,0\r");
  CHECK(lines[2] == "dataflow,TARTIP:CRIMES(1.0.0),R,100000000,tartip@count@v1,2022,,Q,C,events,0\r");
  CHECK(lines[4] == "dataflow,TARTIP:CRIMES(1.0.0),R,_T,kz@clearance@v1,2022-01-01/P9M,48.70,P,F,percent,1\r");
}

TEST_CASE("the SDMX-JSON message says the same figures, with names in every language") {
  const std::string text = sdmx_json_data(crimes(), {.agency = "KZ_CLS"});
  const json::value message = json::parse(text);
  CHECK(message.at("meta").at("contentLanguages") == json::array({"en", "kk", "ru"}));
  const json::value& structure = message.at("data").at("structures").at(0);
  CHECK(structure.at("links").at(0).at("urn") ==
        "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=KZ_CLS:CRIMES(1.0.0)");
  const auto& dimensions = structure.at("dimensions").at("observation").as_array();
  REQUIRE(dimensions.size() == 3);
  CHECK(dimensions[0].at("values").at(1).at("names").at("kk") == "Абай");
  CHECK(dimensions[0].at("values").at(1).at("parent") == "_T");
  CHECK(dimensions[0].at("values").at(2).at("name") == "ст.188");
  const auto& set = message.at("data").at("dataSets").at(0);
  const auto& observations = set.at("observations").as_object();
  CHECK(observations.size() == 8);
  const auto& statuses = structure.at("attributes").at("observation").at(0).at("values").as_array();
  // Each figure of the table is found where its key points, with its value and the letter of its status.
  const auto& times = dimensions[2].at("values").as_array();
  for (const auto& one : crimes().observations) {
    bool found = false;
    for (const auto& [key, values] : observations) {
      std::vector<std::size_t> at;
      std::istringstream parts{std::string(key)};
      for (std::string part; std::getline(parts, part, ':');) at.push_back(std::stoul(part));
      REQUIRE(at.size() == 3);
      const auto& time = times[at[2]].as_object();
      const std::string text_of_time(time.contains("id") ? time.at("id").as_string() : time.at("value").as_string());
      if (at[0] != one.codes[0] || at[1] != one.definition || text_of_time != sdmx_time(one.period)) continue;
      found = true;
      CHECK(values.at(0).is_null() == one.value.empty());
      const auto& confidentialities = structure.at("attributes").at("observation").at(1).at("values").as_array();
      CHECK(confidentialities[values.at(2).to_number<std::size_t>()].at("id") ==
            (one.status == statistics::ObservationStatus::suppressed ? "C" : "F"));
      if (!one.value.empty()) CHECK(values.at(0).to_number<double>() == std::stod(one.value));
      CHECK(statuses[values.at(1).to_number<std::size_t>()].at("id").as_string()[0] ==
            statistics::sdmx_letter(one.status));
    }
    CHECK(found);
  }
  CHECK(text.find("48.70") != std::string::npos);  // as published
  CHECK(set.at("dimensionGroupAttributes").at(":1:") == json::array({"percent", 1}));
}

TEST_CASE("the structure message names what the figures use") {
  const json::value message = json::parse(sdmx_json_structure(crimes()));
  const auto& data = message.at("data");
  CHECK(data.at("dataflows").at(0).at("structure") ==
        "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=TARTIP:DSD_CRIMES(1.0.0)");
  std::set<std::string> concepts;
  for (const auto& one : data.at("conceptSchemes").at(0).at("concepts").as_array())
    concepts.insert(std::string(one.at("id").as_string()));
  const auto& components = data.at("dataStructures").at(0).at("dataStructureComponents");
  for (const auto& dimension : components.at("dimensionList").at("dimensions").as_array())
    CHECK(concepts.contains(std::string(dimension.at("id").as_string())));
  for (const auto& attribute : components.at("attributeList").at("attributes").as_array())
    CHECK(concepts.contains(std::string(attribute.at("id").as_string())));
  CHECK(data.at("codelists").as_array().size() == 4);
}

TEST_CASE("a data package describes files that are what it says") {
  const auto files = data_package(crimes());
  REQUIRE(files.size() == 5);
  const json::value package = json::parse(files[0].text);
  CHECK(package.at("version") == "2022@1");
  const auto& resources = package.at("resources").as_array();
  REQUIRE(resources.size() == 4);
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const auto& resource = resources[i];
    const PackagedFile& file = files[i + 1];
    CAPTURE(file.name);
    CHECK(text_of(resource.at("path")) == file.name);
    CHECK(resource.at("bytes").to_number<std::size_t>() == file.text.size());
    CHECK(text_of(resource.at("hash")) == "sha256:" + sha256_hex(file.text));
    std::string head;
    for (const auto& one : resource.at("schema").at("fields").as_array())
      head += (head.empty() ? "" : ",") + std::string(one.at("name").as_string());
    CHECK(file.text.starts_with(head + "\r\n"));
  }
  CHECK(files[1].text.find("_T,kz:clearance:v1,2022-01..2022-09,2022-01-01,2022-09-30,48.70,provisional\r\n") !=
        std::string::npos);
  CHECK(files[2].text.find("100000000,_T,\"Abay, the region\",Абай,Абай\r\n") != std::string::npos);
}

TEST_CASE("the catalogue record says what, when, by whom, and where the files are") {
  const json::value record = json::parse(
      dcat_record(crimes(), {{"crimes.sdmx.csv", "text/csv", "https://sdmx.org", 12, std::string(64, 'b')}}));
  CHECK(record.at("dcterms:identifier") == "2022@1/crimes");
  CHECK(record.at("dcterms:temporal").at("dcat:startDate").at("@value") == "2022-01-01");
  CHECK(record.at("dcterms:temporal").at("dcat:endDate").at("@value") == "2022-12-31");
  CHECK(text_of(record.at("dcat:distribution").at(0).at("spdx:checksum").at("spdx:checksumValue")) ==
        std::string(64, 'b'));
  CHECK(record.at("dcterms:title").as_array().size() == 3);
  // What a catalogue that harvests it asks for: a name, words for it, languages it knows, a place to go.
  CHECK(record.at("@id") == "#dataset");
  CHECK(record.at("dcterms:description").at(0).at("@value") == "Crimes, \"registered\": Count");
  CHECK(record.at("dcterms:description").at(2).at("@value") == "Преступления");  // no definition has a Russian name
  CHECK(record.at("dcterms:language").at(0).at("@id") ==
        "http://publications.europa.eu/resource/authority/language/ENG");
  CHECK(record.at("dcat:distribution").at(0).at("dcat:accessURL").at("@id") == "crimes.sdmx.csv");
  const auto& entry = record.at("@reverse").at("foaf:primaryTopic");
  CHECK(entry.at("@type") == "dcat:CatalogRecord");
  CHECK(entry.at("dcterms:modified") == record.at("dcterms:issued"));
}

TEST_CASE("a table without figures, names or dimensions is written all the same") {
  statistics::PublishedTable empty;
  empty.id = "empty";
  CHECK(json::parse(sdmx_json_data(empty)).at("data").at("dataSets").at(0).at("observations").as_object().empty());
  CHECK(sdmx_csv(empty).starts_with("STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR"));
  CHECK(json::parse(sdmx_json_structure(empty)).is_object());
  CHECK(data_package(empty).size() == 4);
  CHECK(json::parse(dcat_record(empty, {})).is_object());
}
