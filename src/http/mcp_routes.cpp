#include "http/mcp_routes.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>

#include "app/admit.hpp"
#include "app/sheet_writer.hpp"
#include "app/version.hpp"
#include "http/answer_json.hpp"
#include "http/operation_routes.hpp"
#include "http/parameter_schema.hpp"
#include "http/problem.hpp"
#include "text/catalogue.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

constexpr std::array k_revisions = {"2025-06-18", "2025-03-26", "2024-11-05"};  // the newest first
constexpr std::size_t k_most_text_rows = 300;         // of a table, as text for a model to read
constexpr std::size_t k_most_structured = 256 << 10;  // bytes of the answer as JSON
// JSON-RPC 2.0, section 5.1.
constexpr int k_parse_error = -32700, k_invalid_request = -32600, k_no_method = -32601, k_invalid_params = -32602;

bool is_tool(const app::Operation& operation, const app::Visitor& visitor) {
  if (operation.permission != app::Permission::look || operation.web != app::Web::offered || operation.job)
    return false;
  const auto rule = app::rule_for(operation);
  if (!rule || rule->matter == app::Matter::records || rule->matter == app::Matter::account ||
      rule->matter == app::Matter::people)
    return false;
  const bool needs_file = std::any_of(
      operation.parameters.begin(), operation.parameters.end(),
      [](const app::Parameter& parameter) { return parameter.kind == app::Kind::file && parameter.required; });
  return !needs_file && app::offered(operation, visitor);
}

std::string tool_name(const app::Operation& operation) {
  std::string name = operation.noun + "_" + operation.verb;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

json::object tool_of(const app::Operation& operation, const std::string& language) {
  const text::Catalogue& words = text::Catalogue::in(language);
  std::string description = words.format("operation." + operation.noun + "." + operation.verb);
  for (const std::string& example : operation.examples) description += "\n" + example;
  return {{"name", tool_name(operation)},
          {"description", description},
          {"inputSchema", schema_of_parameters(operation, words)},
          {"annotations", {{"readOnlyHint", true}, {"openWorldHint", false}}}};
}

json::object reply(const json::value& id, json::object result) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}
json::object refusal(const json::value& id, int code, const std::string& message) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}};
}

json::object text_result(const std::string& text, bool is_error) {
  return {{"content", json::array{json::object{{"type", "text"}, {"text", text}}}}, {"isError", is_error}};
}

// What a model reads: title, facts once, then the table as CSV.
std::string text_of(app::Answer answer, const text::Catalogue& words) {
  std::string text;
  for (app::Sheet& sheet : answer.sheets) {
    text += (text.empty() ? "# " : "\n# ") + sheet.title + "\n";
    for (const app::Sheet::Fact& fact : sheet.header) text += fact.label + ": " + fact.value + "\n";
    sheet.header.clear();
    const std::size_t rows = sheet.rows.size();
    if (rows > k_most_text_rows) sheet.rows.resize(k_most_text_rows);
    text += app::to_csv(sheet);
    if (rows > k_most_text_rows) text += "… " + std::to_string(k_most_text_rows) + " / " + std::to_string(rows) + "\n";
    if (!sheet.note.empty()) text += sheet.note + "\n";
  }
  for (const app::Message& message : answer.said) {
    std::vector<text::Given> given;
    for (const Argument& argument : message.arguments) given.push_back({argument.name, argument.value});
    text += words.format(message.key, given) + "\n";
  }
  if (!answer.document.empty()) text += answer.document;
  return text;
}

Result<app::Answer> performed(const app::Operation& operation, const json::object& arguments, Context& context) {
  auto values = values_of_json(json::serialize(arguments));
  if (!values) return pass(values);
  auto asking = read_asking(operation, std::move(*values), context.host, context.visitor);
  if (!asking) return pass(asking);
  auto call = app::check_call(operation, setting_for(context.host, context.visitor, context.language), asking->values);
  if (!call) return pass(call);
  return app::perform(operation, *call);
}

json::object call_tool(const json::value& id, const json::object& params, Context& context) {
  const json::value* name = params.if_contains("name");
  if (name == nullptr || !name->is_string()) return refusal(id, k_invalid_params, "params.name");
  const auto& operations = app::operations();
  const auto found = std::find_if(operations.begin(), operations.end(), [&](const app::Operation& operation) {
    return tool_name(operation) == std::string_view(name->get_string()) && is_tool(operation, context.visitor);
  });
  if (found == operations.end())
    return refusal(id, k_invalid_params, "Unknown tool: " + std::string(name->get_string()));
  const json::value* given = params.if_contains("arguments");
  const json::object arguments = given != nullptr && given->is_object() ? given->get_object() : json::object();
  const text::Catalogue& words = text::Catalogue::in(context.language);
  auto answer = performed(*found, arguments, context);
  if (!answer) return reply(id, text_result(words.explain(answer.error()), true));
  json::object result = text_result(text_of(*answer, words), false);
  if (std::string exact = answer_json(*answer, context.language); exact.size() <= k_most_structured)
    result["structuredContent"] = json::parse(exact);
  return reply(id, std::move(result));
}

json::object initialize(const json::value& id, const json::object& params, const Context& context) {
  // A revision that is known is agreed to, else the newest is offered and the client decides.
  std::string agreed = k_revisions.front();
  if (const json::value* asked = params.if_contains("protocolVersion"); asked != nullptr && asked->is_string())
    for (const char* revision : k_revisions)
      if (std::string_view(asked->get_string()) == revision) agreed = revision;
  const text::Catalogue& words = text::Catalogue::in(context.language);
  return reply(id,
               {{"protocolVersion", agreed},
                {"capabilities", {{"tools", {{"listChanged", false}}}}},
                {"serverInfo", {{"name", "tartip"}, {"title", context.host.profile.name}, {"version", app::version()}}},
                {"instructions", words.format("help.program")}});
}

// Nothing: a notification, which has no answer.
std::optional<json::object> answer_message(const json::value& message, Context& context) {
  if (!message.is_object()) return refusal(nullptr, k_invalid_request, "Invalid Request");
  const json::object& request = message.get_object();
  const json::value* method = request.if_contains("method");
  const json::value* id = request.if_contains("id");
  if (method == nullptr || !method->is_string()) {
    if (request.contains("result") || request.contains("error")) return std::nullopt;  // an answer to nobody's question
    return refusal(nullptr, k_invalid_request, "Invalid Request");
  }
  if (id == nullptr) return std::nullopt;
  if (!id->is_string() && !id->is_int64() && !id->is_uint64())
    return refusal(nullptr, k_invalid_request, "Invalid Request");
  const json::value* given = request.if_contains("params");
  const json::object params = given != nullptr && given->is_object() ? given->get_object() : json::object();
  const std::string_view name = method->get_string();
  if (name == "initialize") return initialize(*id, params, context);
  if (name == "ping") return reply(*id, {});
  if (name == "tools/call") return call_tool(*id, params, context);
  if (name == "tools/list") {
    json::array tools;
    for (const app::Operation& operation : app::operations())
      if (is_tool(operation, context.visitor)) tools.push_back(tool_of(operation, context.language));
    return reply(*id, {{"tools", std::move(tools)}});
  }
  return refusal(*id, k_no_method, "Method not found: " + std::string(name));
}

Response json_rpc(const json::value& value, int status = 200) {
  return no_store(json_response(json::serialize(value), status));
}

Response answer_post(Context& context) {
  const Request& request = context.request;
  const auto refuse = [&](int status, Code code, const char* key, std::vector<Argument> arguments = {}) {
    return problem(status, Error{code, key, std::move(arguments), {}}, context.language, request.id);
  };
  // A page elsewhere must not talk through somebody's browser to a server on the same machine (DNS rebinding).
  if (from_other_origin(request)) return refuse(403, Code::denied, "error.http.other_origin");
  const std::string type = request.headers.get("Content-Type");
  if (!type.starts_with("application/json"))
    return refuse(415, Code::bad_input, "error.http.not_json", {{"type", type}});
  if (const std::string* revision = request.headers.find("MCP-Protocol-Version");
      revision != nullptr && std::find(k_revisions.begin(), k_revisions.end(), *revision) == k_revisions.end())
    return refuse(400, Code::bad_input, "error.ogc.parameter",
                  {{"name", "MCP-Protocol-Version"}, {"value", *revision}, {"expected", k_revisions.front()}});
  json::parse_options options;
  options.max_depth = 32;
  boost::system::error_code error;
  const json::value message = json::parse(request.body, error, {}, options);
  if (error) return json_rpc(refusal(nullptr, k_parse_error, "Parse error"), 400);
  const auto accepted = [] {
    Response response;
    response.status = 202;
    return response;
  };
  if (!message.is_array()) {
    auto answer = answer_message(message, context);
    return answer ? json_rpc(*answer) : accepted();
  }
  // Several at once: of the revision of 2025-03-26.
  json::array answers;
  constexpr std::size_t k_most_at_once = 20;
  if (message.get_array().empty() || message.get_array().size() > k_most_at_once)
    return json_rpc(refusal(nullptr, k_invalid_request, "Invalid Request"), 400);
  for (const json::value& one : message.get_array())
    if (auto answer = answer_message(one, context)) answers.push_back(std::move(*answer));
  return answers.empty() ? accepted() : json_rpc(answers);
}

}  // namespace

void add_mcp_routes(Router& router) {
  router.add("POST", "/mcp", answer_post);
}

}  // namespace tartip::http
