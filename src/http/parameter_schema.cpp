#include "http/parameter_schema.hpp"

#include <boost/json.hpp>

namespace tartip::http {

namespace json = boost::json;

namespace {

using app::Kind;

json::object schema_of_value(const app::Parameter& parameter) {
  json::object schema;
  switch (parameter.kind) {
    case Kind::integer:
      schema["type"] = "integer";
      break;
    case Kind::number:
      schema["type"] = "number";
      break;
    case Kind::flag:
      schema["type"] = "boolean";
      break;
    case Kind::choice: {
      json::array words;
      for (const std::string& choice : parameter.choices) words.emplace_back(choice);
      schema["type"] = "string";
      schema["enum"] = std::move(words);
      break;
    }
    case Kind::day:
      schema["type"] = "string";
      schema["format"] = "date";
      break;
    case Kind::every:
      schema["type"] = "string";
      schema["enum"] = {"day", "week", "month", "quarter", "year"};
      break;
    case Kind::period:
      schema["type"] = "string";
      schema["examples"] = {"2022", "2022-Q3", "2022-09", "2022-01..2022-09"};
      break;
    case Kind::file:
      schema["type"] = "string";
      schema["pattern"] = parameter.written ? "^[a-z0-9]{1,8}$" : "^upload:[0-9a-f]{32}$";
      break;
    case Kind::text:
      schema["type"] = "string";
      break;
  }
  if (parameter.least) schema["minimum"] = *parameter.least;
  if (parameter.most) schema["maximum"] = *parameter.most;
  if (!parameter.fallback.empty()) {
    json::error_code error;
    const bool number = parameter.kind == Kind::integer || parameter.kind == Kind::number;
    json::value value = number ? json::parse(parameter.fallback, error) : json::value(parameter.fallback);
    schema["default"] = error ? json::value(parameter.fallback) : value;
  }
  return schema;
}

}  // namespace

json::object schema_of(const app::Parameter& parameter) {
  json::object schema = schema_of_value(parameter);
  if (!parameter.repeated) return schema;
  return {{"type", "array"}, {"items", std::move(schema)}};
}

std::string meaning_of(const text::Catalogue& words, const app::Operation& operation, const app::Parameter& parameter) {
  const std::string own = "parameter." + operation.noun + "." + operation.verb + "." + parameter.name;
  return words.format(words.has(own) ? own : "parameter." + parameter.name);
}

json::object schema_of_parameters(const app::Operation& operation, const text::Catalogue& words) {
  json::object properties;
  json::array required;
  for (const app::Parameter& parameter : operation.parameters) {
    if (parameter.local) continue;
    json::object schema = schema_of(parameter);
    schema["description"] = meaning_of(words, operation, parameter);
    properties[parameter.name] = std::move(schema);
    if (parameter.required) required.emplace_back(parameter.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

}  // namespace tartip::http
