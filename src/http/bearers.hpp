// Who has just been recognised by a token, so that a program that asks a thousand times a second is not looked up as
// often. Known at a version of the records (store/records.hpp): with any change to them, by this server, another
// program or the command line, everybody is looked up anew. Thread-safe.
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "app/visitor.hpp"
#include "axes/time_zone.hpp"

namespace tartip::http {

class Bearers {
 public:
  std::optional<app::Visitor> find(const std::string& token, std::uint64_t version, axes::Micros now) {
    const std::lock_guard lock(mutex_);
    const auto known = visitors_.find(token);
    if (version != version_ || known == visitors_.end() || now >= known->second.until) return std::nullopt;
    return known->second.visitor;
  }
  // `until`: when the token ends, or its use is to be written down again.
  void keep(const std::string& token, std::uint64_t version, axes::Micros until, const app::Visitor& visitor) {
    constexpr std::size_t k_most = 1000;
    const std::lock_guard lock(mutex_);
    if (version != version_ || visitors_.size() >= k_most) visitors_.clear();
    version_ = version;
    visitors_[token] = {visitor, until};
  }

 private:
  struct Known {
    app::Visitor visitor;
    axes::Micros until = 0;
  };
  std::mutex mutex_;
  std::uint64_t version_ = 0;
  std::unordered_map<std::string, Known> visitors_;
};

}  // namespace tartip::http
