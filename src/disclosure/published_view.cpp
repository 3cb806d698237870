#include "disclosure/published_view.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tartip::disclosure {

PublishedView view_of(const SumTable& table, std::span<const std::uint8_t> hidden) {
  PublishedView view;
  std::vector<std::uint32_t> unknown(table.cells.size());
  for (std::uint32_t c = 0; c < table.cells.size(); ++c) {
    if (hidden[c] == 0) continue;
    unknown[c] = static_cast<std::uint32_t>(view.cells.size());
    view.cells.push_back(c);
    view.known.push_back({table.cells[c].low, table.cells[c].high});
  }
  for (const Sum& sum : table.sums) {
    Equation equation;
    const auto add = [&](std::size_t cell, double factor) {
      if (hidden[cell] != 0)
        equation.terms.push_back({unknown[cell], factor});
      else
        equation.right -= factor * table.cells[cell].value, equation.size += std::abs(table.cells[cell].value);
    };
    add(sum.total, -1);
    for (const std::size_t part : sum.parts) add(part, 1);
    view.equations.push_back(std::move(equation));
  }
  return view;
}

bool contradicts(const Equation& equation, const std::vector<Interval>& known) {
  double least = 0, greatest = 0;
  for (const auto& term : equation.terms) {
    const Interval& own = known[term.unknown];
    least += term.factor > 0 ? own.low : -own.high;
    greatest += term.factor > 0 ? own.high : -own.low;
  }
  const double room = 1e-9 * std::max(1.0, equation.size);
  return equation.right < least - room || equation.right > greatest + room;
}

void tighten(const std::vector<Equation>& equations, std::vector<Interval>& bounds) {
  constexpr int k_rounds = 20;
  bool changed = true;
  for (int round = 0; round < k_rounds && changed; ++round) {
    changed = false;
    for (const Equation& equation : equations) {
      // Each term's least and greatest, added up; those without a bound are counted.
      double least = 0, greatest = 0;
      int open_below = 0, open_above = 0;
      const auto span_of = [&](const Equation::Term& term) {
        const Interval& own = bounds[term.unknown];
        return term.factor > 0 ? own : Interval{-own.high, -own.low};
      };
      for (const auto& term : equation.terms) {
        const Interval span = span_of(term);
        std::isfinite(span.low) ? least += span.low : ++open_below;
        std::isfinite(span.high) ? greatest += span.high : ++open_above;
      }
      std::vector<Interval> next;
      for (const auto& term : equation.terms) {
        const Interval span = span_of(term);
        const bool low_open = !std::isfinite(span.low), high_open = !std::isfinite(span.high);
        Interval said{-k_unbounded, k_unbounded};
        if (open_below == low_open) said.high = equation.right - (least - (low_open ? 0 : span.low));
        if (open_above == high_open) said.low = equation.right - (greatest - (high_open ? 0 : span.high));
        next.push_back(term.factor > 0 ? said : Interval{-said.high, -said.low});
      }
      const double room = k_close * std::max(1.0, std::abs(equation.right));
      for (std::size_t t = 0; t < next.size(); ++t) {
        Interval& own = bounds[equation.terms[t].unknown];
        if (next[t].high < own.high - room) own.high = std::max(next[t].high, own.low), changed = true;
        if (next[t].low > own.low + room) own.low = std::min(next[t].low, own.high), changed = true;
      }
    }
  }
}

std::vector<Component> components_of(const PublishedView& view) {
  std::vector<std::uint32_t> parent(view.cells.size());
  std::iota(parent.begin(), parent.end(), 0u);
  const auto root = [&](std::uint32_t u) {
    while (parent[u] != u) u = parent[u] = parent[parent[u]];
    return u;
  };
  for (const Equation& equation : view.equations)
    for (const auto& term : equation.terms) parent[root(term.unknown)] = root(equation.terms.front().unknown);
  std::vector<std::int64_t> number(view.cells.size(), -1);
  std::vector<Component> components;
  for (std::uint32_t u = 0; u < view.cells.size(); ++u) {
    std::int64_t& own = number[root(u)];
    if (own < 0) own = static_cast<std::int64_t>(components.size()), components.emplace_back();
    components[static_cast<std::size_t>(own)].unknowns.push_back(u);
  }
  for (const Equation& equation : view.equations)
    components[static_cast<std::size_t>(number[root(equation.terms.front().unknown)])].equations.push_back(&equation);
  return components;
}

}  // namespace tartip::disclosure
