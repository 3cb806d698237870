// Reporting triangles of a file: CSV `series,event,reported,count`, a row for what was registered of a period in a
// later one.
//
// event, reported: ISO days or months, or whole numbers, the same kind in the whole file. Rows of the same places add
// up. `series` may be left out when there is one.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/fields.hpp"
#include "forecast/nowcast.hpp"

namespace tartip::app {

struct NamedTriangle {
  std::string name;  // empty: the file has no column `series`
  forecast::Triangle triangle;
  std::int64_t first = 0;  // ordinal of its first period
};

struct TriangleFile {
  TimeAxis axis;
  std::vector<NamedTriangle> series;  // in the file's order; all end with the same period
};

// `now`: the last period, as written in the file; registrations after it are not known yet. Nothing: the last
// registration. Errors carry file, line and column: an empty file, mixed kinds of time, a count below 0, registered
// before it happened; too_large `error.forecast.triangle_large` above 4 000 periods.
Result<TriangleFile> read_triangles(const std::filesystem::path& path, std::optional<axes::Unit> every,
                                    const std::optional<std::string>& now);

}  // namespace tartip::app
