// Files that visitors send, until an operation has read them: each in a folder of its own under `uploads/` in the
// centre, known to its visitor alone, deleted after a day.
#pragma once
#include <filesystem>
#include <mutex>
#include <string>

#include "app/visitor.hpp"
#include "axes/time_zone.hpp"
#include "base/error.hpp"

namespace tartip::http {

// Who a thing belongs to: "local", "user:<name>"; empty for nobody (anonymous).
std::string owner_of(const app::Visitor& visitor);

class Uploads {
 public:
  explicit Uploads(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Where a body may be streamed to before anybody knows whose it is. Errors: those of making folders and random bytes.
  Result<std::filesystem::path> scratch_file() const;
  // Takes the streamed file over. `name` is what the visitor calls it; its last part is kept, harmless characters only,
  // because readers look at the extension. Returns the id.
  Result<std::string> keep(const std::filesystem::path& streamed, const std::string& name, const std::string& owner,
                           axes::Micros now) const;
  // not_found `error.upload.absent` for an unknown id and for somebody else's.
  Result<std::filesystem::path> path_of(const std::string& id, const std::string& owner) const;
  Status remove(const std::string& id, const std::string& owner) const;
  // Deletes what is older than a day, and scratch files nobody took over.
  void sweep(axes::Micros now) const;

 private:
  std::filesystem::path folder_;
};

std::string random_id();  // 128 bits, hexadecimal
std::string safe_file_name(const std::string& name);

}  // namespace tartip::http
