#include "ledger/layout.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "base/require.hpp"

namespace tartip::ledger {
namespace {

std::string three_digits(std::uint64_t number) {
  char text[4];
  std::snprintf(text, sizeof text, "%03u", static_cast<unsigned>(number % 1000));
  return text;
}

}  // namespace

std::filesystem::path path_of(const TileId& tile) {
  std::string number = three_digits(tile.index);
  for (std::uint64_t rest = tile.index / 1000; rest > 0; rest /= 1000) number.insert(0, "x" + three_digits(rest) + "/");
  std::filesystem::path path = "tile";
  path /= tile.level == k_entries_level ? "entries" : std::to_string(tile.level);
  path /= number;
  if (tile.width == k_tile_width) return path;
  return std::filesystem::path(path.string() + ".p") / std::to_string(tile.width);
}

std::uint64_t hashes_at(int level, std::uint64_t size) {
  const int shift = 8 * std::max(level, 0);
  return shift >= 64 ? 0 : size >> shift;
}

std::uint64_t width_at(int level, std::uint64_t index, std::uint64_t size) {
  const std::uint64_t all = hashes_at(level, size);
  return all <= index * k_tile_width ? 0 : std::min(k_tile_width, all - index * k_tile_width);
}

std::string bytes_of_hashes(const std::vector<Digest>& hashes) {
  std::string bytes;
  for (const Digest& hash : hashes) bytes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  return bytes;
}

std::vector<Digest> hashes_of_bytes(std::string_view bytes) {
  std::vector<Digest> hashes(bytes.size() / sizeof(Digest));
  for (std::size_t i = 0; i < hashes.size(); ++i)
    std::memcpy(hashes[i].data(), bytes.data() + i * sizeof(Digest), sizeof(Digest));
  return hashes;
}

void add_entry(std::string& bundle, std::string_view entry) {
  require(entry.size() <= k_largest_entry, "an entry is too large for the log");
  bundle += static_cast<char>(entry.size() >> 8);
  bundle += static_cast<char>(entry.size() & 0xFF);
  bundle += entry;
}

Bundle split_bundle(std::string_view bytes, std::uint64_t width) {
  Bundle bundle;
  while (bundle.entries.size() < width && bundle.end + 2 <= bytes.size()) {
    const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(bytes[bundle.end])) << 8 |
                             static_cast<unsigned char>(bytes[bundle.end + 1]);
    if (bundle.end + 2 + size > bytes.size()) break;
    bundle.entries.push_back({bundle.end + 2, size});
    bundle.end += 2 + size;
  }
  return bundle;
}

}  // namespace tartip::ledger
