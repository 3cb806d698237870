// Units on their way from files to a Territory. A draft is a unit of one file; the same unit in a later file is joined
// to it, so that a unit's history is as long as it stayed the same.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "axes/territory.hpp"
#include "axes/territory_description.hpp"
#include "base/error.hpp"
#include "geo/feature.hpp"

namespace tartip::axes {

struct Draft {
  TerritoryUnit unit;  // number and parent are set at the end
  std::string parent_code_or_name;
  std::int64_t parent_prefix = 0;
  Where where;  // the file, and the feature's number as line
};

using Remarks = std::vector<Error>;

// Where a named file lies: beside the description, else in the data root.
struct Places {
  std::filesystem::path beside;
  std::filesystem::path data_root;
  std::filesystem::path of(const std::string& file) const;
};

// What the file holds, whatever its format: GeoJSON, a shapefile (in degrees, decoded), a table.
Result<std::vector<geo::Feature>> read_features(const std::filesystem::path& path, const UnitFile& file);

// Reads the units of one file; areas are repaired, with a remark, or refused.
Result<std::vector<Draft>> read_units(const UnitFile& file, const TerritoryDescription& description,
                                      const Places& places, Remarks& remarks);

// Finds every draft's parent among the drafts of the level above — by code, code prefix or name, valid at the same time
// — and joins drafts of one code, one parent and, within 2 %, one ground whose times follow each other, unless a stated
// succession begins there. A draft that outlives its parent becomes one unit for each. The result is what
// Territory::make takes.
Result<std::vector<TerritoryUnit>> join_drafts(std::vector<Draft> drafts, const TerritoryDescription& description);

// Fills `population`. Rows that name no unit are told in one remark for each file.
Status read_population(const PopulationFile& file, const TerritoryDescription& description, const Places& places,
                       std::vector<TerritoryUnit>& units, Remarks& remarks);

// The stated successions, and those that the polygons show (levels with areas, where every part finds its place within
// 5 %).
Result<std::vector<Succession>> find_successions(const TerritoryDescription& description, const Places& places,
                                                 const std::vector<TerritoryUnit>& units, Remarks& remarks);

// One remark for each level where units valid on one day share more than a hundredth of the smaller one: how many
// pairs, and the worst.
void remark_overlaps(const TerritoryDescription& description, const std::vector<TerritoryUnit>& units,
                     Remarks& remarks);

}  // namespace tartip::axes
