// Sockets: TCP with or without TLS, and a socket in the centre's folder for commands of whoever holds it. The one file
// of the project that listens: it accepts connections within the limits, spreads them over a few threads and ends them
// in good order. What is said on one of them is connection.hpp.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "http/router.hpp"

namespace tartip::http {

struct Listening {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;                                 // 0: any that is free
  std::filesystem::path certificate = {}, private_key = {};  // PEM; both: TLS
  std::filesystem::path socket = {};                         // of whoever holds the folder; empty: none
  std::vector<std::string> proxies = {};                     // addresses whose X-Forwarded-* headers are believed
  int threads = 0;                                           // that answer; 0: as many as there are cores, at least two
  std::chrono::milliseconds grace{10'000};                   // for requests under way when it stops
  std::function<void(const std::string&)> log = {};          // a line of JSON for every request; empty: none
};

class Listener {
 public:
  struct Inside;
  // Errors: conflict `error.serve.port` (taken, or not ours to take), bad_input `error.serve.address`,
  // `error.serve.certificate`, unavailable `error.serve.socket`.
  static Result<std::unique_ptr<Listener>> open(const Router& router, const Listening& how);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const;
  // Serves until `stop`, or SIGTERM or SIGINT when asked to listen for them; then lets requests under way end, within
  // the grace time.
  void run(bool until_signal);
  void stop();  // from any thread

 private:
  explicit Listener(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace tartip::http
