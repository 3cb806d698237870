#include "statistics/form_causes.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "statistics/form_values.hpp"

namespace tartip::statistics {
namespace {

constexpr std::size_t k_most_steps = 400;    // of carrying one supposed error on
constexpr std::size_t k_most_suspects = 80;  // cells of one check that are tried
constexpr std::size_t k_most_alternatives = 8;

GraphOfSheet graph_of(const CheckPlan& plan, std::uint32_t cell) {
  const CheckPlan::Place place = plan.place_of(cell);
  return {place.form, place.sheet, place.graph};
}

struct Hypothesis {
  std::vector<std::uint32_t> explained;
  std::vector<std::uint32_t> inherits;
  std::unordered_map<std::uint32_t, std::int64_t> errors;
  std::size_t contradictions = 0;
};

class Search {
 public:
  Search(const CheckPlan& plan, const CellIndex& index, const std::vector<BrokenCheck>& broken,
         const std::vector<std::int64_t>& values, const SuspectedGraphs& suspected)
      : plan_(plan), index_(index), values_(values), suspected_(suspected) {
    for (const BrokenCheck& one : broken)
      if (equality(one.check)) open_[one.check] = one.left - one.right;
  }

  std::vector<CauseOfChecks> run(const std::vector<BrokenCheck>& broken) {
    std::vector<CauseOfChecks> causes;
    for (const std::uint32_t check : by_detail(broken, true)) {
      if (open_.contains(check)) causes.push_back(cause_of(check));
    }
    fold_totals(broken, causes);
    inequalities(broken, causes);
    return causes;
  }

 private:
  bool equality(std::uint32_t check) const { return plan_.checks[check].comparison == Comparison::equal; }
  std::uint32_t first_cell(std::uint32_t check) const { return plan_.terms[plan_.checks[check].first].cell; }

  std::vector<std::uint32_t> by_detail(const std::vector<BrokenCheck>& broken, bool equalities) const {
    std::vector<std::pair<int, std::uint32_t>> order;
    for (const BrokenCheck& one : broken)
      if (equality(one.check) == equalities) order.emplace_back(-detail_of(plan_, first_cell(one.check)), one.check);
    std::ranges::sort(order);
    std::vector<std::uint32_t> checks;
    for (const auto& [detail, check] : order) checks.push_back(check);
    return checks;
  }

  CauseOfChecks cause_of(std::uint32_t check) {
    const auto terms = plan_.terms_of(plan_.checks[check]);
    CauseOfChecks cause{check, terms[0].cell, {}, {}, {check}, {}};
    Hypothesis best;
    bool any = false;
    std::vector<std::uint32_t> equal;
    for (std::size_t i = 0; i < std::min<std::size_t>(terms.size(), k_most_suspects); ++i) {
      const Hypothesis one = suppose(terms[i].cell, open_.at(check) / terms[i].sign);
      const auto rank = [](const Hypothesis& h) {
        return static_cast<std::int64_t>(h.explained.size()) - 2 * static_cast<std::int64_t>(h.contradictions);
      };
      if (!any || rank(one) > rank(best)) {
        best = one;
        any = true;
        equal.clear();
      }
      if (rank(one) == rank(best)) equal.push_back(terms[i].cell);
    }
    auto chosen = equal.begin();
    if (const auto common = suspected_.find(plan_.checks[check].relation); common != suspected_.end()) {
      const auto likely =
          std::ranges::find(equal, common->second, [&](std::uint32_t cell) { return graph_of(plan_, cell); });
      if (likely != equal.end()) chosen = likely;
    }
    cause.suspect = *chosen;
    if (chosen != equal.begin()) {
      const auto term = std::ranges::find(terms, cause.suspect, &CheckPlan::Term::cell);
      best = suppose(cause.suspect, open_.at(check) / term->sign);
    }
    equal.erase(chosen);
    if (equal.size() > k_most_alternatives) equal.resize(k_most_alternatives);
    cause.alternatives = std::move(equal);
    cause.inherits = best.inherits;
    cause.errors = best.errors;
    for (const std::uint32_t one : best.explained)
      if (one != check) cause.explained.push_back(one);
    for (const std::uint32_t one : cause.explained) open_.erase(one);
    return cause;
  }

  // What would follow if `cell` were wrong by `error`.
  Hypothesis suppose(std::uint32_t cell, std::int64_t error) const {
    Hypothesis result;
    std::unordered_map<std::uint32_t, std::int64_t> errors{{cell, error}};
    std::deque<std::uint32_t> waiting;
    std::unordered_set<std::uint32_t> explained, contradicted;
    const auto touch = [&](std::uint32_t wrong) {
      for (std::uint32_t i = index_.start[wrong]; i < index_.start[wrong + 1]; ++i) waiting.push_back(index_.checks[i]);
    };
    touch(cell);
    for (std::size_t step = 0; !waiting.empty() && step < k_most_steps; ++step) {
      const std::uint32_t number = waiting.front();
      waiting.pop_front();
      const auto terms = plan_.terms_of(plan_.checks[number]);
      if (!answered(terms)) continue;
      std::int64_t rest = -residual(number);
      for (const auto& term : terms)
        if (const auto found = errors.find(term.cell); found != errors.end()) rest += term.sign * found->second;
      contradicted.erase(number);
      if (rest == 0) {
        if (open_.contains(number)) explained.insert(number);
        continue;
      }
      explained.erase(number);
      const auto heir = open_.contains(number) ? nullptr : heir_of(plan_.checks[number], rest, errors);
      if (heir == nullptr) {
        contradicted.insert(number);
        continue;
      }
      errors[heir->cell] = -rest / heir->sign;
      result.inherits.push_back(heir->cell);
      touch(heir->cell);
    }
    result.explained.assign(explained.begin(), explained.end());
    std::ranges::sort(result.explained);
    std::ranges::sort(result.inherits);
    result.contradictions = contradicted.size();
    // Nothing is counted below zero.
    for (const auto& [wrong, by] : errors)
      result.contradictions += values_[wrong] >= 0 && values_[wrong] - by < 0 ? 1 : 0;
    result.errors = std::move(errors);
    return result;
  }

  bool answered(std::span<const CheckPlan::Term> terms) const {
    return std::ranges::none_of(terms, [&](const auto& term) { return values_[term.cell] == k_no_value; });
  }
  std::int64_t residual(std::uint32_t check) const {
    const auto found = open_.find(check);
    return found == open_.end() ? 0 : found->second;
  }

  // Who else must be wrong, so that a check holds although a cell of it is wrong: the total of wrong parts, the other
  // cell of two, or the one part whose own broken check would be explained by it.
  const CheckPlan::Term* heir_of(const CheckPlan::Check& check, std::int64_t rest,
                                 const std::unordered_map<std::uint32_t, std::int64_t>& errors) const {
    const auto terms = plan_.terms_of(check);
    const auto free = [&](const CheckPlan::Term& term) { return !errors.contains(term.cell); };
    if (check.left == 1 && free(terms[0])) return &terms[0];
    if (terms.size() == 2) return free(terms[0]) ? &terms[0] : free(terms[1]) ? &terms[1] : nullptr;
    for (const auto& term : terms) {
      if (!free(term)) continue;
      const std::int64_t error = -rest / term.sign;
      for (std::uint32_t i = index_.start[term.cell]; i < index_.start[term.cell + 1]; ++i) {
        const auto broken = open_.find(index_.checks[i]);
        if (broken == open_.end()) continue;
        std::int64_t sum = 0;
        for (const auto& other : plan_.terms_of(plan_.checks[index_.checks[i]])) {
          const auto found = errors.find(other.cell);
          sum += other.sign * (other.cell == term.cell ? error : found == errors.end() ? 0 : found->second);
        }
        if (sum == broken->second) return &term;
      }
    }
    return nullptr;
  }

  // Relation, form, sheet and graph of a check's first cell: within these the broken rows of one relation are compared.
  struct Family {
    std::uint32_t relation = 0;
    std::size_t form = 0, sheet = 0, graph = 0;
    friend auto operator<=>(const Family&, const Family&) = default;
  };
  Family family_of(std::uint32_t check) const {
    const CheckPlan::Place place = plan_.place_of(first_cell(check));
    return {plan_.checks[check].relation, place.form, place.sheet, place.graph};
  }
  const FormRow& row_of(std::uint32_t check) const {
    const CheckPlan::Place place = plan_.place_of(first_cell(check));
    return plan_.forms[place.form]->sheets[place.sheet].rows[place.row];
  }

  // Where several articles of a region are wrong, no single one explains the sums above them; together they do: a
  // chapter or the total whose difference is theirs, and a part of the total (crimes, grave) whose difference is not
  // beyond it.
  void fold_totals(const std::vector<BrokenCheck>& broken, std::vector<CauseOfChecks>& causes) const {
    std::map<Family, int> finest;
    for (const BrokenCheck& one : broken) {
      if (!equality(one.check)) continue;
      int& detail = finest[family_of(one.check)];
      detail = std::max(detail, std::min(detail_of(plan_, first_cell(one.check)), 100));
    }
    const auto is_leaf = [&](std::uint32_t check) {
      return std::min(detail_of(plan_, first_cell(check)), 100) == finest.at(family_of(check));
    };
    std::vector<CauseOfChecks> kept;
    for (CauseOfChecks& cause : causes) {
      const Family family = family_of(cause.check);
      const FormRow& row = row_of(cause.check);
      const bool chapter = row.key.starts_with("chapter");
      std::int64_t leaves = 0, own = 0;
      for (const BrokenCheck& one : broken) {
        if (one.check == cause.check) own = one.left - one.right;
        if (!equality(one.check) || family_of(one.check) != family || !is_leaf(one.check)) continue;
        const FormRow& leaf = row_of(one.check);
        if (!leaf.memo && (!chapter || leaf.chapter == row.key)) leaves += one.left - one.right;
      }
      const bool exact = chapter || row.key == "total";
      const bool within = (own < 0) == (leaves < 0) && std::abs(own) <= std::abs(leaves);
      const auto above = std::ranges::find_if(kept, [&](const CauseOfChecks& other) {
        return family_of(other.check) == family && is_leaf(other.check) &&
               (!chapter || row_of(other.check).chapter == row.key);
      });
      if (is_leaf(cause.check) || above == kept.end() || (exact ? own != leaves : !within)) {
        kept.push_back(std::move(cause));
        continue;
      }
      above->inherits.push_back(cause.suspect);
      above->inherits.insert(above->inherits.end(), cause.inherits.begin(), cause.inherits.end());
      above->explained.insert(above->explained.end(), cause.explained.begin(), cause.explained.end());
    }
    causes = std::move(kept);
  }

  // Whether the check would hold without the errors of the cause.
  bool mends(const CauseOfChecks& cause, const BrokenCheck& broken) const {
    const CheckPlan::Check& check = plan_.checks[broken.check];
    const auto terms = plan_.terms_of(check);
    std::int64_t left = broken.left, right = broken.right;
    for (std::uint32_t i = 0; i < check.count; ++i) {
      const auto error = cause.errors.find(terms[i].cell);
      if (error == cause.errors.end()) continue;
      (i < check.left ? left : right) +=
          i < check.left ? -terms[i].sign * error->second : terms[i].sign * error->second;
    }
    return holds(check.comparison, left, right);
  }

  // A broken "at most" or "of one size" that no wrong cell explains is its own cause; one of a chapter or a total is
  // explained by a more detailed one of the same relation, sheet and graph.
  void inequalities(const std::vector<BrokenCheck>& broken, std::vector<CauseOfChecks>& causes) const {
    struct Seen {
      std::uint32_t relation;
      CheckPlan::Place place;
      int detail;
      std::size_t cause;
    };
    std::vector<Seen> seen;
    std::unordered_map<std::uint32_t, const BrokenCheck*> sides;
    for (const BrokenCheck& one : broken) sides[one.check] = &one;
    const std::size_t equalities = causes.size();
    for (const std::uint32_t check : by_detail(broken, false)) {
      const CheckPlan::Check& one = plan_.checks[check];
      const auto mended = std::find_if(causes.begin(), causes.begin() + static_cast<std::ptrdiff_t>(equalities),
                                       [&](const CauseOfChecks& cause) { return mends(cause, *sides.at(check)); });
      if (mended != causes.begin() + static_cast<std::ptrdiff_t>(equalities)) {
        mended->explained.push_back(check);
        continue;
      }
      const CheckPlan::Place place = plan_.place_of(first_cell(check));
      const int detail = detail_of(plan_, first_cell(check));
      const auto& rows = plan_.forms[place.form]->sheets[place.sheet].rows;
      const auto above = std::ranges::find_if(seen, [&](const Seen& other) {
        if (other.relation != one.relation || other.place.form != place.form || other.place.sheet != place.sheet ||
            other.place.graph != place.graph || other.detail <= detail)
          return false;
        const std::string& chapter = rows[other.place.row].chapter;
        return !rows[place.row].key.starts_with("chapter") || chapter == rows[place.row].key;
      });
      if (above != seen.end()) {
        causes[above->cause].explained.push_back(check);
        causes[above->cause].inherits.push_back(first_cell(check));
        continue;
      }
      seen.push_back({one.relation, place, detail, causes.size()});
      causes.push_back({check, first_cell(check), {}, {}, {check}, {}});
    }
  }

  const CheckPlan& plan_;
  const CellIndex& index_;
  const std::vector<std::int64_t>& values_;
  const SuspectedGraphs& suspected_;
  std::unordered_map<std::uint32_t, std::int64_t> open_;  // broken equalities without a cause yet: left minus right
};

}  // namespace

int detail_of(const CheckPlan& plan, std::uint32_t cell) {
  const CheckPlan::Place place = plan.place_of(cell);
  const FormRow& row = plan.forms[place.form]->sheets[place.sheet].rows[place.row];
  if (!row.chapter.empty()) return row.memo ? 101 : 100;
  if (row.key.starts_with("chapter")) return 50;
  if (row.key == "total") return 0;
  return 1 + static_cast<int>(std::ranges::count(row.key, '.'));
}

CellIndex index_equalities(const CheckPlan& plan) {
  CellIndex index;
  index.start.assign(plan.cell_count() + 1, 0);
  const auto each = [&](auto&& take) {
    for (std::uint32_t i = 0; i < plan.checks.size(); ++i)
      if (plan.checks[i].comparison == Comparison::equal)
        for (const auto& term : plan.terms_of(plan.checks[i])) take(term.cell, i);
  };
  each([&](std::uint32_t cell, std::uint32_t) { ++index.start[cell + 1]; });
  for (std::size_t i = 1; i < index.start.size(); ++i) index.start[i] += index.start[i - 1];
  index.checks.resize(index.start.back());
  std::vector<std::uint32_t> next(index.start.begin(), index.start.end() - 1);
  each([&](std::uint32_t cell, std::uint32_t check) { index.checks[next[cell]++] = check; });
  return index;
}

std::vector<CauseOfChecks> find_causes(const CheckPlan& plan, const CellIndex& index,
                                       const std::vector<BrokenCheck>& broken, const std::vector<std::int64_t>& values,
                                       const SuspectedGraphs& suspected) {
  return Search(plan, index, broken, values, suspected).run(broken);
}

SuspectedGraphs common_graphs(const CheckPlan& plan, std::span<const std::vector<CauseOfChecks>> territories) {
  std::map<std::uint32_t, std::map<GraphOfSheet, std::size_t>> votes;  // by relation
  for (const std::vector<CauseOfChecks>& causes : territories) {
    for (const CauseOfChecks& cause : causes) {
      std::set<GraphOfSheet> named{graph_of(plan, cause.suspect)};
      for (const std::uint32_t cell : cause.alternatives) named.insert(graph_of(plan, cell));
      for (const GraphOfSheet& graph : named) ++votes[plan.checks[cause.check].relation][graph];
    }
  }
  SuspectedGraphs common;
  for (const auto& [relation, graphs] : votes) {
    const auto most = std::ranges::max_element(graphs, {}, [](const auto& one) { return one.second; });
    const auto as_many = std::ranges::count(graphs, most->second, [](const auto& one) { return one.second; });
    if (most->second > 1 && as_many == 1) common.emplace(relation, most->first);
  }
  return common;
}

}  // namespace tartip::statistics
