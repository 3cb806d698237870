#include "http/typescript.hpp"

#include "app/operation.hpp"

namespace tartip::http {
namespace {

using app::Kind;
using app::Operation;
using app::Parameter;

std::string type_of(const Parameter& parameter) {
  std::string type;
  switch (parameter.kind) {
    case Kind::integer:
    case Kind::number:
      type = "number";
      break;
    case Kind::flag:
      type = "boolean";
      break;
    case Kind::choice:
      for (const std::string& choice : parameter.choices) type += (type.empty() ? "\"" : " | \"") + choice + "\"";
      break;
    case Kind::every:
      type = R"("day" | "week" | "month" | "quarter" | "year")";
      break;
    case Kind::period:
    case Kind::day:
    case Kind::file:
    case Kind::text:
      type = "string";
      break;
  }
  return parameter.repeated ? "readonly (" + type + ")[]" : type;
}

}  // namespace

std::string typescript_types() {
  std::string out =
      "// Made from the operation table by `tartip schema --typescript`; a test keeps it current.\n\n"
      "// The parameters of every operation that the server offers.\nexport interface Operations {\n";
  for (const Operation& operation : app::operations()) {
    if (operation.web != app::Web::offered) continue;
    out += "  \"" + operation.noun + " " + operation.verb + "\": {";
    const char* separator = "\n    ";
    for (const Parameter& parameter : operation.parameters) {
      if (parameter.local) continue;
      const bool quoted = parameter.name.find('-') != std::string::npos;
      out += separator + (quoted ? "\"" + parameter.name + "\"" : parameter.name) +
             (parameter.required ? ": " : "?: ") + type_of(parameter) + ";";
    }
    out += out.back() == '{' ? "};\n" : "\n  };\n";
  }
  out += "}\nexport type OperationName = keyof Operations;\n\n// Those whose answer is a job.\nexport type JobName =";
  for (const Operation& operation : app::operations())
    if (operation.web == app::Web::offered && operation.job)
      out += "\n  | \"" + operation.noun + " " + operation.verb + "\"";
  return out + ";\n";
}

}  // namespace tartip::http
