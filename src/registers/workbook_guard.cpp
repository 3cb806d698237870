#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <fstream>
#include <memory>
#include <string_view>

#include "registers/workbook.hpp"

namespace tartip::registers {
namespace {

constexpr zip_int64_t k_most_parts = 10'000;
constexpr zip_uint64_t k_most_unpacked = zip_uint64_t{512} << 20;
constexpr zip_uint64_t k_suspicious_part = zip_uint64_t{100} << 20;
constexpr zip_uint64_t k_most_ratio = 200;

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

struct Part {
  zip_uint64_t index = 0;
  zip_uint64_t size = 0;
  std::string name;
};

bool is_xml(std::string_view name) {
  return name.ends_with(".xml") || name.ends_with(".rels");
}

tl::unexpected<Error> damaged(const std::filesystem::path& file) {
  return fail(Code::bad_data, "error.file.workbook_damaged", {{"file", file.string()}});
}

// What the directory promises: few enough parts, small enough, not packed absurdly.
Result<std::vector<Part>> parts_of(zip_t* archive, const std::filesystem::path& file) {
  const auto bomb = [&] { return fail(Code::too_large, "error.file.workbook_bomb", {{"file", file.string()}}); };
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (zip_name_locate(archive, "[Content_Types].xml", 0) < 0) return damaged(file);
  if (count > k_most_parts) return bomb();
  std::vector<Part> parts;
  zip_uint64_t unpacked = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &status) != 0) return damaged(file);
    if ((status.valid & ZIP_STAT_SIZE) == 0 || (status.valid & ZIP_STAT_COMP_SIZE) == 0) return damaged(file);
    if (status.size > k_most_unpacked || (unpacked += status.size) > k_most_unpacked) return bomb();
    if (status.size > k_suspicious_part && status.size / std::max<zip_uint64_t>(status.comp_size, 1) > k_most_ratio)
      return bomb();
    if (is_xml(status.name)) parts.push_back({static_cast<zip_uint64_t>(i), status.size, status.name});
  }
  return parts;
}

// Exactly as many bytes as promised, with the right checksum; memory grows only with what is there.
bool read_part(zip_t* archive, const Part& part, std::string& content) {
  constexpr std::size_t k_piece = std::size_t{1} << 18;
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> stream(zip_fopen_index(archive, part.index, 0), &zip_fclose);
  if (stream == nullptr) return false;
  for (;;) {
    const std::size_t old = content.size();
    content.resize(old + k_piece);
    const zip_int64_t got = zip_fread(stream.get(), content.data() + old, k_piece);
    if (got < 0) return false;
    content.resize(old + static_cast<std::size_t>(got));
    if (content.size() > part.size) return false;
    if (got == 0) return content.size() == part.size;
  }
}

// The archive as bytes; nothing when libzip cannot write it.
std::string written(const std::deque<std::pair<std::string, std::string>>& contents) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (target == nullptr) return {};
  zip_source_keep(target);
  const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> kept(target, &zip_source_free);
  Archive archive(zip_open_from_source(target, ZIP_TRUNCATE, &error), &zip_discard);
  if (archive == nullptr) {
    zip_source_free(target);
    return {};
  }
  for (const auto& [name, content] : contents) {
    zip_source_t* source = zip_source_buffer(archive.get(), content.data(), content.size(), 0);
    const zip_int64_t index =
        source == nullptr ? -1 : zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_OVERWRITE);
    if (index < 0) {
      if (source != nullptr) zip_source_free(source);
      return {};
    }
    zip_set_file_compression(archive.get(), static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  if (zip_close(archive.get()) != 0) return {};
  static_cast<void>(archive.release());
  if (zip_source_open(target) != 0) return {};
  zip_source_seek(target, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(std::max<zip_int64_t>(zip_source_tell(target), 0)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  const bool whole = zip_source_read(target, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size());
  zip_source_close(target);
  return whole ? bytes : std::string();
}

}  // namespace

Result<std::string> repack_workbook(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(Code::not_found, "error.file.unreadable", {{"file", file.string()}, {"reason", std::strerror(errno)}});
  char magic[8] = {};
  in.read(magic, sizeof magic);
  if (in.gcount() == 0) return fail(Code::bad_data, "error.file.empty", {{"file", file.string()}});
  if (std::string_view(magic, 4) == "\xD0\xCF\x11\xE0")
    return fail(Code::bad_data, "error.file.workbook_old", {{"file", file.string()}});

  int error = 0;
  const Archive archive(zip_open(file.c_str(), ZIP_RDONLY, &error), &zip_discard);
  if (archive == nullptr) return damaged(file);
  auto parts = parts_of(archive.get(), file);
  if (!parts) return pass(parts);
  std::deque<std::pair<std::string, std::string>> contents;
  for (const Part& part : *parts) {
    auto& [name, content] = contents.emplace_back(part.name, std::string());
    if (!read_part(archive.get(), part, content)) return damaged(file);
  }
  std::string bytes = written(contents);
  if (bytes.empty()) return damaged(file);
  return bytes;
}

}  // namespace tartip::registers
