// Entering over HTTP, without sockets: cookies, sessions, tokens, the first start, other sites' requests.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "app/admit.hpp"
#include "app/audit.hpp"
#include "base/signature.hpp"
#include "http/oidc_routes.hpp"
#include "http/operation_routes.hpp"
#include "http/session_routes.hpp"
#include "http/test_host.hpp"
#include "ledger/log.hpp"
#include "store/hold.hpp"
#include "store/test_country.hpp"

namespace tartip::http {
namespace {

const std::string k_password = "seven grey horses swim";

// A centre with a register, served; nobody has been let in yet.
struct Served : test::Country {
  Host host = test_host();
  std::shared_ptr<Entrance> entrance;
  std::unique_ptr<Router> router;

  explicit Served(const std::string& settings = "") {
    close();
    write("centre/tartip.toml", "name = \"Test\"\nzone = \"UTC\"\nlanguage = \"en\"\n" + settings);
    host.centre = centre();
    host.keys = folder() / "keys";
    host.hold = store::Hold::open(centre(), {}).value();
    entrance = Entrance::open(host).value();
    host.recognise = [this](const Request& request) { return entrance->recognise(request, host.now()); };
    router = std::make_unique<Router>(host);
    add_operation_routes(*router);
    add_session_routes(*router, entrance);
    add_oidc_routes(*router, entrance);
  }

  Response send(Request request) const { return router->answer(request); }
  Response get(const std::string& target, const std::string& cookie = "") const {
    Request request = request_of("GET", target);
    if (!cookie.empty()) request.headers.add("Cookie", cookie);
    return send(request);
  }
  Response post(const std::string& target, const std::string& body, const std::string& cookie = "") const {
    Request request = json_request("POST", target, body);
    if (!cookie.empty()) request.headers.add("Cookie", cookie);
    return send(request);
  }
  static Request json_request(std::string method, const std::string& target, const std::string& body) {
    Request request = request_of(std::move(method), target);
    request.headers.add("Content-Type", "application/json");
    request.body = body;
    return request;
  }
  void add(const std::string& name, store::Grant grant) {
    static const std::string k_hash = app::kept_password(k_password).value();
    REQUIRE(entrance->records().add_user({.name = name, .password = k_hash, .grant = std::move(grant), .made = 1}));
  }
  // "tartip=<secret>" as a browser sends it back.
  std::string sign_in(const std::string& name, const std::string& cookie = "") const {
    const Response response =
        post("/api/v1/session", "{\"name\":\"" + name + "\",\"password\":\"" + k_password + "\"}", cookie);
    REQUIRE(response.status == 200);
    return cookie_from(response);
  }
  static std::string cookie_from(const Response& response) {
    const std::string set = response.headers.get("Set-Cookie");
    return set.substr(0, set.find(';'));
  }
};

const std::string k_query = "/api/v1/cube/query?register=offences";

bool holds(const Response& response, const std::string& text) {
  return std::string(response.bytes()).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("signing in gives a cookie that no script reads, no other site sends, and that leads back") {
  Served served;
  served.add("aigul", {.roles = {"analyst"}, .everything = true});
  CHECK(served.get(k_query).status == 403);
  const Response entered = served.post("/api/v1/session", R"({"name":"aigul","password":")" + k_password + R"("})");
  REQUIRE(entered.status == 200);
  const std::string set = entered.headers.get("Set-Cookie");
  CHECK(set.starts_with("tartip="));
  CHECK(set.find("; HttpOnly") != std::string::npos);
  CHECK(set.find("; SameSite=Lax") != std::string::npos);
  CHECK(set.find("; Path=/") != std::string::npos);
  CHECK(set.find("Secure") == std::string::npos);
  CHECK(entered.headers.get("Cache-Control") == "no-store");
  CHECK(holds(entered, R"("name":"aigul")"));
  CHECK(holds(entered, R"("cube query")"));
  CHECK_FALSE(holds(entered, R"("user add")"));
  CHECK_FALSE(holds(entered, R"("centre create")"));
  const std::string cookie = Served::cookie_from(entered);
  CHECK(served.get(k_query, cookie).status == 200);
  CHECK(holds(served.get("/api/v1/session", cookie), R"("anonymous":false)"));
  CHECK(holds(served.get("/api/v1/session"), R"("anonymous":true)"));

  Request over_tls =
      Served::json_request("POST", "/api/v1/session", R"({"name":"aigul","password":")" + k_password + R"("})");
  over_tls.secure = true;
  const std::string secure = served.send(over_tls).headers.get("Set-Cookie");
  CHECK(secure.starts_with("__Host-tartip="));
  CHECK(secure.find("; Secure") != std::string::npos);
  CHECK(secure.find("Domain") == std::string::npos);
  // A cookie of the plain name, which another page of the host could have set, is not looked at over TLS.
  Request planted = request_of("GET", k_query);
  planted.secure = true;
  planted.headers.add("Cookie", cookie);
  CHECK(served.send(planted).status == 403);
}

TEST_CASE("behind a proxy that speaks TLS the cookie is for TLS as well") {
  Served served("[access]\naddress = \"https://centre.example\"\nidle_minutes = 5\n");
  served.add("aigul", {.roles = {"analyst"}, .everything = true});
  const std::string cookie = served.sign_in("aigul");
  CHECK(cookie.starts_with("__Host-tartip="));
  CHECK(served.get(k_query, cookie).status == 200);
  const axes::Micros later = served.host.now() + axes::Micros{5} * 60 * 1'000'000;
  served.host.now = [later] { return later; };
  CHECK(served.get(k_query, cookie).status == 403);
}

TEST_CASE("a session that somebody brought along is never the one that they enter with") {
  Served served;
  served.add("aigul", {.roles = {"analyst"}, .everything = true});
  const std::string planted = "tartip=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const std::string own = served.sign_in("aigul", planted);
  CHECK(own != planted);
  CHECK(served.get(k_query, planted).status == 403);
  const std::string next = served.sign_in("aigul", own);
  CHECK(next != own);
  CHECK(served.get(k_query, own).status == 403);  // the old one ended
  CHECK(served.get(k_query, next).status == 200);
}

TEST_CASE("signing out ends the session and empties the cookie") {
  Served served;
  served.add("aigul", {.roles = {"analyst"}, .everything = true});
  const std::string one = served.sign_in("aigul"), two = served.sign_in("aigul"), three = served.sign_in("aigul");
  Request leave = request_of("DELETE", "/api/v1/session");
  leave.headers.add("Cookie", one);
  const Response left = served.send(leave);
  CHECK(left.status == 200);
  CHECK(left.headers.get("Set-Cookie").find("Max-Age=0") != std::string::npos);
  CHECK(holds(left, R"("anonymous":true)"));
  CHECK(served.get(k_query, one).status == 403);
  CHECK(served.get(k_query, two).status == 200);
  Request everywhere = Served::json_request("DELETE", "/api/v1/session", R"({"everywhere":true})");
  everywhere.headers.add("Cookie", two);
  CHECK(served.send(everywhere).status == 200);
  CHECK(served.get(k_query, three).status == 403);
}

TEST_CASE("whoever is shut out is out with the next request") {
  Served served;
  served.add("aigul", {.roles = {"analyst"}, .everything = true});
  const std::string cookie = served.sign_in("aigul");
  auto user = served.entrance->records().user("aigul").value().value();
  user.grant.roles = {"reader"};
  REQUIRE(served.entrance->records().change_user(user));
  CHECK(served.get(k_query + "&where=place=home", cookie).status == 403);
  CHECK(served.get(k_query, cookie).status == 200);
  user.disabled = true;
  REQUIRE(served.entrance->records().change_user(user));
  CHECK(served.get(k_query, cookie).status == 403);
}

TEST_CASE("wrong sign-in answers 401 and after some time 429 with how long to wait") {
  Served served;
  served.add("aigul", {.roles = {"analyst"}, .everything = true});
  const std::string wrong = R"({"name":"aigul","password":"wrong"})";
  const Response unknown = served.post("/api/v1/session", R"({"name":"nobody","password":"wrong"})");
  const Response refused = served.post("/api/v1/session", wrong);
  CHECK(refused.status == 401);
  CHECK(refused.bytes() == unknown.bytes());
  for (int i = 0; i < 4; ++i) CHECK(served.post("/api/v1/session", wrong).status == 401);
  const Response wait = served.post("/api/v1/session", wrong);
  CHECK(wait.status == 429);
  CHECK(wait.headers.get("Retry-After") == "2");
  for (const char* body :
       {"", "[]", "{", R"({"name":"a"})", R"({"name":1,"password":"x"})", R"({"name":null,"password":"x"})"})
    CHECK_MESSAGE(served.post("/api/v1/session", body).status == 400, body);
  Request form = request_of("POST", "/api/v1/session");
  form.headers.add("Content-Type", "application/x-www-form-urlencoded");
  form.body = "name=aigul&password=" + k_password;
  CHECK(served.send(form).status == 400);
}

TEST_CASE("requests that other sites make a browser send change nothing") {
  Served served;
  served.add("root", {.roles = {"administrator"}, .everything = true});
  const std::string cookie = served.sign_in("root");
  const auto from = [&](const char* header, const char* value) {
    Request request = Served::json_request("POST", "/api/v1/user/add", R"({"name":"evil","role":["administrator"]})");
    request.headers.add("Cookie", cookie);
    request.headers.add("Host", "centre.example");
    request.headers.add(header, value);
    return served.send(request).status;
  };
  CHECK(from("Sec-Fetch-Site", "cross-site") == 403);
  CHECK(from("Sec-Fetch-Site", "same-site") == 403);
  CHECK(from("Origin", "https://evil.example") == 403);
  CHECK(from("Origin", "null") == 403);
  CHECK(from("Origin", "https://centre.example.evil.example") == 403);
  CHECK_FALSE(served.entrance->records().user("evil").value().has_value());
  // Not by address either: what changes something is never a GET.
  CHECK(served.get("/api/v1/user/add?name=evil&role=administrator", cookie).status == 405);
  CHECK(served.get("/api/v1/user/password?password=" + percent_encoded(k_password), cookie).status == 405);
  CHECK(served.get("/api/v1/token/make?label=x", cookie).status == 405);
  CHECK(from("Origin", "https://centre.example") == 200);
  CHECK(served.entrance->records().user("evil").value().has_value());
}

TEST_CASE("no operation is carried out because another site asked a browser to") {
  Served served;
  served.add("root", {.roles = {"administrator", "registrar", "analyst", "publisher"}, .everything = true});
  const std::string cookie = served.sign_in("root");
  std::vector<std::pair<std::string, std::string>> routes = {
      {"POST", "/api/v1/session"}, {"DELETE", "/api/v1/session"}, {"POST", "/api/v1/setup"}};
  for (const app::Operation& operation : app::operations())
    routes.emplace_back("POST", "/api/v1/" + operation.noun + "/" + operation.verb);
  for (const auto& [method, path] : routes) {
    CAPTURE(path);
    Request request = Served::json_request(method, path, "{}");
    request.headers.add("Cookie", cookie);
    request.headers.add("Sec-Fetch-Site", "cross-site");
    const Response response = served.send(request);
    CHECK(response.status == 403);
    CHECK(holds(response, "error.http.other_origin"));
  }
  CHECK(served.get(k_query, cookie).status == 200);  // and nobody was signed out
}

TEST_CASE("tokens enter as Bearer and as the password of Basic; a wrong one is 401") {
  Served served;
  served.add("aigul", {.roles = {"analyst", "publisher"}, .everything = true});
  REQUIRE(served.entrance->records().add_token({.id = "t1",
                                                .secret = app::hash_of_secret("tartip_abc"),
                                                .user = "aigul",
                                                .grant = {.roles = {"analyst"}, .territories = {"A"}},
                                                .made = 1,
                                                .expires = served.host.now() + 1}));
  const auto as = [&](const std::string& authorization, const std::string& target = k_query) {
    Request request = request_of("GET", target);
    request.headers.add("Authorization", authorization);
    const Response response = served.send(request);
    CHECK((response.headers.find("WWW-Authenticate") != nullptr) == (response.status == 401));
    return response.status;
  };
  CHECK(served.get(k_query).headers.find("WWW-Authenticate") == nullptr);  // a browser would ask on its own
  CHECK(as("Bearer tartip_abc") == 200);
  CHECK(as("bearer tartip_abc") == 200);
  CHECK(as("Basic " + to_base64("anything:tartip_abc")) == 200);
  CHECK(as("Bearer tartip_abd") == 401);
  CHECK(as("Basic " + to_base64("aigul:" + k_password)) == 401);
  CHECK(as("Bearer tartip_abc", k_query + "&in=B") == 403);
  const axes::Micros later = served.host.now() + 1;
  served.host.now = [later] { return later; };
  CHECK(as("Bearer tartip_abc") == 401);
}

TEST_CASE("a revoked token, a closed account, a changed grant hold for the next request") {
  Served served;
  served.add("root", {.roles = {"administrator"}, .everything = true});
  served.add("aigul", {.roles = {"analyst"}, .everything = true});
  const std::string root = served.sign_in("root"), aigul = served.sign_in("aigul");
  const auto made = [&](const std::string& secret, const char* id) {
    return store::TokenRecord{.id = id,
                              .secret = app::hash_of_secret(secret),
                              .user = "aigul",
                              .grant = {.roles = {"analyst"}, .everything = true},
                              .made = 1,
                              .expires = served.host.now() + 1'000'000'000'000};
  };
  const auto by = [&](const std::string& token) {
    Request request = request_of("GET", k_query);
    request.headers.add("Authorization", "Bearer " + token);
    return served.send(request).status;
  };
  const auto told = [&](const char* operation, const std::string& body) {
    const Response response = served.post(std::string("/api/v1/") + operation, body, root);
    CHECK_MESSAGE(response.status == 200, response.bytes());
  };
  auto& records = served.entrance->records();
  REQUIRE(records.add_token(made("tartip_a", "a")));
  REQUIRE(records.add_token(made("tartip_b", "b")));
  for (int i = 0; i < 3; ++i) CHECK(by("tartip_a") == 200);  // known by now
  CHECK(by("tartip_b") == 200);
  told("token/revoke", R"({"id":"a"})");
  CHECK(by("tartip_a") == 401);
  CHECK(by("tartip_b") == 200);
  // By another program on the same folder, too.
  auto beside = store::Records::open(served.host.centre).value();
  REQUIRE(beside.end_token("b"));
  CHECK(by("tartip_b") == 401);
  REQUIRE(beside.add_token(made("tartip_c", "c")));
  CHECK(by("tartip_c") == 200);
  // What somebody may see shrinks: the tokens made from more than that end, the session goes on with less.
  told("user/change", R"({"name":"aigul","in":["A"]})");
  CHECK(by("tartip_c") == 401);
  CHECK(served.get(k_query + "&in=B", aigul).status == 403);
  CHECK(served.get(k_query + "&in=A", aigul).status == 200);
  store::TokenRecord narrow = made("tartip_d", "d");
  CHECK(by("tartip_d") == 401);
  narrow.grant = {.roles = {"analyst"}, .territories = {"A"}};
  REQUIRE(beside.add_token(narrow));
  CHECK(by("tartip_d") == 200);
  told("user/disable", R"({"name":"aigul"})");
  CHECK(by("tartip_d") == 401);
  CHECK(served.get(k_query, aigul).status == 403);
}

TEST_CASE("the first start: a one-time token makes one administrator") {
  Served served;
  CHECK(holds(served.get("/api/v1/session"), R"("setup":true)"));
  const auto body = [](const std::string& token) {
    return R"({"token":")" + token + R"(","name":"root","password":")" + k_password + R"("})";
  };
  CHECK(served.post("/api/v1/setup", body("")).status == 401);
  const std::string token = served.entrance->make_setup_token(served.host.now()).value().value();
  CHECK(token.size() == 24);
  CHECK(served.post("/api/v1/setup", body(token + "x")).status == 401);
  const axes::Micros now = served.host.now();
  served.host.now = [now] { return now + axes::Micros{3600} * 1'000'000; };
  CHECK(served.post("/api/v1/setup", body(token)).status == 401);  // an hour later
  served.host.now = [now] { return now; };
  CHECK(served.post("/api/v1/setup", R"({"token":")" + token + R"(","name":"root","password":"short"})").status == 400);
  const Response made = served.post("/api/v1/setup", body(token));
  REQUIRE(made.status == 200);
  CHECK(holds(made, R"("setup":false)"));
  CHECK(served.get("/api/v1/user/list", Served::cookie_from(made)).status == 200);
  CHECK(served.post("/api/v1/setup", body(token)).status == 401);
  CHECK_FALSE(served.entrance->make_setup_token(now).value().has_value());
}

TEST_CASE("answers that are kept are kept for one's own rights") {
  Served served;
  served.add("all", {.roles = {"analyst"}, .everything = true});
  served.add("part", {.roles = {"analyst"}, .territories = {"A"}});
  const std::string all = served.sign_in("all"), part = served.sign_in("part");
  const Response wide = served.get(k_query, all), narrow = served.get(k_query, part);
  CHECK(wide.status == 200);
  CHECK(narrow.status == 200);
  CHECK(wide.bytes() != narrow.bytes());
  CHECK(served.get(k_query, all).bytes() == wide.bytes());
  CHECK(served.get(k_query, part).bytes() == narrow.bytes());
  CHECK(served.get(k_query).status == 403);
  // What another visitor's browser kept does not say whether it is still true for this one.
  Request asked = request_of("GET", k_query);
  asked.headers.add("Cookie", part);
  asked.headers.add("If-None-Match", wide.headers.get("ETag"));
  CHECK(served.send(asked).status == 200);
}

TEST_CASE("every operation of the table answers a stranger with 401, 403, 404 or 405, or is open by decision") {
  Served served;
  for (const app::Operation& operation : app::operations()) {
    const std::string name = operation.noun + " " + operation.verb;
    CAPTURE(name);
    const auto rule = app::rule_for(operation);
    const bool open = rule && (rule->matter == app::Matter::published || rule->matter == app::Matter::definitions);
    std::string target = "/api/v1/" + operation.noun + "/" + operation.verb + "?";
    std::string body = "{";
    for (const app::Parameter& parameter : operation.parameters)
      if (parameter.required && parameter.kind != app::Kind::file) {
        const std::string value = parameter.kind == app::Kind::period   ? "2022"
                                  : parameter.kind == app::Kind::choice ? parameter.choices.front()
                                  : parameter.kind == app::Kind::integer || parameter.kind == app::Kind::number
                                      ? "1"
                                      : "offences";
        target += parameter.name + "=" + value + "&";
        body += (body.size() > 1 ? ",\"" : "\"") + parameter.name + "\":\"" + value + "\"";
      }
    const int asked = served.get(target).status,
              told = served.post("/api/v1/" + operation.noun + "/" + operation.verb, body + "}").status;
    if (open) continue;
    const std::set<int> closed = {400, 401, 403, 404, 405};
    CHECK(closed.contains(asked));
    CHECK(closed.contains(told));
  }
  CHECK_FALSE(ledger::Log::open(served.centre() / "audit").has_value());  // strangers cannot fill the log
}

TEST_CASE("headers and names cannot carry lines of their own") {
  Served served;
  served.add("aigul", {.roles = {"analyst"}, .everything = true});
  const std::string cookie = served.sign_in("aigul");
  Request request = request_of("GET", k_query);
  request.headers.add("Cookie", cookie);
  request.headers.add("Tartip-Legal-Ground", "%D0%B4%D0%B5%D0%BB%D0%BE%2014%0d%0aSet-Cookie:x=1");
  const auto visitor = served.entrance->recognise(request, served.host.now()).value();
  CHECK(visitor.legal_ground.find('\n') == std::string::npos);
  const Response answered = served.send(request);
  for (const auto& [name, value] : answered.headers.lines()) {
    CHECK(name.find_first_of("\r\n") == std::string::npos);
    CHECK(value.find_first_of("\r\n") == std::string::npos);
  }
  request = request_of("GET", k_query);
  request.headers.add("Cookie", cookie);
  request.headers.add("Tartip-Legal-Ground", "%D0%B4%D0%B5%D0%BB%D0%BE%2014");
  CHECK(served.entrance->recognise(request, served.host.now())->legal_ground == "дело 14");
}

}  // namespace tartip::http
