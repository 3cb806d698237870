// A host and requests for tests of routes.
#pragma once
#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

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

// For what another thread does.
inline void wait_for(const std::function<bool()>& condition) {
  for (int i = 0; i < 6000 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(condition());
}

}  // namespace tartip::http
