#include "http/rate.hpp"

#include <algorithm>

namespace tartip::http {

double Rates::take(const std::string& who, std::chrono::steady_clock::time_point now) {
  constexpr std::size_t k_many = 10'000;
  const std::lock_guard lock(mutex_);
  const auto filled = [&](const Bucket& bucket) {
    return std::min(burst_, bucket.left + std::chrono::duration<double>(now - bucket.at).count() * per_second_);
  };
  if (buckets_.size() > k_many)
    std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second) >= burst_; });
  auto [entry, fresh] = buckets_.try_emplace(who, Bucket{burst_, now});
  Bucket& bucket = entry->second;
  bucket.left = filled(bucket);
  bucket.at = now;
  if (bucket.left < 1) return (1 - bucket.left) / per_second_;
  bucket.left -= 1;
  return 0;
}

}  // namespace tartip::http
