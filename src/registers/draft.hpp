// A proposal in the making: what the columns look like, and what they are taken for so far. Internal to the room.
#pragma once
#include <string>
#include <vector>

#include "geo/geometry.hpp"
#include "registers/column_sample.hpp"
#include "registers/proposal.hpp"

namespace tartip::registers {

inline constexpr double k_fits = 0.8;  // from this share on an axis is the one that is meant

struct Draft {
  const Sample* sample = nullptr;
  const KnownAxes* known = nullptr;
  SourceFormat file;
  std::vector<ColumnSample> samples;  // by column
  std::vector<ColumnTaken> columns;
  std::vector<Guess> guesses;
  std::string territory;

  static Draft of(const Sample& sample, const KnownAxes& known);

  std::pair<double, double> range(const ColumnSample& column) const {
    return column.range(file.decimal, file.thousands);
  }
  bool numeric(const ColumnSample& column) const;
  bool degrees(const ColumnSample& x, const ColumnSample& y) const;
  void say(std::string column, std::string key, std::vector<Argument> arguments = {}) {
    guesses.push_back({std::move(column), std::move(key), std::move(arguments)});
  }
};

// Different values, some hundreds at most, for trying an axis on.
std::vector<std::string> tried_values(const ColumnSample& column);
// Points of the sample in degrees, some hundreds at most; none when the plane has no longitude and latitude.
std::vector<geo::Point> tried_points(const Draft& draft, std::size_t x, std::size_t y, const std::string& crs);

}  // namespace tartip::registers
