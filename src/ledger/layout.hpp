// Where a ledger keeps what (C2SP tlog-tiles), below its folder:
//
//     checkpoint                    what it commits to now (note.hpp)
//     key.pub                       the verifier key, one line
//     tile/0/000 … tile/0/003.p/132 hashes of 256 leaves each; the last tile may be partial (.p/width)
//     tile/1/…                      level L: hashes of full tiles of level L − 1
//     tile/entries/000 …            the entries themselves, each after its length in two bytes, big end first
//
// Pure: no file is touched here.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"

namespace tartip::ledger {

inline constexpr std::uint64_t k_tile_width = 256;
inline constexpr std::size_t k_largest_entry = 65'535;
inline constexpr int k_entries_level = -1;

struct TileId {
  int level = 0;  // k_entries_level for the entries
  std::uint64_t index = 0;
  std::uint64_t width = k_tile_width;  // below 256: partial
};

std::filesystem::path path_of(const TileId& tile);  // "tile/1/x001/234.p/7", relative

// How many hashes level `level` has in a tree of `size` leaves, and how wide its tile `index` is.
std::uint64_t hashes_at(int level, std::uint64_t size);
std::uint64_t width_at(int level, std::uint64_t index, std::uint64_t size);

std::string bytes_of_hashes(const std::vector<Digest>& hashes);
std::vector<Digest> hashes_of_bytes(std::string_view bytes);  // as many whole hashes as there are

void add_entry(std::string& bundle, std::string_view entry);

struct EntryPlace {
  std::size_t offset = 0;  // of the first byte after the length
  std::size_t size = 0;
};
struct Bundle {
  std::vector<EntryPlace> entries;
  std::size_t end = 0;  // where reading stopped: the bundle's size when it is whole
};
// Reads at most `width` entries; stops before one that does not fit.
Bundle split_bundle(std::string_view bytes, std::uint64_t width);

}  // namespace tartip::ledger
