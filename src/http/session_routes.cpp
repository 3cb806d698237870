#include "http/session_routes.hpp"

#include <boost/json.hpp>

#include "http/problem.hpp"

namespace tartip::http {
namespace {

namespace json = boost::json;

constexpr std::size_t k_longest_field = 1024;

Response refusal(const Error& error, const Context& context) {
  if (error.key == "error.access.credentials" || error.key == "error.access.setup_token")
    return problem(401, error, context.language, context.request.id);
  if (error.key != "error.access.wait") return refused(error, context);
  Response response = problem(429, error, context.language, context.request.id);
  response.headers.set("Retry-After", error.arguments.front().value);
  return response;
}

// The named texts of a JSON body. Errors: bad_input `error.http.json`.
Result<std::vector<std::string>> fields(const Request& request, std::initializer_list<const char*> names) {
  const auto refuse = [](const std::string& reason) {
    return fail(Code::bad_input, "error.http.json", {{"reason", reason}});
  };
  if (!request.headers.get("Content-Type").starts_with("application/json")) return refuse("Content-Type");
  boost::system::error_code error;
  const json::value parsed = json::parse(request.body, error);
  if (error || !parsed.is_object()) return refuse(error ? error.message() : "{…}");
  std::vector<std::string> values;
  for (const char* name : names) {
    const json::value* value = parsed.get_object().if_contains(name);
    if (value == nullptr || !value->is_string() || value->get_string().size() > k_longest_field) return refuse(name);
    values.emplace_back(value->get_string());
  }
  return values;
}

Response enter(Entrance& entrance, Context& context) {
  auto given = fields(context.request, {"name", "password"});
  if (!given) return refusal(given.error(), context);
  auto who = app::sign_in(entrance.records(), setting_for(context.host, context.visitor, context.language), (*given)[0],
                          (*given)[1]);
  if (!who) return no_store(refusal(who.error(), context));
  return entered(entrance, context, *who);
}

Response leave(Entrance& entrance, Context& context) {
  bool everywhere = false;
  if (!context.request.body.empty()) {
    boost::system::error_code error;
    const json::value parsed = json::parse(context.request.body, error);
    const json::value* value = error || !parsed.is_object() ? nullptr : parsed.get_object().if_contains("everywhere");
    everywhere = value != nullptr && value->is_bool() && value->get_bool();
  }
  if (Status ended = app::sign_out(entrance.records(), setting_for(context.host, context.visitor, context.language),
                                   entrance.session_secret(context.request), everywhere);
      !ended)
    return refusal(ended.error(), context);
  app::Visitor nobody;
  nobody.local = false;
  Response response = no_store(json_response(session_json(entrance, context.host, nobody)));
  response.headers.add("Set-Cookie", entrance.cookie(context.request, ""));
  response.headers.add("Clear-Site-Data", "\"cache\"");
  return response;
}

Response first_start(Entrance& entrance, Context& context) {
  auto given = fields(context.request, {"token", "name", "password"});
  if (!given) return refusal(given.error(), context);
  const axes::Micros now = context.host.now();
  if (!entrance.is_setup_token((*given)[0], now))
    return no_store(refusal(Error{Code::denied, "error.access.setup_token", {}, {}}, context));
  auto who = app::set_up(entrance.records(), setting_for(context.host, context.visitor, context.language), (*given)[1],
                         (*given)[2]);
  if (!who) return no_store(refusal(who.error(), context));
  entrance.end_setup_token();
  return entered(entrance, context, *who);
}

}  // namespace

Response entered(Entrance& entrance, Context& context, const app::SignedIn& who) {
  if (const std::string old = entrance.session_secret(context.request); !old.empty())
    if (Status ended = entrance.records().end_session(app::hash_of_secret(old)); !ended)
      return refusal(ended.error(), context);
  Response response = no_store(json_response(session_json(entrance, context.host, who.visitor)));
  response.headers.add("Set-Cookie", entrance.cookie(context.request, who.secret));
  return response;
}

void add_session_routes(Router& router, std::shared_ptr<Entrance> entrance) {
  router.add("GET", "/api/v1/session", [entrance](Context& context) {
    return no_store(json_response(session_json(*entrance, context.host, context.visitor)));
  });
  router.add("POST", "/api/v1/session", [entrance](Context& context) { return enter(*entrance, context); });
  router.add("DELETE", "/api/v1/session", [entrance](Context& context) { return leave(*entrance, context); });
  router.add("POST", "/api/v1/setup", [entrance](Context& context) { return first_start(*entrance, context); });
}

}  // namespace tartip::http
