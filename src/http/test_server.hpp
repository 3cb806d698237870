// A client of plain sockets and a server with the real listener, for tests of what goes over the wire.
#pragma once
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/number.hpp"
#include "http/listener.hpp"
#include "http/metrics.hpp"
#include "http/test_host.hpp"
#include "http/upload_routes.hpp"
#include "http/uploads.hpp"
#include "support/shared.hpp"

namespace tartip::http {

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
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
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

}  // namespace tartip::http
