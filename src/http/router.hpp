// From a request to its answer, without a socket: finds the route, finds out who asks, calls the handler, and turns
// what goes wrong into a problem (RFC 9457). Thread-safe once all routes are added.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
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
  bool upload =
      false;  // the body goes to a file (Request::body_file), within the limit of uploads; not for anonymous visitors
  bool quick = false;      // answered where it was read, without a worker: must not block
  bool unlimited = false;  // not counted against the visitor's rate
  // Tried where the request was read, before a worker takes it: an answer that is at hand.
  std::function<std::optional<Response>(const Context&)> at_once = {};
};

using Handler = std::function<Response(Context&)>;

// An error as the answer to this request: problem.hpp, in the visitor's language.
Response refused(const Error& error, const Context& context);

// A function that answers or fails, as a handler.
template <class Answer>
Handler handler_of(Answer answer) {
  return [answer](Context& context) {
    Result<Response> response = answer(context);
    return response ? std::move(*response) : refused(response.error(), context);
  };
}

class Router {
  struct Route;

 public:
  explicit Router(Host& host);
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  // "/api/v1/jobs/{id}" captures one segment, "/assets/{name...}" all that follows. Literal segments win over captures.
  // GET answers HEAD too. Adding a method and pattern twice is a bug.
  void add(std::string method, std::string pattern, Handler handler, RouteRules rules = {});

  // What a browser is shown whose address leads nowhere; programs get a problem.
  void add_stray(Handler handler);

  // All in one.
  Response answer(const Request& request) const;

  // The same in steps, for the listener: `prepare` before the body is read finds the route and the visitor, and refuses
  // what need not be read; then an answer at hand; then the handler, on a thread that may block.
  struct Prepared {
    const Route* route = nullptr;
    std::map<std::string, std::string> captured = {};
    app::Visitor visitor = {};
    std::string language = {};
    std::optional<Response> refused = {};
    bool upload = false, quick = false;
  };
  Prepared prepare(const Request& request) const;
  std::optional<Response> at_once(const Request& request, const Prepared& prepared) const;
  Response finish(const Request& request, Prepared& prepared) const;

  Host& host() const { return host_; }

 private:
  const Route* find(const std::string& method, const std::string& path, std::map<std::string, std::string>& captured,
                    std::vector<std::string>& allowed) const;
  Context context_of(const Request& request, const Prepared& prepared) const;

  Host& host_;
  std::vector<std::unique_ptr<Route>> routes_;
  std::unique_ptr<Route> stray_;
  std::map<std::string, const Route*, std::less<>> literal_;  // "GET /healthz"
};

// ?lang=, else the first of Accept-Language that the program speaks, else the centre's.
std::string language_of(const Request& request, const Host& host);

}  // namespace tartip::http
