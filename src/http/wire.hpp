// What HTTP/1.1 puts around a body, as text: the head of an answer, what a trusted proxy says of a request, the line of
// the log. No sockets.
#pragma once
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axes/time_zone.hpp"
#include "http/message.hpp"

namespace tartip::http {

std::string http_date(std::time_t moment);  // "Tue, 14 Nov 2023 22:13:20 GMT"

// Status line and headers with the empty line after them. No value can begin a line of its own: control characters
// become blanks. Without `length` nothing is said of the body's.
std::string head_of(const Response& response, std::optional<std::uint64_t> length, bool keep, std::string_view date);

// Takes the visitor's address and the scheme from X-Forwarded-* when the request came from one of the proxies. Of
// several addresses, and of several lines, the last is believed: the others are what the client says.
void believe_proxy(Request& request, const std::vector<std::string>& proxies);

// One answered request as a line of JSON: docs/operations.md, "Watching".
std::string log_line(const Request& request, int status, std::uint64_t bytes, double seconds, axes::Micros now);

}  // namespace tartip::http
