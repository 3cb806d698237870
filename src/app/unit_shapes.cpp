#include "app/unit_shapes.hpp"

#include <algorithm>
#include <cmath>

#include "geo/measure.hpp"
#include "geo/simplify.hpp"
#include "geo/web_mercator.hpp"

namespace tartip::app {
namespace {

constexpr int k_exact_zoom = 12;  // from it on nothing is simplified

}  // namespace

UnitShapes::UnitShapes(std::shared_ptr<const axes::Territory> territory, std::int32_t level)
    : territory_(std::move(territory)) {
  for (const axes::TerritoryUnit& unit : territory_->units())
    if (unit.level == level && !unit.area.empty()) {
      units_.push_back(unit.number);
      exact_.push_back(geo::to_world(unit.area));
    }
}

std::shared_ptr<const std::vector<UnitShapes::Shape>> UnitShapes::at(int zoom) {
  zoom = std::min(zoom, k_exact_zoom);
  const std::lock_guard lock(mutex_);
  auto& kept = by_zoom_[zoom];
  if (kept == nullptr) {
    const double pixel = std::ldexp(1.0, -zoom) / 512;
    const std::vector<geo::MultiPolygon> areas =
        zoom == k_exact_zoom ? exact_
                             : geo::simplify(exact_, {.most_points = SIZE_MAX, .least_triangle = pixel * pixel / 2});
    auto made = std::make_shared<std::vector<Shape>>();
    for (std::size_t i = 0; i < areas.size(); ++i) made->push_back({units_[i], geo::box_of(areas[i]), areas[i]});
    kept = std::move(made);
  }
  return kept;
}

std::shared_ptr<UnitShapes> UnitShapeCache::shapes(const std::shared_ptr<const axes::Territory>& territory,
                                                   std::int32_t level) {
  const std::lock_guard lock(mutex_);
  auto& [of, shapes] = kept_[{territory->id(), level}];
  if (of != territory) {
    of = territory;
    shapes = std::make_shared<UnitShapes>(territory, level);
  }
  return shapes;
}

}  // namespace tartip::app
