// What a parameter of the operation table may be, as JSON Schema: what OpenAPI and the tools of models are made of.
#pragma once
#include <string>

#include <boost/json/object.hpp>

#include "app/operation.hpp"
#include "text/catalogue.hpp"

namespace tartip::http {

boost::json::object schema_of(const app::Parameter& parameter);
// The sentence of the operation's own, else of all parameters of that name.
std::string meaning_of(const text::Catalogue& words, const app::Operation& operation, const app::Parameter& parameter);
// Of all parameters that are not of this machine only, as an object by name.
boost::json::object schema_of_parameters(const app::Operation& operation, const text::Catalogue& words);

}  // namespace tartip::http
