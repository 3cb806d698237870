// The real listener with real sockets: its doors, and how it ends.
#include "http/listener.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "http/test_server.hpp"

namespace tartip::http {

TEST_CASE("when it stops, requests under way are answered") {
  Server server;
  Client idle(server.port()), busy(server.port()), listening(server.port());
  CHECK(idle.get("/quick").status == 200);
  listening.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  listening.read_until(": open");
  busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  wait_for([&] { return server.slow() == 1; });
  std::thread stopping([&] { server.stop(); });
  CHECK(busy.read().body == "slow");
  CHECK(busy.ended());
  CHECK(idle.ended());
  CHECK(listening.ended());
  stopping.join();
}

TEST_CASE("whoever holds the folder comes through its socket") {
  Server server([](Host& host, Listening&) {
    host.recognise = [](const Request&) -> Result<app::Visitor> { return app::Visitor{.local = false}; };
  });
  Client local(server.folder() / "socket"), other(server.port());
  CHECK(local.get("/worker").body == "local");
  CHECK(other.get("/worker").body == "127.0.0.1");
  const auto perms = std::filesystem::status(server.folder() / "socket").permissions();
  CHECK((perms & std::filesystem::perms(0077)) == std::filesystem::perms::none);
  // Nobody who is not known may send files.
  other.send("PUT /api/v1/uploads/a.csv HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
  CHECK(other.read().status == 401);
}

TEST_CASE("a port that is taken is said to be") {
  Server server;
  Host host = test_host();
  host.metrics = std::make_shared<Metrics>();
  const Router router(host);
  CHECK(Listener::open(router, {.port = server.port()}).error().key == "error.serve.port");
  CHECK(Listener::open(router, {.address = "nowhere", .port = 0}).error().key == "error.serve.address");
  CHECK(Listener::open(router, {.port = 0, .certificate = "/none", .private_key = "/none"}).error().key ==
        "error.serve.certificate");
}

TEST_CASE("TLS") {
  const test::TemporaryFolder folder;
  const std::string certificate = folder.path() / "c.pem", key = folder.path() / "k.pem";
  const std::string make =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -keyout " +
      key + " -out " + certificate + " 2>/dev/null";
  if (std::system("command -v openssl >/dev/null && command -v curl >/dev/null") != 0) {
    MESSAGE("skipped: openssl or curl is not here");
    return;
  }
  REQUIRE(std::system(make.c_str()) == 0);
  Server server([&](Host&, Listening& listening) {
    listening.certificate = certificate;
    listening.private_key = key;
  });
  const std::string out = folder.path() / "out";
  const std::string url = "https://localhost:" + std::to_string(server.port()) + "/worker";
  REQUIRE(std::system(("curl -s --resolve localhost:" + std::to_string(server.port()) + ":127.0.0.1 --cacert " +
                       certificate + " -D " + out + " -o /dev/null " + url)
                          .c_str()) == 0);
  std::string head;
  std::ifstream in(out);
  std::getline(in, head, '\0');
  CHECK(head.find("200 OK") != std::string::npos);
  CHECK(head.find("Strict-Transport-Security") != std::string::npos);
  // Who does not speak TLS is let go.
  Client plain(server.port());
  plain.send("GET /worker HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(plain.ended());
  CHECK(std::system(("curl -s --tls-max 1.1 -k -o /dev/null " + url).c_str()) != 0);
}

}  // namespace tartip::http
