// How often somebody may ask: a bucket for every visitor or address that fills at a rate and holds a burst.
#pragma once
#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace tartip::http {

class Rates {
 public:
  Rates(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  // Takes one; 0, or the seconds to wait when there is none. Thread-safe. Buckets that are full again are forgotten.
  double take(const std::string& who) { return take(who, std::chrono::steady_clock::now()); }
  double take(const std::string& who, std::chrono::steady_clock::time_point now);

 private:
  struct Bucket {
    double left = 0;
    std::chrono::steady_clock::time_point at;
  };
  double per_second_, burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace tartip::http
