#include "http/oidc_routes.hpp"

#include "http/oidc.hpp"
#include "http/problem.hpp"
#include "http/session_routes.hpp"
#include "text/catalogue.hpp"

namespace tartip::http {
namespace {

constexpr const char* k_cookie = "tartip-oidc";

// A page of this server and nothing else: "//elsewhere" and "/\elsewhere" are other servers to a browser.
std::string own_page(const std::string& to) {
  const bool own = to.starts_with('/') && !to.starts_with("//") && to.find('\\') == std::string::npos &&
                   to.find_first_of("\r\n\t") == std::string::npos;
  return own ? to : "/";
}

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '&')
      safe += "&amp;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

// A person stands here with a browser, not a program: a sentence and the way back.
Response told(const Error& error, const Context& context) {
  const auto& words = text::Catalogue::in(context.language);
  Response response =
      text_response("<!doctype html><html lang=\"" + context.language + "\"><meta charset=\"utf-8\"><title>" +
                        escaped(context.host.profile.name) + "</title><p>" + escaped(words.explain(error)) +
                        "</p><p><a href=\"/\">" + escaped(context.host.profile.name) + "</a></p></html>\n",
                    "text/html; charset=utf-8");
  response.status = status_of(error.code);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

std::string binding_cookie(const Entrance& entrance, const Request& request, const std::string& value) {
  return std::string(k_cookie) + "=" + value + "; Path=/api/v1/oidc; HttpOnly; SameSite=Lax" +
         (entrance.secure(request) ? "; Secure" : "") + (value.empty() ? "; Max-Age=0" : "; Max-Age=600");
}

Response away(const std::string& address) {
  Response response;
  response.status = 303;
  response.headers.add("Location", address);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

void add_oidc_routes(Router& router, const std::shared_ptr<Entrance>& entrance) {
  if (!entrance->settings().vouched) return;
  const auto oidc = std::make_shared<Oidc>(*entrance->settings().vouched);
  router.add("GET", "/api/v1/oidc/start", [entrance, oidc](Context& context) {
    auto begun = oidc->begin(own_page(context.request.query_value("to")), context.host.now());
    if (!begun) return told(begun.error(), context);
    Response response = away(begun->address);
    response.headers.add("Set-Cookie", binding_cookie(*entrance, context.request, begun->binding));
    return response;
  });
  router.add("GET", "/api/v1/oidc/return", [entrance, oidc](Context& context) {
    const Request& request = context.request;
    // The body refused, or the person changed their mind: what it says of it is not shown, it could say anything.
    if (!request.query_value("error").empty()) return told(Error{Code::denied, "error.oidc.refused", {}, {}}, context);
    auto finished = oidc->finish({.code = request.query_value("code"),
                                  .state = request.query_value("state"),
                                  .issuer = request.query_value("iss"),
                                  .binding = request.cookie(k_cookie).value_or("")},
                                 context.host.now());
    if (!finished) return told(finished.error(), context);
    auto who = app::sign_in_vouched(entrance->records(), setting_for(context.host, context.visitor, context.language),
                                    finished->person);
    if (!who) return told(who.error(), context);
    const Response inside = entered(*entrance, context, *who);
    Response response = away(finished->to);
    for (const auto& [name, value] : inside.headers.lines())
      if (name == "Set-Cookie") response.headers.add(name, value);
    response.headers.add("Set-Cookie", binding_cookie(*entrance, request, ""));
    return response;
  });
}

}  // namespace tartip::http
