// What a territory's TOML description says, before any file it names is opened (docs/formats/territory.md tells every
// word).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "axes/territory.hpp"
#include "base/error.hpp"

namespace tartip::axes {

// One file of units of one level: an epoch of the map, or all of it.
struct UnitFile {
  std::int32_t level = 0;
  std::string file;
  std::string encoding;           // of a shapefile's table, when its .cpg does not say
  std::vector<std::string> code;  // properties, joined by `separator`
  std::string separator = "/";
  std::map<std::string, std::string> names;           // language -> property
  std::map<std::string, std::string> other_codes;     // scheme -> property
  std::string parent;                                 // property with the parent's code or name
  std::map<std::string, std::string> parent_aliases;  // as the file names a parent -> its code
  std::int64_t parent_prefix = 0;                     // or: so many first letters of the code are those of the parent's
  Span valid{k_first_day, k_last_day};
  std::string from_property, until_property;  // or: a day for each unit
  bool areas = true;                          // false: the file's polygons are not wanted
  Where where;
};

struct PopulationFile {
  std::int32_t level = 0;
  std::string file;
  std::vector<std::string> unit;  // columns with the unit's code or name, joined by `separator`; JSON: the key
  std::string separator = "/";
  std::string year;               // column of years
  std::optional<int> fixed_year;  // or: the one year of the file
  bool wide = false;              // or: every column whose name is a year
  std::string count = "population";
  std::map<std::string, std::string> aliases;  // as the file names a unit -> code
  std::vector<std::string> ignore;             // names that are no units, such as totals
  // Only rows whose column (JSON: member) holds one of these values; every one of them must be met.
  std::map<std::string, std::vector<std::string>> only;
  int first_year = 1, last_year = 9999;
  std::chrono::month_day day = std::chrono::January / 1;  // the unit of that code on this day of the year is meant
  Where where;
};

struct StatedSuccession {
  std::string from;
  std::vector<std::string> to;
  std::vector<double> shares;  // empty: 1 for one successor, else unknown
  std::int32_t level = 0;
  Day day;
  Where where;
};

struct TerritoryDescription {
  std::string id;
  Names names;
  std::string source;
  std::string licence;
  std::string plane = "EPSG:4326";
  bool derive_successions = true;
  std::vector<TerritoryLevel> levels;
  std::vector<UnitFile> units;
  std::vector<PopulationFile> populations;
  std::vector<StatedSuccession> successions;
  std::vector<std::pair<std::int32_t, std::string>> succession_files;  // level, CSV with from,to,day and perhaps share
};

Result<TerritoryDescription> parse_territory(std::string_view toml, const std::string& file);

}  // namespace tartip::axes
