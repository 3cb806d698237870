// Answers kept in memory until something changes: keyed by what was asked, by whom (as far as it matters) and the
// store's generation. The least recently used go first. Thread-safe.
#pragma once
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace tartip::http {

struct KeptAnswer {
  std::string body, content_type, etag, language, disposition = {};
  std::string gzip = {};  // the same, compressed; empty when that is not worth it
};

// An answer with its ETag and, where that is worth it, its compressed form.
std::shared_ptr<KeptAnswer> keepable(std::string body, std::string content_type, std::string language);

class ResponseCache {
 public:
  explicit ResponseCache(std::size_t bytes = std::size_t{64} << 20) : most_bytes_(bytes) {}

  std::shared_ptr<const KeptAnswer> find(const std::string& key, std::uint64_t generation);
  // What is larger than an eighth of the whole is not kept.
  void keep(const std::string& key, std::uint64_t generation, std::shared_ptr<const KeptAnswer> answer);
  std::size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    std::uint64_t generation = 0;
    std::shared_ptr<const KeptAnswer> answer;
    std::size_t size = 0;
  };
  void drop(std::list<Entry>::iterator entry);

  mutable std::mutex mutex_;
  std::size_t most_bytes_, bytes_ = 0;
  std::list<Entry> entries_;  // the most recently used first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
};

// A strong ETag of the bytes: "\"…32 hex digits…\"".
std::string etag_of(std::string_view bytes);
// Whether an If-None-Match header names it.
bool matches(std::string_view if_none_match, std::string_view etag);

}  // namespace tartip::http
