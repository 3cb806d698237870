#include <map>
#include <utility>

#include "exchange/codes.hpp"
#include "exchange/sdmx_ml.hpp"
#include "exchange/sdmx_ml_inside.hpp"
#include "exchange/sdmx_words.hpp"

namespace tartip::exchange {
namespace {

using statistics::PublishedObservation;
using statistics::PublishedTable;
using Attributes = XmlText::Attributes;

constexpr const char* k_generic = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic";
constexpr const char* k_specific = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific";
constexpr const char* k_instance = "http://www.w3.org/2001/XMLSchema-instance";

// Figures of one choice of codes and definition, in the order of the table; their order of time is the table's.
using Key = std::pair<std::vector<std::uint32_t>, std::uint32_t>;
struct Series {
  Key key;
  std::vector<const PublishedObservation*> observations;
};

std::vector<Series> series_of(const PublishedTable& table) {
  std::map<Key, std::size_t> places;
  std::vector<Series> found;
  for (const PublishedObservation& one : table.observations) {
    Key key{one.codes, one.definition};
    const auto [place, is_new] = places.try_emplace(key, found.size());
    if (is_new) found.push_back({std::move(key), {}});
    found[place->second].observations.push_back(&one);
  }
  return found;
}

// Id and value of each dimension but time.
Attributes key_of(const PublishedTable& table, const Key& key) {
  Attributes values;
  for (std::size_t d = 0; d < key.first.size(); ++d)
    values.emplace_back(sdmx_name(table.dimensions[d].id), sdmx_id(table.dimensions[d].codes[key.first[d]].code));
  values.emplace_back(k_indicator, sdmx_id(table.definitions[key.second].id));
  return values;
}

Attributes of_series(const PublishedTable& table, const Key& key) {
  const auto& definition = table.definitions[key.second];
  return {{"UNIT_MEASURE", definition.unit}, {"DECIMALS", std::to_string(definition.decimals)}};
}

Attributes of_observation(const PublishedObservation& one) {
  return {{"OBS_STATUS", std::string(1, statistics::sdmx_letter(one.status))},
          {"CONF_STATUS", std::string(1, confidentiality(one.status))}};
}

void write_generic(XmlText& xml, const char* element, const Attributes& values) {
  xml.open(element);
  for (const auto& [id, value] : values) xml.empty("gen:Value", {{"id", id}, {"value", value}});
  xml.close();
}

void write_generic_sets(XmlText& xml, const PublishedTable& table) {
  xml.open("mes:DataSet", {{"structureRef", "S"}, {"action", "Replace"}});
  if (!table.source.empty()) write_generic(xml, "gen:Attributes", {{"SOURCE", table.source}});
  for (const Series& series : series_of(table)) {
    xml.open("gen:Series");
    write_generic(xml, "gen:SeriesKey", key_of(table, series.key));
    write_generic(xml, "gen:Attributes", of_series(table, series.key));
    for (const PublishedObservation* one : series.observations) {
      xml.open("gen:Obs");
      xml.empty("gen:ObsDimension", {{"value", sdmx_time(one->period)}});
      if (!one->value.empty()) xml.empty("gen:ObsValue", {{"value", one->value}});
      write_generic(xml, "gen:Attributes", of_observation(*one));
      xml.close();
    }
    xml.close();
  }
  xml.close();
}

void write_specific_sets(XmlText& xml, const PublishedTable& table) {
  Attributes set{{"ss:structureRef", "S"},
                 {"xsi:type", "ns:DataSetType"},
                 {"ss:dataScope", "DataStructure"},
                 {"ss:action", "Replace"}};
  if (!table.source.empty()) set.emplace_back("SOURCE", table.source);
  xml.open("mes:DataSet", set);
  for (const Series& series : series_of(table)) {
    Attributes values = key_of(table, series.key);
    for (auto& one : of_series(table, series.key)) values.push_back(std::move(one));
    xml.open("Series", values);
    for (const PublishedObservation* one : series.observations) {
      Attributes figure{{"TIME_PERIOD", sdmx_time(one->period)}};
      if (!one->value.empty()) figure.emplace_back("OBS_VALUE", one->value);
      for (auto& status : of_observation(*one)) figure.push_back(std::move(status));
      xml.empty("Obs", figure);
    }
    xml.close();
  }
  xml.close();
}

}  // namespace

MlHead ml_head_of(const PublishedTable& table, const SdmxOptions& options) {
  return {sdmx_id(table.release.empty() ? table.id : table.release + "-" + table.id), options.agency, table.agency,
          table.published};
}

void write_ml_head(XmlText& xml, const MlHead& head) {
  xml.leaf("mes:ID", head.id);
  xml.leaf("mes:Test", "false");
  xml.leaf("mes:Prepared", utc_text(head.prepared));
  if (head.sender.empty()) return xml.empty("mes:Sender", {{"id", head.agency}});
  xml.open("mes:Sender", {{"id", head.agency}});
  xml.leaf("com:Name", head.sender, {{"xml:lang", "en"}});
  xml.close();
}

std::string sdmx_ml_data(const PublishedTable& table, SdmxMlData form, const SdmxOptions& options) {
  const bool generic = form == SdmxMlData::generic;
  const std::string urn = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=" + options.agency + ":DSD_" +
                          sdmx_name(table.id) + "(" + options.version + ")";
  Attributes spaces{{"xmlns:mes", k_ml_message}, {"xmlns:com", k_ml_common}};
  if (generic)
    spaces.emplace_back("xmlns:gen", k_generic);
  else
    spaces.insert(
        spaces.end(),
        {{"xmlns:ss", k_specific}, {"xmlns:xsi", k_instance}, {"xmlns:ns", urn + ":ObsLevelDim:TIME_PERIOD"}});
  Attributes structure{{"structureID", "S"}};
  if (!generic) structure.emplace_back("namespace", urn + ":ObsLevelDim:TIME_PERIOD");
  structure.emplace_back("dimensionAtObservation", "TIME_PERIOD");
  XmlText xml;
  xml.open(generic ? "mes:GenericData" : "mes:StructureSpecificData", spaces);
  xml.open("mes:Header");
  write_ml_head(xml, ml_head_of(table, options));
  xml.open("mes:Structure", structure);
  xml.open("com:StructureUsage");
  xml.empty("Ref", {{"agencyID", options.agency},
                    {"id", sdmx_name(table.id)},
                    {"version", options.version},
                    {"package", "datastructure"},
                    {"class", "Dataflow"}});
  xml.close();
  xml.close();
  xml.leaf("mes:DataSetAction", "Replace");
  xml.close();
  if (generic)
    write_generic_sets(xml, table);
  else
    write_specific_sets(xml, table);
  xml.close();
  return std::move(xml).text();
}

}  // namespace tartip::exchange
