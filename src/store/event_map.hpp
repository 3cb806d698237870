// Events where they stand: counted in the squares of a map tile, or row by row through a window. For registers whose
// points have a longitude and a latitude; others are refused with bad_input `error.map.no_points`.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geo/geometry.hpp"
#include "store/table_file.hpp"

namespace tartip::store {

// A square of a tile that is cut into across × across, counted from its north-western corner.
struct SquareCount {
  std::int32_t column = 0, row = 0;
  double events = 0;  // in a register of totals: their sum
};

struct EventWindow {
  std::optional<geo::Box> degrees = {};  // west above east: across the 180° meridian; events on its edges are inside
  std::string id = {};                   // one event only
  std::int64_t offset = 0;
  std::int64_t limit = 0;  // 0: all
  bool count = false;      // tell how many there are in all; costs another pass
};

// `rows` have the columns id, day, hour, territory, class, then the register's quantities and attributes, as far as it
// has them; never its free texts. Ordered by day, id and line.
struct EventPage {
  Table rows;
  std::vector<std::optional<geo::Point>> places;  // of each row: longitude, latitude
  std::int64_t matched = 0;                       // in all, when asked for
};

}  // namespace tartip::store
