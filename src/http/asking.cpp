#include "http/asking.hpp"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "base/number.hpp"
#include "http/uploads.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

tl::unexpected<Error> bad_json(std::string reason) {
  return fail(Code::bad_input, "error.http.json", {{"reason", std::move(reason)}});
}

std::optional<std::string> scalar(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  if (value.is_double()) {
    char buffer[32];
    return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value.get_double()).ptr);
  }
  return std::nullopt;
}

const app::Parameter* parameter_named(const app::Operation& operation, std::string_view name) {
  for (const app::Parameter& parameter : operation.parameters)
    if (parameter.name == name) return &parameter;
  return nullptr;
}

std::string take(Values& values, const app::Operation& operation, const char* name) {
  if (has_parameter(operation, name)) return {};
  const auto found = values.find(name);
  if (found == values.end()) return {};
  std::string value = found->second.empty() ? std::string("true") : found->second.front();
  values.erase(found);
  return value;
}

bool means_yes(const std::string& value) {
  return !value.empty() && value != "false" && value != "0" && value != "no";
}

bool is_extension(const std::string& word) {
  return !word.empty() && word.size() <= 8 &&
         std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

Status resolve_files(const app::Parameter& parameter, std::vector<std::string>& values, const Host& host,
                     const app::Visitor& visitor, bool same_machine) {
  constexpr std::string_view k_upload = "upload:";
  for (std::string& value : values) {
    if (same_machine && !value.starts_with(k_upload)) continue;
    if (!value.starts_with(k_upload) || !host.uploads)
      return fail(Code::bad_input, "error.http.upload", {{"name", parameter.name}});
    auto path = host.uploads->path_of(value.substr(k_upload.size()), owner_of(visitor));
    if (!path) return pass(path);
    value = path->string();
  }
  return {};
}

}  // namespace

bool has_parameter(const app::Operation& operation, std::string_view name) {
  return parameter_named(operation, name) != nullptr;
}

bool offered_on_web(const app::Operation& operation, const app::Visitor& visitor) {
  return visitor.local || operation.web == app::Web::offered;
}

Result<Values> values_of_json(std::string_view body) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 8;
  const json::value parsed = json::parse(body, error, {}, options);
  if (error) return bad_json(error.message());
  if (!parsed.is_object()) return bad_json("{ … }");
  Values values;
  for (const auto& [name, value] : parsed.get_object()) {
    if (value.is_null()) continue;
    std::vector<std::string>& list = values[std::string(name)];
    if (value.is_bool()) {
      list.push_back(value.get_bool() ? "true" : "false");
    } else if (value.is_array()) {
      for (const json::value& item : value.get_array()) {
        auto text = scalar(item);
        if (!text) return bad_json(std::string(name));
        list.push_back(std::move(*text));
      }
      if (list.empty()) values.erase(std::string(name));
    } else if (auto text = scalar(value)) {
      list.push_back(std::move(*text));
    } else {
      return bad_json(std::string(name));
    }
  }
  return values;
}

Values values_of_query(const Request& request) {
  Values values;
  for (const auto& [name, value] : request.query) values[name].push_back(value);
  return values;
}

Result<Asking> read_asking(const app::Operation& operation, Values given, const Host& host, const app::Visitor& visitor,
                           bool same_machine) {
  Asking asking;
  asking.operation = &operation;
  if (std::string format = take(given, operation, "format"); !format.empty()) asking.format = std::move(format);
  asking.sheet = take(given, operation, "sheet");
  asking.dry_run = means_yes(take(given, operation, "dry-run"));
  take(given, operation, "lang");
  if (same_machine)
    if (const auto seed = number_in<std::uint64_t>(take(given, operation, "seed"))) asking.seed = *seed;
  if (!(same_machine && asking.format == "exact") && asking.format != "json" && asking.format != "csv" &&
      asking.format != "xlsx" && asking.format != "parquet")
    return fail(Code::bad_input, "error.call.choice",
                {{"name", "format"}, {"value", asking.format}, {"choices", "json, csv, xlsx, parquet"}});

  for (auto& [name, values] : given) {
    const app::Parameter* parameter = parameter_named(operation, name);
    if (parameter == nullptr || (parameter->local && !same_machine))
      return fail(Code::bad_input, "error.http.parameter",
                  {{"name", name}, {"operation", operation.noun + " " + operation.verb}});
    if (parameter->kind == app::Kind::flag) {
      if (values.empty() || values.front().empty() || means_yes(values.front())) asking.values[name] = {};
      continue;
    }
    values.erase(std::remove(values.begin(), values.end(), std::string()), values.end());
    if (values.empty()) continue;
    if (values.size() > 1 && !parameter->repeated) return fail(Code::bad_input, "error.http.twice", {{"name", name}});
    if (parameter->written && !same_machine) {
      if (!is_extension(values.front()) || !host.uploads)
        return fail(Code::bad_input, "error.http.extension", {{"name", name}, {"value", values.front()}});
      auto scratch = host.uploads->scratch_file();
      if (!scratch) return pass(scratch);
      asking.output_name = operation.noun + "-" + operation.verb + "." + values.front();
      asking.output = *scratch;
      asking.output += "." + values.front();
      values.front() = asking.output.string();
    } else if (parameter->kind == app::Kind::file) {
      if (Status resolved = resolve_files(*parameter, values, host, visitor, same_machine); !resolved)
        return pass(resolved);
    }
    asking.values[name] = std::move(values);
  }
  return asking;
}

}  // namespace tartip::http
