#include <fmt/format.h>

#include <algorithm>

#include "axes/territory_drafts.hpp"
#include "geo/measure.hpp"
#include "geo/overlay.hpp"

namespace tartip::axes {
namespace {

// Borders drawn by hand never meet quite; a hundredth of the smaller unit is no longer a border.
constexpr double k_border = 0.01;

struct Ground {
  const TerritoryUnit* unit;
  geo::Box box;
  double area;
};

struct Overlaps {
  std::size_t pairs = 0;
  const TerritoryUnit* first = nullptr;
  const TerritoryUnit* second = nullptr;
  double share = 0;  // of the smaller unit, the largest there is
};

double shared_share(const Ground& a, const Ground& b) {
  const double width = std::min(a.box.high.x, b.box.high.x) - std::max(a.box.low.x, b.box.low.x);
  const double height = std::min(a.box.high.y, b.box.high.y) - std::max(a.box.low.y, b.box.low.y);
  const double smaller = std::min(a.area, b.area);
  if (!(width > 0 && height > 0 && width * height > k_border * smaller)) return 0;
  return geo::shared_area(a.unit->area, b.unit->area) / smaller;
}

Overlaps overlaps_of(std::vector<Ground>& grounds) {
  std::ranges::stable_sort(grounds, {}, [](const Ground& ground) { return ground.box.low.x; });
  Overlaps result;
  for (std::size_t a = 0; a < grounds.size(); ++a)
    for (std::size_t b = a + 1; b < grounds.size() && grounds[b].box.low.x < grounds[a].box.high.x; ++b) {
      const Span& one = grounds[a].unit->valid;
      const Span& other = grounds[b].unit->valid;
      if (one.from >= other.to || other.from >= one.to) continue;
      const double share = shared_share(grounds[a], grounds[b]);
      if (share <= k_border) continue;
      ++result.pairs;
      if (share <= result.share) continue;
      result.share = share;
      result.first = grounds[a].unit;
      result.second = grounds[b].unit;
    }
  return result;
}

}  // namespace

void remark_overlaps(const TerritoryDescription& description, const std::vector<TerritoryUnit>& units,
                     Remarks& remarks) {
  for (std::size_t level = 0; level < description.levels.size(); ++level) {
    std::vector<Ground> grounds;
    for (const TerritoryUnit& unit : units)
      if (unit.level == static_cast<std::int32_t>(level) && !unit.area.empty())
        grounds.push_back({&unit, geo::box_of(unit.area), geo::plane_area(unit.area)});
    const Overlaps found = overlaps_of(grounds);
    if (found.pairs == 0) continue;
    remarks.push_back({Code::bad_data,
                       "remark.territory.overlap",
                       {{"territory", description.id},
                        {"level", description.levels[level].id},
                        {"pairs", fmt::format("{}", found.pairs)},
                        {"first", found.first->code},
                        {"second", found.second->code},
                        {"percent", fmt::format("{:.0f}", found.share * 100)}},
                       {}});
  }
}

}  // namespace tartip::axes
