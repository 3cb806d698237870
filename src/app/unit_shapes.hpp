// The areas of a territory's units as a map of some zoom needs them.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "axes/territory.hpp"
#include "geo/geometry.hpp"

namespace tartip::app {

// The areas of a level in the world's square, simplified for a zoom so that nothing a pixel could show is lost. Made at
// the first question for a zoom; safe from any number of threads.
class UnitShapes {
 public:
  UnitShapes(std::shared_ptr<const axes::Territory> territory, std::int32_t level);

  struct Shape {
    std::int32_t unit = -1;
    geo::Box box;
    geo::MultiPolygon world;
  };
  const axes::Territory& territory() const { return *territory_; }
  std::shared_ptr<const std::vector<Shape>> at(int zoom);

 private:
  std::shared_ptr<const axes::Territory> territory_;
  std::vector<std::int32_t> units_;
  std::vector<geo::MultiPolygon> exact_;
  std::mutex mutex_;
  std::map<int, std::shared_ptr<const std::vector<Shape>>> by_zoom_;
};

// Kept between requests as long as the territory stays the same.
class UnitShapeCache {
 public:
  std::shared_ptr<UnitShapes> shapes(const std::shared_ptr<const axes::Territory>& territory, std::int32_t level);

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::int32_t>,
           std::pair<std::shared_ptr<const axes::Territory>, std::shared_ptr<UnitShapes>>>
      kept_;
};

}  // namespace tartip::app
