#include "statistics/indicator_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "base/require.hpp"

namespace tartip::statistics {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

bool is_ranked(const IndicatorValue& value) {
  return value.figure().standing == IndicatorStanding::sound;
}

double draw_share(Random& random, double inside, double outside) {
  const double a = random.gamma(inside + 0.5), b = random.gamma(outside + 0.5);
  return a / (a + b);
}

// One value as it might have come out. Only the order between regions of one definition matters.
double drawn(const Indicator& indicator, const IndicatorFigure& figure, Random& random) {
  const double top = figure.numerator->as_double();
  switch (indicator.shape) {
    case IndicatorShape::share:
      return draw_share(random, top, figure.denominator->as_double() - top);
    case IndicatorShape::ratio: {
      const double bottom = figure.denominator->as_double();
      const double inside = std::min({figure.overlap ? figure.overlap->as_double() : 0, top, bottom});
      return draw_share(random, inside, bottom - inside) + random.gamma(top - inside + 0.5) / bottom;
    }
    case IndicatorShape::rate:
      return random.gamma(top + 0.5) / figure.residents;
    default:
      return random.gamma(top + 0.5);
  }
}

bool is_drawn(const Indicator& indicator) {
  return indicator.shape != IndicatorShape::amount && indicator.shape != IndicatorShape::amount_share;
}

// 1 + the number of those above: ties share the better rank.
std::vector<int> ranks_of(const std::vector<double>& values, const std::vector<std::size_t>& among) {
  std::vector<int> ranks(values.size(), 0);
  for (std::size_t i : among)
    ranks[i] = 1 + static_cast<int>(
                       std::count_if(among.begin(), among.end(), [&](std::size_t j) { return values[j] > values[i]; }));
  return ranks;
}

// What one definition says: values, who is ranked, and how often i lay above j in the draws.
struct Order {
  std::vector<double> values;
  std::vector<std::size_t> among;
  std::vector<double> above;  // regions × regions, share of draws; empty: not drawn
};

Order order_of(const Indicator& indicator, const std::vector<IndicatorValue>& values, std::uint64_t stream,
               const ComparisonOptions& options, std::vector<Placed>& placed) {
  const std::size_t n = values.size();
  Order order;
  for (std::size_t i = 0; i < n; ++i) {
    require(values[i].definition() == indicator.id, "compare_definitions needs the values of its definitions");
    order.values.push_back(values[i].figure().value);
    if (is_ranked(values[i])) order.among.push_back(i);
  }
  const std::vector<int> ranks = ranks_of(order.values, order.among);
  placed.resize(n);
  for (std::size_t i : order.among) placed[i].rank = ranks[i];
  if (!is_drawn(indicator) || order.among.empty()) return order;

  const auto draws = static_cast<std::size_t>(options.draws);
  std::vector<std::vector<double>> samples(draws);
  parallel_for(
      draws,
      [&](std::size_t draw) {
        Random random(options.seed, stream * draws + draw);
        samples[draw].assign(n, k_nan);
        for (std::size_t i : order.among) samples[draw][i] = drawn(indicator, values[i].figure(), random);
      },
      options.threads);
  order.above.assign(n * n, 0);
  std::vector<std::vector<int>> sampled_ranks(n);
  for (const std::vector<double>& sample : samples) {
    for (std::size_t i : order.among) {
      int rank = 1;
      for (std::size_t j : order.among) {
        if (sample[i] > sample[j]) order.above[i * n + j] += 1.0 / static_cast<double>(draws);
        rank += sample[j] > sample[i] ? 1 : 0;
      }
      sampled_ranks[i].push_back(rank);
    }
  }
  const auto cut = static_cast<std::size_t>((1 - options.rank_level) / 2 * static_cast<double>(draws));
  for (std::size_t i : order.among) {
    std::sort(sampled_ranks[i].begin(), sampled_ranks[i].end());
    placed[i].rank_low = std::min(sampled_ranks[i][cut], ranks[i]);
    placed[i].rank_high = std::max(sampled_ranks[i][draws - 1 - cut], ranks[i]);
  }
  return order;
}

// Kendall's τ_b (1945), ties in either order taken out.
double kendall(const Order& a, const Order& b, const std::vector<std::size_t>& both) {
  double agree = 0, in_a = 0, in_b = 0;
  for (std::size_t x = 0; x < both.size(); ++x) {
    for (std::size_t y = x + 1; y < both.size(); ++y) {
      const auto sign = [&](const Order& order) {
        const double d = order.values[both[x]] - order.values[both[y]];
        return d > 0 ? 1 : d < 0 ? -1 : 0;
      };
      agree += sign(a) * sign(b);
      in_a += sign(a) != 0;
      in_b += sign(b) != 0;
    }
  }
  return in_a > 0 && in_b > 0 ? agree / std::sqrt(in_a * in_b) : k_nan;
}

bool holds(const Order& order, std::size_t i) {
  return std::binary_search(order.among.begin(), order.among.end(), i);
}

// The clearest turn of the pair over all pairs of definitions, if it turns at all. `orderings`: definitions under which
// both are ranked.
std::optional<Turn> turn_of(const std::vector<Order>& orders, std::size_t i, std::size_t j, double level,
                            std::size_t& orderings) {
  const std::size_t n = orders.front().values.size();
  std::vector<std::size_t> up, down;
  orderings = 0;
  for (std::size_t d = 0; d < orders.size(); ++d) {
    if (!holds(orders[d], i) || !holds(orders[d], j)) continue;
    ++orderings;
    if (orders[d].values[i] > orders[d].values[j]) up.push_back(d);
    if (orders[d].values[i] < orders[d].values[j]) down.push_back(d);
  }
  std::optional<Turn> best;
  for (std::size_t above : up) {
    for (std::size_t below : down) {
      Turn turn{i, j, above, below, k_nan, false};
      if (!orders[above].above.empty() && !orders[below].above.empty()) {
        turn.chance = 1 - std::min(orders[above].above[i * n + j], orders[below].above[j * n + i]);
        turn.clear = turn.chance <= 1 - level + 1e-12;
      }
      if (!best || turn.chance < best->chance || (std::isnan(best->chance) && !std::isnan(turn.chance))) best = turn;
    }
  }
  return best;
}

}  // namespace

IndicatorComparison compare_definitions(const std::vector<const Indicator*>& indicators,
                                        const std::vector<std::vector<IndicatorValue>>& values,
                                        const ComparisonOptions& options) {
  require(indicators.size() == values.size() && !values.empty(), "compare_definitions needs values a definition");
  require(
      options.draws >= 1 && options.level > 0 && options.level < 1 && options.rank_level > 0 && options.rank_level < 1,
      "compare_definitions needs draws and levels");
  const std::size_t n = values.front().size();
  IndicatorComparison result;
  std::vector<Order> orders;
  for (std::size_t d = 0; d < values.size(); ++d) {
    require(values[d].size() == n, "compare_definitions needs the same regions under every definition");
    orders.push_back(order_of(*indicators[d], values[d], d, options, result.placed.emplace_back()));
  }

  for (std::size_t i = 0; i < n; ++i) {
    int best = 0, worst = 0, times = 0;
    for (const std::vector<Placed>& placed : result.placed) {
      if (placed[i].rank == 0) continue;
      best = best == 0 ? placed[i].rank : std::min(best, placed[i].rank);
      worst = std::max(worst, placed[i].rank);
      ++times;
    }
    result.best.push_back(best);
    result.worst.push_back(worst);
    result.ranked += times >= 2;
  }
  const double both_by_chance = 2 * (1 - options.level) * (1 - options.level);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) {
      std::size_t orderings = 0;
      std::optional<Turn> turn = turn_of(orders, i, j, options.level, orderings);
      if (orderings < 2) continue;
      ++result.pairs;
      result.clear_by_chance += both_by_chance * static_cast<double>(orderings * (orderings - 1) / 2);
      if (!turn) continue;
      ++result.turned;
      result.turned_clearly += turn->clear;
      result.turns.push_back(*turn);
    }
  }
  std::stable_sort(result.turns.begin(), result.turns.end(), [](const Turn& a, const Turn& b) {
    const auto key = [](const Turn& one) { return std::isnan(one.chance) ? 2.0 : one.chance; };
    return key(a) < key(b);
  });
  result.tau.assign(values.size(), std::vector<double>(values.size(), 1));
  for (std::size_t a = 0; a < orders.size(); ++a) {
    for (std::size_t b = 0; b < orders.size(); ++b) {
      std::vector<std::size_t> both;
      for (std::size_t i : orders[a].among)
        if (holds(orders[b], i)) both.push_back(i);
      result.tau[a][b] = kendall(orders[a], orders[b], both);
    }
  }
  return result;
}

}  // namespace tartip::statistics
