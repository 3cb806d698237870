// The description of the interface for programs, made from the operation table: OpenAPI 3.1, and TypeScript types of
// every operation's parameters for the pages.
#pragma once
#include <string>

#include "app/operation.hpp"

namespace tartip::http {

// One line an object deep enough to be read and compared; the same bytes for the same table and language.
std::string openapi_json(const std::string& language);
std::string typescript_types();
// JSON Schema of one operation's parameters, as an object by name.
std::string parameters_schema(const app::Operation& operation, const std::string& language);

}  // namespace tartip::http
