#include "http/wire.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

namespace tartip::http {

TEST_CASE("the head of an answer") {
  CHECK(http_date(1'700'000'000) == "Tue, 14 Nov 2023 22:13:20 GMT");
  Response response = text_response("x", "text/plain\r\nX-Own: 1");
  response.status = 404;
  response.headers.add("X-Echo\n", "a\r\nSet-Cookie: stolen\x7F");
  CHECK(head_of(response, 1, true, "now") ==
        "HTTP/1.1 404 Not Found\r\nDate: now\r\nContent-Type: text/plain  X-Own: 1\r\nContent-Length: 1\r\n"
        "X-Echo : a  Set-Cookie: stolen \r\nConnection: keep-alive\r\n\r\n");
  response = {.status = 204};
  CHECK(head_of(response, std::nullopt, false, "now") ==
        "HTTP/1.1 204 No Content\r\nDate: now\r\nConnection: close\r\n\r\n");
}

TEST_CASE("a proxy is believed, a client that calls itself one is not") {
  const auto seen = [](const std::vector<std::pair<std::string, std::string>>& lines, const std::string& peer) {
    Request request;
    request.peer = peer;
    for (const auto& [name, value] : lines) request.headers.add(name, value);
    believe_proxy(request, {"10.0.0.1", "10.0.0.2"});
    return request.peer + (request.secure ? " tls" : "");
  };
  CHECK(seen({{"X-Forwarded-For", "203.0.113.7"}, {"X-Forwarded-Proto", "https"}}, "198.51.100.1") == "198.51.100.1");
  CHECK(seen({{"x-forwarded-for", "203.0.113.7"}, {"X-Forwarded-Proto", "https"}}, "10.0.0.2") == "203.0.113.7 tls");
  // What the client wrote itself stands first, in one line or in several.
  CHECK(seen({{"X-Forwarded-For", "1.1.1.1, 203.0.113.7 "}}, "10.0.0.1") == "203.0.113.7");
  CHECK(seen({{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "203.0.113.7"}}, "10.0.0.1") == "203.0.113.7");
  CHECK(seen({{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Proto", "http"}}, "10.0.0.1") == "10.0.0.1");
  CHECK(seen({{"X-Forwarded-For", " , "}}, "10.0.0.1") == "10.0.0.1");
}

TEST_CASE("a line of the log is JSON whatever was asked") {
  Request request;
  request.method = "GET";
  request.path = "/a\"\n\xFF";
  request.peer = "203.0.113.7";
  request.id = "r1";
  const auto line = boost::json::parse(log_line(request, 200, 12, 0.0015, 1'700'000'000'123'456));
  CHECK(line.at("path") == "/a\"\n\xEF\xBF\xBD");
  CHECK(line.at("time") == 1'700'000'000'123);
  CHECK(line.at("ms") == 1.5);
  CHECK(line.at("request") == "r1");
}

}  // namespace tartip::http
