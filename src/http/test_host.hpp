// A host and requests for tests of routes.
#pragma once
#include <string>

#include "http/router.hpp"

namespace tartip::http {

inline Host test_host() {
  Host host;
  host.profile = {.name = "Test", .zone = "UTC", .language = "en"};
  host.now = [] { return axes::Micros{1'700'000'000'000'000}; };
  return host;
}

inline Request request_of(std::string method, const std::string& target) {
  Request request;
  request.method = std::move(method);
  request.id = "r1";
  if (auto parsed = parse_target(target)) {
    request.path = parsed->path;
    request.query = parsed->query;
  } else {
    request.path = "";
  }
  return request;
}

}  // namespace tartip::http
