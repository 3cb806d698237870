// The kept text of a released table, and back.
#include <boost/json.hpp>

#include "base/hash.hpp"
#include "store/release.hpp"

namespace tartip::store {
namespace {

namespace json = boost::json;
using statistics::PublishedTable;

json::object names_json(const axes::Names& names) {
  json::object object;
  for (const auto& [language, name] : names.by_language) object[language] = name;  // in the order of the map
  return object;
}

axes::Names names_of(const json::value& value) {
  axes::Names names;
  for (const auto& item : value.as_object())
    names.by_language[std::string(item.key())] = item.value().as_string().c_str();
  return names;
}

std::string text_of(const json::value& value) {
  return value.as_string().c_str();
}

json::object head_json(const PublishedTable& table) {
  json::object object;
  object["id"] = table.id;
  object["title"] = names_json(table.title);
  object["agency"] = table.agency;
  object["source"] = table.source;
  object["licence"] = table.licence;
  return object;
}

json::array dimensions_json(const PublishedTable& table) {
  json::array dimensions;
  for (const auto& dimension : table.dimensions) {
    json::array codes;
    for (const auto& code : dimension.codes)
      codes.push_back({{"code", code.code}, {"names", names_json(code.names)}, {"parent", code.parent}});
    dimensions.push_back({{"id", dimension.id}, {"names", names_json(dimension.names)}, {"codes", std::move(codes)}});
  }
  return dimensions;
}

json::array definitions_json(const PublishedTable& table) {
  json::array definitions;
  for (const auto& one : table.definitions)
    definitions.push_back({{"id", one.id},
                           {"names", names_json(one.names)},
                           {"text", names_json(one.text)},
                           {"unit", one.unit},
                           {"decimals", one.decimals},
                           {"cautions", names_json(one.cautions)}});
  return definitions;
}

// [[codes…], definition, period, value, status, [sources…]]
json::array observations_json(const PublishedTable& table) {
  json::array observations;
  for (const auto& one : table.observations)
    observations.push_back(json::array{
        json::array(one.codes.begin(), one.codes.end()), one.definition, axes::text_of(one.period), one.value,
        std::string(statistics::name_of(one.status)), json::array(one.sources.begin(), one.sources.end())});
  return observations;
}

std::vector<std::uint32_t> indices_of(const json::value& value) {
  std::vector<std::uint32_t> indices;
  for (const json::value& one : value.as_array()) indices.push_back(one.to_number<std::uint32_t>());
  return indices;
}

PublishedTable table_of(const json::object& object) {
  PublishedTable table;
  table.id = text_of(object.at("id"));
  table.title = names_of(object.at("title"));
  table.agency = text_of(object.at("agency"));
  table.source = text_of(object.at("source"));
  table.licence = text_of(object.at("licence"));
  for (const json::value& one : object.at("sources").as_array())
    table.sources.push_back({text_of(one.at("file")), text_of(one.at("sha256"))});
  for (const json::value& one : object.at("dimensions").as_array()) {
    statistics::PublishedDimension dimension{text_of(one.at("id")), names_of(one.at("names")), {}};
    for (const json::value& code : one.at("codes").as_array())
      dimension.codes.push_back({text_of(code.at("code")), names_of(code.at("names")), text_of(code.at("parent"))});
    table.dimensions.push_back(std::move(dimension));
  }
  for (const json::value& one : object.at("definitions").as_array())
    table.definitions.push_back({text_of(one.at("id")), names_of(one.at("names")), names_of(one.at("text")),
                                 text_of(one.at("unit")), one.at("decimals").to_number<int>(),
                                 names_of(one.at("cautions"))});
  for (const json::value& one : object.at("observations").as_array()) {
    const json::array& parts = one.as_array();
    const auto status = statistics::observation_status_named(text_of(parts.at(4)));
    table.observations.push_back({indices_of(parts.at(0)), parts.at(1).to_number<std::uint32_t>(),
                                  axes::parse_span(text_of(parts.at(2))).value_or(axes::Span{}), text_of(parts.at(3)),
                                  status.value_or(statistics::ObservationStatus::missing), indices_of(parts.at(5))});
  }
  return table;
}

}  // namespace

std::string release_text(const statistics::PublishedTable& table) {
  PublishedTable sorted = table;
  statistics::sort_observations(sorted);
  json::object object = head_json(sorted);
  json::array sources;
  for (const auto& source : sorted.sources) sources.push_back({{"file", source.file}, {"sha256", source.sha256}});
  object["sources"] = std::move(sources);
  object["dimensions"] = dimensions_json(sorted);
  object["definitions"] = definitions_json(sorted);
  object["observations"] = observations_json(sorted);
  return json::serialize(object);
}

Result<statistics::PublishedTable> table_from_release_text(std::string_view text) {
  const auto corrupt = [] { return fail(Code::corrupt, "error.release.text"); };
  try {
    PublishedTable table = table_of(json::parse({text.data(), text.size()}).as_object());
    if (!statistics::checked(table)) return corrupt();
    return table;
  } catch (const std::exception&) {  // not JSON, or not ours
    return corrupt();
  }
}

std::string release_checksum(const std::string& id, const std::vector<ReleasedTable>& tables,
                             const std::string& protection) {
  std::string text = id + "\n";
  for (const ReleasedTable& table : tables) text += table.id + " " + table.sha256 + "\n";
  if (!protection.empty()) text += "protection: " + protection + "\n";  // no table's id has a colon
  return sha256_hex(text);
}

}  // namespace tartip::store
