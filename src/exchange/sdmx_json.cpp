#include "exchange/sdmx_json.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "exchange/codes.hpp"
#include "exchange/sdmx_words.hpp"

namespace tartip::exchange {
namespace {

namespace json = boost::json;
using statistics::ObservationStatus;
using statistics::PublishedTable;

// "name" in the best language and "names" in all; an id stands in where nobody gave a name.
void add_names(json::object& to, const axes::Names& names, const std::string& fallback) {
  const std::string& best = names.in("en");
  to["name"] = best.empty() ? fallback : best;
  if (names.by_language.empty()) return;
  json::object all;
  for (const auto& [language, name] : names.by_language) all[language] = name;
  to["names"] = std::move(all);
}

json::object all_of(const axes::Names& names) {
  json::object all;
  for (const auto& [language, name] : names.by_language) all[language] = name;
  return all;
}

json::array languages_of(const PublishedTable& table) {
  std::set<std::string> languages;
  const auto add = [&](const axes::Names& names) {
    for (const auto& [language, name] : names.by_language) languages.insert(language);
  };
  add(table.title);
  for (const auto& dimension : table.dimensions) add(dimension.names);
  for (const auto& definition : table.definitions) add(definition.names);
  if (languages.empty()) languages.insert("en");
  return json::array(languages.begin(), languages.end());
}

json::object meta_of(const PublishedTable& table, const SdmxOptions& options, const char* schema) {
  json::object sender{{"id", options.agency}};
  if (!table.agency.empty()) sender["name"] = table.agency;
  const std::string id = sdmx_id(table.release.empty() ? table.id : table.release + "-" + table.id);
  return {{"schema", schema},
          {"id", id},
          {"test", false},
          {"prepared", utc_text(table.published)},
          {"contentLanguages", languages_of(table)},
          {"sender", std::move(sender)}};
}

std::string urn_of(const char* what, const std::string& id) {
  return std::string("urn:sdmx:org.sdmx.infomodel.") + what + "=" + id;
}

// The spans of the figures, in order of time, and their positions.
std::map<std::pair<axes::Day, axes::Day>, std::size_t> periods_of(const PublishedTable& table) {
  std::map<std::pair<axes::Day, axes::Day>, std::size_t> periods;
  for (const auto& one : table.observations) periods[{one.period.from, one.period.to}] = 0;
  std::size_t next = 0;
  for (auto& [span, position] : periods) position = next++;
  return periods;
}

json::object time_value(axes::Span span) {
  using std::chrono::days;
  const std::string text = sdmx_time(span);
  json::object value;
  if (text.find('/') == std::string::npos)
    value = {{"id", text}, {"name", text}};
  else
    value = {{"value", text}};
  value["start"] = axes::text_of(span.from) + "T00:00:00Z";
  value["end"] = axes::text_of(span.to - days(1)) + "T23:59:59Z";
  return value;
}

json::array dimensions_of(const PublishedTable& table) {
  json::array dimensions;
  const auto add = [&](const std::string& id, const axes::Names& names, json::array values, const char* role) {
    json::object made{{"id", id}, {"keyPosition", dimensions.size()}};
    add_names(made, names, id);
    if (role != nullptr) made["roles"] = json::array{role};
    if (!values.empty()) made["values"] = std::move(values);
    dimensions.push_back(std::move(made));
  };
  for (const auto& dimension : table.dimensions) {
    json::array values;
    for (const auto& code : dimension.codes) {
      json::object value{{"id", sdmx_id(code.code)}};
      add_names(value, code.names, code.code);
      if (!code.parent.empty()) value["parent"] = sdmx_id(code.parent);
      values.push_back(std::move(value));
    }
    add(sdmx_name(dimension.id), dimension.names, std::move(values), nullptr);
  }
  json::array indicators;
  for (const auto& definition : table.definitions) {
    json::object value{{"id", sdmx_id(definition.id)}};
    add_names(value, definition.names, definition.id);
    if (!definition.text.by_language.empty()) value["descriptions"] = all_of(definition.text);
    indicators.push_back(std::move(value));
  }
  add(k_indicator, indicator_names(), std::move(indicators), nullptr);
  json::array times;
  for (const auto& [span, position] : periods_of(table)) times.push_back(time_value({span.first, span.second}));
  add("TIME_PERIOD", period_names(), std::move(times), "TIME_PERIOD");
  return dimensions;
}

json::array confidentialities() {
  json::array list;
  for (const auto& [id, words] : k_confidentialities)
    list.push_back(json::object{{"id", std::string(1, id)}, {"name", words}});
  return list;
}

json::object attributes_of() {
  json::array statuses;
  for (const ObservationStatus status : k_statuses)
    statuses.push_back(
        json::object{{"id", std::string(1, statistics::sdmx_letter(status))}, {"name", status_words(status)}});
  const auto by_indicator = [](const char* id, const char* name) {
    return json::object{{"id", id}, {"name", name}, {"relationship", {{"dimensions", json::array{"INDICATOR"}}}}};
  };
  return {{"dimensionGroup",
           json::array{by_indicator("UNIT_MEASURE", "Unit of measure"), by_indicator("DECIMALS", "Decimals")}},
          {"dataSet", json::array{json::object{
                          {"id", "SOURCE"}, {"name", "Source"}, {"relationship", {{"dataflow", json::object()}}}}}},
          {"observation", json::array{json::object{{"id", "OBS_STATUS"},
                                                   {"name", "Observation status"},
                                                   {"relationship", {{"observation", json::object()}}},
                                                   {"values", std::move(statuses)}},
                                      json::object{{"id", "CONF_STATUS"},
                                                   {"name", "Confidentiality status"},
                                                   {"relationship", {{"observation", json::object()}}},
                                                   {"values", confidentialities()}}}}};
}

json::object structure_of(const PublishedTable& table, const SdmxOptions& options) {
  json::object structure;
  add_names(structure, table.title, table.id);
  structure["links"] = json::array{
      json::object{{"rel", "dataflow"}, {"urn", urn_of("datastructure.Dataflow", structure_id(table, options))}}};
  structure["dataSets"] = json::array{0};
  structure["dimensions"] = {{"observation", dimensions_of(table)}};
  structure["measures"] = {{"observation", json::array{json::object{{"id", "OBS_VALUE"}, {"name", "Value"}}}}};
  structure["attributes"] = attributes_of();
  return structure;
}

// ":::0:" — the attributes of the indicator at that position, whatever the other dimensions are.
json::object attributes_by_indicator(const PublishedTable& table) {
  json::object groups;
  for (std::size_t i = 0; i < table.definitions.size(); ++i)
    groups[std::string(table.dimensions.size(), ':') + std::to_string(i) + ":"] =
        json::array{table.definitions[i].unit, table.definitions[i].decimals};
  return groups;
}

// The published text itself is the number, so that 48.70 stays 48.70. ("007" or "-0" are no JSON numbers; such texts
// are not published.)
std::string observations_of(const PublishedTable& table) {
  const auto periods = periods_of(table);
  std::string text;
  for (const auto& one : table.observations) {
    text += text.empty() ? "\"" : ",\n\"";
    for (const std::uint32_t code : one.codes) text += std::to_string(code) + ":";
    text += std::to_string(one.definition) + ":" + std::to_string(periods.at({one.period.from, one.period.to}));
    text += "\":[" + (one.value.empty() ? std::string("null") : one.value) + "," +
            std::to_string(static_cast<int>(one.status)) + (confidentiality(one.status) == 'C' ? ",1]" : ",0]");
  }
  return text;
}

constexpr const char* k_data_schema =
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"
    "sdmx-json-data-schema.json";
constexpr const char* k_structure_schema =
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json";

// A thing that is kept in a registry: a code list, a structure, a flow.
json::object maintained(const SdmxOptions& options, const std::string& id, const axes::Names& names) {
  json::object made{{"id", id}, {"agencyID", options.agency}, {"version", options.version}};
  add_names(made, names, id);
  return made;
}

json::object codelist(const SdmxOptions& options, const std::string& id, const axes::Names& names, json::array codes) {
  json::object list = maintained(options, id, names);
  list["codes"] = std::move(codes);
  return list;
}

}  // namespace

std::string sdmx_json_data(const PublishedTable& table, const SdmxOptions& options) {
  const json::array source = {table.source.empty() ? json::value(nullptr) : json::value(table.source)};
  std::string text = "{\"meta\":" + json::serialize(meta_of(table, options, k_data_schema));
  text += ",\n\"data\":{\"structures\":[" + json::serialize(structure_of(table, options)) + "],\n";
  text += R"("dataSets":[{"structure":0,"action":"Replace","attributes":)" + json::serialize(source);
  text += ",\"dimensionGroupAttributes\":" + json::serialize(attributes_by_indicator(table));
  text += ",\"observations\":{\n" + observations_of(table) + "\n}}]}}\n";
  return text;
}

std::string sdmx_json_structure(const PublishedTable& table, const SdmxOptions& options) {
  const std::string name = sdmx_name(table.id);
  const std::string suffix = "(" + options.version + ")";
  const auto reference = [&](const char* what, const std::string& id) {
    return urn_of(what, options.agency + ":" + id + suffix);
  };
  json::array lists, concepts, dimensions;
  const auto add_dimension = [&](const std::string& id, const axes::Names& names, json::array codes) {
    const std::string list = "CL_" + name + "_" + id;
    lists.push_back(codelist(options, list, names, std::move(codes)));
    json::object concept_{{"id", id}};
    add_names(concept_, names, id);
    concepts.push_back(std::move(concept_));
    dimensions.push_back(
        json::object{{"id", id},
                     {"position", dimensions.size()},
                     {"conceptIdentity", reference("conceptscheme.Concept", "CS_" + name) + "." + id},
                     {"localRepresentation", {{"enumeration", reference("codelist.Codelist", list)}}}});
  };
  for (const auto& dimension : table.dimensions) {
    json::array codes;
    for (const auto& code : dimension.codes) {
      json::object made{{"id", sdmx_id(code.code)}};
      add_names(made, code.names, code.code);
      if (!code.parent.empty()) made["parent"] = sdmx_id(code.parent);
      codes.push_back(std::move(made));
    }
    add_dimension(sdmx_name(dimension.id), dimension.names, std::move(codes));
  }
  json::array indicators;
  for (const auto& definition : table.definitions) {
    json::object made{{"id", sdmx_id(definition.id)}};
    add_names(made, definition.names, definition.id);
    if (!definition.text.by_language.empty()) {
      made["description"] = definition.text.in("en");
      made["descriptions"] = all_of(definition.text);
    }
    indicators.push_back(std::move(made));
  }
  add_dimension(k_indicator, indicator_names(), std::move(indicators));

  const auto concept_of = [&](const char* id, const char* english) {
    concepts.push_back(json::object{{"id", id}, {"name", english}});
    return reference("conceptscheme.Concept", "CS_" + name) + "." + id;
  };
  const std::string time = concept_of("TIME_PERIOD", "Period"), value = concept_of("OBS_VALUE", "Value"),
                    status = concept_of("OBS_STATUS", "Observation status"),
                    confidential = concept_of("CONF_STATUS", "Confidentiality status"),
                    unit = concept_of("UNIT_MEASURE", "Unit of measure"), decimals = concept_of("DECIMALS", "Decimals"),
                    source = concept_of("SOURCE", "Source");
  json::array statuses;
  for (const ObservationStatus one : k_statuses)
    statuses.push_back(json::object{{"id", std::string(1, statistics::sdmx_letter(one))}, {"name", status_words(one)}});
  lists.push_back(
      codelist(options, "CL_" + name + "_OBS_STATUS", {{{"en", "Observation status"}}}, std::move(statuses)));
  lists.push_back(
      codelist(options, "CL_" + name + "_CONF_STATUS", {{{"en", "Confidentiality status"}}}, confidentialities()));
  const json::object by_indicator{{"dimensions", json::array{"INDICATOR"}}};
  const auto text_format = [](const char* type) { return json::object{{"format", {{"dataType", type}}}}; };

  json::object components{
      {"dimensionList",
       {{"id", "DimensionDescriptor"},
        {"dimensions", std::move(dimensions)},
        {"timeDimension",
         {{"id", "TIME_PERIOD"},
          {"conceptIdentity", time},
          {"localRepresentation", text_format("ObservationalTimePeriod")}}}}},
      {"measureList",
       {{"id", "MeasureDescriptor"},
        {"measures", json::array{json::object{{"id", "OBS_VALUE"}, {"conceptIdentity", value}}}}}},
      {"attributeList",
       {{"id", "AttributeDescriptor"},
        {"attributes",
         json::array{json::object{{"id", "OBS_STATUS"},
                                  {"usage", "mandatory"},
                                  {"conceptIdentity", status},
                                  {"attributeRelationship", {{"observation", json::object()}}},
                                  {"localRepresentation",
                                   {{"enumeration", reference("codelist.Codelist", "CL_" + name + "_OBS_STATUS")}}}},
                     json::object{{"id", "CONF_STATUS"},
                                  {"usage", "mandatory"},
                                  {"conceptIdentity", confidential},
                                  {"attributeRelationship", {{"observation", json::object()}}},
                                  {"localRepresentation",
                                   {{"enumeration", reference("codelist.Codelist", "CL_" + name + "_CONF_STATUS")}}}},
                     json::object{{"id", "UNIT_MEASURE"},
                                  {"usage", "mandatory"},
                                  {"conceptIdentity", unit},
                                  {"attributeRelationship", by_indicator},
                                  {"localRepresentation", text_format("String")}},
                     json::object{{"id", "DECIMALS"},
                                  {"usage", "mandatory"},
                                  {"conceptIdentity", decimals},
                                  {"attributeRelationship", by_indicator},
                                  {"localRepresentation", text_format("Integer")}},
                     json::object{{"id", "SOURCE"},
                                  {"usage", "optional"},
                                  {"conceptIdentity", source},
                                  {"attributeRelationship", {{"dataflow", json::object()}}},
                                  {"localRepresentation", text_format("String")}}}}}}};
  json::object scheme = maintained(options, "CS_" + name, table.title);
  scheme["concepts"] = std::move(concepts);
  json::object structure = maintained(options, "DSD_" + name, table.title);
  structure["dataStructureComponents"] = std::move(components);
  json::object flow = maintained(options, name, table.title);
  flow["structure"] = reference("datastructure.DataStructure", "DSD_" + name);
  const json::object message{{"meta", meta_of(table, options, k_structure_schema)},
                             {"data",
                              {{"codelists", std::move(lists)},
                               {"conceptSchemes", json::array{std::move(scheme)}},
                               {"dataStructures", json::array{std::move(structure)}},
                               {"dataflows", json::array{std::move(flow)}}}}};
  return json::serialize(message) + "\n";
}

}  // namespace tartip::exchange
