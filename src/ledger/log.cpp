#include "ledger/log.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/require.hpp"

namespace tartip::ledger {
namespace {

tl::unexpected<Error> damaged(const std::filesystem::path& file) {
  return fail(Code::corrupt, "error.ledger.damaged", {{"file", file.string()}}, {file.string(), 0, ""});
}

}  // namespace

Result<std::string> read_tile(const std::filesystem::path& folder, const TileId& tile) {
  std::filesystem::path file = folder / path_of(tile);
  std::error_code error;
  if (tile.width < k_tile_width && !std::filesystem::exists(file, error))
    file = folder / path_of({tile.level, tile.index, k_tile_width});
  auto bytes = read_file(file, (k_largest_entry + 2) * k_tile_width);
  if (!bytes && bytes.error().code == Code::not_found) return damaged(folder / path_of(tile));
  if (!bytes || tile.level == k_entries_level) return bytes;
  if (bytes->size() < tile.width * sizeof(Digest)) return damaged(file);
  bytes->resize(tile.width * sizeof(Digest));
  return bytes;
}

Result<Log> Log::open(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder / "checkpoint", error) && !std::filesystem::exists(folder / "tile", error))
    return fail(Code::not_found, "error.ledger.absent", {{"place", folder.string()}});
  Log log;
  log.folder_ = folder;
  auto key_text = read_file(folder / "key.pub", 10'000);
  if (!key_text) return pass(key_text);
  auto key = parse_verifier_key(*key_text, (folder / "key.pub").string());
  if (!key) return pass(key);
  log.key_ = std::move(*key);
  auto note = read_file(folder / "checkpoint", 1'000'000);
  if (!note) return pass(note);
  auto checkpoint = verified_checkpoint(*note, log.key_, (folder / "checkpoint").string());
  if (!checkpoint) return pass(checkpoint);
  log.checkpoint_ = std::move(*checkpoint);
  log.note_ = std::move(*note);
  return log;
}

Result<std::vector<std::string>> Log::entries(std::uint64_t from, std::uint64_t to) const {
  require(from <= to && to <= size(), "entries beyond the ledger were asked for");
  std::vector<std::string> found;
  for (std::uint64_t index = from; index < to;) {
    const std::uint64_t tile = index / k_tile_width;
    const TileId id{k_entries_level, tile, width_at(0, tile, size())};
    auto bytes = read_tile(folder_, id);
    if (!bytes) return pass(bytes);
    const Bundle bundle = split_bundle(*bytes, id.width);
    if (bundle.entries.size() < id.width) return damaged(folder_ / path_of(id));
    const std::uint64_t end = std::min(to, (tile + 1) * k_tile_width);
    for (; index < end; ++index) {
      const EntryPlace place = bundle.entries[index % k_tile_width];
      found.push_back(bytes->substr(place.offset, place.size));
    }
  }
  return found;
}

Result<Digest> Log::subtree_hash(int level, std::uint64_t index) const {
  // A tile of level L holds the subtrees of 256^L leaves; up to 128 of them make the one asked for.
  const int tile_level = level / 8;
  const std::uint64_t count = std::uint64_t{1} << (level % 8), first = index * count, tile = first / k_tile_width;
  auto bytes = read_tile(folder_, {tile_level, tile, width_at(tile_level, tile, size())});
  if (!bytes) return pass(bytes);
  const std::vector<Digest> hashes = hashes_of_bytes(*bytes);
  const std::uint64_t offset = first % k_tile_width;
  require(offset + count <= hashes.size(), "a subtree beyond the ledger was asked for");
  std::vector<Digest> row(hashes.begin() + static_cast<std::ptrdiff_t>(offset),
                          hashes.begin() + static_cast<std::ptrdiff_t>(offset + count));
  for (; row.size() > 1; row.resize(row.size() / 2))
    for (std::size_t i = 0; 2 * i < row.size(); ++i) row[i] = node_hash(row[2 * i], row[2 * i + 1]);
  return row.front();
}

}  // namespace tartip::ledger
