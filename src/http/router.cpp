#include "http/router.hpp"

#include <algorithm>
#include <exception>

#include "base/require.hpp"
#include "http/problem.hpp"

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
  if (const std::string* origin = request.headers.find("Origin")) {
    const auto scheme = origin->find("://");
    return scheme == std::string::npos || origin->substr(scheme + 3) != request.headers.get("Host");
  }
  return false;
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

void Router::add(std::string method, std::string pattern, Handler handler, RouteRules rules) {
  std::vector<std::string> segments = segments_of(pattern);
  for (const Route& route : routes_)
    require(route.method != method || route.segments != segments, "a route was added twice");
  routes_.push_back({std::move(method), std::move(segments), std::move(handler), rules});
}

Router::Found Router::find(const std::string& method, const std::string& path) const {
  const std::vector<std::string> segments = segments_of(path);
  Found best;
  int best_literal = -1;
  std::map<std::string, std::string> captured;
  for (const Route& route : routes_) {
    int literal = 0;
    if (!fits(route.segments, segments, captured, literal)) continue;
    best.allowed.push_back(route.method);
    if (route.method != method && !(route.method == "GET" && method == "HEAD")) continue;
    if (literal <= best_literal) continue;
    best_literal = literal;
    best.route = &route;
    best.captured = captured;
  }
  return best;
}

RouteRules Router::rules_for(const std::string& method, const std::string& path) const {
  const Found found = find(method, path);
  return found.route == nullptr ? RouteRules{.quick = true} : found.route->rules;
}

Response Router::answer(const Request& request) const {
  const std::string language = language_of(request, host_);
  const auto refuse = [&](int status, Code code, const char* key, std::vector<Argument> arguments = {}) {
    return problem(status, Error{code, key, std::move(arguments), {}}, language, request.id);
  };
  Response response = [&] {
    Found found = find(request.method, request.path);
    if (found.route == nullptr) {
      if (found.allowed.empty()) return refuse(404, Code::not_found, "error.http.no_route", {{"path", request.path}});
      std::sort(found.allowed.begin(), found.allowed.end());
      found.allowed.erase(std::unique(found.allowed.begin(), found.allowed.end()), found.allowed.end());
      std::string allowed;
      for (const std::string& method : found.allowed) allowed += (allowed.empty() ? "" : ", ") + method;
      Response refused = refuse(405, Code::bad_input, "error.http.method",
                                {{"method", request.method}, {"path", request.path}, {"allowed", allowed}});
      refused.headers.set("Allow", allowed);
      return refused;
    }
    const RouteRules& rules = found.route->rules;
    if (changes(request.method) && !rules.any_origin && from_elsewhere(request))
      return refuse(403, Code::denied, "error.http.other_origin");
    Context context{request, found.captured, {}, language, host_};
    if (!request.local && host_.recognise) {
      Result<app::Visitor> visitor = host_.recognise(request);
      if (!visitor) return problem(401, visitor.error(), language, request.id);
      context.visitor = std::move(*visitor);
    }
    // What a library throws past its file is a bug of ours; it must not end the server.
    try {
      return found.route->handler(context);
    } catch (const std::exception& thrown) {
      return problem(Error{Code::bug, "error.http.thrown", {{"reason", thrown.what()}}, {}}, language, request.id);
    }
  }();
  add_security(response, request);
  return response;
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
