#include "exchange/sdmx_ml.hpp"

#include <doctest/doctest.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <set>
#include <sstream>

#include "exchange/codes.hpp"
#include "exchange/xml_text.hpp"

using namespace tartip;
using namespace tartip::exchange;
using boost::property_tree::ptree;

namespace {

axes::Span span(const char* text) {
  return axes::parse_span(text).value();
}

statistics::PublishedTable thefts() {
  using Status = statistics::ObservationStatus;
  statistics::PublishedTable table;
  table.id = "thefts-yearly";
  table.title = {{{"en", "Thefts & \"robberies\""}, {"kk", "Ұрлық"}}};
  table.agency = "Committee <1>";
  table.source = "Form 1-М";
  table.release = "yearly@2";
  table.published = 1'669'100'592'000'000;
  table.dimensions = {{"territory", {{{"en", "Territory"}}}, {{"_T", {{{"en", "All"}}}, ""}, {"ст.1", {}, "_T"}}}};
  table.definitions = {{"tartip:count:v1", {{{"en", "Count"}}}, {{{"en", "Events, counted."}}}, "events", 0, {}},
                       {"tartip:rate:v1", {}, {}, "per 10000", 2, {}}};
  const auto add = [&](std::uint32_t code, std::uint32_t definition, const char* period, const char* value,
                       Status status) {
    table.observations.push_back({{code}, definition, span(period), value, status});
  };
  add(0, 0, "2021", "1450", Status::normal);
  add(0, 1, "2021", "48.70", Status::provisional);
  add(0, 0, "2022-01..2022-09", "1", Status::normal);
  add(1, 0, "2021", "", Status::suppressed);
  return table;
}

ptree parsed(const std::string& text) {
  std::istringstream in(text);
  ptree tree;
  boost::property_tree::read_xml(in, tree);  // throws for what is no XML
  return tree;
}

// Every element of that name beneath, in order.
std::vector<const ptree*> all(const ptree& tree, const std::string& name) {
  std::vector<const ptree*> found;
  for (const auto& [key, child] : tree) {
    if (key == name) found.push_back(&child);
    const auto beneath = all(child, name);
    found.insert(found.end(), beneath.begin(), beneath.end());
  }
  return found;
}

std::string attribute(const ptree& element, const std::string& name) {
  return element.get("<xmlattr>." + name, "–");
}

}  // namespace

TEST_CASE("text becomes XML that can be read again, without what XML cannot hold") {
  CHECK(xml_escaped("a<b & \"c\">\x01\n\t") == "a&lt;b &amp; &quot;c&quot;&gt;  ");
  CHECK(xml_escaped("Ұрлық") == "Ұрлық");
  XmlText xml;
  xml.open("a", {{"x", "\"<&"}});
  xml.leaf("b", "1 < 2");
  xml.close();
  const ptree tree = parsed(std::move(xml).text());
  CHECK(attribute(tree.get_child("a"), "x") == "\"<&");
  CHECK(tree.get<std::string>("a.b") == "1 < 2");
}

TEST_CASE("generic data has a series for each choice of codes and indicator, and the figures as they were published") {
  const ptree tree = parsed(sdmx_ml_data(thefts(), SdmxMlData::generic, {.agency = "KZ", .version = "2.0.0"}));
  const ptree& head = tree.get_child("mes:GenericData.mes:Header");
  CHECK(head.get<std::string>("mes:ID") == "yearly$402-thefts-yearly");
  CHECK(head.get<std::string>("mes:Prepared") == "2022-11-22T07:03:12Z");
  CHECK(head.get<std::string>("mes:Sender.com:Name") == "Committee <1>");
  CHECK(attribute(*all(head, "Ref").at(0), "id") == "THEFTS-YEARLY");
  CHECK(attribute(*all(head, "Ref").at(0), "version") == "2.0.0");
  const auto series = all(tree, "gen:Series");
  REQUIRE(series.size() == 3);
  const auto values = [](const ptree& of) {
    std::string text;
    for (const ptree* value : all(of, "gen:Value"))
      text += attribute(*value, "id") + "=" + attribute(*value, "value") + " ";
    return text;
  };
  CHECK(values(series[0]->get_child("gen:SeriesKey")) == "TERRITORY=_T INDICATOR=tartip@count@v1 ");
  CHECK(values(series[1]->get_child("gen:Attributes")) == "UNIT_MEASURE=per 10000 DECIMALS=2 ");
  CHECK(all(*series[0], "gen:Obs").size() == 2);
  CHECK(attribute(*all(*series[0], "gen:ObsDimension").at(1), "value") == "2022-01-01/P9M");
  CHECK(attribute(*all(*series[1], "gen:ObsValue").at(0), "value") == "48.70");
  CHECK(values(series[2]->get_child("gen:Obs")) == "OBS_STATUS=Q CONF_STATUS=C ");
  CHECK(all(*series[2], "gen:ObsValue").empty());
}

TEST_CASE("structure-specific data says the same in attributes") {
  const ptree tree = parsed(sdmx_ml_data(thefts(), SdmxMlData::structure_specific));
  const auto series = all(tree, "Series");
  REQUIRE(series.size() == 3);
  CHECK(attribute(*series[1], "TERRITORY") == "_T");
  CHECK(attribute(*series[1], "INDICATOR") == "tartip@rate@v1");
  const ptree& figure = *all(*series[1], "Obs").at(0);
  CHECK(attribute(figure, "TIME_PERIOD") == "2021");
  CHECK(attribute(figure, "OBS_VALUE") == "48.70");
  CHECK(attribute(figure, "OBS_STATUS") == "P");
  CHECK(attribute(*all(*series[2], "Obs").at(0), "OBS_VALUE") == "–");
  CHECK(attribute(*all(tree, "mes:DataSet").at(0), "SOURCE") == "Form 1-М");
}

TEST_CASE("the structure names every code and concept that the data use") {
  const ptree tree = parsed(sdmx_ml_structure(thefts()));
  std::set<std::string> concepts, lists;
  for (const ptree* one : all(tree, "str:Concept")) concepts.insert(attribute(*one, "id"));
  for (const ptree* one : all(tree, "str:Codelist")) lists.insert(attribute(*one, "id"));
  for (const char* component : {"str:Dimension", "str:TimeDimension", "str:Attribute", "str:PrimaryMeasure"})
    for (const ptree* one : all(tree, component)) {
      if (one->count("str:ConceptIdentity") == 0) continue;  // a reference to the component
      CHECK(concepts.contains(attribute(*one, "id")));
      for (const ptree* list : all(*one, "str:Enumeration"))
        CHECK(lists.contains(attribute(list->get_child("Ref"), "id")));
    }
  CHECK(lists.size() == 4);
  for (const ptree* one : all(tree, "str:Concept")) CHECK(one->count("str:CoreRepresentation") == 1);
  const auto codes = all(tree, "str:Code");
  CHECK(attribute(*codes.at(1), "id") == "$D1$81$D1$82$2E1");
  CHECK(codes.at(1)->get<std::string>("com:Name") == "ст.1");
  CHECK(attribute(codes.at(1)->get_child("str:Parent.Ref"), "id") == "_T");
  CHECK(codes.at(2)->get<std::string>("com:Description") == "Events, counted.");
  CHECK(attribute(all(tree, "str:Dataflow").at(0)->get_child("str:Structure.Ref"), "id") == "DSD_THEFTS-YEARLY");
}

TEST_CASE("flows are listed, and a table without anything is written all the same") {
  const ptree flows =
      parsed(sdmx_ml_flows({.agency = "KZ",
                            .sender = "",
                            .prepared = 0,
                            .flows = {{"A-YEARLY", "1.0.0", {{{"ru", "Кражи"}}}}, {"B", "2.0.0", {}}}}));
  REQUIRE(all(flows, "str:Dataflow").size() == 2);
  CHECK(all(flows, "str:Dataflow").at(0)->get<std::string>("com:Name") == "Кражи");
  CHECK(all(flows, "str:Dataflow").at(1)->get<std::string>("com:Name") == "B");
  statistics::PublishedTable empty;
  empty.id = "empty";
  CHECK(all(parsed(sdmx_ml_data(empty, SdmxMlData::generic)), "gen:Series").empty());
  CHECK(all(parsed(sdmx_ml_data(empty, SdmxMlData::structure_specific)), "Series").empty());
  CHECK(all(parsed(sdmx_ml_structure(empty)), "str:Dimension").size() == 3);  // INDICATOR, and two references to it
}
