#include "statistics/history.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "statistics/observation.hpp"
#include "statistics/season.hpp"

namespace tartip::statistics {
namespace {

using Key = std::pair<std::int32_t, std::string>;
const Key k_any{-2, ""};
const Key k_not_split{-3, ""};

Key key_of(const cube::Member& member) {
  return member.number >= 0 ? Key{member.number, ""} : Key{-1, member.code};
}

Key key_of(const std::vector<cube::Member>& members, std::int32_t index) {
  return index < 0 ? k_not_split : key_of(members[static_cast<std::size_t>(index)]);
}

std::vector<Key> keys_of(const std::vector<cube::Member>& members) {
  if (members.empty()) return {k_any};
  std::vector<Key> keys;
  for (const cube::Member& member : members) keys.push_back(key_of(member));
  return keys;
}

}  // namespace

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

RowHistory::RowHistory(const cube::Panel* history, const ChangeOptions& fallback)
    : history_(history), fallback_(fallback) {
  if (history == nullptr) return;
  for (std::size_t s = 0; s < history->series.size(); ++s) {
    const Key territory = key_of(history->territories, history->series[s].territory);
    const Key item = key_of(history->classes, history->series[s].item);
    for (const Key& ground : {territory, k_any})
      for (const Key& part : {item, k_any}) series_[{ground, part}].push_back(s);
  }
}

ChangeOptions RowHistory::options_of(const RowMembers& row) const {
  ChangeOptions options = fallback_;
  if (history_ == nullptr || options.kind == Kind::amount) return options;
  std::vector<std::size_t> series;
  for (const Key& ground : keys_of(row.territories))
    for (const Key& part : keys_of(row.classes))
      if (const auto found = series_.find({ground, part}); found != series_.end())
        series.insert(series.end(), found->second.begin(), found->second.end());
  const stats::Dispersion dispersion = dispersion_of(*history_, series);
  if (!dispersion.estimated()) return options;
  options.dispersion = dispersion.phi;
  options.dispersion_degrees = dispersion.degrees;
  return options;
}

}  // namespace tartip::statistics
