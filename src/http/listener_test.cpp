// The real listener with real sockets: what a client may send wrongly, slowly or too much, and what must still work.
#include "http/listener.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <thread>

#include "base/number.hpp"
#include "http/metrics.hpp"
#include "http/test_host.hpp"
#include "http/upload_routes.hpp"
#include "http/uploads.hpp"
#include "support/shared.hpp"

namespace tartip::http {
namespace {

using namespace std::chrono_literals;

// A client that sends what it is told and reads what comes, for at most ten seconds.
class Client {
 public:
  explicit Client(std::uint16_t port) : handle_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    start(reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  explicit Client(const std::filesystem::path& file) : handle_(socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    file.string().copy(address.sun_path, sizeof address.sun_path - 1);
    start(reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  Client(Client&& other) noexcept : handle_(std::exchange(other.handle_, -1)), rest_(std::move(other.rest_)) {}
  ~Client() {
    if (handle_ >= 0) ::close(handle_);
  }

  void send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t sent = ::send(handle_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  struct Answer {
    int status = 0;  // 0: the connection ended without an answer
    std::string head, body;
  };
  Answer read(bool without_body = false) {
    Answer answer;
    while (rest_.find("\r\n\r\n") == std::string::npos)
      if (!more()) return answer;
    const auto end = rest_.find("\r\n\r\n");
    answer.head = rest_.substr(0, end + 2);
    rest_.erase(0, end + 4);
    answer.status = number_in<int>(std::string_view(answer.head).substr(9, 3)).value_or(0);
    const auto at = answer.head.find("Content-Length: ");
    std::size_t length = 0;
    if (at != std::string::npos) length = std::stoul(answer.head.substr(at + 16));
    if (without_body) length = 0;
    while (rest_.size() < length)
      if (!more()) break;
    answer.body = rest_.substr(0, length);
    rest_.erase(0, std::min(length, rest_.size()));
    return answer;
  }
  Answer get(const std::string& target) {
    send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    return read();
  }
  // All that comes until the other side ends or `text` has come.
  std::string read_until(const std::string& text) {
    while (rest_.find(text) == std::string::npos)
      if (!more()) break;
    return rest_;
  }
  bool ended() {
    while (more()) rest_.clear();
    return over_;
  }

 private:
  void start(const sockaddr* address, socklen_t size) {
    const timeval patience{10, 0};
    setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    REQUIRE(connect(handle_, address, size) == 0);
  }
  bool more() {
    char buffer[65536];
    const ssize_t got = recv(handle_, buffer, sizeof buffer, 0);
    if (got <= 0) {
      over_ = got == 0 || errno == ECONNRESET;
      return false;
    }
    rest_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  int handle_;
  std::string rest_;
  bool over_ = false;
};

class Server {
 public:
  explicit Server(const std::function<void(Host&, Listening&)>& change = {}) : host_(test_host()) {
    host_.uploads = std::make_shared<Uploads>(folder_.path() / "uploads");
    host_.metrics = std::make_shared<Metrics>();
    Listening listening{.port = 0, .socket = folder_.path() / "socket"};
    if (change) change(host_, listening);
    router_ = std::make_unique<Router>(host_);
    add_upload_routes(*router_);
    router_->add("GET", "/quick", [](Context&) { return text_response("quick"); }, {.quick = true});
    router_->add("GET", "/worker", [](Context& context) {
      return text_response(context.visitor.local ? "local" : context.request.peer);
    });
    router_->add("GET", "/slow", [this](Context&) {
      ++slow_;
      std::this_thread::sleep_for(300ms);
      return text_response("slow");
    });
    router_->add("POST", "/size",
                 [](Context& context) { return text_response(std::to_string(context.request.body.size())); });
    router_->add("GET", "/header", [](Context& context) {
      Response response = text_response("x");
      response.headers.add("X-Echo", context.request.query_value("value"));
      return response;
    });
    router_->add("GET", "/file", [this](Context&) {
      Response response;
      response.content_type = "application/octet-stream";
      response.file = folder_.write("file", std::string(1'000'000, 'f'));
      return response;
    });
    router_->add("GET", "/events", [this](Context&) {
      Response response;
      response.content_type = "text/event-stream";
      response.events = std::make_shared<EventSource>();
      const std::lock_guard lock(mutex_);
      streams_.push_back(response.events);
      return response;
    });
    auto opened = Listener::open(*router_, listening);
    INFO((opened ? std::string() : opened.error().describe()));
    REQUIRE(opened);
    listener_ = std::move(*opened);
    thread_ = std::thread([this] { listener_->run(false); });
  }
  ~Server() { stop(); }

  void stop() {
    listener_->stop();
    if (thread_.joinable()) thread_.join();
  }
  std::uint16_t port() const { return listener_->port(); }
  std::filesystem::path folder() const { return folder_.path(); }
  Metrics& metrics() { return *host_.metrics; }
  int slow() const { return slow_.load(); }
  std::vector<std::shared_ptr<EventSource>> streams() {
    const std::lock_guard lock(mutex_);
    return streams_;
  }

 private:
  test::TemporaryFolder folder_;
  Host host_;
  std::unique_ptr<Router> router_;
  std::unique_ptr<Listener> listener_;
  std::thread thread_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<EventSource>> streams_;
  std::atomic<int> slow_{0};
};

void wait_for(const std::function<bool()>& condition) {
  for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
  CHECK(condition());
}

}  // namespace

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
    host.limits.header_time = std::chrono::seconds(1);
    host.limits.body_time = std::chrono::seconds(1);
    host.limits.idle_time = std::chrono::seconds(1);
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
