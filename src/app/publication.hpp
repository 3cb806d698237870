// What stands in the ledger of forecasts: a publication (one entry: what was asked, of which data, by which program)
// and after it its forecasts (one entry a series), as canonical JSON (docs/ledger.md). The names of the fields are part
// of the format and never change; a new meaning gets a new "type".
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axes/time_zone.hpp"
#include "base/error.hpp"

namespace tartip::app {

// The question whose answers are forecast; read again when the truth is asked for. Empty texts: not split, not
// filtered.
struct PublishedQuestion {
  std::string register_id = {};  // empty: the series came from a file
  std::string measure = "count";
  std::string quantity = {};
  std::string territory_level = {}, class_level = {}, class_scheme = {};
  std::vector<std::string> territories = {}, classes = {}, conditions = {};  // as typed: "in", "class", "where"
  std::string every = "month";  // calendar unit; empty: t of a file is an integer
};

struct Publication {
  std::string id = {};       // first 16 hexadecimal digits of the SHA-256 of everything else in it
  std::string moment = {};   // "2026-11-22T06:03:12Z"
  std::string program = {};  // version
  std::string name = {};     // of a file's forecast; else the register
  PublishedQuestion question = {};
  std::string definition = {};        // "tartip:count:v1"
  std::string cut = {};               // what the data knew: "2026-10-31T18:59:59Z", or the moment
  std::string register_version = {};  // the store's fingerprint of the register's imports
  std::string history = {};           // span: "2015-01..2026-09"; empty for files
  std::string method = {};            // as asked: "auto"
  std::string nowcast = {};           // "bayes", "lawless" or "none"
  std::string reconciliation = {};    // "mint_shrink" … or "none"
  std::uint64_t seed = 1;
  std::int64_t horizon = 0;
  std::int64_t series = 0;
  std::vector<double> probabilities = {};  // of all quantiles below
};

struct PublishedStep {
  std::string t = {};  // "2026-10": the period forecast
  double mean = 0;
  std::vector<double> quantiles = {};
  std::optional<double> yardstick_mean = {};  // seasonal naive
  std::optional<double> yardstick_deviation = {};
};

struct PublishedForecast {
  std::string publication = {};      // its id
  std::string series = {};           // "KZ-11/art188", for people and files
  std::string territory = {};        // code; empty: all
  std::string item = {};             // class code; empty: all
  std::string method = {};           // what was fitted: "ETS(M,N,M)"
  std::optional<double> scale = {};  // mean absolute seasonal difference of the history
  std::vector<PublishedStep> steps = {};
};

// "2026-11-22T06:03:12Z": as moments are written down; such texts sort by time.
std::string moment_text(axes::Micros utc);

// Fills in `publication.id`. Errors: bad_data `error.ledger.json`.
Result<std::string> entry_of(Publication& publication);
Result<std::string> entry_of(const PublishedForecast& forecast);

// What a ledger holds of forecasts; entries of other types are passed over. Errors: corrupt `error.publication.entry`.
struct PublishedSet {
  Publication publication;
  std::uint64_t entry = 0;
  std::vector<PublishedForecast> forecasts;
};
using PublishedSets = std::vector<std::shared_ptr<const PublishedSet>>;  // in the order of the ledger
Result<PublishedSets> read_publications(const std::vector<std::string>& entries);
// Adds what stands in further entries, the first of them number `first` of the ledger. The sets that are there are not
// changed: one that grows is replaced. On an error `sets` stays as it was.
Status add_publications(const std::vector<std::string>& entries, std::uint64_t first, PublishedSets& sets);

// Of any entry, for a list.
struct EntrySummary {
  std::string kind, what;
};
EntrySummary summarise_entry(std::string_view entry);

}  // namespace tartip::app
