#include "exchange/dcat.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "exchange/codes.hpp"

namespace tartip::exchange {
namespace {

namespace json = boost::json;

json::array in_languages(const axes::Names& names) {
  json::array all;
  for (const auto& [language, text] : names.by_language)
    all.push_back(json::object{{"@value", text}, {"@language", language}});
  return all;
}

json::object date(axes::Day day) {
  return {{"@value", axes::text_of(day)}, {"@type", "xsd:date"}};
}

// Of a language tag, as DCAT’s application profile asks for it: the European Union’s authority list.
json::value language_iri(const std::string& tag) {
  const char* code = tag == "en" ? "ENG" : tag == "ru" ? "RUS" : tag == "kk" ? "KAZ" : nullptr;
  if (code == nullptr) return json::value(tag);
  return json::object{{"@id", std::string("http://publications.europa.eu/resource/authority/language/") + code}};
}

// What the table holds: the names of its definitions, in each language of its title that has any.
json::array described(const statistics::PublishedTable& table) {
  json::array all;
  for (const auto& [language, title] : table.title.by_language) {
    std::string text;
    for (const auto& definition : table.definitions)
      if (const auto name = definition.names.by_language.find(language); name != definition.names.by_language.end())
        text += (text.empty() ? title + ": " : "; ") + name->second;
    all.push_back(json::object{{"@value", text.empty() ? title : text}, {"@language", language}});
  }
  return all;
}

json::object distribution_of(const Distribution& one) {
  json::object made{
      {"@type", "dcat:Distribution"},
      {"dcterms:title", one.file},
      {"dcat:accessURL", json::object{{"@id", one.file}}},
      {"dcat:downloadURL", json::object{{"@id", one.file}}},
      {"dcat:mediaType", json::object{{"@id", "https://www.iana.org/assignments/media-types/" + one.media_type}}},
      {"dcat:byteSize", json::object{{"@value", std::to_string(one.bytes)}, {"@type", "xsd:nonNegativeInteger"}}},
      {"spdx:checksum", json::object{{"@type", "spdx:Checksum"},
                                     {"spdx:algorithm", json::object{{"@id", "spdx:checksumAlgorithm_sha256"}}},
                                     {"spdx:checksumValue", one.sha256}}}};
  if (!one.conforms_to.empty()) made["dcterms:conformsTo"] = json::object{{"@id", one.conforms_to}};
  return made;
}

}  // namespace

std::string dcat_record(const statistics::PublishedTable& table, const std::vector<Distribution>& distributions) {
  std::set<std::string> languages;
  for (const auto& [language, title] : table.title.by_language) languages.insert(language);
  json::array tags;
  for (const std::string& language : languages) tags.push_back(language_iri(language));
  json::object record{{"@context",
                       {{"dcat", "http://www.w3.org/ns/dcat#"},
                        {"dcterms", "http://purl.org/dc/terms/"},
                        {"foaf", "http://xmlns.com/foaf/0.1/"},
                        {"spdx", "http://spdx.org/rdf/terms#"},
                        {"xsd", "http://www.w3.org/2001/XMLSchema#"}}},
                      {"@id", "#dataset"},
                      {"@type", "dcat:Dataset"},
                      {"dcterms:identifier", (table.release.empty() ? "" : table.release + "/") + table.id},
                      {"dcterms:title", in_languages(table.title)},
                      {"dcterms:description", described(table)},
                      {"dcterms:language", std::move(tags)}};
  if (!table.release.empty()) record["dcat:version"] = table.release;
  if (table.published != 0)
    record["dcterms:issued"] = json::object{{"@value", utc_text(table.published)}, {"@type", "xsd:dateTime"}};
  if (!table.agency.empty())
    record["dcterms:publisher"] = json::object{{"@type", "foaf:Organization"}, {"foaf:name", table.agency}};
  if (!table.source.empty())
    record["dcterms:provenance"] =
        json::object{{"@type", "dcterms:ProvenanceStatement"}, {"dcterms:description", table.source}};
  if (!table.licence.empty()) record["dcterms:license"] = table.licence;
  json::array keywords;
  for (const auto& definition : table.definitions) keywords.push_back(json::value(definition.id));
  record["dcat:keyword"] = std::move(keywords);
  if (!table.observations.empty()) {
    axes::Span whole = table.observations.front().period;
    for (const auto& one : table.observations)
      whole = {std::min(whole.from, one.period.from), std::max(whole.to, one.period.to)};
    record["dcterms:temporal"] = json::object{{"@type", "dcterms:PeriodOfTime"},
                                              {"dcat:startDate", date(whole.from)},
                                              {"dcat:endDate", date(whole.to - std::chrono::days(1))}};
  }
  json::array made;
  for (const Distribution& one : distributions) made.push_back(distribution_of(one));
  record["dcat:distribution"] = std::move(made);
  // The entry of a catalogue: which dataset, and when the release that it describes was made.
  json::object entry{{"@id", "#record"},
                     {"@type", "dcat:CatalogRecord"},
                     {"dcterms:conformsTo", json::object{{"@id", "http://www.w3.org/ns/dcat#"}}}};
  if (record.contains("dcterms:issued")) entry["dcterms:modified"] = record["dcterms:issued"];
  record["@reverse"] = json::object{{"foaf:primaryTopic", std::move(entry)}};
  return json::serialize(record) + "\n";
}

}  // namespace tartip::exchange
