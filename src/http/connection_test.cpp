// What a client may send wrongly, slowly or too much over a real socket, and what must still work.
#include <doctest/doctest.h>

#include "http/test_server.hpp"

namespace tartip::http {

TEST_CASE("requests one after the other, at once, and without a body") {
  Server server;
  Client client(server.port());
  CHECK(client.get("/quick").body == "quick");
  const auto worker = client.get("/worker");
  CHECK(worker.status == 200);
  CHECK(worker.head.find("Content-Type: text/plain") != std::string::npos);
  CHECK(worker.head.find("X-Content-Type-Options: nosniff") != std::string::npos);
  client.send("HEAD /worker HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto head = client.read(true);
  CHECK(head.status == 200);
  CHECK(head.head.find("Content-Length: " + std::to_string(worker.body.size())) != std::string::npos);
  // Pipelined: three questions before the first answer.
  client.send(
      "GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /quick HTTP/1.1\r\nHost: x\r\n\r\nPOST /size HTTP/1.1\r\nHost: x\r\n"
      "Content-Length: 5\r\n\r\n12345");
  CHECK(client.read().body == "slow");
  CHECK(client.read().body == "quick");
  CHECK(client.read().body == "5");
  client.send("GET /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(client.read().body == std::string(1'000'000, 'f'));
  CHECK(client.ended());
  Client last(server.port());
  last.send("POST /size HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\n12345");
  CHECK(last.read().body == "5");
  CHECK(last.ended());
}

TEST_CASE("what is not a request is refused") {
  Server server;
  const auto status = [&](const std::string& text) {
    Client client(server.port());
    client.send(text);
    const int answer = client.read().status;
    CHECK(client.ended());
    return answer;
  };
  CHECK(status("nonsense\r\n\r\n") == 400);
  CHECK(status("GET /quick HTTP/1.1\r\n\r\n") == 400);  // without Host
  CHECK(status("GET /../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n") == 400);
  CHECK(status("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n") == 400);
  CHECK(status("GET /a%00 HTTP/1.1\r\nHost: x\r\n\r\n") == 400);
  CHECK(status("GET http://elsewhere/ HTTP/1.1\r\nHost: x\r\n\r\n") == 400);
  CHECK(status("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n") == 431);
  CHECK(status("GET /" + std::string(40'000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n") == 431);
  // Two lengths, as smugglers send them.
  CHECK(status("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") ==
        400);
  CHECK(status("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n123456") == 400);
  CHECK(status("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n") == 400);
  CHECK(status("POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") == 400);
  Client client(server.port());
  CHECK(client.get("/quick").status == 200);
}

TEST_CASE("bodies beyond the limit are not read") {
  Server server([](Host& host, Listening&) { host.limits.body_bytes = 1000; });
  Client declared(server.port());
  declared.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
  CHECK(declared.read().status == 413);
  CHECK(declared.ended());
  Client chunked(server.port());
  chunked.send("POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x') +
               "\r\n0\r\n\r\n");
  CHECK(chunked.read().status == 413);
  Client most(server.port());
  most.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'));
  CHECK(most.read().body == "1000");
  // Where nobody asked for a body it is not read either.
  Client nowhere(server.port());
  nowhere.send("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n");
  CHECK(nowhere.read().status == 404);
}

TEST_CASE("slow clients are let go, others do not notice") {
  Server server([](Host& host, Listening&) {
    host.limits.header_time = std::chrono::seconds(3);
    host.limits.body_time = std::chrono::seconds(3);
    host.limits.idle_time = std::chrono::seconds(3);
  });
  std::vector<Client> slow;
  for (int i = 0; i < 50; ++i) {
    slow.emplace_back(server.port());
    slow.back().send(i % 2 == 0 ? "GET /quick HTT" : "POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123");
  }
  Client idle(server.port());
  Client normal(server.port());
  CHECK(normal.get("/quick").status == 200);
  for (Client& client : slow) CHECK(client.ended());
  CHECK(idle.ended());
  wait_for([&] { return server.metrics().connections.load() == 0; });
}

TEST_CASE("a value cannot add a header") {
  Server server;
  Client client(server.port());
  const auto answer = client.get("/header?value=a%0d%0aSet-Cookie:%20stolen%0d%0a%0d%0abody");
  CHECK(answer.status == 200);
  CHECK(answer.head.find("\r\nSet-Cookie") == std::string::npos);
  CHECK(answer.head.find("X-Echo: a  Set-Cookie: stolen    body\r\n") != std::string::npos);
}

TEST_CASE("uploads go to files and leave nothing behind that nobody took") {
  Server server([](Host& host, Listening&) { host.limits.upload_bytes = 5'000'000; });
  const std::string content(3'000'000, 'u');
  Client client(server.port());
  client.send(
      "PUT /api/v1/uploads/a.csv HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3000000\r\n\r\n");
  CHECK(client.read(true).status == 100);
  client.send(content);
  const auto answer = client.read();
  CHECK(answer.status == 201);
  CHECK(answer.body.find("\"bytes\":3000000") != std::string::npos);
  const std::string id = answer.body.substr(11, 32);
  CHECK(std::filesystem::file_size(server.folder() / "uploads" / id / "content" / "a.csv") == content.size());
  Client large(server.port());
  large.send("PUT /api/v1/uploads/b.csv HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5b8d80\r\n" +
             std::string(6'000'000, 'x') + "\r\n0\r\n\r\n");
  CHECK(large.read().status == 413);
  {
    Client gone(server.port());
    gone.send("PUT /api/v1/uploads/c.csv HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" +
              content.substr(0, 1000));
  }
  wait_for([&] { return std::filesystem::is_empty(server.folder() / "uploads" / "arriving"); });
}

TEST_CASE("two hundred open event streams, and requests are still answered") {
  Server server;
  std::vector<Client> listeners;
  for (int i = 0; i < 200; ++i) {
    listeners.emplace_back(server.port());
    listeners.back().send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  }
  for (Client& listener : listeners) listener.read_until(": open");
  REQUIRE(server.streams().size() == 200);
  CHECK(server.metrics().event_streams.load() == 200);
  Client client(server.port());
  for (int i = 0; i < 50; ++i) {
    CHECK(client.get("/quick").body == "quick");
    CHECK(client.get("/worker").status == 200);
  }
  std::thread news([&] {
    for (const auto& stream : server.streams()) {
      stream->push("progress", "half");
      stream->push("end", "all");
      stream->end();
    }
  });
  for (Client& listener : listeners) {
    const std::string text = listener.read_until("event: end\ndata: all\n\n");
    CHECK(text.find("event: progress\ndata: half\n\n") != std::string::npos);
    CHECK(listener.ended());
  }
  news.join();
  wait_for([&] { return server.metrics().event_streams.load() == 0; });
}

}  // namespace tartip::http
