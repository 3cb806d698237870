#include "http/assets.hpp"

#include <doctest/doctest.h>

using namespace tartip::http;

namespace {

const std::string k_pack =
    "index.html\ttext/html\t\taaaa\t4\n"
    "assets/worker-1.js\ttext/javascript\t\tbbbb\t3\n"
    "assets/worker-1.js\ttext/javascript\tgzip\tbbbb\t2\n"
    "assets/font.woff2\tfont/woff2\t\tcccc\t1\n\n"
    "pagejs;zzf";

Request asking(const std::string& accepted) {
  Request request{.method = "GET", .path = "/"};
  if (!accepted.empty()) request.headers.add("Accept-Encoding", accepted);
  return request;
}

}  // namespace

TEST_CASE("a script that becomes a worker may ask the centre: it bears the page's policy") {
  const auto assets = Assets::read(k_pack);
  REQUIRE(assets);
  for (const char* path : {"index.html", "assets/worker-1.js"}) {
    const auto response = assets->answer(path, asking(""));
    REQUIRE(response);
    const std::string* policy = response->headers.find("Content-Security-Policy");
    REQUIRE(policy != nullptr);
    CHECK(policy->find("connect-src 'self'") != std::string::npos);
  }
  CHECK(assets->answer("assets/font.woff2", asking(""))->headers.find("Content-Security-Policy") == nullptr);
  CHECK_FALSE(assets->answer("assets/absent.js", asking("")));
}

TEST_CASE("a pack that is cut or lies about its sizes is refused") {
  CHECK_FALSE(Assets::read("index.html\ttext/html\t\taaaa\t4\n\npag"));
  CHECK_FALSE(Assets::read("no end of the head"));
  CHECK(Assets::read(""));
}
