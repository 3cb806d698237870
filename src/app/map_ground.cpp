#include "app/map_ground.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "geo/grid.hpp"
#include "geo/measure.hpp"

namespace tartip::app {
namespace {

constexpr std::size_t k_most_districts = 400;  // more cannot be told apart on one page
constexpr double k_most_cells = 250;
constexpr double k_events_a_cell = 15;  // on average, so that most cells have enough to be told from their neighbours
constexpr double k_cell_rate_per_km2 = 1'000;

int year_of(axes::Day day) {
  return static_cast<int>(std::chrono::year_month_day(day).year());
}

// 1, 2 or 5 times a power of ten, nearest on the scale of ratios.
double round_length(double metres) {
  const double power = std::pow(10.0, std::floor(std::log10(metres)));
  double best = power;
  for (double step : {1.0, 2.0, 5.0, 10.0})
    if (std::abs(std::log(power * step / metres)) < std::abs(std::log(best / metres))) best = power * step;
  return best;
}

double ground_km2(const geo::MultiPolygon& outline, const std::optional<std::array<double, 4>>& box, bool degrees) {
  if (!outline.empty()) return degrees ? geo::area_km2(outline) : geo::plane_area(outline) / 1e6;
  const auto& [west, south, east, north] = *box;
  const geo::MultiPolygon frame = {{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, {}}};
  return degrees ? geo::area_km2(frame) : geo::plane_area(frame) / 1e6;
}

// The panel names a cell by the metres of its lower left corner, "x,y".
std::optional<geo::GridCell> cell_of(const std::string& code, double side) {
  double x = 0, y = 0;
  const char* end = code.data() + code.size();
  const auto first = std::from_chars(code.data(), end, x);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ',') return std::nullopt;
  if (std::from_chars(first.ptr + 1, end, y).ec != std::errc()) return std::nullopt;
  return geo::GridCell{static_cast<std::int32_t>(std::lround(x / side)),
                       static_cast<std::int32_t>(std::lround(y / side))};
}

std::string code_of(const geo::Grid& grid, geo::GridCell cell) {
  const geo::Point corner = grid.corner(cell);
  return std::to_string(std::llround(corner.x)) + "," + std::to_string(std::llround(corner.y));
}

}  // namespace

axes::Day middle_of(axes::Span span) {
  return span.from + (span.to - span.from) / 2;
}

std::optional<std::int32_t> level_to_show(const axes::Territory& territory, axes::Day day,
                                          std::optional<std::int32_t> deepest) {
  std::optional<std::int32_t> best;
  std::size_t most = 1;
  const std::int32_t levels = deepest ? *deepest + 1 : static_cast<std::int32_t>(territory.levels().size());
  for (std::int32_t level = 0; level < levels; ++level) {
    std::size_t units = 0, useful = 0;
    for (const axes::TerritoryUnit& unit : territory.units()) {
      if (unit.level != level || !unit.valid.contains(day)) continue;
      ++units;
      useful += !unit.area.empty() ||
                territory.residents(unit.number, year_of(day)).quality != axes::Territory::PopulationQuality::unknown;
    }
    if (units > most && units <= k_most_districts && useful * 2 > units) {
      most = units;
      best = level;
    }
  }
  return best;
}

geo::MultiPolygon outline_of(const axes::Territory& territory, axes::Day day) {
  geo::MultiPolygon outline;
  for (const axes::TerritoryUnit& unit : territory.units())
    if (unit.level == 0 && unit.valid.contains(day)) outline.insert(outline.end(), unit.area.begin(), unit.area.end());
  return outline;
}

double fitting_side(double events, const geo::MultiPolygon& outline, const store::Overview& overview, bool degrees) {
  const double cells = std::clamp(events / k_events_a_cell, 25.0, k_most_cells);
  const double side = round_length(std::sqrt(ground_km2(outline, overview.box, degrees) / cells) * 1'000);
  return side > 0 ? side : 0;
}

void add_units(const axes::Territory& territory, std::int32_t level, axes::Day day, briefing::Place& place) {
  place.level = territory.levels()[static_cast<std::size_t>(level)].names;
  place.in_degrees = territory.plane().rfind("local", 0) != 0;
  std::size_t with_residents = 0;
  for (const axes::TerritoryUnit& unit : territory.units()) {
    if (unit.level != level || !unit.valid.contains(day)) continue;
    const auto residents = territory.residents(unit.number, year_of(day));
    const bool known = residents.quality != axes::Territory::PopulationQuality::unknown && residents.count > 0;
    with_residents += known;
    place.grounds.push_back({unit.number, unit.code, unit.names, unit.area,
                             known ? residents.count : std::numeric_limits<double>::quiet_NaN()});
  }
  if (with_residents * 2 > place.grounds.size()) place.exposure = briefing::Exposure::residents;
}

Status add_cells(const std::vector<const cube::Panel*>& panels, const geo::MultiPolygon& outline,
                 briefing::Place& place) {
  Result<geo::Projection> plane = geo::Projection::named(panels.front()->grid_plane);
  if (!plane) return pass(plane);
  const double side = place.cell_metres;
  const geo::Grid grid =
      place.in_degrees ? geo::Grid::in_degrees(std::move(*plane), side) : geo::Grid::in_plane(std::move(*plane), side);
  if (const auto inside = outline.empty() ? std::nullopt : grid.cells_inside(outline)) {
    place.exposure = briefing::Exposure::square_kilometres;
    place.per = k_cell_rate_per_km2;
    for (const geo::CellInside& cell : *inside)
      place.grounds.push_back({-1, code_of(grid, cell.cell), {}, {grid.polygon_of(cell.cell)}, cell.km2});
    return {};
  }
  std::set<std::string> codes;
  for (const cube::Panel* panel : panels)
    for (const cube::Member& member : panel->territories)
      if (!member.code.empty()) codes.insert(member.code);
  for (const std::string& code : codes)
    if (const auto cell = cell_of(code, side))
      place.grounds.push_back({-1, code, {}, {grid.polygon_of(*cell)}, std::numeric_limits<double>::quiet_NaN()});
  return {};
}

}  // namespace tartip::app
