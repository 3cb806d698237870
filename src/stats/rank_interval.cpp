#include "stats/rank_interval.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "base/require.hpp"

namespace tartip::stats {

std::vector<RankInterval> rank_intervals(std::span<const double> shapes, std::span<const double> exposures,
                                         const RankOptions& options) {
  require(shapes.size() == exposures.size(), "rank_intervals needs one exposure a shape");
  require(options.draws >= 1 && options.level > 0 && options.level < 1, "rank_intervals needs draws and a level");
  std::vector<RankInterval> result(shapes.size());
  std::vector<std::size_t> ranked;
  for (std::size_t i = 0; i < shapes.size(); ++i)
    if (std::isfinite(shapes[i]) && shapes[i] > 0 && std::isfinite(exposures[i]) && exposures[i] > 0)
      ranked.push_back(i);
  if (ranked.empty()) return result;

  // One draw is one stream and one row of the matrix, so that threads cannot change what is drawn.
  const auto draws = static_cast<std::size_t>(options.draws);
  const std::size_t n = ranked.size();
  std::vector<std::uint32_t> ranks(draws * n);
  parallel_for(
      draws,
      [&](std::size_t draw) {
        Random random(options.seed, draw);
        std::vector<double> rates(n);
        for (std::size_t k = 0; k < n; ++k) rates[k] = random.gamma(shapes[ranked[k]]) / exposures[ranked[k]];
        std::vector<std::uint32_t> order(n);
        std::iota(order.begin(), order.end(), 0U);
        std::sort(order.begin(), order.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return rates[a] != rates[b] ? rates[a] > rates[b] : a < b; });
        for (std::uint32_t place = 0; place < n; ++place) ranks[draw * n + order[place]] = place + 1;
      },
      options.threads);

  // The ends are order statistics outside the wanted mass, so that at least `level` of the draws lie within.
  const double tail = (1 - options.level) / 2;
  const auto first = static_cast<std::size_t>(std::floor(tail * static_cast<double>(draws)));
  const std::size_t last = draws - 1 - std::min(first, draws - 1);
  parallel_for(
      n,
      [&](std::size_t k) {
        std::vector<std::uint32_t> places(draws);
        double sum = 0;
        for (std::size_t draw = 0; draw < draws; ++draw) {
          places[draw] = ranks[draw * n + k];
          sum += places[draw];
        }
        const auto at = [&](std::size_t index) {
          std::nth_element(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(index), places.end());
          return static_cast<int>(places[index]);
        };
        const int low = at(std::min(first, last));
        result[ranked[k]] = {sum / static_cast<double>(draws), low, std::max(low, at(std::max(first, last)))};
      },
      options.threads);
  return result;
}

}  // namespace tartip::stats
