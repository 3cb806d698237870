// A long file of series: `series,t,value`, any number of series, as forecasts read it.
//
// t: ISO days or months (their periods), or whole numbers; the same kind in the whole file. Rows may come in any order;
// a period may stand once in a series; gaps are refused unless `gaps` says how to close them. `series` may be left out
// when there is one.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "base/error.hpp"

namespace tartip::app {

enum class Gaps { refuse, zero, linear };  // linear: on the line between the neighbours

struct NamedSeries {
  std::string name;
  std::int64_t first = 0;  // ordinal of the first value
  std::vector<double> values;
};

struct SeriesFile {
  std::optional<axes::Unit> unit;   // nothing: whole numbers
  std::vector<NamedSeries> series;  // in the file's order
  std::size_t unsorted = 0;         // series whose rows were not in order
  std::size_t filled = 0;           // periods put in by `gaps`

  std::string time(std::int64_t ordinal) const;  // first day of the period, or the number
};

struct SeriesFileOptions {
  std::optional<axes::Unit> every;  // nothing: the widest unit whose first days all of t are
  Gaps gaps = Gaps::refuse;
};

// Plain or gzip CSV, streamed. Errors carry file, line and column: a value that is no number, not finite or above 1e15;
// a t of another kind than the first; a period twice (with the line of the first); a gap (with the missing period).
Result<SeriesFile> read_series(const std::filesystem::path& file, const SeriesFileOptions& options);

// Periods in a cycle: 12 for months, 4 quarters, 2 half-years, 52 weeks, 7 days, 24 hours; 1 otherwise.
int season_of(std::optional<axes::Unit> unit);

}  // namespace tartip::app
