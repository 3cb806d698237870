#include "http/openapi.hpp"

#include <boost/json.hpp>
#include <cmath>

#include "app/operation.hpp"
#include "app/version.hpp"
#include "http/json_text.hpp"
#include "http/parameter_schema.hpp"
#include "text/catalogue.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;
using app::Operation;
using app::Parameter;

json::object reference(const char* name) {
  return {{"$ref", std::string("#/components/") + name}};
}

json::object responses_of(const Operation& operation) {
  json::object answer{{"description", "OK"},
                      {"content",
                       {{"application/json", {{"schema", reference("schemas/Answer")}}},
                        {"text/csv", {{"schema", {{"type", "string"}}}}},
                        {"application/vnd.apache.parquet", json::object()},
                        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", json::object()}}}};
  json::object responses;
  if (operation.job)
    responses["202"] = reference("responses/Accepted");
  else
    responses["200"] = std::move(answer);
  responses["default"] = reference("responses/Problem");
  return responses;
}

json::object head_of(const Operation& operation, const text::Catalogue& words, const char* suffix) {
  return {{"operationId", operation.noun + "_" + operation.verb + suffix},
          {"tags", {operation.noun}},
          {"summary", words.format("operation." + operation.noun + "." + operation.verb)},
          {"responses", responses_of(operation)}};
}

json::object get_of(const Operation& operation, const text::Catalogue& words) {
  json::array parameters;
  for (const Parameter& parameter : operation.parameters) {
    if (parameter.local) continue;
    parameters.push_back(json::object{{"name", parameter.name},
                                      {"in", "query"},
                                      {"required", parameter.required},
                                      {"description", meaning_of(words, operation, parameter)},
                                      {"schema", schema_of(parameter)}});
  }
  parameters.push_back(reference("parameters/lang"));
  parameters.push_back(reference("parameters/format"));
  json::object get = head_of(operation, words, "");
  get["parameters"] = std::move(parameters);
  return get;
}

json::object post_of(const Operation& operation, const text::Catalogue& words, bool also_get) {
  json::object schema = schema_of_parameters(operation, words);
  json::object post = head_of(operation, words, also_get ? "_long" : "");
  post["requestBody"] = {{"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
  return post;
}

json::object components() {
  json::object sheet{
      {"type", "object"},
      {"required", {"id", "title", "note", "header", "columns", "rows"}},
      {"properties",
       {{"id", {{"type", "string"}}},
        {"title", {{"type", "string"}}},
        {"note", {{"type", "string"}}},
        {"header",
         {{"type", "array"},
          {"items",
           {{"type", "object"},
            {"required", {"id", "label", "value"}},
            {"properties",
             {{"id", {{"type", "string"}}}, {"label", {{"type", "string"}}}, {"value", {{"type", "string"}}}}}}}}},
        {"columns",
         {{"type", "array"},
          {"items",
           {{"type", "object"},
            {"required", {"id", "label", "kind", "digits", "detail", "open"}},
            {"properties",
             {{"id", {{"type", "string"}}},
              {"label", {{"type", "string"}}},
              {"kind",
               {{"type", "string"},
                {"enum", {"text", "integer", "number", "percent", "change", "points", "word", "list"}}}},
              {"digits", {{"type", "integer"}}},
              {"detail", {{"type", "boolean"}}},
              {"open", {{"type", "string"}}}}}}}}},
        {"rows", {{"type", "array"}, {"items", {{"type", "array"}, {"items", json::object()}}}}},
        {"words",
         {{"type", "object"},
          {"additionalProperties", {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}}}}}}}};
  json::object answer{{"type", "object"},
                      {"required", {"sheets", "said", "document", "finding", "failed"}},
                      {"properties",
                       {{"sheets", {{"type", "array"}, {"items", reference("schemas/Sheet")}}},
                        {"said",
                         {{"type", "array"},
                          {"items",
                           {{"type", "object"},
                            {"required", {"key", "text"}},
                            {"properties", {{"key", {{"type", "string"}}}, {"text", {{"type", "string"}}}}}}}}},
                        {"document", {{"type", {"string", "null"}}}},
                        {"finding", {{"type", "boolean"}}},
                        {"failed", {{"type", "boolean"}}}}}};
  json::object problem{
      {"type", "object"},
      {"required", {"type", "title", "status", "key", "detail", "request"}},
      {"properties",
       {{"type", {{"type", "string"}}},
        {"title", {{"type", "string"}}},
        {"status", {{"type", "integer"}}},
        {"key", {{"type", "string"}}},
        {"detail", {{"type", "string"}}},
        {"where",
         {{"type", "object"},
          {"properties",
           {{"file", {{"type", "string"}}}, {"line", {{"type", "integer"}}}, {"column", {{"type", "string"}}}}}}},
        {"request", {{"type", "string"}}}}}};
  json::object job{{"type", "object"},
                   {"required", {"id", "operation", "state", "done", "total", "what"}},
                   {"properties",
                    {{"id", {{"type", "string"}}},
                     {"operation", {{"type", "string"}}},
                     {"state", {{"type", "string"}, {"enum", {"waiting", "running", "done", "failed", "cancelled"}}}},
                     {"done", {{"type", "number"}}},
                     {"total", {{"type", "number"}}},
                     {"what", {{"type", "string"}}},
                     {"asked", {{"type", "string"}}},
                     {"started", {{"type", {"string", "null"}}}},
                     {"ended", {{"type", {"string", "null"}}}},
                     {"file", {{"type", "string"}}},
                     {"answer", reference("schemas/Answer")},
                     {"problem", reference("schemas/Problem")}}}};
  return {
      {"schemas",
       {{"Sheet", std::move(sheet)},
        {"Answer", std::move(answer)},
        {"Problem", std::move(problem)},
        {"Job", std::move(job)}}},
      {"responses",
       {{"Problem",
         {{"description", "RFC 9457"},
          {"content", {{"application/problem+json", {{"schema", reference("schemas/Problem")}}}}}}},
        {"Accepted",
         {{"description", "A job; its address stands in Location."},
          {"content",
           {{"application/json",
             {{"schema",
               {{"type", "object"}, {"required", {"job"}}, {"properties", {{"job", {{"type", "string"}}}}}}}}}}}}}}},
      {"parameters",
       {{"lang", {{"name", "lang"}, {"in", "query"}, {"schema", {{"type", "string"}, {"enum", {"kk", "ru", "en"}}}}}},
        {"format",
         {{"name", "format"},
          {"in", "query"},
          {"schema", {{"type", "string"}, {"enum", {"json", "csv", "xlsx", "parquet"}}, {"default", "json"}}}}}}},
      {"securitySchemes",
       {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-tartip"}}},
        {"token", {{"type", "http"}, {"scheme", "bearer"}}}}}};
}

json::object plain(const char* id, const char* tag, const std::string& summary, json::object responses) {
  responses["default"] = reference("responses/Problem");
  return {{"operationId", id}, {"tags", {tag}}, {"summary", summary}, {"responses", std::move(responses)}};
}

json::object ok(const char* schema) {
  return {{"200", {{"description", "OK"}, {"content", {{"application/json", {{"schema", reference(schema)}}}}}}}};
}

json::object with_id(json::object path) {
  path["parameters"] = {{{"name", "id"}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}}};
  return path;
}

void add_fixed_paths(json::object& paths, const text::Catalogue& words) {
  const auto say = [&](const char* key) { return words.format(key); };
  json::object list{
      {"200",
       {{"description", "OK"},
        {"content",
         {{"application/json",
           {{"schema",
             {{"type", "object"},
              {"required", {"jobs"}},
              {"properties", {{"jobs", {{"type", "array"}, {"items", reference("schemas/Job")}}}}}}}}}}}}}};
  paths["/api/v1/jobs"] = {{"get", plain("jobs", "jobs", say("api.jobs"), std::move(list))}};
  paths["/api/v1/jobs/{id}"] =
      with_id({{"get", plain("job", "jobs", say("api.job"), ok("schemas/Job"))},
               {"delete", plain("job_cancel", "jobs", say("api.job.cancel"), {{"204", {{"description", "Gone"}}}})}});
  json::object events{
      {"200", {{"description", "progress …, end"}, {"content", {{"text/event-stream", json::object()}}}}}};
  paths["/api/v1/jobs/{id}/events"] =
      with_id({{"get", plain("job_events", "jobs", say("api.job.events"), std::move(events))}});
  json::object upload =
      plain("upload", "uploads", say("api.upload"),
            {{"201",
              {{"description", "Created"},
               {"content",
                {{"application/json",
                  {{"schema",
                    {{"type", "object"},
                     {"required", {"upload", "bytes"}},
                     {"properties", {{"upload", {{"type", "string"}}}, {"bytes", {{"type", "integer"}}}}}}}}}}}}}});
  upload["requestBody"] = {{"content", {{"application/octet-stream", json::object()}}}};
  paths["/api/v1/uploads/{id}"] = with_id({{"put", std::move(upload)}});
}

void write_pretty(const json::value& value, std::string& out, int depth) {
  const auto line = [&](int at) { out += "\n" + std::string(static_cast<std::size_t>(at), ' '); };
  const bool deep = depth < 6;
  if (value.is_object() && !value.get_object().empty()) {
    const char* separator = "";
    out += '{';
    for (const auto& [name, item] : value.get_object()) {
      out += separator;
      if (deep) line(depth + 1);
      write_json_text(out, name);
      out += deep ? ": " : ":";
      write_pretty(item, out, depth + 1);
      separator = ",";
    }
    if (deep) line(depth);
    out += '}';
  } else if (value.is_array() && !value.get_array().empty()) {
    const char* separator = "";
    out += '[';
    for (const json::value& item : value.get_array()) {
      out += separator;
      if (deep && item.is_object()) line(depth + 1);
      write_pretty(item, out, depth + 1);
      separator = ",";
    }
    if (deep && value.get_array().front().is_object()) line(depth);
    out += ']';
  } else if (value.is_string()) {
    write_json_text(out, value.get_string());
  } else if (value.is_double() && std::abs(value.get_double()) < 1e15 &&
             value.get_double() == std::floor(value.get_double())) {
    out += std::to_string(static_cast<long long>(value.get_double()));
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string openapi_json(const std::string& language) {
  const text::Catalogue& words = text::Catalogue::in(language);
  json::object paths;
  for (const Operation& operation : app::operations()) {
    if (operation.web != app::Web::offered) continue;
    const bool get = operation.permission == app::Permission::look && !operation.job;
    json::object path;
    if (get) path["get"] = get_of(operation, words);
    path["post"] = post_of(operation, words, get);
    paths["/api/v1/" + operation.noun + "/" + operation.verb] = std::move(path);
  }
  add_fixed_paths(paths, words);
  const json::value root = {
      {"openapi", "3.1.0"},
      {"info", {{"title", "Tartip"}, {"version", app::version()}, {"description", words.format("help.program")}}},
      {"security", {json::object{{"session", json::array()}}, json::object{{"token", json::array()}}, json::object()}},
      {"paths", std::move(paths)},
      {"components", components()}};
  std::string out;
  write_pretty(root, out, 0);
  return out + "\n";
}

}  // namespace tartip::http
