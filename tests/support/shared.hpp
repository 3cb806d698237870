// Where a test finds the optional real data, and a folder of its own that goes when it goes.
#pragma once
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace tartip::test {

// The file under ../shared, or nothing — with one clear line that the test was skipped.
inline std::optional<std::filesystem::path> shared_file(const std::string& name) {
  std::filesystem::path path = std::filesystem::path(TARTIP_SHARED_DIR) / name;
  if (std::filesystem::exists(path)) return path;
  MESSAGE("skipped: ../shared/" << name << " is not here");
  return std::nullopt;
}

inline std::filesystem::path source_file(const std::string& name) {
  return std::filesystem::path(TARTIP_SOURCE_DIR) / name;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tartip-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // Writes a file into the folder and tells where it is.
  std::filesystem::path write(const std::string& name, const std::string& content) const {
    std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file;
  }

 private:
  std::filesystem::path path_;
};

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace tartip::test
