#include "registers/workbook_archive.hpp"

#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace tartip::registers {
namespace {

constexpr zip_int64_t k_most_parts = 10'000;
constexpr zip_uint64_t k_most_unpacked = zip_uint64_t{512} << 20;
constexpr zip_uint64_t k_suspicious_part = zip_uint64_t{100} << 20;
constexpr zip_uint64_t k_most_ratio = 200;
constexpr std::size_t k_piece = std::size_t{1} << 16;

tl::unexpected<Error> damaged_file(const std::filesystem::path& file) {
  return fail(Code::bad_data, "error.file.workbook_damaged", {{"file", file.string()}});
}

}  // namespace

struct WorkbookArchive::Zip {
  explicit Zip(zip_t* opened) : archive(opened, &zip_discard) {}
  std::unique_ptr<zip_t, decltype(&zip_discard)> archive;
};

WorkbookArchive::WorkbookArchive(std::filesystem::path file, std::unique_ptr<Zip> zip)
    : file_(std::move(file)), zip_(std::move(zip)) {}
WorkbookArchive::~WorkbookArchive() = default;
WorkbookArchive::WorkbookArchive(WorkbookArchive&&) noexcept = default;
WorkbookArchive& WorkbookArchive::operator=(WorkbookArchive&&) noexcept = default;

tl::unexpected<Error> WorkbookArchive::bomb() const {
  return fail(Code::too_large, "error.file.workbook_bomb", {{"file", file_.string()}});
}

tl::unexpected<Error> WorkbookArchive::damaged() const {
  return damaged_file(file_);
}

Result<WorkbookArchive> WorkbookArchive::open(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(Code::not_found, "error.file.unreadable", {{"file", file.string()}, {"reason", std::strerror(errno)}});
  char magic[8] = {};
  in.read(magic, sizeof magic);
  if (in.gcount() == 0) return fail(Code::bad_data, "error.file.empty", {{"file", file.string()}});
  if (std::string_view(magic, 4) == "\xD0\xCF\x11\xE0")
    return fail(Code::bad_data, "error.file.workbook_old", {{"file", file.string()}});

  int error = 0;
  zip_t* opened = zip_open(file.c_str(), ZIP_RDONLY, &error);
  if (opened == nullptr) return damaged_file(file);
  WorkbookArchive archive(file, std::make_unique<Zip>(opened));
  if (Status looked = archive.look_at_directory(); !looked) return pass(looked);
  return archive;
}

Status WorkbookArchive::look_at_directory() {
  zip_t* archive = zip_->archive.get();
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (zip_name_locate(archive, "[Content_Types].xml", 0) < 0) return damaged();
  if (count > k_most_parts) return bomb();
  zip_uint64_t unpacked = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &status) != 0) return damaged();
    if ((status.valid & ZIP_STAT_SIZE) == 0 || (status.valid & ZIP_STAT_COMP_SIZE) == 0) return damaged();
    if (status.size > k_most_unpacked || (unpacked += status.size) > k_most_unpacked) return bomb();
    if (status.size > k_suspicious_part && status.size / std::max<zip_uint64_t>(status.comp_size, 1) > k_most_ratio)
      return bomb();
    parts_.try_emplace(status.name, Part{static_cast<zip_uint64_t>(i), status.size});
  }
  return {};
}

Status WorkbookArchive::read(const std::string& part, const std::function<bool(std::string_view)>& take) const {
  const auto found = parts_.find(part);
  if (found == parts_.end()) return damaged();
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> stream(
      zip_fopen_index(zip_->archive.get(), found->second.index, 0), &zip_fclose);
  if (stream == nullptr) return damaged();
  std::vector<char> piece(k_piece);
  std::uint64_t total = 0;
  for (;;) {
    const zip_int64_t got = zip_fread(stream.get(), piece.data(), piece.size());
    if (got < 0) return damaged();
    total += static_cast<std::uint64_t>(got);
    if (total > found->second.size) return damaged();
    if (got == 0) break;
    if (!take(std::string_view(piece.data(), static_cast<std::size_t>(got)))) return {};
  }
  if (total != found->second.size) return damaged();
  return {};
}

}  // namespace tartip::registers
