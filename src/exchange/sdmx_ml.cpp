#include "exchange/sdmx_ml.hpp"

#include <map>
#include <utility>

#include "exchange/codes.hpp"
#include "exchange/sdmx_words.hpp"
#include "exchange/xml_text.hpp"

namespace tartip::exchange {
namespace {

using statistics::PublishedObservation;
using statistics::PublishedTable;
using Attributes = XmlText::Attributes;

constexpr const char* k_message = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message";
constexpr const char* k_common = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common";
constexpr const char* k_generic = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic";
constexpr const char* k_specific = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific";
constexpr const char* k_structure = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure";
constexpr const char* k_instance = "http://www.w3.org/2001/XMLSchema-instance";

struct Head {
  std::string id, agency, sender;
  std::int64_t prepared = 0;
};

Head head_of(const PublishedTable& table, const SdmxOptions& options) {
  return {sdmx_id(table.release.empty() ? table.id : table.release + "-" + table.id), options.agency, table.agency,
          table.published};
}

void write_sender(XmlText& xml, const Head& head) {
  xml.leaf("mes:ID", head.id);
  xml.leaf("mes:Test", "false");
  xml.leaf("mes:Prepared", utc_text(head.prepared));
  if (head.sender.empty()) return xml.empty("mes:Sender", {{"id", head.agency}});
  xml.open("mes:Sender", {{"id", head.agency}});
  xml.leaf("com:Name", head.sender, {{"xml:lang", "en"}});
  xml.close();
}

void write_texts(XmlText& xml, const char* element, const axes::Names& names, const std::string& fallback) {
  bool written = false;
  for (const auto& [language, name] : names.by_language) {
    if (name.empty()) continue;
    xml.leaf(element, name, {{"xml:lang", language}});
    written = true;
  }
  if (!written && !fallback.empty()) xml.leaf(element, fallback, {{"xml:lang", "en"}});
}

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

// The structure's own things, each with the names it goes by.
class Structure {
 public:
  Structure(XmlText& xml, const PublishedTable& table, const SdmxOptions& options)
      : xml_(xml), table_(table), options_(options), name_(sdmx_name(table.id)) {}

  void write() {
    xml_.open("str:Dataflows");
    write_flow(xml_, options_.agency, {name_, options_.version, table_.title});
    xml_.close();
    write_lists();
    write_concepts();
    write_components();
  }

  static void write_flow(XmlText& xml, const std::string& agency, const SdmxFlow& flow) {
    xml.open("str:Dataflow", {{"id", flow.id}, {"agencyID", agency}, {"version", flow.version}});
    write_texts(xml, "com:Name", flow.names, flow.id);
    xml.open("str:Structure");
    xml.empty("Ref", {{"id", "DSD_" + flow.id},
                      {"version", flow.version},
                      {"agencyID", agency},
                      {"package", "datastructure"},
                      {"class", "DataStructure"}});
    xml.close();
    xml.close();
  }

 private:
  Attributes maintained(const std::string& id) const {
    return {{"id", id}, {"agencyID", options_.agency}, {"version", options_.version}};
  }
  std::string list_id(const std::string& component) const { return "CL_" + name_ + "_" + component; }

  struct Code {
    std::string id, fallback, parent = {};
    const axes::Names* names = nullptr;
    const axes::Names* text = nullptr;
  };
  void write_list(const std::string& component, const axes::Names& names, const std::vector<Code>& codes) {
    xml_.open("str:Codelist", maintained(list_id(component)));
    write_texts(xml_, "com:Name", names, component);
    for (const Code& code : codes) {
      xml_.open("str:Code", {{"id", code.id}});
      write_texts(xml_, "com:Name", code.names ? *code.names : axes::Names(), code.fallback);
      if (code.text) write_texts(xml_, "com:Description", *code.text, "");
      if (!code.parent.empty()) {
        xml_.open("str:Parent");
        xml_.empty("Ref", {{"id", code.parent}});
        xml_.close();
      }
      xml_.close();
    }
    xml_.close();
  }

  void write_lists() {
    xml_.open("str:Codelists");
    for (const auto& dimension : table_.dimensions) {
      std::vector<Code> codes;
      for (const auto& code : dimension.codes)
        codes.push_back(
            {sdmx_id(code.code), code.code, code.parent.empty() ? "" : sdmx_id(code.parent), &code.names, nullptr});
      write_list(sdmx_name(dimension.id), dimension.names, codes);
    }
    std::vector<Code> indicators, statuses, confidentialities;
    for (const auto& definition : table_.definitions)
      indicators.push_back({sdmx_id(definition.id), definition.id, "", &definition.names, &definition.text});
    write_list(k_indicator, indicator_names(), indicators);
    for (const auto status : k_statuses)
      statuses.push_back({std::string(1, statistics::sdmx_letter(status)), status_words(status)});
    write_list("OBS_STATUS", english("Observation status"), statuses);
    for (const auto& [id, words] : k_confidentialities) confidentialities.push_back({std::string(1, id), words});
    write_list("CONF_STATUS", english("Confidentiality status"), confidentialities);
    xml_.close();
  }

  void write_concept(const std::string& id, const axes::Names& names) {
    xml_.open("str:Concept", {{"id", id}});
    write_texts(xml_, "com:Name", names, id);
    xml_.close();
  }
  void write_concepts() {
    xml_.open("str:Concepts");
    xml_.open("str:ConceptScheme", maintained("CS_" + name_));
    write_texts(xml_, "com:Name", table_.title, table_.id);
    for (const auto& dimension : table_.dimensions) write_concept(sdmx_name(dimension.id), dimension.names);
    write_concept(k_indicator, indicator_names());
    write_concept("TIME_PERIOD", period_names());
    for (const auto& [id, words] : k_components) write_concept(id, english(words));
    xml_.close();
    xml_.close();
  }

  void write_identity(const std::string& concept_id) {
    xml_.open("str:ConceptIdentity");
    xml_.empty("Ref", {{"id", concept_id},
                       {"maintainableParentID", "CS_" + name_},
                       {"maintainableParentVersion", options_.version},
                       {"agencyID", options_.agency},
                       {"package", "conceptscheme"},
                       {"class", "Concept"}});
    xml_.close();
  }
  void write_coded(const std::string& component) {
    xml_.open("str:LocalRepresentation");
    xml_.open("str:Enumeration");
    xml_.empty("Ref", {{"id", list_id(component)},
                       {"version", options_.version},
                       {"agencyID", options_.agency},
                       {"package", "codelist"},
                       {"class", "Codelist"}});
    xml_.close();
    xml_.close();
  }
  void write_format(const char* type) {
    xml_.open("str:LocalRepresentation");
    xml_.empty("str:TextFormat", {{"textType", type}});
    xml_.close();
  }
  void write_dimension(const std::string& id, std::size_t position) {
    xml_.open("str:Dimension", {{"id", id}, {"position", std::to_string(position)}});
    write_identity(id);
    write_coded(id);
    xml_.close();
  }

  struct Attribute {
    const char* id;
    bool is_needed;
    const char* text_type;  // null: of a code list
    const char* element;    // what it hangs on
    const char* on;         // the id of that
  };
  void write_attribute(const Attribute& attribute) {
    xml_.open("str:Attribute",
              {{"id", attribute.id}, {"assignmentStatus", attribute.is_needed ? "Mandatory" : "Conditional"}});
    write_identity(attribute.id);
    if (attribute.text_type)
      write_format(attribute.text_type);
    else
      write_coded(attribute.id);
    xml_.open("str:AttributeRelationship");
    if (attribute.on) {
      xml_.open(attribute.element);
      xml_.empty("Ref", {{"id", attribute.on}});
      xml_.close();
    } else {
      xml_.empty(attribute.element, {});
    }
    xml_.close();
    xml_.close();
  }

  void write_components() {
    xml_.open("str:DataStructures");
    xml_.open("str:DataStructure", maintained("DSD_" + name_));
    write_texts(xml_, "com:Name", table_.title, table_.id);
    xml_.open("str:DataStructureComponents");
    xml_.open("str:DimensionList", {{"id", "DimensionDescriptor"}});
    std::size_t position = 0;
    for (const auto& dimension : table_.dimensions) write_dimension(sdmx_name(dimension.id), ++position);
    write_dimension(k_indicator, ++position);
    xml_.open("str:TimeDimension", {{"id", "TIME_PERIOD"}, {"position", std::to_string(++position)}});
    write_identity("TIME_PERIOD");
    write_format("ObservationalTimePeriod");
    xml_.close();
    xml_.close();
    xml_.open("str:AttributeList", {{"id", "AttributeDescriptor"}});
    for (const Attribute& attribute : {Attribute{"OBS_STATUS", true, nullptr, "str:PrimaryMeasure", "OBS_VALUE"},
                                       Attribute{"CONF_STATUS", true, nullptr, "str:PrimaryMeasure", "OBS_VALUE"},
                                       Attribute{"UNIT_MEASURE", true, "String", "str:Dimension", k_indicator},
                                       Attribute{"DECIMALS", true, "Integer", "str:Dimension", k_indicator},
                                       Attribute{"SOURCE", false, "String", "str:None", nullptr}})
      write_attribute(attribute);
    xml_.close();
    xml_.open("str:MeasureList", {{"id", "MeasureDescriptor"}});
    xml_.open("str:PrimaryMeasure", {{"id", "OBS_VALUE"}});
    write_identity("OBS_VALUE");
    write_format("Decimal");
    xml_.close();
    xml_.close();
    xml_.close();
    xml_.close();
    xml_.close();
  }

  XmlText& xml_;
  const PublishedTable& table_;
  const SdmxOptions& options_;
  std::string name_;
};

}  // namespace

std::string sdmx_ml_data(const PublishedTable& table, SdmxMlData form, const SdmxOptions& options) {
  const bool generic = form == SdmxMlData::generic;
  const std::string urn = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=" + options.agency + ":DSD_" +
                          sdmx_name(table.id) + "(" + options.version + ")";
  Attributes spaces{{"xmlns:mes", k_message}, {"xmlns:com", k_common}};
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
  write_sender(xml, head_of(table, options));
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

namespace {

std::string structure_message(const Head& head, const auto& write) {
  XmlText xml;
  xml.open("mes:Structure", {{"xmlns:mes", k_message}, {"xmlns:com", k_common}, {"xmlns:str", k_structure}});
  xml.open("mes:Header");
  write_sender(xml, head);
  xml.close();
  xml.open("mes:Structures");
  write(xml);
  xml.close();
  xml.close();
  return std::move(xml).text();
}

}  // namespace

std::string sdmx_ml_structure(const PublishedTable& table, const SdmxOptions& options) {
  return structure_message(head_of(table, options), [&](XmlText& xml) { Structure(xml, table, options).write(); });
}

std::string sdmx_ml_flows(const SdmxFlowList& list) {
  return structure_message({"dataflows", list.agency, list.sender, list.prepared}, [&](XmlText& xml) {
    xml.open("str:Dataflows");
    for (const SdmxFlow& flow : list.flows) Structure::write_flow(xml, list.agency, flow);
    xml.close();
  });
}

}  // namespace tartip::exchange
