// Texts into JSON and out of it.
#pragma once
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

namespace tartip::http {

// Quoted and escaped; bytes that are not UTF-8 are replaced by U+FFFD, so that what is written is always JSON.
void write_json_text(std::string& out, std::string_view text);

// A member that is a text; empty when it is not there or something else.
std::string text_at(const boost::json::object& object, std::string_view name);

}  // namespace tartip::http
