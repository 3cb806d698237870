#include "exchange/zip_file.hpp"

#include <zip.h>

namespace tartip::exchange {

Status write_zip(const std::filesystem::path& output, const std::vector<PackagedFile>& files, std::int64_t made) {
  const auto refused = [&] {
    return Status(fail(Code::unavailable, "error.exchange.folder", {{"folder", output.parent_path().string()}}));
  };
  int error = 0;
  zip_t* archive = zip_open(output.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr) return refused();
  for (const PackagedFile& file : files) {
    zip_source_t* source = zip_source_buffer(archive, file.text.data(), file.text.size(), 0);
    const zip_int64_t place =
        source == nullptr ? -1 : zip_file_add(archive, file.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (place < 0) {
      zip_source_free(source);
      zip_discard(archive);
      return refused();
    }
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(place), static_cast<time_t>(made / 1'000'000), 0);
  }
  if (zip_close(archive) == 0) return {};
  zip_discard(archive);
  return refused();
}

}  // namespace tartip::exchange
