#include "http/response_cache.hpp"

#include <fmt/format.h>

#include "base/hash.hpp"
#include "http/compress.hpp"

namespace tartip::http {

std::shared_ptr<const KeptAnswer> ResponseCache::find(const std::string& key, std::uint64_t generation) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  if (found->second->generation != generation) {
    drop(found->second);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->answer;
}

void ResponseCache::keep(const std::string& key, std::uint64_t generation, std::shared_ptr<const KeptAnswer> answer) {
  const std::size_t size = key.size() * 2 + answer->body.size() + answer->gzip.size() + 512;
  if (size > most_bytes_ / 8) return;
  const std::lock_guard lock(mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) drop(found->second);
  entries_.push_front({key, generation, std::move(answer), size});
  by_key_[key] = entries_.begin();
  bytes_ += size;
  while (bytes_ > most_bytes_) drop(std::prev(entries_.end()));
}

std::size_t ResponseCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

void ResponseCache::drop(std::list<Entry>::iterator entry) {
  bytes_ -= entry->size;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

std::shared_ptr<KeptAnswer> keepable(std::string body, std::string content_type, std::string language) {
  auto kept = std::make_shared<KeptAnswer>();
  kept->body = std::move(body);
  kept->content_type = std::move(content_type);
  kept->language = std::move(language);
  kept->etag = etag_of(kept->body);
  kept->gzip = gzip_of(kept->body);
  return kept;
}

std::string etag_of(std::string_view bytes) {
  const Hash128 hash = fingerprint(bytes);
  return fmt::format("\"{:016x}{:016x}\"", hash.high, hash.low);
}

bool matches(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const auto end = if_none_match.find(',');
    std::string_view tag = if_none_match.substr(0, end);
    while (!tag.empty() && (tag.front() == ' ' || tag.front() == '\t')) tag.remove_prefix(1);
    while (!tag.empty() && (tag.back() == ' ' || tag.back() == '\t')) tag.remove_suffix(1);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == "*" || tag == etag) return true;
    if_none_match = end == std::string_view::npos ? std::string_view() : if_none_match.substr(end + 1);
  }
  return false;
}

}  // namespace tartip::http
