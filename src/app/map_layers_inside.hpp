// What the files behind map_layers.hpp share. Internal to them.
#pragma once
#include <string>

#include "app/admit.hpp"
#include "app/centre.hpp"
#include "app/map_layers.hpp"
#include "axes/territory.hpp"
#include "store/store.hpp"

namespace tartip::app {

struct Narrowing {
  MapFilter filter;
  const char* what;   // the name that the audit log gives the look
  bool fine = false;  // closer than figures usually go
};
struct Narrowed {
  store::EventSelection selection;
  Look look;
};
// The filter as `cube query` reads it, narrowed to what the visitor may see of the layer's register.
Result<Narrowed> narrowed(const Setting& setting, const Centre& centre, const MapLayer& layer, Narrowing asked);

inline bool overlap(axes::Span a, axes::Span b) {
  return a.from < b.to && b.from < a.to;
}
inline bool overlap(const geo::Box& a, const geo::Box& b) {
  return a.low.x <= b.high.x && b.low.x <= a.high.x && a.low.y <= b.high.y && b.low.y <= a.high.y;
}

inline const axes::TerritoryUnit& unit_of(const axes::Territory& territory, std::int32_t number) {
  return territory.units()[static_cast<std::size_t>(number)];
}
inline const std::string& level_id(const axes::Territory& territory, std::int32_t level) {
  return territory.levels()[static_cast<std::size_t>(level)].id;
}

}  // namespace tartip::app
