#include "app/square_counts.hpp"

#include <algorithm>
#include <iterator>

#include "base/require.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_most_entries = 16;
constexpr std::size_t k_most_bytes = std::size_t{128} << 20;

// Every bit of the lower half, with a zero after each.
std::uint32_t spread(std::uint32_t bits) {
  bits = (bits | (bits << 8)) & 0x00FF00FFU;
  bits = (bits | (bits << 4)) & 0x0F0F0F0FU;
  bits = (bits | (bits << 2)) & 0x33333333U;
  return (bits | (bits << 1)) & 0x55555555U;
}

std::uint32_t gathered(std::uint32_t bits) {
  bits &= 0x55555555U;
  bits = (bits | (bits >> 1)) & 0x33333333U;
  bits = (bits | (bits >> 2)) & 0x0F0F0F0FU;
  bits = (bits | (bits >> 4)) & 0x00FF00FFU;
  return (bits | (bits >> 8)) & 0x0000FFFFU;
}

std::uint32_t place_of(std::int64_t column, std::int64_t row) {
  return spread(static_cast<std::uint32_t>(column)) | (spread(static_cast<std::uint32_t>(row)) << 1);
}

}  // namespace

SquareCounts::SquareCounts(std::vector<store::SquareCount> finest) {
  std::sort(finest.begin(), finest.end(), [](const store::SquareCount& a, const store::SquareCount& b) {
    return place_of(a.column, a.row) < place_of(b.column, b.row);
  });
  places_.reserve(finest.size());
  events_.reserve(finest.size());
  for (const store::SquareCount& square : finest) {
    places_.push_back(place_of(square.column, square.row));
    events_.push_back(square.events);
  }
}

std::vector<store::SquareCount> SquareCounts::of(const geo::TileAddress& tile, int bits) const {
  require(bits >= 0 && tile.zoom + bits <= k_depth, "squares finer than the finest");
  const auto below = static_cast<unsigned>(2 * (k_depth - tile.zoom));          // bits of a place within the tile
  const auto inside = static_cast<unsigned>(2 * (k_depth - tile.zoom - bits));  // bits of a place within a square
  const std::uint64_t first = static_cast<std::uint64_t>(place_of(tile.column, tile.row)) << below;
  const std::uint64_t end = first + (std::uint64_t{1} << below);
  const auto from = std::lower_bound(places_.begin(), places_.end(), first);
  const auto to = std::lower_bound(from, places_.end(), end);
  std::vector<store::SquareCount> squares;
  std::uint32_t last = 0;
  for (auto place = from; place != to; ++place) {
    const auto square = static_cast<std::uint32_t>((*place - first) >> inside);
    if (squares.empty() || square != last)
      squares.push_back(
          {static_cast<std::int32_t>(gathered(square)), static_cast<std::int32_t>(gathered(square >> 1))});
    last = square;
    squares.back().events += events_[static_cast<std::size_t>(place - places_.begin())];
  }
  return squares;
}

SquareCountsCache::Made SquareCountsCache::find(const std::string& key, std::uint64_t generation,
                                                const std::function<Made()>& make) {
  std::shared_ptr<Entry> entry;
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& one) { return one->key == key; });
    if (found != entries_.end() && (*found)->generation == generation) {
      entries_.splice(entries_.begin(), entries_, found);
    } else {
      if (found != entries_.end()) entries_.erase(found);
      entries_.push_front(std::make_shared<Entry>());
      entries_.front()->key = key;
      entries_.front()->generation = generation;
    }
    entry = entries_.front();
  }
  std::shared_ptr<const SquareCounts> counts;
  {
    const std::lock_guard turn(entry->mutex);
    if (entry->counts == nullptr) {
      Made made = make();
      if (!made) return made;
      entry->counts = std::move(*made);
    }
    counts = entry->counts;
  }
  forget_old();
  return counts;
}

// Entries that are being made are passed over: they have no size yet.
void SquareCountsCache::forget_old() {
  const std::lock_guard lock(mutex_);
  std::size_t bytes = 0, entries = 0;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const std::shared_ptr<Entry> one = *entry;  // lives until its lock is given back
    const std::unique_lock turn(one->mutex, std::try_to_lock);
    if (turn.owns_lock() && one->counts != nullptr) bytes += one->counts->bytes();
    const bool is_kept = entries == 0 || !turn.owns_lock() || (bytes <= k_most_bytes && entries < k_most_entries);
    ++entries;
    entry = is_kept ? std::next(entry) : entries_.erase(entry);
  }
}

}  // namespace tartip::app
