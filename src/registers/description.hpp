// What a register is, in one TOML file: where each fact of an event stands in the source and what counts as valid
// (docs/formats/register.md tells every word with an example).
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "base/error.hpp"
#include "geo/geometry.hpp"

namespace tartip::registers {

enum class FileFormat { csv, json_lines, geojson, xlsx, parquet };

struct SourceFormat {
  FileFormat format = FileFormat::csv;
  std::string encoding = "utf-8";           // or "windows-1251", or another name that ICU knows
  char delimiter = 0;                       // 0: found by looking (comma, semicolon, tab, bar)
  char quote = '"';                         // 0: no quoting
  bool header = true;                       // false: columns are named "1", "2", …
  int skip_lines = 0;                       // lines before the header
  std::string sheet;                        // XLSX; empty: the first
  std::vector<std::string> missing = {""};  // what stands for "not known": exact text after trimming
  char decimal = '.';
  char thousands = 0;
};

// A moment from one column, or from several joined by a blank, tried format by format; a value read by a later format
// is flagged. Formats use strptime's letters (%Y %y %m %d %H %I %p %M %S %f %b %z %j %%), or "iso" (ISO 8601), "unix"
// (seconds since 1970), "excel" (Excel's day numbers). A format without a time of day means the whole day, without a
// day the whole month.
struct TimeField {
  std::vector<std::string> columns;
  std::vector<std::string> formats;
  std::string value =
      {};  // instead of columns: the time of every row, when the file is of one period and does not say so
  bool empty() const { return columns.empty() && value.empty(); }
};

// What happens to a row whose fact is outside its axis. keep: the row goes in without the fact, flagged. quarantine: it
// waits for a person. add (classes only): the value becomes a new code of the register's own scheme.
enum class Rule { keep, quarantine, add };

struct TimeRule {
  TimeField from;
  TimeField until;   // the latest moment it may have happened; empty: the moment is certain
  std::string zone;  // IANA; empty: the centre's
  bool required = true;
  Rule outside = Rule::quarantine;  // in the future, before 1900, or outside `covers`
};

struct PlaceRule {
  std::string x_column, y_column;  // longitude and latitude, or a plane's east and north; empty: no coordinates
  std::string crs = "EPSG:4326";
  double scale = 1;                            // the columns hold coordinates divided by this
  std::vector<geo::Point> unknown;             // coordinates that mean "not known", such as 0,0
  std::string territory;                       // the territory's id in the centre; empty: none
  std::string code_column, code_level;         // the unit by code or name at a level
  std::map<std::string, std::string> aliases;  // as the file names a unit, to the letter -> its code or name
  std::string within_column, within_level;     // names that repeat: the unit above that they stand in
  bool required = false;
  bool by_last_day = false;        // units are those of the last day of the event's time, not of its first
  Rule outside = Rule::keep;       // coordinates in no unit
  Rule unknown_code = Rule::keep;  // a code or name that no unit of the level has on that day
};

struct ClassRule {
  std::string column;  // empty: the register has no classes
  std::string scheme;  // the classification's id in the centre; empty: the register's own, made of its values
  bool required = true;
  Rule unknown = Rule::add;  // `add` only with the register's own scheme
};

struct QuantityRule {
  std::string id, column, unit;
  axes::Names names;
  std::optional<double> min, max;
  bool required = false;
};

struct AttributeRule {
  std::string id, column;
  axes::Names names;
  std::vector<std::string> values;  // allowed ones; empty: any
  bool required = false;
};

struct TextRule {
  std::string id, column;
};

// Over what the rows of a register may be added up. within_class: its classes are unlike things (people, kilogrammes),
// so a total is of one class. within_quantity: its rows are no events, so a question names what to add up.
enum class AddsUp { all, within_class, within_quantity };

struct Description {
  std::string id;  // [a-z][a-z0-9_]{0,47}
  axes::Names names;
  axes::Names event;   // what one record is, in the plural: "incidents"
  std::string source;  // who publishes it
  std::string licence;
  axes::Names caution;               // what every reader must know; printed with each figure
  bool sample = false;               // shares and patterns hold, totals do not
  std::optional<axes::Span> covers;  // what the register claims to hold; else from its first to its last event
  std::string counts;  // the quantity that holds how many events a row stands for; empty: a row is one event
  AddsUp adds_up = AddsUp::all;
  std::vector<std::string> key;  // columns that name a record; empty: hash of the row and its occurrence in the file
  std::string version_column;    // with a key: the later value is the newer version; empty: the later import is
  SourceFormat file;
  TimeRule time;
  PlaceRule place;
  ClassRule classes;
  std::vector<QuantityRule> quantities;
  std::vector<AttributeRule> attributes;
  std::vector<TextRule> texts;
};

Result<Description> read_description(const std::filesystem::path& file);
// `name` stands in error messages. Unknown words are errors that name the nearest known one.
Result<Description> parse_description(std::string_view toml, const std::string& name);
std::string write_description(const Description& description);  // TOML that parse_description reads back

}  // namespace tartip::registers
