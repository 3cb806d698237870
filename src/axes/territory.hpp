// The axis of territory: a tree of units, each valid for a time, with codes, names, population by year and — where
// known — an area. Read from a short TOML description and the GeoJSON, shapefile or CSV files it names
// (docs/formats/territory.md).
//
// A unit is a stretch of history: when a region is split, the old unit ends (`valid.to`) and its successors begin.
// Codes are unique among the units of one level that are valid on one day. `number` is the unit's index in `units()`,
// stable within one loaded version.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "base/error.hpp"
#include "geo/geometry.hpp"

namespace tartip::axes {

struct TerritoryLevel {
  std::string id;  // "region", "district"
  Names names;
};

struct TerritoryUnit {
  std::int32_t number = -1;
  std::int32_t level = 0;  // index into levels(); 0 is the top
  std::int32_t parent = -1;
  std::string code;
  Names names;
  std::map<std::string, std::string> other_codes;  // "iso_3166_2" -> "KZ-10"
  Span valid;                                      // open ends are k_first_day and k_last_day
  geo::MultiPolygon area;                          // in degrees, or metres of a local plane; empty when unknown
  std::map<int, double> population;                // residents by year
};

// `from` became (in part) `to` on `day`; `share` is the part of the old unit that went there, unknown as NaN.
struct Succession {
  std::int32_t from = -1;
  std::int32_t to = -1;
  Day day;
  double share = 1;
};

class Territory {
 public:
  // Reads the description and every file it names. Messages about repaired areas, unmatched population rows and the
  // like come in `remarks`, as errors that did not stop.
  static Result<Territory> read(const std::filesystem::path& description, std::vector<Error>* remarks = nullptr);
  // File names in the description are looked up beside it first, then in `data_root`.
  static Result<Territory> read(const std::filesystem::path& description, const std::filesystem::path& data_root,
                                std::vector<Error>* remarks = nullptr);
  // From units already made (the store's way back). Numbers must equal indices. Refuses two units of a level with one
  // code at a time, parents that do not stand above or are not valid as long as their children, and successions between
  // levels.
  static Result<Territory> make(std::string id, Names names, std::string plane, std::string source,
                                std::vector<TerritoryLevel> levels, std::vector<TerritoryUnit> units,
                                std::vector<Succession> successions);
  ~Territory();
  Territory(Territory&&) noexcept;
  Territory& operator=(Territory&&) noexcept;

  const std::string& id() const;
  const Names& names() const;
  const std::string& plane() const;   // "EPSG:4326" or "local:m"
  const std::string& source() const;  // who published it, licence
  const std::vector<TerritoryLevel>& levels() const;
  const std::vector<TerritoryUnit>& units() const;
  const std::vector<Succession>& successions() const;

  std::optional<std::int32_t> level_named(const std::string& id) const;
  std::optional<std::int32_t> unit_with_code(const std::string& code, std::int32_t level, Day day) const;
  // By name in any language, folded (case, accents, spaces, quotes); `within` narrows to descendants of a unit, -1 for
  // all. Of several units whose names differ by accents only, the one spelt exactly so; nothing when that leaves none
  // or more than one.
  std::optional<std::int32_t> unit_with_name(const std::string& name, std::int32_t level, Day day,
                                             std::int32_t within = -1) const;
  // The lowest unit with an area that holds the point on that day (a district, or its region where no district has an
  // area); -1 when none does. A point on a border belongs to the unit with the lower number. The index of an epoch is
  // made at the first question; safe from any number of threads.
  std::int32_t unit_at(geo::Point point, Day day) const;
  std::int32_t ancestor(std::int32_t unit,
                        std::int32_t level) const;  // -1 when the unit stands above the level, or no parent does

  // Residents of the unit in that year, whether or not it is valid then: as given, else interpolated between given
  // years, else the nearest within two years, else the sum of its children when all have one. `quality` tells which.
  enum class PopulationQuality { given, interpolated, nearest, summed, unknown };
  struct Residents {
    double count = 0;
    PopulationQuality quality = PopulationQuality::unknown;
  };
  Residents residents(std::int32_t unit, int year) const;

  // To compare two days across splits and mergers: the units of a level valid on either day, gathered into the smallest
  // groups that cover the same ground on both. A group of one unit on each side with the same number is an unchanged
  // unit. Ordered by the lowest number in the group. `before` may be the later day.
  struct Bridge {
    std::vector<std::int32_t> before;
    std::vector<std::int32_t> after;
    bool exact = true;  // false: the successions do not tell where everything went, so the comparison must be refused
  };
  std::vector<Bridge> bridge(std::int32_t level, Day before, Day after) const;

 private:
  struct Tree;
  explicit Territory(std::unique_ptr<Tree> tree);
  std::unique_ptr<Tree> tree_;
};

}  // namespace tartip::axes
