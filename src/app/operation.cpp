#include "app/operation.hpp"

#include <cmath>

#include "app/joined.hpp"
#include "base/number.hpp"
#include "base/require.hpp"

namespace tartip::app {
namespace {

Status check_number(const Parameter& parameter, const std::string& value) {
  const std::optional<double> number = number_in<double>(value);
  const bool whole = parameter.kind == Kind::integer;
  if (!number || (whole && (std::trunc(*number) != *number || std::abs(*number) > 9e15)))
    return fail(Code::bad_input, whole ? "error.call.integer" : "error.call.number",
                {{"name", parameter.name}, {"value", value}});
  if ((parameter.least && *number < *parameter.least) || (parameter.most && *number > *parameter.most)) {
    const auto bound = [](std::optional<double> limit, const char* none) {
      if (!limit) return std::string(none);
      char buffer[32];
      return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, *limit, std::chars_format::fixed).ptr);
    };
    return fail(Code::bad_input, "error.call.range",
                {{"name", parameter.name},
                 {"value", value},
                 {"least", bound(parameter.least, "−∞")},
                 {"most", bound(parameter.most, "∞")}});
  }
  return {};
}

Status check_value(const Parameter& parameter, const std::string& value) {
  switch (parameter.kind) {
    case Kind::integer:
    case Kind::number:
      return check_number(parameter, value);
    case Kind::choice:
      for (const std::string& choice : parameter.choices)
        if (choice == value) return {};
      return fail(Code::bad_input, "error.call.choice",
                  {{"name", parameter.name}, {"value", value}, {"choices", joined(parameter.choices)}});
    case Kind::period:
      if (auto span = axes::parse_span(value); !span) return pass(span);
      return {};
    case Kind::day:
      if (auto day = axes::parse_day(value); !day) return pass(day);
      return {};
    case Kind::every:
      if (auto unit = axes::parse_unit(value); !unit) return pass(unit);
      return {};
    case Kind::text:
    case Kind::file:
    case Kind::flag:
      return {};
  }
  return {};
}

}  // namespace

const std::string& Call::text(const std::string& name) const {
  static const std::string k_none;
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? k_none : found->second.front();
}

std::vector<std::string> Call::texts(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

double Call::number(const std::string& name) const {
  const std::optional<double> value = number_in<double>(text(name));
  require(value.has_value(), "a number parameter without a value and without a default was asked for");
  return *value;
}

std::int64_t Call::integer(const std::string& name) const {
  return static_cast<std::int64_t>(number(name));
}

std::optional<axes::Span> Call::period(const std::string& name) const {
  if (!has(name)) return std::nullopt;
  auto span = axes::parse_span(text(name));
  require(span.has_value(), "a period was not checked");
  return *span;
}

std::optional<axes::Unit> Call::every(const std::string& name) const {
  if (!has(name)) return std::nullopt;
  auto unit = axes::parse_unit(text(name));
  require(unit.has_value(), "a calendar unit was not checked");
  return *unit;
}

const Operation* find_operation(const std::string& noun, const std::string& verb) {
  for (const Operation& operation : operations())
    if (operation.noun == noun && operation.verb == verb) return &operation;
  return nullptr;
}

Result<Call> check_call(const Operation& operation, Setting setting,
                        std::map<std::string, std::vector<std::string>> values) {
  for (const Parameter& parameter : operation.parameters) {
    const auto given = values.find(parameter.name);
    if (given == values.end()) {
      if (parameter.required) return fail(Code::bad_input, "error.call.missing", {{"name", parameter.name}});
      if (!parameter.fallback.empty()) values[parameter.name] = {parameter.fallback};
      continue;
    }
    for (const std::string& value : given->second)
      if (Status ok = check_value(parameter, value); !ok) return pass(ok);
  }
  return Call(std::move(setting), std::move(values));
}

}  // namespace tartip::app
