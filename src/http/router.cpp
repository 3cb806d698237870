#include "http/router.hpp"

#include <algorithm>
#include <exception>

#include "base/require.hpp"
#include "http/problem.hpp"
#include "http/rate.hpp"

namespace tartip::http {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  while (true) {
    const auto end = path.find('/');
    segments.emplace_back(path.substr(0, end));
    if (end == std::string_view::npos) return segments;
    path.remove_prefix(end + 1);
  }
}

bool is_capture(const std::string& segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}
bool takes_rest(const std::string& segment) {
  return is_capture(segment) && segment.ends_with("...}");
}
std::string name_of(const std::string& segment) {
  return segment.substr(1, segment.size() - (takes_rest(segment) ? 5 : 2));
}

// Whether the pattern fits; how many of its segments are literal says how well.
bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path,
          std::map<std::string, std::string>& captured, int& literal) {
  captured.clear();
  literal = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (takes_rest(pattern[i])) {
      std::string rest;
      for (std::size_t j = i; j < path.size(); ++j) rest += (j == i ? "" : "/") + path[j];
      captured[name_of(pattern[i])] = std::move(rest);
      return i < path.size();
    }
    if (i >= path.size()) return false;
    if (is_capture(pattern[i])) {
      if (path[i].empty()) return false;
      captured[name_of(pattern[i])] = path[i];
    } else if (pattern[i] == path[i]) {
      ++literal;
    } else {
      return false;
    }
  }
  return pattern.size() == path.size();
}

bool changes(const std::string& method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

// A page of another site can make a browser send this centre's cookie along, but not hide that it comes from elsewhere.
bool from_elsewhere(const Request& request) {
  if (request.headers.find("Cookie") == nullptr) return false;
  if (const std::string* site = request.headers.find("Sec-Fetch-Site"))
    return *site != "same-origin" && *site != "none";
  return from_other_origin(request);
}

void add_security(Response& response, const Request& request) {
  const auto unless = [&](const char* name, const char* value) {
    if (response.headers.find(name) == nullptr) response.headers.add(name, value);
  };
  unless("X-Content-Type-Options", "nosniff");
  unless("Referrer-Policy", "same-origin");
  unless("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  unless("Cross-Origin-Opener-Policy", "same-origin");
  unless("Cross-Origin-Resource-Policy", "same-origin");
  if (request.secure) unless("Strict-Transport-Security", "max-age=31536000");
  unless("X-Request-Id", request.id.c_str());
}

}  // namespace

struct Router::Route {
  std::string method, pattern;
  std::vector<std::string> segments;
  Handler handler;
  RouteRules rules;
};

Router::Router(Host& host) : host_(host) {}
Router::~Router() = default;

void Router::add(std::string method, std::string pattern, Handler handler, RouteRules rules) {
  auto route = std::make_unique<Route>();
  route->segments = segments_of(pattern);
  for (const auto& known : routes_)
    require(known->method != method || known->segments != route->segments, "a route was added twice");
  if (std::none_of(route->segments.begin(), route->segments.end(), is_capture))
    literal_[method + " " + pattern] = route.get();
  route->method = std::move(method);
  route->pattern = std::move(pattern);
  route->handler = std::move(handler);
  route->rules = std::move(rules);
  routes_.push_back(std::move(route));
}

void Router::add_stray(Handler handler) {
  stray_ = std::make_unique<Route>();
  stray_->handler = std::move(handler);
  stray_->rules = {.quick = true, .unlimited = true};
}

const Router::Route* Router::find(const std::string& method, const std::string& path,
                                  std::map<std::string, std::string>& captured,
                                  std::vector<std::string>& allowed) const {
  const std::string asked = method == "HEAD" ? "GET" : method;
  if (const auto known = literal_.find(asked + " " + path); known != literal_.end()) return known->second;
  const std::vector<std::string> segments = segments_of(path);
  const Route* best = nullptr;
  int best_literal = -1;
  std::map<std::string, std::string> values;
  for (const auto& route : routes_) {
    int literal = 0;
    if (!fits(route->segments, segments, values, literal)) continue;
    allowed.push_back(route->method);
    if (route->method != asked || literal <= best_literal) continue;
    best_literal = literal;
    best = route.get();
    captured = values;
  }
  return best;
}

Response refused(const Error& error, const Context& context) {
  return problem(error, context.language, context.request.id);
}

Context Router::context_of(const Request& request, const Prepared& prepared) const {
  return Context{request, prepared.captured, prepared.visitor, prepared.language, host_};
}

Router::Prepared Router::prepare(const Request& request) const {
  Prepared prepared;
  prepared.language = language_of(request, host_);
  const auto refuse = [&](int status, const Error& error) -> Response& {
    prepared.refused = problem(status, error, prepared.language, request.id);
    add_security(*prepared.refused, request);
    if (prepared.route != nullptr) prepared.refused->route = prepared.route->pattern;
    return *prepared.refused;
  };
  std::vector<std::string> allowed;
  prepared.route = find(request.method, request.path, prepared.captured, allowed);
  if (prepared.route == nullptr && allowed.empty() && stray_ && !changes(request.method) &&
      request.headers.get("Accept").find("text/html") != std::string::npos)
    prepared.route = stray_.get();
  if (prepared.route == nullptr) {
    if (allowed.empty()) {
      refuse(404, {Code::not_found, "error.http.no_route", {{"path", request.path}}, {}});
      return prepared;
    }
    std::sort(allowed.begin(), allowed.end());
    allowed.erase(std::unique(allowed.begin(), allowed.end()), allowed.end());
    std::string list;
    for (const std::string& method : allowed) list += (list.empty() ? "" : ", ") + method;
    refuse(405, {Code::bad_input,
                 "error.http.method",
                 {{"method", request.method}, {"path", request.path}, {"allowed", list}},
                 {}})
        .headers.set("Allow", list);
    return prepared;
  }
  const RouteRules& rules = prepared.route->rules;
  prepared.upload = rules.upload;
  prepared.quick = rules.quick;
  if (changes(request.method) && from_elsewhere(request)) {
    refuse(403, {Code::denied, "error.http.other_origin", {}, {}});
    return prepared;
  }
  if (!request.local && host_.recognise) {
    Result<app::Visitor> visitor = host_.recognise(request);
    if (!visitor) {
      const bool unknown = visitor.error().code == Code::denied;
      Response& told = refuse(unknown ? 401 : status_of(visitor.error().code), visitor.error());
      // A program that sent a token may ask its user for another; pages send none, so no browser asks on its own.
      if (unknown && request.headers.find("Authorization") != nullptr)
        told.headers.set("WWW-Authenticate", R"(Basic realm="Tartip", charset="UTF-8")");
      return prepared;
    }
    prepared.visitor = std::move(*visitor);
  }
  if (!request.local && !rules.unlimited && host_.rates) {
    const std::string who = prepared.visitor.name.empty() ? "peer " + request.peer : "user " + prepared.visitor.name;
    if (const double wait = host_.rates->take(who); wait > 0) {
      const std::string seconds = std::to_string(static_cast<int>(wait) + 1);
      refuse(429, {Code::unavailable, "error.http.rate", {{"seconds", seconds}}, {}})
          .headers.set("Retry-After", seconds);
      return prepared;
    }
  }
  if (rules.upload && prepared.visitor.anonymous()) refuse(401, {Code::denied, "error.http.sign_in", {}, {}});
  return prepared;
}

std::optional<Response> Router::at_once(const Request& request, const Prepared& prepared) const {
  if (prepared.refused) return prepared.refused;
  if (!prepared.route->rules.at_once || (request.method != "GET" && request.method != "HEAD")) return std::nullopt;
  std::optional<Response> response = prepared.route->rules.at_once(context_of(request, prepared));
  if (!response) return std::nullopt;
  response->route = prepared.route->pattern;
  add_security(*response, request);
  return response;
}

Response Router::finish(const Request& request, Prepared& prepared) const {
  if (prepared.refused) return std::move(*prepared.refused);
  Context context = context_of(request, prepared);
  Response response = [&] {
    // What a library throws past its file is a bug of ours; it must not end the server.
    try {
      return prepared.route->handler(context);
    } catch (const std::exception& thrown) {
      return problem(Error{Code::bug, "error.http.thrown", {{"reason", thrown.what()}}, {}}, prepared.language,
                     request.id);
    }
  }();
  response.route = prepared.route->pattern;
  add_security(response, request);
  return response;
}

Response Router::answer(const Request& request) const {
  Prepared prepared = prepare(request);
  if (auto response = at_once(request, prepared)) return std::move(*response);
  return finish(request, prepared);
}

std::string language_of(const Request& request, const Host& host) {
  const auto known = [](std::string_view tag) {
    for (const char* language : {"kk", "ru", "en"})
      if (tag.substr(0, 2) == language && (tag.size() == 2 || tag[2] == '-')) return std::string(language);
    return std::string();
  };
  if (std::string asked = known(request.query_value("lang")); !asked.empty()) return asked;
  const std::string accepted = request.headers.get("Accept-Language");
  std::string_view rest = accepted;
  while (!rest.empty()) {  // browsers send them best first
    const auto end = rest.find(',');
    std::string_view tag = rest.substr(0, end);
    while (!tag.empty() && tag.front() == ' ') tag.remove_prefix(1);
    if (std::string language = known(tag.substr(0, tag.find(';'))); !language.empty()) return language;
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return host.profile.language.empty() ? "en" : host.profile.language;
}

app::Setting setting_for(const Host& host, const app::Visitor& visitor, const std::string& language) {
  app::Setting setting;
  setting.centre = host.centre;
  setting.keys = host.keys;
  setting.language = language;
  setting.now = host.now();
  setting.hold = host.hold;
  setting.visitor = visitor;
  setting.wait_seconds = 30;
  return setting;
}

}  // namespace tartip::http
