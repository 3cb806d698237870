#include "statistics/history.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "statistics/observation.hpp"
#include "statistics/season.hpp"

namespace tartip::statistics {

stats::Dispersion dispersion_of(const cube::Panel& history, std::span<const std::size_t> series) {
  stats::Dispersion poisson;
  poisson.size = std::numeric_limits<double>::infinity();
  if (series.empty()) return poisson;

  int first_year = std::numeric_limits<int>::max();
  int last_year = std::numeric_limits<int>::min();
  int parts = 0;
  for (const axes::Period period : history.periods) {
    const auto season = season_of(period);
    if (!season) continue;
    first_year = std::min(first_year, season->year);
    last_year = std::max(last_year, season->year);
    parts = season->parts;
  }
  if (parts == 0 || last_year == first_year) return poisson;

  const auto columns = static_cast<std::size_t>(parts);
  std::vector<double> counts(static_cast<std::size_t>(last_year - first_year + 1) * columns,
                             std::numeric_limits<double>::quiet_NaN());
  for (std::size_t p = 0; p < history.periods.size(); ++p) {
    const auto season = season_of(history.periods[p]);
    if (!season) continue;
    Observation sum;
    for (const std::size_t s : series) sum = added(sum, {history.row(s)[p], history.row_cells(s)[p]});
    if (sum.cell != cube::Cell::complete) continue;
    counts[static_cast<std::size_t>(season->year - first_year) * columns + static_cast<std::size_t>(season->part)] =
        sum.value;
  }
  return stats::dispersion_from_history(counts, columns);
}

stats::Dispersion dispersion_of(const cube::Panel& history, std::size_t series) {
  return dispersion_of(history, std::span(&series, 1));
}

stats::Dispersion dispersion_of_total(const cube::Panel& history) {
  std::vector<std::size_t> all(history.series.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return dispersion_of(history, all);
}

}  // namespace tartip::statistics
