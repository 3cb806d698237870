// Events counted once in the finest squares that a map shows, from which the squares of every tile at every zoom add
// up: a reader who pans and zooms asks the database once, not once a tile.
#pragma once
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "geo/web_mercator.hpp"
#include "store/event_map.hpp"

namespace tartip::app {

// 2^k_depth squares across the world of web_mercator.hpp. Cost of making O(n log n), of a tile O(log n + its squares);
// twelve bytes a square.
class SquareCounts {
 public:
  static constexpr int k_depth = 15;  // 64 squares across a tile of zoom 9

  // Of the whole world, 2^k_depth across; each square once.
  explicit SquareCounts(std::vector<store::SquareCount> finest);

  // Those of a tile that is cut into 2^bits across, without empty ones; zoom + bits at most k_depth.
  std::vector<store::SquareCount> of(const geo::TileAddress& tile, int bits) const;
  std::size_t bytes() const { return places_.size() * (sizeof(std::uint32_t) + sizeof(double)); }

 private:
  std::vector<std::uint32_t>
      places_;  // bits of column and row in turn (Morton 1966), so that a tile is one stretch; rising
  std::vector<double> events_;
};

// Counts kept by what was asked and by whom, as long as the store stays the same. Of two who ask for the same at once
// the second waits for the first. Safe from any number of threads.
class SquareCountsCache {
 public:
  using Made = Result<std::shared_ptr<const SquareCounts>>;
  // What `make` gives is kept, a failure is not.
  Made find(const std::string& key, std::uint64_t generation, const std::function<Made()>& make);

 private:
  struct Entry {
    std::string key;
    std::uint64_t generation = 0;
    std::mutex mutex;
    std::shared_ptr<const SquareCounts> counts;
  };
  void forget_old();

  std::mutex mutex_;
  std::list<std::shared_ptr<Entry>> entries_;  // the most recently used first
};

}  // namespace tartip::app
