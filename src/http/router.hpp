// From a request to its answer, without a socket: finds the route, finds out who asks, calls the handler, and turns
// what goes wrong into a problem (RFC 9457). Thread-safe once all routes are added.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "http/host.hpp"
#include "http/message.hpp"

namespace tartip::http {

struct Context {
  const Request& request;
  const std::map<std::string, std::string>& captured;
  app::Visitor visitor;
  std::string language;
  Host& host;
};

struct RouteRules {
  bool upload = false;      // the body goes to a file (Request::body_file), within the limit of uploads
  bool any_origin = false;  // a change that other sites may ask for: no cookie is looked at
  bool quick = false;       // answered where it was read, without a worker: must not block
};

using Handler = std::function<Response(Context&)>;

class Router {
 public:
  explicit Router(Host& host) : host_(host) {}

  // "/api/v1/jobs/{id}" captures one segment, "/assets/{name...}" all that follows. Literal segments win over captures.
  // GET answers HEAD too. Adding a method and pattern twice is a bug.
  void add(std::string method, std::string pattern, Handler handler, RouteRules rules = {});

  Response answer(const Request& request) const;
  // The rules of the route that will answer; before the body is read.
  RouteRules rules_for(const std::string& method, const std::string& path) const;
  Host& host() const { return host_; }

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    Handler handler;
    RouteRules rules;
  };
  struct Found {
    const Route* route = nullptr;
    std::map<std::string, std::string> captured;
    std::vector<std::string> allowed;  // methods of routes whose pattern fits
  };
  Found find(const std::string& method, const std::string& path) const;

  Host& host_;
  std::vector<Route> routes_;
};

// ?lang=, else the first of Accept-Language that the program speaks, else the centre's.
std::string language_of(const Request& request, const Host& host);

}  // namespace tartip::http
