#include "base/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace tartip {
namespace {

tl::unexpected<Error> system_failure(const char* key, const std::filesystem::path& file, int error) {
  const Code code = error == ENOENT                     ? Code::not_found
                    : error == EACCES || error == EPERM ? Code::denied
                                                        : Code::unavailable;
  return fail(code, key, {{"file", file.string()}, {"reason", std::strerror(error)}});
}

// A rename is on the disk when its folder is.
int sync_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno == EACCES ? 0 : errno;                   // a folder may be writable but not readable
  const int error = fsync(descriptor) != 0 && errno != EINVAL ? errno : 0;  // not every file system syncs folders
  close(descriptor);
  return error;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& file, std::size_t limit) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return system_failure("error.file.unreadable", file, EISDIR);
  const auto size = std::filesystem::file_size(file, error);
  if (error) return system_failure("error.file.unreadable", file, error.value());
  if (size > limit)
    return fail(Code::too_large, "error.file.too_large",
                {{"file", file.string()}, {"size", std::to_string(size)}, {"limit", std::to_string(limit)}});
  std::ifstream in(file, std::ios::binary);
  std::string content(size, '\0');
  if (!in || !in.read(content.data(), static_cast<std::streamsize>(size)))
    return system_failure("error.file.unreadable", file, errno);
  return content;
}

Status write_file(const std::filesystem::path& file, std::string_view content) {
  const std::filesystem::path temporary = file.string() + "." + std::to_string(getpid()) + ".tmp";
  const int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return system_failure("error.file.unwritable", file, errno);
  std::size_t written = 0;
  int error = 0;
  while (written < content.size() && error == 0) {
    const ssize_t n = write(descriptor, content.data() + written, content.size() - written);
    if (n < 0 && errno != EINTR) error = errno;
    if (n > 0) written += static_cast<std::size_t>(n);
  }
  if (error == 0 && fsync(descriptor) != 0) error = errno;
  if (close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && rename(temporary.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) {
    unlink(temporary.c_str());
    return system_failure("error.file.unwritable", file, error);
  }
  if (error = sync_folder_of(file); error != 0) return system_failure("error.file.unwritable", file, error);
  return {};
}

Status create_folders(const std::filesystem::path& folder) {
  std::error_code error;
  if (folder.empty() || std::filesystem::is_directory(folder, error)) return {};
  if (Status above = create_folders(folder.parent_path()); !above) return above;
  std::filesystem::create_directory(folder, error);
  if (error) return system_failure("error.file.unwritable", folder, error.value());
  if (const int failed = sync_folder_of(folder); failed != 0)
    return system_failure("error.file.unwritable", folder, failed);
  return {};
}

}  // namespace tartip
