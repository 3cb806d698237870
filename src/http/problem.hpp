// An error as an answer: application/problem+json of RFC 9457, the sentence in the reader's language.
#pragma once
#include <string>

#include "base/error.hpp"
#include "http/message.hpp"

namespace tartip::http {

// The one table: bad_input 400, bad_data 422, not_found 404, denied 403, conflict 409, too_large 413, cancelled 409,
// unavailable 503, corrupt 500, bug 500.
int status_of(Code code);
std::string reason_of(int status);  // "Not Found"

Response problem(const Error& error, const std::string& language, const std::string& request_id);
// With another status than the code's: 401 for somebody who must sign in, 405, 415, 429 …
Response problem(int status, const Error& error, const std::string& language, const std::string& request_id);
std::string problem_json(int status, const Error& error, const std::string& language, const std::string& request_id);

}  // namespace tartip::http
