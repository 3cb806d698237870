#include "exchange/data_package.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/hash.hpp"
#include "exchange/codes.hpp"

namespace tartip::exchange {
namespace {

namespace json = boost::json;
using statistics::PublishedTable;

constexpr const char* k_languages[] = {"en", "ru", "kk"};

const std::string& exactly(const axes::Names& names, const char* language) {
  static const std::string none;
  const auto at = names.by_language.find(language);
  return at == names.by_language.end() ? none : at->second;
}

void add_languages(std::vector<std::string>& row, const axes::Names& names) {
  for (const char* language : k_languages) row.push_back(exactly(names, language));
}

json::object field(const std::string& name, const char* type, const std::string& title = {}) {
  json::object made{{"name", name}, {"type", type}};
  if (!title.empty()) made["title"] = title;
  return made;
}

void add_language_fields(json::array& fields, const std::string& what) {
  for (const char* language : k_languages) fields.push_back(field(what + "_" + language, "string"));
}

json::object reference(const std::string& field_name, const std::string& resource, const char* there) {
  return {{"fields", json::array{field_name}}, {"reference", {{"resource", resource}, {"fields", json::array{there}}}}};
}

class Package {
 public:
  explicit Package(const PublishedTable& table) : table_(table) {}

  std::vector<PackagedFile> made() {
    add_figures();
    for (const auto& dimension : table_.dimensions) add_codes(dimension);
    add_definitions();
    add_sources();
    std::vector<PackagedFile> all = {{"datapackage.json", json::serialize(head()) + "\n"}};
    std::move(files_.begin(), files_.end(), std::back_inserter(all));
    return all;
  }

 private:
  json::object head() {
    const std::string title = table_.title.in("en");
    json::object package{{"$schema", "https://datapackage.org/profiles/2.0/datapackage.json"},
                         {"name", table_.id},
                         {"created", utc_text(table_.published)}};
    if (!title.empty()) package["title"] = title;
    if (!table_.release.empty()) package["version"] = table_.release;
    if (!table_.licence.empty()) package["licenses"] = json::array{json::object{{"name", table_.licence}}};
    if (!table_.source.empty()) package["sources"] = json::array{json::object{{"title", table_.source}}};
    if (!table_.agency.empty())
      package["contributors"] =
          json::array{json::object{{"title", table_.agency}, {"roles", json::array{"publisher"}}}};
    package["resources"] = std::move(resources_);
    return package;
  }

  void add(const std::string& name, std::string text, json::object schema) {
    schema["missingValues"] = json::array{""};
    resources_.push_back(json::object{{"name", name},
                                      {"type", "table"},
                                      {"path", name + ".csv"},
                                      {"scheme", "file"},
                                      {"format", "csv"},
                                      {"mediatype", "text/csv"},
                                      {"encoding", "utf-8"},
                                      {"bytes", text.size()},
                                      {"hash", "sha256:" + sha256_hex(text)},
                                      {"schema", std::move(schema)}});
    files_.push_back({name + ".csv", std::move(text)});
  }

  void add_figures() {
    std::vector<std::string> head;
    json::array fields, key, references;
    for (const auto& dimension : table_.dimensions) {
      head.push_back(dimension.id);
      fields.push_back(field(dimension.id, "string", dimension.names.in("en")));
      key.push_back(json::value(dimension.id));
      references.push_back(reference(dimension.id, codes_name(dimension), "code"));
    }
    head.insert(head.end(), {"definition", "period", "from", "to", "value", "status"});
    for (const char* name : {"definition", "period"}) {
      fields.push_back(field(name, "string"));
      key.push_back(name);
    }
    fields.push_back(field("from", "date"));
    fields.push_back(field("to", "date"));
    fields.push_back(field("value", "number"));
    json::object status = field("status", "string");
    json::array words;
    for (int s = 0; s <= static_cast<int>(statistics::ObservationStatus::suppressed); ++s)
      words.push_back(json::value(statistics::name_of(static_cast<statistics::ObservationStatus>(s))));
    status["constraints"] = {{"required", true}, {"enum", std::move(words)}};
    fields.push_back(std::move(status));
    references.push_back(reference("definition", "definitions", "definition"));
    std::string text = csv_line(head);
    for (const auto& one : table_.observations) {
      std::vector<std::string> row;
      for (std::size_t d = 0; d < one.codes.size(); ++d) row.push_back(table_.dimensions[d].codes[one.codes[d]].code);
      row.insert(row.end(), {table_.definitions[one.definition].id, axes::text_of(one.period),
                             axes::text_of(one.period.from), axes::text_of(one.period.to - std::chrono::days(1)),
                             one.value, std::string(statistics::name_of(one.status))});
      text += csv_line(row);
    }
    add("figures", std::move(text),
        {{"fields", std::move(fields)}, {"primaryKey", std::move(key)}, {"foreignKeys", std::move(references)}});
  }

  // A dimension called "sources" must not take the place of the sources.
  static std::string codes_name(const statistics::PublishedDimension& dimension) { return "codes_" + dimension.id; }

  void add_codes(const statistics::PublishedDimension& dimension) {
    std::string text = csv_line({"code", "parent", "name_en", "name_ru", "name_kk"});
    for (const auto& code : dimension.codes) {
      std::vector<std::string> row = {code.code, code.parent};
      add_languages(row, code.names);
      text += csv_line(row);
    }
    json::array fields = {field("code", "string"), field("parent", "string")};
    add_language_fields(fields, "name");
    add(codes_name(dimension), std::move(text),
        {{"fields", std::move(fields)},
         {"primaryKey", json::array{"code"}},
         {"foreignKeys", json::array{reference("parent", "", "code")}}});
  }

  void add_definitions() {
    std::string text = csv_line({"definition", "unit", "decimals", "name_en", "name_ru", "name_kk", "text_en",
                                 "text_ru", "text_kk", "cautions_en", "cautions_ru", "cautions_kk"});
    for (const auto& definition : table_.definitions) {
      std::vector<std::string> row = {definition.id, definition.unit, std::to_string(definition.decimals)};
      for (const axes::Names* names : {&definition.names, &definition.text, &definition.cautions})
        add_languages(row, *names);
      text += csv_line(row);
    }
    json::array fields = {field("definition", "string"), field("unit", "string"), field("decimals", "integer")};
    for (const char* what : {"name", "text", "cautions"}) add_language_fields(fields, what);
    add("definitions", std::move(text), {{"fields", std::move(fields)}, {"primaryKey", json::array{"definition"}}});
  }

  void add_sources() {
    std::string text = csv_line({"file", "sha256"});
    for (const auto& source : table_.sources) text += csv_line({source.file, source.sha256});
    add("sources", std::move(text), {{"fields", json::array{field("file", "string"), field("sha256", "string")}}});
  }

  const PublishedTable& table_;
  json::array resources_;
  std::vector<PackagedFile> files_;
};

}  // namespace

std::vector<PackagedFile> data_package(const PublishedTable& table) {
  return Package(table).made();
}

}  // namespace tartip::exchange
