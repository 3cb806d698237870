#include "http/router.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "http/test_host.hpp"

namespace tartip::http {

TEST_CASE("targets") {
  const auto target = parse_target("/api/v1/cube/query?in=KZ-75&in=a%20b+c&flag&x=%D2%9B");
  REQUIRE(target);
  CHECK(target->path == "/api/v1/cube/query");
  REQUIRE(target->query.size() == 4);
  CHECK(target->query[1].second == "a b c");
  CHECK(target->query[2] == std::pair<std::string, std::string>("flag", ""));
  CHECK(target->query[3].second == "қ");
  CHECK(parse_target("/%D0%B0")->path == "/а");
  for (const char* bad : {"", "api", "http://elsewhere/", "/a/../b", "/a/..", "/%2e%2e/etc/passwd", "/..%2fetc", "/a%",
                          "/a%4", "/a%zz", "/a b", "/a%00", "/a%0d%0aSet-Cookie:x", "/a?x=%00", "/..\\a", "/./a"})
    CHECK_MESSAGE(!parse_target(bad), bad);
}

TEST_CASE("cookies") {
  CHECK(cookie_of("a=1; tartip=xyz; b=2", "tartip") == "xyz");
  CHECK(cookie_of("tartip=\"q\"", "tartip") == "q");
  CHECK(!cookie_of("xtartip=1; tartip2=2", "tartip"));
  CHECK(!cookie_of("", "tartip"));
  CHECK(!cookie_of(";;=;tartip", "tartip"));
}

TEST_CASE("headers do not mind case") {
  Headers headers;
  headers.add("Content-Type", "a");
  CHECK(headers.get("content-type") == "a");
  headers.set("CONTENT-TYPE", "b");
  CHECK(headers.lines().size() == 1);
  CHECK(headers.get("Content-Type") == "b");
  CHECK(headers.get("none").empty());
}

TEST_CASE("routes") {
  Host host = test_host();
  Router router(host);
  const auto says = [](std::string text) {
    return [text](Context& context) {
      std::string all = text;
      for (const auto& [name, value] : context.captured) all += " " + name + "=" + value;
      return text_response(all);
    };
  };
  router.add("GET", "/jobs/{id}", says("job"));
  router.add("GET", "/jobs/all", says("all"));
  router.add("DELETE", "/jobs/{id}", says("delete"));
  router.add("GET", "/assets/{name...}", says("asset"));
  router.add("GET", "/", says("root"));
  router.add("GET", "/breaks", [](Context&) -> Response { throw std::runtime_error("oops"); });

  CHECK(router.answer(request_of("GET", "/jobs/7")).body == "job id=7");
  CHECK(router.answer(request_of("GET", "/jobs/all")).body == "all");
  CHECK(router.answer(request_of("HEAD", "/jobs/7")).body == "job id=7");
  CHECK(router.answer(request_of("GET", "/assets/a/b.js")).body == "asset name=a/b.js");
  CHECK(router.answer(request_of("GET", "/")).body == "root");
  CHECK(router.answer(request_of("GET", "/jobs/")).status == 404);

  const Response none = router.answer(request_of("GET", "/nothing"));
  CHECK(none.status == 404);
  CHECK(none.content_type == "application/problem+json");
  CHECK(none.body.find("\"key\":\"error.http.no_route\"") != std::string::npos);
  CHECK(none.body.find("\"request\":\"r1\"") != std::string::npos);

  // A browser's address that leads nowhere gets a page that leads on; a program's, and a form's, the problem.
  router.add_stray([](Context&) { return text_response("no such page"); });
  Request browser = request_of("GET", "/nothing/here");
  browser.headers.add("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
  CHECK(router.answer(browser).body == "no such page");
  browser.method = "POST";
  CHECK(router.answer(browser).status == 404);
  CHECK(router.answer(browser).content_type == "application/problem+json");
  CHECK(router.answer(request_of("GET", "/nothing")).content_type == "application/problem+json");

  const Response method = router.answer(request_of("PUT", "/jobs/7"));
  CHECK(method.status == 405);
  CHECK(method.headers.get("Allow") == "DELETE, GET");

  const Response thrown = router.answer(request_of("GET", "/breaks"));
  CHECK(thrown.status == 500);
  CHECK(thrown.body.find("error.http.thrown") != std::string::npos);
  CHECK(thrown.headers.get("X-Content-Type-Options") == "nosniff");
}

TEST_CASE("a change asked for by another site is refused when a cookie comes along") {
  Host host = test_host();
  Router router(host);
  router.add("POST", "/change", [](Context&) { return text_response("done"); });
  Request request = request_of("POST", "/change");
  CHECK(router.answer(request).status == 200);
  request.headers.add("Cookie", "tartip=1");
  request.headers.add("Host", "centre.example");
  CHECK(router.answer(request).status == 200);
  request.headers.set("Origin", "https://elsewhere.example");
  CHECK(router.answer(request).status == 403);
  request.headers.set("Origin", "null");
  CHECK(router.answer(request).status == 403);
  request.headers.set("Origin", "https://centre.example");
  CHECK(router.answer(request).status == 200);
  request.headers.set("Sec-Fetch-Site", "cross-site");
  CHECK(router.answer(request).status == 403);
  request.headers.set("Sec-Fetch-Site", "same-origin");
  CHECK(router.answer(request).status == 200);
}

TEST_CASE("the language") {
  const Host host = test_host();
  CHECK(language_of(request_of("GET", "/?lang=kk"), host) == "kk");
  Request request = request_of("GET", "/?lang=xx");
  CHECK(language_of(request, host) == "en");
  request.headers.add("Accept-Language", "de, ru-RU;q=0.9, en;q=0.8");
  CHECK(language_of(request, host) == "ru");
}

TEST_CASE("who cannot be recognised is told so") {
  Host host = test_host();
  host.recognise = [](const Request&) -> Result<app::Visitor> { return fail(Code::denied, "error.http.other_origin"); };
  Router router(host);
  router.add("GET", "/x", [](Context&) { return text_response("x"); });
  CHECK(router.answer(request_of("GET", "/x")).status == 401);
  Request local = request_of("GET", "/x");
  local.local = true;
  CHECK(router.answer(local).status == 200);
}

TEST_CASE("events") {
  EventSource source;
  source.push("progress", "1\n2");
  int news = 0, closed = 0;
  source.on_news([&] { ++news; });
  source.on_close([&] { ++closed; });
  CHECK(news == 1);
  CHECK(source.take() == "event: progress\ndata: 1\ndata: 2\n\n");
  CHECK(!source.ended());
  source.push("end", "x");
  source.end();
  CHECK(news == 3);
  CHECK(!source.ended());
  CHECK(source.take() == "event: end\ndata: x\n\n");
  CHECK(source.ended());
  source.close();
  source.close();
  CHECK(closed == 1);
}

}  // namespace tartip::http
