#include "statistics/form_check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/parallel.hpp"
#include "base/require.hpp"
#include "statistics/form_causes.hpp"
#include "statistics/form_values.hpp"

namespace tartip::statistics {
namespace {

// What one territory says to all checks.
struct Evaluated {
  std::vector<std::int64_t> left, right;  // by check; k_no_value in left: not answered
  std::vector<BrokenCheck> broken;
  std::vector<CauseOfChecks> causes;
  std::vector<std::int64_t> stands;  // by cause: in its suspect
};

void explain(const CheckPlan& plan, const CellIndex& index, const std::vector<std::int64_t>& values,
             const SuspectedGraphs& suspected, Evaluated& result) {
  result.causes = find_causes(plan, index, result.broken, values, suspected);
  result.stands.clear();
  for (const CauseOfChecks& cause : result.causes) result.stands.push_back(values[cause.suspect]);
}

Evaluated evaluate(const CheckPlan& plan, const CellIndex& index, const TerritoryForms& forms) {
  Evaluated result;
  const std::vector<std::int64_t> values = form_values(plan, forms);
  result.left.assign(plan.checks.size(), k_no_value);
  result.right.assign(plan.checks.size(), 0);
  for (std::uint32_t i = 0; i < plan.checks.size(); ++i) {
    const Sides sides = sides_of(plan, plan.checks[i], values);
    if (!sides.answered) continue;
    result.left[i] = sides.left;
    result.right[i] = sides.right;
    if (!holds(plan.checks[i].comparison, sides.left, sides.right))
      result.broken.push_back({i, sides.left, sides.right});
  }
  explain(plan, index, values, {}, result);
  return result;
}

Cause describe(const CheckPlan& plan, const std::string& territory, const Evaluated& evaluated, std::size_t number) {
  const CauseOfChecks& cause = evaluated.causes[number];
  Cause result;
  result.territory = territory;
  result.suspect = plan.address_of(cause.suspect);
  result.stands = Decimal::of_thousandths(evaluated.stands[number]);
  const auto error = cause.errors.find(cause.suspect);
  if (error != cause.errors.end() && evaluated.stands[number] >= error->second)
    result.should_be = Decimal::of_thousandths(evaluated.stands[number] - error->second);
  for (const std::uint32_t cell : cause.alternatives) result.alternatives.push_back(plan.address_of(cell));
  for (const std::uint32_t cell : std::set<std::uint32_t>(cause.inherits.begin(), cause.inherits.end()))
    if (cell != cause.suspect) result.inherits.push_back(plan.address_of(cell));
  result.found = Decimal::of_thousandths(evaluated.left[cause.check]);
  result.expected = Decimal::of_thousandths(evaluated.right[cause.check]);
  result.check = plan.text_of(plan.checks[cause.check]);
  const CellAddress first = plan.address_of(plan.terms[plan.checks[cause.check].first].cell);
  result.row = first.row;
  result.graphs = {first.graph};
  result.broken = cause.explained.size();
  return result;
}

// Several graphs of a row that the same relation finds wrong in a territory are one defect: a person left out of a row
// is missing in the total, in the sex and in the age.
void join_graphs(std::vector<Cause>& causes) {
  std::vector<Cause> joined;
  for (Cause& cause : causes) {
    const auto same = std::ranges::find_if(joined, [&](const Cause& other) {
      return other.territory == cause.territory && other.row == cause.row &&
             other.found - other.expected == cause.found - cause.expected;
    });
    if (same == joined.end()) {
      joined.push_back(std::move(cause));
      continue;
    }
    for (std::string& graph : cause.graphs)
      if (std::ranges::find(same->graphs, graph) == same->graphs.end()) same->graphs.push_back(std::move(graph));
    same->broken += cause.broken;
    same->inherits.insert(same->inherits.end(), cause.inherits.begin(), cause.inherits.end());
  }
  causes = std::move(joined);
}

void add_unique(std::vector<std::string>& to, const std::string& one) {
  if (std::ranges::find(to, one) == to.end()) to.push_back(one);
}

bool names_graphs(const CheckPlan& plan, const CheckPlan::Check& check) {
  return plan.relations[check.relation].relation.holds.find(".g") != std::string::npos;
}

// What one finding is made of.
struct Group {
  struct Total {
    int detail = 0;
    std::int64_t left = 0, right = 0;
  };
  std::vector<Cause> causes;
  std::map<std::size_t, Total> totals;  // by territory: its least detailed broken check

  void add_total(const CheckPlan& plan, std::size_t territory, const BrokenCheck& one) {
    const int detail = detail_of(plan, plan.terms[plan.checks[one.check].first].cell);
    const auto [found, fresh] = totals.try_emplace(territory, Total{detail, one.left, one.right});
    if (!fresh && detail < found->second.detail) found->second = {detail, one.left, one.right};
  }
};

Finding finding_of(Group& group) {
  constexpr std::size_t k_many = 5;
  Finding finding;
  join_graphs(group.causes);
  std::set<std::string> seen;
  for (const Cause& cause : group.causes) {
    add_unique(finding.rows, cause.row);
    for (const std::string& graph : cause.graphs) add_unique(finding.graphs, graph);
    finding.broken += cause.broken;
    seen.insert(cause.territory);
  }
  finding.territories = seen.size();
  finding.throughout = group.causes.size() > k_many * seen.size();
  if (finding.throughout) {
    for (const auto& [territory, total] : group.totals) {
      finding.found += Decimal::of_thousandths(total.left);
      finding.expected += Decimal::of_thousandths(total.right);
    }
  } else {
    for (const Cause& cause : group.causes) {
      if (cause.graphs.front() != finding.graphs.front()) continue;
      finding.found += cause.found;
      finding.expected += cause.expected;
    }
  }
  finding.causes = std::move(group.causes);
  return finding;
}

}  // namespace

std::vector<std::int64_t> form_values(const CheckPlan& plan, const TerritoryForms& forms) {
  require(forms.reports.size() == plan.forms.size(), "a report or none for each form of the plan");
  std::vector<std::int64_t> values(plan.cell_count(), k_no_value);
  for (std::size_t i = 0; i < plan.sheet_of.size(); ++i) {
    const auto [form, sheet] = plan.sheet_of[i];
    const FormReport* report = forms.reports[form];
    if (report == nullptr) continue;
    const auto& cells = report->sheets[sheet].values;
    for (std::size_t c = 0; c < cells.size(); ++c)
      if (cells[c]) values[plan.sheet_start[i] + c] = cells[c]->thousandths();
  }
  return values;
}

Sides sides_of(const CheckPlan& plan, const CheckPlan::Check& check, const std::vector<std::int64_t>& values) {
  Sides sides;
  const CheckPlan::Term* term = plan.terms.data() + check.first;
  for (std::uint32_t i = 0; i < check.count; ++i, ++term) {
    const std::int64_t value = values[term->cell];
    if (value == k_no_value) return {0, 0, false};
    if (i < check.left)
      sides.left += term->sign * value;
    else
      sides.right -= term->sign * value;
  }
  return sides;
}

bool holds(Comparison comparison, std::int64_t left, std::int64_t right) {
  constexpr std::int64_t k_least = 100 * 1000, k_times = 20;
  switch (comparison) {
    case Comparison::equal:
      return left == right;
    case Comparison::at_most:
      return left <= right;
    case Comparison::at_least:
      return left >= right;
    case Comparison::similar:
      return std::max(left, right) < k_least || std::max(left, right) / k_times <= std::min(left, right);
  }
  return false;
}

CheckResult check_forms(const CheckPlan& plan, std::span<const TerritoryForms> territories, int threads) {
  const CellIndex index = index_equalities(plan);
  std::vector<Evaluated> evaluated(territories.size());
  parallel_for(
      territories.size(), [&](std::size_t t) { evaluated[t] = evaluate(plan, index, territories[t]); }, threads);
  std::vector<std::vector<CauseOfChecks>> causes;
  for (const Evaluated& one : evaluated) causes.push_back(one.causes);
  const SuspectedGraphs suspected = common_graphs(plan, causes);
  if (!suspected.empty()) {
    parallel_for(
        territories.size(),
        [&](std::size_t t) { explain(plan, index, form_values(plan, territories[t]), suspected, evaluated[t]); },
        threads);
  }

  CheckResult result;
  result.counts.resize(plan.relations.size());
  std::map<std::pair<std::uint32_t, std::size_t>, std::size_t> broken_sums;  // by relation and sheet
  const auto sheet_number = [&](const CheckPlan::Check& check) {
    const auto after = std::ranges::upper_bound(plan.sheet_start, plan.terms[check.first].cell);
    return static_cast<std::size_t>(after - plan.sheet_start.begin()) - 1;
  };
  for (std::uint32_t i = 0; i < plan.checks.size(); ++i) {
    const CheckPlan::Check& check = plan.checks[i];
    RelationCount& count = result.counts[check.relation];
    std::int64_t left = 0, right = 0;
    std::size_t answered = 0;
    for (const Evaluated& one : evaluated) {
      if (one.left[i] == k_no_value) continue;
      left += one.left[i];
      right += one.right[i];
      ++answered;
    }
    count.answered += answered;
    count.unanswered += territories.size() - answered;
    if (answered == 0) continue;
    ++count.sums;
    if (holds(check.comparison, left, right)) continue;
    ++count.broken_sums;
    ++broken_sums[{check.relation, sheet_number(check)}];
  }

  // A relation that names its graphs is one defect for each of them; one that holds for all graphs is one for all.
  std::map<std::tuple<std::uint32_t, std::size_t, std::size_t>, Group> groups;  // by relation, sheet, graph
  for (std::size_t t = 0; t < territories.size(); ++t) {
    const auto group_of = [&](std::uint32_t number) -> Group& {
      const CheckPlan::Check& check = plan.checks[number];
      const std::size_t graph = plan.place_of(plan.terms[check.first].cell).graph;
      return groups[{check.relation, sheet_number(check), names_graphs(plan, check) ? graph : 0}];
    };
    for (const BrokenCheck& one : evaluated[t].broken) {
      ++result.counts[plan.checks[one.check].relation].broken;
      group_of(one.check).add_total(plan, t, one);
    }
    for (std::size_t c = 0; c < evaluated[t].causes.size(); ++c)
      group_of(evaluated[t].causes[c].check)
          .causes.push_back(describe(plan, territories[t].territory, evaluated[t], c));
  }
  for (auto& [key, group] : groups) {
    if (group.causes.empty()) continue;
    Finding finding = finding_of(group);
    finding.relation = std::get<0>(key);
    const auto [form, sheet] = plan.sheet_of[std::get<1>(key)];
    finding.form = plan.forms[form]->id;
    finding.sheet = plan.forms[form]->sheets[sheet].id;
    const auto sums = broken_sums.find({std::get<0>(key), std::get<1>(key)});
    finding.broken_sums = sums == broken_sums.end() ? 0 : sums->second;
    result.findings.push_back(std::move(finding));
  }
  std::ranges::stable_sort(result.findings, [&](const Finding& a, const Finding& b) {
    const bool warns_a = plan.relations[a.relation].relation.warning,
               warns_b = plan.relations[b.relation].relation.warning;
    return std::tuple(warns_a, b.territories, b.broken) < std::tuple(warns_b, a.territories, a.broken);
  });
  for (const RelationCount& count : result.counts) {
    result.all.answered += count.answered;
    result.all.broken += count.broken;
    result.all.unanswered += count.unanswered;
    result.all.sums += count.sums;
    result.all.broken_sums += count.broken_sums;
  }
  return result;
}

}  // namespace tartip::statistics
