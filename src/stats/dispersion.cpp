#include "stats/dispersion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/require.hpp"
#include "stats/quantile.hpp"

namespace tartip::stats {
namespace {

constexpr double k_drawn_in_beyond = 3.5;  // robust standard deviations

struct Fit {
  std::vector<double> rows;
  std::vector<double> columns;
  std::vector<bool> used;  // cells with a value in a row and a column that have events
  double degrees = 0;
};

// Iterative proportional fitting of row × column to the cells that are there: the maximum likelihood fit of the Poisson
// model.
Fit fit_rows_and_columns(std::span<const double> counts, std::size_t columns) {
  const std::size_t rows = counts.size() / columns;
  Fit fit{std::vector<double>(rows), std::vector<double>(columns, 1.0), std::vector<bool>(counts.size()), 0};
  std::vector<double> row_sums(rows);
  std::vector<double> column_sums(columns);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      const double count = counts[r * columns + c];
      if (!(std::isfinite(count) && count >= 0)) continue;
      row_sums[r] += count;
      column_sums[c] += count;
      fit.used[r * columns + c] = true;
    }
  }
  double cells = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      if (row_sums[r] == 0 || column_sums[c] == 0) fit.used[r * columns + c] = false;
      cells += fit.used[r * columns + c] ? 1 : 0;
    }
  }
  const auto with_events = [](const std::vector<double>& sums) {
    return static_cast<double>(std::count_if(sums.begin(), sums.end(), [](double sum) { return sum > 0; }));
  };
  fit.degrees = cells - with_events(row_sums) - with_events(column_sums) + 1;

  for (int round = 0; round < 500; ++round) {
    double change = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      double fitted = 0;
      for (std::size_t c = 0; c < columns; ++c)
        if (fit.used[r * columns + c]) fitted += fit.columns[c];
      fit.rows[r] = fitted > 0 ? row_sums[r] / fitted : 0;
    }
    for (std::size_t c = 0; c < columns; ++c) {
      double fitted = 0;
      for (std::size_t r = 0; r < rows; ++r)
        if (fit.used[r * columns + c]) fitted += fit.rows[r];
      const double next = fitted > 0 ? column_sums[c] / fitted : 0;
      change = std::max(change, std::abs(next - fit.columns[c]) / std::max(next, 1e-300));
      fit.columns[c] = next;
    }
    if (change < 1e-10) break;
  }
  return fit;
}

}  // namespace

Dispersion dispersion_from_history(std::span<const double> counts, std::size_t columns, double minimum_degrees) {
  require(columns > 0 && counts.size() % columns == 0, "dispersion_from_history needs whole rows");
  Dispersion result;
  result.size = std::numeric_limits<double>::infinity();
  const Fit fit = fit_rows_and_columns(counts, columns);
  if (fit.degrees < std::max(1.0, minimum_degrees)) return result;

  std::vector<double> means;
  std::vector<double> residuals;
  std::vector<double> sizes;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (!fit.used[i]) continue;
    const double mean = fit.rows[i / columns] * fit.columns[i % columns];
    if (!(mean > 0)) continue;
    means.push_back(mean);
    residuals.push_back((counts[i] - mean) / std::sqrt(mean));
    sizes.push_back(std::abs(residuals.back()));
  }
  // 1.4826: the median absolute value of a standard normal is 0.6745. Never below Poisson noise: in sparse series most
  // residuals are small and the few events would be taken for outliers.
  const double limit = k_drawn_in_beyond * std::max(1.0, 1.4826 * median(sizes));
  double squares = 0;
  double skewness = 0;
  double total = 0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    const double drawn = std::clamp(residuals[i], -limit, limit);
    result.drawn_in += drawn != residuals[i] ? 1 : 0;
    squares += drawn * drawn;
    skewness += drawn / std::sqrt(means[i]);
    total += means[i];
  }
  const double n = static_cast<double>(residuals.size());
  const double pearson = squares / fit.degrees;
  result.phi = std::max(1.0, pearson / std::max(0.2, 1 + skewness / n));
  result.degrees = fit.degrees;
  if (result.phi > 1) result.size = total / n / (result.phi - 1);
  return result;
}

}  // namespace tartip::stats
