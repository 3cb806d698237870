// A table as it leaves the house: every figure with its definition, its standing and its source. What a release
// freezes, what the writers of exchange formats read.
//
// A cube with named dimensions (territory, article …), plus two that every table has: the definition (what the figure
// is) and the period. A figure is the decimal text that was published ("48.7"), so that the same figure has the same
// characters in every format and a revision is a change of that text. A figure without a value has a status that says
// why.
//
// An observation points to its definition by index, so that a figure without one cannot be written down;
// `checked` refuses a table whose indices point nowhere or whose observations stand twice in one place.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"
#include "base/error.hpp"

namespace tartip::statistics {

// Standing of a figure; the letters are those of the SDMX code list CL_OBS_STATUS.
enum class ObservationStatus : std::uint8_t {
  normal,       // A
  broken,       // B: break in the series: not to be compared with earlier figures as it stands
  provisional,  // P
  estimated,    // E: bridged or perturbed, not counted
  unreliable,   // U: too few events to say something
  missing,      // O: not reported
  not_defined,  // M: cannot exist (a share of nothing)
  suppressed    // Q: withheld by disclosure control
};
char sdmx_letter(ObservationStatus status);
std::string_view name_of(ObservationStatus status);  // "normal", "break", "provisional", … as in files
std::optional<ObservationStatus> observation_status_named(std::string_view name);
bool has_value(ObservationStatus status);  // false: missing, not_defined, suppressed

struct PublishedCode {
  std::string code;    // as in the register or form: "100000000", "188", never a row number
  axes::Names names;   // as many languages as are known
  std::string parent;  // the code above it in the same dimension; empty at the top
};

struct PublishedDimension {
  std::string id;  // [a-z][a-z0-9_]*: "territory", "article"; not "definition", "period", "value", "status"
  axes::Names names;
  std::vector<PublishedCode> codes;
};

// What a figure is: the definition it is bound to (docs/methods/definitions.md, descriptions/indicators.toml).
struct PublishedDefinition {
  std::string id;  // "tartip:count:v1", "kz:clearance-completed-registered:v1"
  axes::Names names;
  axes::Names text;      // the definition in words
  std::string unit;      // "events", "percent", "per 10000", "thousand tenge"
  int decimals = 0;      // digits after the point in the published text
  axes::Names cautions;  // what the figure must not be read as; may be empty
};

struct PublishedObservation {
  std::vector<std::uint32_t> codes;  // one a dimension, index into its codes
  std::uint32_t definition = 0;      // index into the table's definitions
  axes::Span period;
  std::string value;  // decimal text, '.' before the decimals, no grouping; empty when the status has no value
  ObservationStatus status = ObservationStatus::normal;
  std::vector<std::uint32_t> sources = {};  // indices into the table's sources; empty: all of them
};

struct PublishedSource {
  std::string file;    // its name without folder, or the register's id
  std::string sha256;  // of the file's bytes, or the register's fingerprint
};

struct PublishedTable {
  std::string id;  // [a-z][a-z0-9_-]*
  axes::Names title;
  std::string agency;          // who publishes
  std::string source;          // who recorded, licence
  std::string licence;         // may be empty
  std::string release;         // "2022@1"; empty before it is released
  std::int64_t published = 0;  // microseconds since 1970 UTC; 0 before it is released
  std::vector<PublishedDimension> dimensions;
  std::vector<PublishedDefinition> definitions;
  std::vector<PublishedObservation> observations;
  std::vector<PublishedSource> sources;
};

// bad_data `error.published.…` with the first thing that is wrong: an id that is no id, a code, definition or dimension
// twice, an index that points nowhere, a value where the status has none (or none where it has one), a value that is no
// decimal text, two figures in one place, an empty period. Cost O(n log n).
Status checked(const PublishedTable& table);

// Codes, definition and period of a figure in one line, unique within the table and the same in every version of it:
// "kz:clearance-completed-registered:v1/2022/territory=100000000/article=188". Slashes in codes are written %2F.
std::string figure_key(const PublishedTable& table, const PublishedObservation& observation);

// Dimensions in their order, then codes, definition, period: the order in which every writer writes, whatever the order
// in which figures were made.
void sort_observations(PublishedTable& table);

}  // namespace tartip::statistics
