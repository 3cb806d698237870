// Counters of the server in the text format of Prometheus. Labels are few: route patterns, methods, status classes.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace tartip::http {

class Metrics {
 public:
  void answered(std::string_view method, std::string_view route, int status, double seconds, std::uint64_t bytes);

  std::atomic<std::int64_t> connections{0}, event_streams{0}, working{0}, waiting{0};
  std::atomic<std::uint64_t> kept_answers{0}, refused_connections{0};

  std::string text() const;

 private:
  static constexpr std::array<double, 10> k_bounds = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30};
  struct Counted {
    std::uint64_t requests = 0, bytes = 0;
    double seconds = 0;
    std::array<std::uint64_t, k_bounds.size()> within{};  // not cumulative
  };
  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, int>, Counted, std::less<>> counted_;
};

}  // namespace tartip::http
