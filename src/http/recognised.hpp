// Who has just been recognised by a token, so that a program that asks a thousand times a second is not looked up as
// often. Forgotten after a second, and at once when anything is changed through this server.
#pragma once
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "app/visitor.hpp"

namespace tartip::http {

class Recognised {
 public:
  using Clock = std::chrono::steady_clock;

  std::optional<app::Visitor> find(const std::string& key, std::uint64_t generation, Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    const auto known = visitors_.find(key);
    if (known == visitors_.end() || known->second.generation != generation || known->second.until < now)
      return std::nullopt;
    return known->second.visitor;
  }
  void keep(const std::string& key, std::uint64_t generation, Clock::time_point now, const app::Visitor& visitor) {
    constexpr std::size_t k_most = 1000;
    const std::lock_guard lock(mutex_);
    if (visitors_.size() >= k_most) visitors_.clear();
    visitors_[key] = {visitor, generation, now + std::chrono::seconds(1)};
  }

 private:
  struct Known {
    app::Visitor visitor;
    std::uint64_t generation = 0;
    Clock::time_point until;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Known> visitors_;
};

}  // namespace tartip::http
