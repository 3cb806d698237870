#include "disclosure/primary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/require.hpp"

namespace tartip::disclosure {
namespace {

bool is_percent(double value) {
  return value > 0 && value <= 100;
}

Status check_rules(const PrimaryRules& rules) {
  if (rules.dominance_n < 0 || (rules.dominance_n > 0 && !is_percent(rules.dominance_k)))
    return fail(Code::bad_input, "error.disclosure.rule", {{"rule", "(n, k)"}});
  if (rules.p != 0 && !is_percent(rules.p)) return fail(Code::bad_input, "error.disclosure.rule", {{"rule", "p %"}});
  return {};
}

// The largest contributions that the rules need are there, and they make sense.
Status check_contributions(const Contributions& cell, const PrimaryRules& rules) {
  const double slack = 1e-9 * std::abs(cell.total);
  const double shown = std::accumulate(cell.largest.begin(), cell.largest.end(), 0.0);
  const bool orderly = std::is_sorted(cell.largest.rbegin(), cell.largest.rend()) &&
                       (cell.largest.empty() || cell.largest.back() >= 0) && shown <= cell.total + slack;
  const auto needed = std::min<std::int64_t>(std::max(rules.dominance_n, rules.p > 0 ? 2 : 0), cell.count);
  if (!(cell.total >= 0) || !std::isfinite(cell.total) || cell.count < 0 || !orderly ||
      std::ssize(cell.largest) < needed)
    return fail(Code::bad_data, "error.disclosure.contributions");
  return {};
}

}  // namespace

std::string_view name_of(PrimaryRule rule) {
  switch (rule) {
    case PrimaryRule::zero:
      return "zero";
    case PrimaryRule::few:
      return "few";
    case PrimaryRule::dominance:
      return "dominance";
    case PrimaryRule::p_percent:
      return "p_percent";
  }
  stop_for_bug("a rule has a name", std::source_location::current());
}

Result<std::optional<Sensitivity>> assess(const Contributions& cell, const PrimaryRules& rules) {
  if (Status ok = check_rules(rules); !ok) return pass(ok);
  if (Status ok = check_contributions(cell, rules); !ok) return pass(ok);
  std::optional<Sensitivity> found;
  const auto apply = [&](PrimaryRule rule, double protection) {
    if (!found) found = Sensitivity{.rule = rule};
    found->up = std::max(found->up, protection);
    found->down = std::max(found->down, std::min(protection, cell.total));
  };
  const auto largest = [&](std::size_t n) {
    const auto end = cell.largest.begin() + static_cast<std::ptrdiff_t>(std::min(n, cell.largest.size()));
    return std::accumulate(cell.largest.begin(), end, 0.0);
  };
  if (cell.total == 0) {
    if (rules.zeros == Zeros::sensitive) apply(PrimaryRule::zero, rules.width);
    return found;
  }
  if (cell.count < rules.least)
    apply(PrimaryRule::few, rules.counts ? rules.width : cell.total * rules.width_percent / 100);
  if (rules.dominance_n > 0) {
    const double allowed = largest(static_cast<std::size_t>(rules.dominance_n)) * 100 / rules.dominance_k;
    if (allowed > cell.total) apply(PrimaryRule::dominance, allowed - cell.total);
  }
  if (rules.p > 0) {
    const double needed = largest(1) * rules.p / 100, others = cell.total - largest(2);
    if (others < needed) apply(PrimaryRule::p_percent, needed - std::max(others, 0.0));
  }
  return found;
}

}  // namespace tartip::disclosure
