// The answer to a Query and the only data that methods see: series × periods.
//
// A cell is a value with a status. `complete`: the register covers the period (no events gives 0). `partial`: it covers
// a part of it. `missing`: it does not cover it, or the value was not reported; the value is NaN. Zero and missing are
// never the same.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "axes/calendar.hpp"
#include "axes/names.hpp"

namespace tartip::cube {

enum class Cell : std::uint8_t { complete, partial, missing };

// One member of an axis: a territory unit, a class, or a grid cell ("x,y" of its lower corner as code).
struct Member {
  std::int32_t number = -1;  // in its territory or classification; -1: "not known" or a grid cell
  std::string code;          // "" is the member "not known"
  axes::Names names;
};

struct Series {
  std::int32_t territory = -1;  // index into Panel::territories, -1 when not split by territory
  std::int32_t item = -1;       // index into Panel::classes, -1 when not split by class
};

struct Panel {
  std::vector<Member> territories;
  std::vector<Member> classes;
  std::vector<axes::Period> periods;  // empty when not split by time: then `span` is the one period
  axes::Span span;
  std::vector<Series> series;  // ordered by territory, then class
  std::vector<double> values;  // series-major: values[s * columns() + p]
  std::vector<Cell> cells;
  std::vector<double> residents;  // per series, for rates: of the middle of the span; empty otherwise
  std::size_t left_out =
      0;  // events in the filter that have no day (no hour, when split by hours), and so stand in no cell
  axes::Span covered{};  // what the register covers; empty when it holds nothing
  std::string
      grid_plane;  // for grid cells: the equal-area plane (a name for geo::Projection) of their codes "east,north"
  double grid_side = 0;  // and their side in metres

  std::size_t columns() const { return periods.empty() ? 1 : periods.size(); }
  std::span<const double> row(std::size_t s) const { return {values.data() + s * columns(), columns()}; }
  std::span<const Cell> row_cells(std::size_t s) const { return {cells.data() + s * columns(), columns()}; }
};

}  // namespace tartip::cube
