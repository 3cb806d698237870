#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "exchange/codes.hpp"
#include "exchange/sdmx_ml.hpp"
#include "exchange/sdmx_ml_inside.hpp"
#include "exchange/sdmx_words.hpp"

namespace tartip::exchange {
namespace {

using statistics::PublishedTable;
using Attributes = XmlText::Attributes;

constexpr const char* k_local = "str:LocalRepresentation";
// What is written as text; all else has a code list.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> k_formats = {
    {{"TIME_PERIOD", "ObservationalTimePeriod"},
     {"OBS_VALUE", "Decimal"},
     {"UNIT_MEASURE", "String"},
     {"DECIMALS", "Integer"},
     {"SOURCE", "String"}}};
constexpr const char* k_structure = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure";

void write_texts(XmlText& xml, const char* element, const axes::Names& names, const std::string& fallback) {
  bool written = false;
  for (const auto& [language, name] : names.by_language) {
    if (name.empty()) continue;
    xml.leaf(element, name, {{"xml:lang", language}});
    written = true;
  }
  if (!written && !fallback.empty()) xml.leaf(element, fallback, {{"xml:lang", "en"}});
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

  // With its representation too: there are programs that look for it here and not with the component.
  void write_concept(const std::string& id, const axes::Names& names) {
    xml_.open("str:Concept", {{"id", id}});
    write_texts(xml_, "com:Name", names, id);
    write_representation("str:CoreRepresentation", id);
    xml_.close();
  }
  void write_representation(const char* element, const std::string& id) {
    xml_.open(element);
    const auto format =
        std::find_if(k_formats.begin(), k_formats.end(), [&](const auto& one) { return one.first == id; });
    if (format != k_formats.end()) {
      xml_.empty("str:TextFormat", {{"textType", std::string(format->second)}});
    } else {
      xml_.open("str:Enumeration");
      xml_.empty("Ref", {{"id", list_id(id)},
                         {"version", options_.version},
                         {"agencyID", options_.agency},
                         {"package", "codelist"},
                         {"class", "Codelist"}});
      xml_.close();
    }
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
  void write_dimension(const std::string& id, std::size_t position) {
    xml_.open("str:Dimension", {{"id", id}, {"position", std::to_string(position)}});
    write_identity(id);
    write_representation(k_local, id);
    xml_.close();
  }

  struct Attribute {
    const char* id;
    bool is_needed;
    const char* element;  // what it hangs on
    const char* on;       // the id of that
  };
  void write_attribute(const Attribute& attribute) {
    xml_.open("str:Attribute",
              {{"id", attribute.id}, {"assignmentStatus", attribute.is_needed ? "Mandatory" : "Conditional"}});
    write_identity(attribute.id);
    write_representation(k_local, attribute.id);
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
    write_representation(k_local, "TIME_PERIOD");
    xml_.close();
    xml_.close();
    xml_.open("str:AttributeList", {{"id", "AttributeDescriptor"}});
    for (const Attribute& attribute :
         {Attribute{"OBS_STATUS", true, "str:PrimaryMeasure", "OBS_VALUE"},
          Attribute{"CONF_STATUS", true, "str:PrimaryMeasure", "OBS_VALUE"},
          Attribute{"UNIT_MEASURE", true, "str:Dimension", k_indicator},
          Attribute{"DECIMALS", true, "str:Dimension", k_indicator}, Attribute{"SOURCE", false, "str:None", nullptr}})
      write_attribute(attribute);
    xml_.close();
    xml_.open("str:MeasureList", {{"id", "MeasureDescriptor"}});
    xml_.open("str:PrimaryMeasure", {{"id", "OBS_VALUE"}});
    write_identity("OBS_VALUE");
    write_representation(k_local, "OBS_VALUE");
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

std::string structure_message(const MlHead& head, const auto& write) {
  XmlText xml;
  xml.open("mes:Structure", {{"xmlns:mes", k_ml_message}, {"xmlns:com", k_ml_common}, {"xmlns:str", k_structure}});
  xml.open("mes:Header");
  write_ml_head(xml, head);
  xml.close();
  xml.open("mes:Structures");
  write(xml);
  xml.close();
  xml.close();
  return std::move(xml).text();
}

}  // namespace

std::string sdmx_ml_structure(const PublishedTable& table, const SdmxOptions& options) {
  return structure_message(ml_head_of(table, options), [&](XmlText& xml) { Structure(xml, table, options).write(); });
}

std::string sdmx_ml_flows(const SdmxFlowList& list) {
  return structure_message({"dataflows", list.agency, list.sender, list.prepared}, [&](XmlText& xml) {
    xml.open("str:Dataflows");
    for (const SdmxFlow& flow : list.flows) Structure::write_flow(xml, list.agency, flow);
    xml.close();
  });
}

}  // namespace tartip::exchange
