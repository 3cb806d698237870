#include "http/metrics.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tartip::http {
namespace {

void write_value(std::string& out, const char* name, const char* type, const char* help, double value) {
  fmt::format_to(std::back_inserter(out), "# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, type, value);
}

}  // namespace

void Metrics::answered(std::string_view method, std::string_view route, int status, double seconds,
                       std::uint64_t bytes) {
  // Methods come from outside: unknown ones share a label.
  static constexpr std::array<std::string_view, 6> k_methods = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"};
  bool known = false;
  for (const std::string_view one : k_methods) known = known || one == method;
  std::size_t bucket = 0;
  while (bucket < k_bounds.size() && seconds > k_bounds[bucket]) ++bucket;
  const std::lock_guard lock(mutex_);
  Counted& counted =
      counted_[{std::string(known ? method : "other"), std::string(route.empty() ? "none" : route), status}];
  ++counted.requests;
  counted.bytes += bytes;
  counted.seconds += seconds;
  if (bucket < k_bounds.size()) ++counted.within[bucket];
}

std::string Metrics::text() const {
  std::string out;
  const std::lock_guard lock(mutex_);
  const auto each = [&](const char* name, auto value) {
    for (const auto& [labels, counted] : counted_)
      fmt::format_to(std::back_inserter(out), "{}{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n", name,
                     std::get<0>(labels), std::get<1>(labels), std::get<2>(labels), value(counted));
  };
  out += "# HELP tartip_requests_total Requests answered.\n# TYPE tartip_requests_total counter\n";
  each("tartip_requests_total", [](const Counted& counted) { return counted.requests; });
  out += "# HELP tartip_response_bytes_total Bytes of bodies sent.\n# TYPE tartip_response_bytes_total counter\n";
  each("tartip_response_bytes_total", [](const Counted& counted) { return counted.bytes; });
  out +=
      "# HELP tartip_request_seconds Time from a request's last byte to its answer.\n"
      "# TYPE tartip_request_seconds histogram\n";
  std::map<std::string_view, Counted> by_route;
  for (const auto& [labels, counted] : counted_) {
    Counted& sum = by_route[std::get<1>(labels)];
    sum.requests += counted.requests;
    sum.seconds += counted.seconds;
    for (std::size_t i = 0; i < k_bounds.size(); ++i) sum.within[i] += counted.within[i];
  }
  for (const auto& [route, counted] : by_route) {
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < k_bounds.size(); ++i) {
      cumulative += counted.within[i];
      fmt::format_to(std::back_inserter(out), "tartip_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route,
                     k_bounds[i], cumulative);
    }
    fmt::format_to(
        std::back_inserter(out),
        "tartip_request_seconds_bucket{{route=\"{0}\",le=\"+Inf\"}} {1}\n"
        "tartip_request_seconds_sum{{route=\"{0}\"}} {2}\ntartip_request_seconds_count{{route=\"{0}\"}} {1}\n",
        route, counted.requests, counted.seconds);
  }
  write_value(out, "tartip_connections", "gauge", "Open connections.", static_cast<double>(connections.load()));
  write_value(out, "tartip_event_streams", "gauge", "Open event streams.", static_cast<double>(event_streams.load()));
  write_value(out, "tartip_requests_working", "gauge", "Requests a worker is busy with.",
              static_cast<double>(working.load()));
  write_value(out, "tartip_requests_waiting", "gauge", "Requests that wait for a worker.",
              static_cast<double>(waiting.load()));
  write_value(out, "tartip_kept_answers_total", "counter", "Answers given from memory.",
              static_cast<double>(kept_answers.load()));
  write_value(out, "tartip_refused_connections_total", "counter", "Connections beyond the limit.",
              static_cast<double>(refused_connections.load()));
  return out;
}

}  // namespace tartip::http
