// Which of the axes that a centre knows a column's values belong to.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "axes/classification.hpp"
#include "axes/territory.hpp"
#include "geo/geometry.hpp"

namespace tartip::registers {

struct KnownAxes {
  std::vector<std::shared_ptr<const axes::Territory>> territories = {};
  std::vector<std::shared_ptr<const axes::Classification>> schemes = {};

  const axes::Territory* territory(const std::string& id) const;
  const axes::Classification* scheme(const std::string& id) const;
};

// Of `of` different values (or points), `known` are in it — on whatever day, the sample not saying on which.
struct Fit {
  std::string detail = {};
  std::int64_t known = 0, of = 0;
  double share() const { return of == 0 ? 0 : static_cast<double>(known) / static_cast<double>(of); }
};

// By level, from the top. Codes, names and spellings (unit_spellings.hpp) alike. O(values × levels × days on which the
// territory changed).
std::vector<Fit> unit_fits(const axes::Territory& territory, std::span<const std::string> values);
// Values that are neither code nor name of a unit of the level on any day, and the codes of the units that they spell.
std::map<std::string, std::string> unit_aliases(const axes::Territory& territory, std::int32_t level,
                                                std::span<const std::string> values);
Fit class_fit(const axes::Classification& scheme, std::span<const std::string> values);
// Points in degrees.
Fit point_fit(const axes::Territory& territory, std::span<const geo::Point> points);

// The fit with the largest share; the first of equals; nothing when none is above zero.
const Fit* best_of(std::span<const Fit> fits);

}  // namespace tartip::registers
