#include "http/uploads.hpp"

#include <sys/random.h>

#include <array>
#include <chrono>
#include <vector>

#include "base/file.hpp"
#include "base/number.hpp"
#include "base/require.hpp"

namespace tartip::http {
namespace fs = std::filesystem;
namespace {

constexpr axes::Micros k_day = axes::Micros{86'400} * 1'000'000;

bool is_id(const std::string& id) {
  return id.size() == 32 && id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

tl::unexpected<Error> absent(const std::string& id) {
  return fail(Code::not_found, "error.upload.absent", {{"upload", id}});
}

}  // namespace

std::string owner_of(const app::Visitor& visitor) {
  if (visitor.local) return "local";
  return visitor.anonymous() ? std::string() : "user:" + visitor.name;
}

std::string random_id() {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::array<unsigned char, 16> bytes{};
  require(getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
          "the system gives no random bytes");
  std::string id;
  for (const unsigned char byte : bytes) {
    id += k_digits[byte >> 4];
    id += k_digits[byte & 15];
  }
  return id;
}

std::string safe_file_name(const std::string& name) {
  std::string safe = name.substr(name.find_last_of("/\\") + 1);
  for (char& c : safe) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || std::string_view("<>:\"|?*'$`;&").find(c) != std::string_view::npos) c = '_';
  }
  // The end tells the format; a long name loses its beginning, at a character's border.
  std::size_t cut = safe.size() > 150 ? safe.size() - 150 : 0;
  while (cut < safe.size() && (static_cast<unsigned char>(safe[cut]) & 0xC0) == 0x80) ++cut;
  safe.erase(0, cut);
  // Last, because what was cut off may have stood before a dot: no name is hidden, an option, "." or "..".
  while (!safe.empty() && (safe.front() == '.' || safe.front() == '-')) safe.erase(0, 1);
  return safe.empty() ? "file" : safe;
}

Result<fs::path> Uploads::scratch_file() const {
  if (Status made = create_folders(folder_ / "arriving"); !made) return pass(made);
  return folder_ / "arriving" / random_id();
}

Result<std::string> Uploads::keep(const fs::path& streamed, const std::string& name, const std::string& owner,
                                  axes::Micros now) const {
  const std::string id = random_id();
  const fs::path place = folder_ / id;
  if (Status made = create_folders(place / "content"); !made) return pass(made);
  if (Status written = write_file(place / "owner", std::to_string(now) + " " + owner); !written) return pass(written);
  std::error_code error;
  fs::rename(streamed, place / "content" / safe_file_name(name), error);
  if (error)
    return fail(Code::unavailable, "error.file.unwritable", {{"file", place.string()}, {"reason", error.message()}});
  return id;
}

Result<fs::path> Uploads::path_of(const std::string& id, const std::string& owner) const {
  if (!is_id(id)) return absent(id);
  auto known = read_file(folder_ / id / "owner", 4096);
  if (!known) return absent(id);
  if (known->substr(known->find(' ') + 1) != owner || owner.empty()) return absent(id);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_ / id / "content", error)) return entry.path();
  return absent(id);
}

Status Uploads::remove(const std::string& id, const std::string& owner) const {
  if (auto path = path_of(id, owner); !path) return pass(path);
  std::error_code error;
  fs::remove_all(folder_ / id, error);
  return {};
}

void Uploads::sweep(axes::Micros now) const {
  std::error_code error;
  std::vector<fs::path> old;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (!is_id(entry.path().filename())) continue;
    auto known = read_file(entry.path() / "owner", 4096);
    const auto made =
        known ? number_in<axes::Micros>(std::string_view(*known).substr(0, known->find(' '))) : std::nullopt;
    if (!made || *made + k_day < now) old.push_back(entry.path());
  }
  for (const auto& entry : fs::directory_iterator(folder_ / "arriving", error)) {
    const auto written = fs::last_write_time(entry.path(), error);
    if (!error && written + std::chrono::hours(24) < fs::file_time_type::clock::now()) old.push_back(entry.path());
  }
  for (const fs::path& path : old) fs::remove_all(path, error);
}

}  // namespace tartip::http
