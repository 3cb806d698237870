#include "statistics/trend.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "statistics/season.hpp"
#include "stats/negative_binomial.hpp"
#include "stats/special.hpp"

namespace tartip::statistics {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
using Place = std::pair<int, int>;  // year, part of the year

Observation value_at(const cube::Panel& panel, std::size_t series, std::size_t period) {
  if (series != k_all_series) return {panel.row(series)[period], panel.row_cells(series)[period]};
  if (panel.series.empty()) return {k_nan, cube::Cell::missing};
  Observation sum;
  for (std::size_t s = 0; s < panel.series.size(); ++s)
    sum = added(sum, {panel.row(s)[period], panel.row_cells(s)[period]});
  return sum;
}

// The complete counts of the years before, by part of the year.
using Baseline = std::map<int, std::vector<double>>;

struct Noise {
  double phi = 1;
  double widened = 1;  // φ with t/z for the degrees of freedom of its estimate
};

Noise noise_of(const Baseline& baseline, double level) {
  double squares = 0;
  double degrees = 0;
  for (const auto& [part, counts] : baseline) {
    double mean = 0;
    for (const double count : counts) mean += count;
    mean /= static_cast<double>(counts.size());
    if (!(mean > 0) || counts.size() < 2) continue;
    for (const double count : counts) squares += (count - mean) * (count - mean) / mean;
    degrees += static_cast<double>(counts.size()) - 1;
  }
  Noise noise;
  if (degrees < 1) return noise;
  noise.phi = std::max(1.0, squares / degrees);
  const double tail = 1 - (1 - level) / 2;
  const double widening = stats::student_quantile(degrees, tail) / stats::normal_quantile(tail);
  noise.widened = noise.phi > 1 ? noise.phi * widening * widening : 1;
  return noise;
}

void set_range(TrendPoint& point, const std::vector<double>& earlier, const Noise& noise, double level) {
  const double years = static_cast<double>(earlier.size());
  double sum = 0;
  for (const double count : earlier) sum += count;
  point.usual = sum / years;
  const double mean = (sum + 0.5) / years;
  const stats::CountModel next{mean, noise.widened * mean * (1 + 1 / years)};
  point.low = stats::count_quantile(next, (1 - level) / 2);
  point.high = stats::count_quantile(next, 1 - (1 - level) / 2);
  if (point.value.cell != cube::Cell::complete) return;
  point.against = Against::within;
  if (point.value.value > point.high) point.against = Against::above;
  if (point.value.value < point.low) point.against = Against::below;
}

}  // namespace

Trend trend_of(const cube::Panel& panel, std::size_t series, const TrendOptions& options) {
  Trend trend;
  trend.level = options.level;
  std::map<Place, Observation> history;
  std::vector<std::optional<Place>> places;
  bool periodic = false;
  for (std::size_t p = 0; p < panel.periods.size(); ++p) {
    const Observation value = value_at(panel, series, p);
    const auto season = season_of(panel.periods[p]);
    if (season) history.emplace(Place{season->year, season->part}, value);
    periodic = periodic || season.has_value();
    if (!options.current.contains(axes::first_day(panel.periods[p]))) continue;
    TrendPoint point;
    point.period = panel.periods[p];
    point.value = value;
    point.year_before = {k_nan, cube::Cell::missing};
    point.usual = point.low = point.high = k_nan;
    trend.points.push_back(point);
    places.push_back(season ? std::optional<Place>{Place{season->year, season->part}} : std::nullopt);
  }
  int first_year = std::numeric_limits<int>::max();
  for (std::size_t i = 0; i < trend.points.size(); ++i) {
    if (!places[i]) continue;
    first_year = std::min(first_year, places[i]->first);
    const auto before = history.find({places[i]->first - 1, places[i]->second});
    if (before != history.end()) trend.points[i].year_before = before->second;
  }
  if (!periodic) {
    trend.state = TrendState::not_periodic;
    return trend;
  }
  if (options.kind == Kind::amount) {
    trend.state = TrendState::amounts;
    return trend;
  }

  Baseline baseline;
  std::set<int> years;
  for (const auto& [place, value] : history) {
    if (place.first >= first_year || place.first < first_year - options.most_years) continue;
    if (value.cell != cube::Cell::complete || !(std::isfinite(value.value) && value.value >= 0)) continue;
    baseline[place.second].push_back(value.value);
    years.insert(place.first);
  }
  trend.baseline_years = static_cast<int>(years.size());
  const Noise noise = noise_of(baseline, options.level);
  trend.phi = noise.phi;
  for (std::size_t i = 0; i < trend.points.size(); ++i) {
    if (!places[i]) continue;
    const auto earlier = baseline.find(places[i]->second);
    if (earlier == baseline.end()) continue;
    TrendPoint& point = trend.points[i];
    point.years = static_cast<int>(earlier->second.size());
    if (point.years < options.least_years) continue;
    trend.state = TrendState::ranged;
    set_range(point, earlier->second, noise, options.level);
    if (point.against == Against::none) continue;
    trend.outside += point.against == Against::within ? 0 : 1;
    trend.outside_by_chance += 1 - options.level;
  }
  return trend;
}

}  // namespace tartip::statistics
