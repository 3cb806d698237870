// The description of the interface for programs, made from the operation table: OpenAPI 3.1.
#pragma once
#include <string>

namespace tartip::http {

// One line an object deep enough to be read and compared; the same bytes for the same table and language.
std::string openapi_json(const std::string& language);

}  // namespace tartip::http
