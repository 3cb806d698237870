#include "http/oidc_routes.hpp"

#include <map>

#include "http/oidc.hpp"
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

// Why nobody has entered, in a word that the sign-in page knows; what the other body says of it is not shown, it could
// say anything.
std::string word_for(const Error& error) {
  static const std::map<std::string, std::string> k_words = {{"error.oidc.refused", "refused"},
                                                             {"error.oidc.state", "state"},
                                                             {"error.oidc.answer", "answer"},
                                                             {"error.oidc.token", "token"},
                                                             {"error.access.not_admitted", "not_admitted"},
                                                             {"error.access.credentials", "closed"}};
  const auto word = k_words.find(error.key);
  return word == k_words.end() ? "unreachable" : word->second;
}

// A person stands here with a browser, not a program: back to the page from where one can begin again. The body, which
// no browser shows, tells who sets the centre up what exactly was wrong.
Response back_to_sign_in(const Error& error, const std::string& to, const Context& context) {
  std::vector<std::pair<std::string, std::string>> query = {{"problem", word_for(error)}};
  if (!to.empty() && to != "/") query.emplace_back("to", to);
  Response response = away("/sign-in?" + encoded_query(query));
  response.body = text::Catalogue::in(context.language).explain(error) + "\n";
  response.content_type = "text/plain; charset=utf-8";
  return response;
}

}  // namespace

void add_oidc_routes(Router& router, const std::shared_ptr<Entrance>& entrance) {
  if (!entrance->settings().vouched) return;
  const auto oidc = std::make_shared<Oidc>(*entrance->settings().vouched);
  router.add("GET", "/api/v1/oidc/start", [entrance, oidc](Context& context) {
    const std::string to = own_page(context.request.query_value("to"));
    auto begun = oidc->begin(to, context.host.now());
    if (!begun) return back_to_sign_in(begun.error(), to, context);
    Response response = away(begun->address);
    response.headers.add("Set-Cookie", binding_cookie(*entrance, context.request, begun->binding));
    return response;
  });
  router.add("GET", "/api/v1/oidc/return", [entrance, oidc](Context& context) {
    const Request& request = context.request;
    const Oidc::Returned returned{.code = request.query_value("code"),
                                  .state = request.query_value("state"),
                                  .issuer = request.query_value("iss"),
                                  .binding = request.cookie(k_cookie).value_or("")};
    // The body refused, or the person changed their mind.
    if (!request.query_value("error").empty())
      return back_to_sign_in(Error{Code::denied, "error.oidc.refused", {}, {}}, oidc->give_up(returned), context);
    auto finished = oidc->finish(returned, context.host.now());
    if (!finished) return back_to_sign_in(finished.error(), "", context);
    auto who = app::sign_in_vouched(entrance->records(), setting_for(context.host, context.visitor, context.language),
                                    finished->person);
    if (!who) return back_to_sign_in(who.error(), finished->to, context);
    const Response inside = entered(*entrance, context, *who);
    Response response = away(finished->to);
    for (const auto& [name, value] : inside.headers.lines())
      if (name == "Set-Cookie") response.headers.add(name, value);
    response.headers.add("Set-Cookie", binding_cookie(*entrance, request, ""));
    return response;
  });
}

}  // namespace tartip::http
