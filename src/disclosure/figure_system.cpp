#include "disclosure/figure_system.hpp"

#include <algorithm>
#include <numeric>

#include "base/require.hpp"
#include "disclosure/audit.hpp"
#include "disclosure/suppression.hpp"

namespace tartip::disclosure {
namespace {

WithheldFor reason_of(PrimaryRule rule) {
  switch (rule) {
    case PrimaryRule::zero:
      return WithheldFor::zero;
    case PrimaryRule::few:
      return WithheldFor::few;
    case PrimaryRule::dominance:
      return WithheldFor::dominance;
    case PrimaryRule::p_percent:
      return WithheldFor::p_percent;
  }
  stop_for_bug("a rule has a reason", std::source_location::current());
}

// Quantities tied together by sums, and their sums in their own numbers.
struct Part {
  std::vector<std::size_t> quantities;
  std::vector<Sum> sums;
};

std::vector<Part> parts_of(const FigureSystem& system) {
  std::vector<std::size_t> parent(system.quantities().size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t q) {
    while (parent[q] != q) q = parent[q] = parent[parent[q]];
    return q;
  };
  for (const Sum& sum : system.sums())
    for (const std::size_t part : sum.parts) parent[root(part)] = root(sum.total);
  std::vector<std::size_t> part_of(parent.size(), parent.size()), own(parent.size());
  std::vector<Part> parts;
  for (std::size_t q = 0; q < parent.size(); ++q) {
    std::size_t& number = part_of[root(q)];
    if (number == parent.size()) number = parts.size(), parts.emplace_back();
    own[q] = parts[number].quantities.size();
    parts[number].quantities.push_back(q);
  }
  for (const Sum& sum : system.sums()) {
    Sum& made = parts[part_of[root(sum.total)]].sums.emplace_back(Sum{own[sum.total], {}});
    for (const std::size_t part : sum.parts) made.parts.push_back(own[part]);
  }
  return parts;
}

class Protector {
 public:
  Protector(const FigureSystem& system, const FigureProtectionOptions& options) : system_(system), options_(options) {
    result_.hidden.resize(system.quantities().size());
  }

  Result<FigureProtection> carry_out() {
    for (const Part& part : parts_of(system_))
      if (Status ok = protect_part(part); !ok) return pass(ok);
    const auto by_number = [](const auto& a, const auto& b) { return a.quantity < b.quantity; };
    std::sort(result_.withheld.begin(), result_.withheld.end(), by_number);
    std::sort(result_.shown.begin(), result_.shown.end());
    return std::move(result_);
  }

 private:
  Result<std::optional<Sensitivity>> rule_for(const Quantity& quantity) const {
    if (!quantity.contributors) return std::optional<Sensitivity>();
    PrimaryRules rules = options_.rules;
    rules.counts = quantity.is_count;
    if (quantity.is_count) rules.dominance_n = 0, rules.p = 0;  // each counts once: nobody dominates
    return assess({.total = quantity.value.as_double(), .count = *quantity.contributors}, rules);
  }

  Status protect_part(const Part& part) {
    SumTable table{.cells = {}, .sums = part.sums};
    std::vector<std::optional<Sensitivity>> rules;
    bool any = false, whole = true;
    for (const std::size_t number : part.quantities) {
      const Quantity& quantity = system_.quantities()[number];
      Result<std::optional<Sensitivity>> rule = rule_for(quantity);
      if (!rule) {
        rule.error().arguments.push_back({"cell", quantity.name});
        return pass(rule);
      }
      if (*rule && quantity.shown) {
        result_.shown.push_back(number);
        rule->reset();
      }
      any = any || *rule || (quantity.withheld && !quantity.shown);
      whole = whole && quantity.value.is_whole();
      table.cells.push_back(cell_of(quantity, *rule));
      rules.push_back(*rule);
    }
    if (!any) {
      hide_untold(part);
      return {};
    }
    Result<Pattern> pattern = suppress(table, {.seed = options_.seed});
    if (!pattern) return pass(pattern);
    Result<Audit> audit =
        disclosure::audit(table, pattern->hidden, {.whole_numbers = whole, .threads = options_.threads});
    if (!audit) return pass(audit);
    for (const HiddenCell& hidden : audit->hidden) note(part, table, rules, hidden);
    return {};
  }

  Cell cell_of(const Quantity& quantity, const std::optional<Sensitivity>& rule) const {
    Cell cell{.value = quantity.value.as_double()};
    cell.cost = cell.value + 1;
    cell.may_hide = !quantity.shown && (cell.value > 0 || options_.rules.zeros != Zeros::published);
    // What nobody tells is hidden from the start, and so is what was withheld before: that asks for no protection.
    const bool untold = !quantity.told && !quantity.shown;
    if (rule || untold || (quantity.withheld && !quantity.shown)) cell.primary = cell.may_hide = true;
    if (rule) cell.down = rule->down, cell.up = rule->up;
    return cell;
  }

  void hide_untold(const Part& part) {
    for (const std::size_t number : part.quantities)
      result_.hidden[number] = !system_.quantities()[number].told && !system_.quantities()[number].shown;
  }

  void note(const Part& part, const SumTable& table, const std::vector<std::optional<Sensitivity>>& rules,
            const HiddenCell& hidden) {
    const std::size_t number = part.quantities[hidden.cell];
    const Quantity& quantity = system_.quantities()[number];
    const auto& rule = rules[hidden.cell];
    result_.hidden[number] = 1;
    if (!quantity.told && !rule) return;
    const Cell& cell = table.cells[hidden.cell];
    result_.withheld.push_back({.quantity = number,
                                .reason = rule                ? reason_of(rule->rule)
                                          : quantity.withheld ? WithheldFor::kept
                                                              : WithheldFor::secondary,
                                .needed_low = cell.needed_low(),
                                .needed_high = cell.needed_high(),
                                .low = hidden.low,
                                .high = hidden.high,
                                .reached = hidden.reached,
                                .exposed = rule && hidden.exposed});
    result_.exposed += rule && hidden.exposed;
    if (quantity.told) ++(rule ? result_.primary : result_.secondary);
  }

  const FigureSystem& system_;
  const FigureProtectionOptions& options_;
  FigureProtection result_;
};

}  // namespace

std::size_t FigureSystem::add(const std::string& name, Decimal value) {
  const auto [at, is_new] = number_.try_emplace(name, quantities_.size());
  if (is_new) {
    Quantity made{.name = name, .value = value};
    if (value.is_whole()) made.contributors = value.thousandths() / 1000;
    quantities_.push_back(std::move(made));
  }
  return at->second;
}

std::optional<std::size_t> FigureSystem::find(const std::string& name) const {
  const auto at = number_.find(name);
  return at == number_.end() ? std::nullopt : std::optional(at->second);
}

void FigureSystem::add_sum(std::size_t total, std::vector<std::size_t> parts, bool complete, const std::string& rest) {
  if (parts.empty()) return;
  Decimal left = quantities_[total].value;
  for (const std::size_t part : parts) left -= quantities_[part].value;
  if (left < Decimal()) return;
  if (!complete || left != Decimal()) {
    const std::size_t over = add(rest, left);
    quantities_[over].is_count = quantities_[total].is_count;
    if (!quantities_[total].contributors || !quantities_[over].is_count) quantities_[over].contributors.reset();
    parts.push_back(over);
  }
  sums_.push_back({total, std::move(parts)});
}

std::string_view name_of(WithheldFor reason) {
  switch (reason) {
    case WithheldFor::zero:
      return "zero";
    case WithheldFor::few:
      return "few";
    case WithheldFor::dominance:
      return "dominance";
    case WithheldFor::p_percent:
      return "p_percent";
    case WithheldFor::secondary:
      return "secondary";
    case WithheldFor::kept:
      return "kept";
  }
  stop_for_bug("a reason has a name", std::source_location::current());
}

Result<FigureProtection> protect(const FigureSystem& system, const FigureProtectionOptions& options) {
  for (const Quantity& quantity : system.quantities())
    if (quantity.value < Decimal())
      return fail(Code::bad_data, "error.disclosure.negative", {{"value", quantity.name}});
  return Protector(system, options).carry_out();
}

}  // namespace tartip::disclosure
