#include "disclosure/suppression.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.hpp"
#include "disclosure/fields.hpp"

namespace tartip::disclosure {
namespace {

constexpr double k_enough = 1 - 1e-9;  // of a protection
// Moving a hidden cell is nearly free: without any cost proofs would wander through all of them.
constexpr double k_hidden_weight = 1e-5;
constexpr int k_reweightings = 3;

// How one attempt goes about it.
struct Plan {
  std::vector<std::uint32_t> order;  // of the primary cells
  bool both_ways = true;             // one proof for up and down together, where there is one
  std::vector<double> cost = {};     // of hiding a cell, a little changed from attempt to attempt; mean about 1
};

// The proofs of one primary cell: numbers of directions, −1 none yet.
struct Proofs {
  std::int32_t up = -1, down = -1;
};

double up_of(const Cell& cell) {
  return cell.needed_high() - cell.value;
}
double down_of(const Cell& cell) {
  return cell.value - cell.needed_low();
}

class Attempt {
 public:
  Attempt(const SumTable& table, Fields& fields, const SuppressionOptions& options, Plan plan)
      : table_(table),
        fields_(fields),
        options_(options),
        plan_(std::move(plan)),
        hidden_(table.cells.size()),
        still_(table.cells.size()),
        proofs_(table.cells.size()),
        up_(table.cells.size()),
        down_(table.cells.size()),
        reason_(table.cells.size()),
        weight_(table.cells.size()) {
    for (std::size_t c = 0; c < table.cells.size(); ++c) {
      const Cell& cell = table.cells[c];
      hidden_[c] = cell.primary;
      still_[c] = !cell.primary && !cell.may_hide;
      if (cell.primary) up_[c] = up_of(cell), down_[c] = down_of(cell);
    }
    if (options.against_insiders)
      for (std::size_t c = 0; c < table.cells.size(); ++c) still_[c] = still_[c] || table.cells[c].single;
  }

  Result<Pattern> carry_out() {
    for (const std::uint32_t cell : plan_.order)
      if (Status ok = protect(cell); !ok) return pass(ok);
    std::vector<std::uint32_t> movable;
    for (std::uint32_t c = 0; c < hidden_.size(); ++c)
      if (hidden_[c] != 0) movable.push_back(c);
    Fields narrow(table_, std::move(movable));
    for (std::size_t c = 0; c < hidden_.size(); ++c)
      weight_[c] = hidden_[c] != 0 && !table_.cells[c].primary ? 1 : k_hidden_weight;
    if (Status ok = show_what_is_not_needed(narrow); !ok) return pass(ok);
    if (Status ok = prove_in_whole_numbers(narrow); !ok) return pass(ok);
    return pattern();
  }

 private:
  bool is_proved(std::uint32_t cell) const {
    return (up_[cell] <= 0 || proofs_[cell].up >= 0) && (down_[cell] <= 0 || proofs_[cell].down >= 0);
  }

  Status protect(std::uint32_t cell) {
    if (is_proved(cell)) return {};
    const std::uint8_t was_still = std::exchange(still_[cell], std::uint8_t{0});
    Status ok = seek(cell);
    still_[cell] = was_still;
    return ok;
  }

  Status seek(std::uint32_t cell) {
    if (plan_.both_ways && proofs_[cell].up < 0 && proofs_[cell].down < 0 && up_[cell] > 0 && down_[cell] > 0) {
      Result<bool> found = hide_for({.cell = cell, .step = up_[cell], .back = down_[cell]});
      if (!found) return pass(found);
      if (*found) return {};
    }
    for (const int sign : {1, -1}) {
      double& need = sign > 0 ? up_[cell] : down_[cell];
      if (need <= 0 || (sign > 0 ? proofs_[cell].up : proofs_[cell].down) >= 0) continue;
      Result<bool> found = hide_for({.cell = cell, .step = sign * need});
      if (!found) return pass(found);
      if (*found) continue;
      // What is asked cannot be had: as much as there is.
      unprotected_.push_back(cell);
      Result<double> reach = fields_.wide().reach(cell, sign, need, still_);
      if (!reach) return pass(reach);
      need = *reach;
      if (need <= 0) continue;
      found = hide_for({.cell = cell, .step = sign * need * k_enough});
      if (!found) return pass(found);
    }
    return {};
  }

  // Finds the cheapest direction, hides what it moves, and notes whatever else it proves. False: there is none.
  Result<bool> hide_for(const Field::Wanted& wanted) {
    std::optional<Direction> best;
    double least = k_unbounded;
    // What costs nothing nearby need not be compared with what is further out.
    for (Field* field : {fields_.near(wanted.cell), &fields_.wide()}) {
      if (field == nullptr || least == 0) continue;
      weigh(wanted, field->cells());
      for (int round = 0; round < k_reweightings && least > 0; ++round) {
        Result<std::optional<Direction>> found = field->cheapest(wanted, weight_, still_);
        if (!found) return pass(found);
        if (!*found) break;
        const double price = price_of(**found);
        if (price >= least) break;
        least = price;
        best = std::move(**found);
        for (const auto& [cell, amount] : best->moves)
          if (hidden_[cell] == 0) weight_[cell] = plan_.cost[cell] * std::abs(wanted.step / amount);
      }
    }
    if (!best) return false;
    for (const auto& [cell, amount] : best->moves) {
      if (hidden_[cell] == 0) reason_[cell] = wanted.cell;
      hidden_[cell] = 1;
    }
    note(std::move(*best));
    return true;
  }

  // A cell that can carry only a part of the step would have to be joined by others.
  void weigh(const Field::Wanted& wanted, const std::vector<std::uint32_t>& cells) {
    const double step = std::abs(wanted.step);
    for (const std::uint32_t c : cells) {
      const Cell& cell = table_.cells[c];
      const double room = std::max(std::min(cell.high - cell.value, cell.value - cell.low), step / 8);
      weight_[c] = hidden_[c] != 0 ? k_hidden_weight : plan_.cost[c] * std::max(1.0, step / room);
    }
  }

  double price_of(const Direction& direction) const {
    double price = 0;
    for (const auto& [cell, amount] : direction.moves)
      if (hidden_[cell] == 0) price += plan_.cost[cell];
    return price;
  }

  void note(Direction direction) {
    const auto number = static_cast<std::int32_t>(directions_.size());
    bool leans_on_single = false;
    std::uint32_t single = 0;
    if (options_.against_insiders)
      for (const auto& [cell, amount] : direction.moves)
        if (table_.cells[cell].single) leans_on_single = true, single = cell;
    for (const auto& [cell, amount] : direction.moves) {
      if (!table_.cells[cell].primary || (leans_on_single && cell != single)) continue;
      const double ahead = std::abs(amount) * direction.forward, behind = std::abs(amount) * direction.backward;
      const auto proves = [&](std::int32_t& proof, double need, double way) {
        if (proof < 0 && need > 0 && way >= need * k_enough) proof = number;
      };
      proves(proofs_[cell].up, up_[cell], amount > 0 ? ahead : behind);
      proves(proofs_[cell].down, down_[cell], amount > 0 ? behind : ahead);
    }
    directions_.push_back(std::move(direction));
  }

  // Cells hidden early may have become needless by what was hidden later: the dearest first, each is shown again if the
  // proofs that moved it can be replaced by proofs that do not.
  Status show_what_is_not_needed(Fields& narrow) {
    std::vector<std::uint32_t> secondary;
    for (std::uint32_t c = 0; c < hidden_.size(); ++c)
      if (hidden_[c] != 0 && !table_.cells[c].primary) secondary.push_back(c);
    std::stable_sort(secondary.begin(), secondary.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return plan_.cost[a] > plan_.cost[b]; });
    for (const std::uint32_t cell : secondary) {
      Result<bool> shown = show(narrow, cell);
      if (!shown) return pass(shown);
    }
    return {};
  }

  // A proof for both ways at once can take half a step back; alone, most ways back are whole.
  Status prove_in_whole_numbers(Fields& narrow) {
    for (const std::uint32_t cell : plan_.order) {
      if (table_.cells[cell].value != std::round(table_.cells[cell].value)) continue;
      for (const int sign : {1, -1}) {
        std::int32_t& proof = sign > 0 ? proofs_[cell].up : proofs_[cell].down;
        const double need = sign > 0 ? up_[cell] : down_[cell];
        if (need != std::round(need) || is_whole(proof, cell, need)) continue;
        const std::vector<Proofs> before = proofs_;
        proof = -1;
        Result<bool> proved = prove(narrow, cell, sign);
        if (!proved) return pass(proved);
        if (!*proved || !is_whole(proof, cell, need)) proofs_ = before;
      }
    }
    return {};
  }

  bool moves(std::int32_t direction, std::uint32_t cell) const {
    if (direction < 0) return false;
    const auto& all = directions_[static_cast<std::size_t>(direction)].moves;
    const auto at = std::lower_bound(all.begin(), all.end(), cell,
                                     [](const Direction::Move& move, std::uint32_t c) { return move.cell < c; });
    return at != all.end() && at->cell == cell;
  }

  // The cell for whose sake it was hidden is asked first: most often that is the end of it.
  Result<bool> show(Fields& narrow, std::uint32_t shown) {
    const std::vector<Proofs> before = proofs_;
    const std::size_t known = directions_.size();
    still_[shown] = 1;
    std::vector<std::uint32_t> open;
    for (const std::uint32_t cell : plan_.order) {
      const bool up = moves(proofs_[cell].up, shown), down = moves(proofs_[cell].down, shown);
      if (up) proofs_[cell].up = -1;
      if (down) proofs_[cell].down = -1;
      if (up || down) open.push_back(cell);
    }
    if (const auto at = std::find(open.begin(), open.end(), reason_[shown]); at != open.end())
      std::rotate(open.begin(), at, at + 1);
    bool possible = true;
    for (const std::uint32_t cell : open)
      for (const int sign : {1, -1}) {
        if (!possible ||
            (sign > 0 ? up_[cell] <= 0 || proofs_[cell].up >= 0 : down_[cell] <= 0 || proofs_[cell].down >= 0))
          continue;
        Result<bool> proved = prove(narrow, cell, sign);
        if (!proved) return pass(proved);
        possible = *proved;
      }
    if (possible) {
      hidden_[shown] = 0;
    } else {
      still_[shown] = 0;
      proofs_ = before;
      directions_.resize(known);
    }
    return possible;
  }

  Result<bool> prove(Fields& narrow, std::uint32_t cell, int sign) {
    const Field::Wanted wanted{.cell = cell, .step = sign * (sign > 0 ? up_[cell] : down_[cell]) * k_enough};
    const std::uint8_t was_still = std::exchange(still_[cell], std::uint8_t{0});
    Result<std::optional<Direction>> found = std::optional<Direction>();
    for (Field* field : {narrow.near(cell), &narrow.wide()})
      if (field != nullptr && found && !*found) found = field->cheapest(wanted, weight_, still_);
    still_[cell] = was_still;
    if (!found) return pass(found);
    if (!*found) return false;
    note(std::move(**found));
    return true;
  }

  bool is_whole(std::int32_t number, std::uint32_t wanted, double need) const {
    if (number < 0) return true;
    const auto& all = directions_[static_cast<std::size_t>(number)].moves;
    const auto own = std::find_if(all.begin(), all.end(), [&](const auto& move) { return move.cell == wanted; });
    return std::all_of(all.begin(), all.end(), [&](const auto& move) {
      const double step = move.amount / std::abs(own->amount) * need;
      return std::abs(step - std::round(step)) < 1e-6;
    });
  }

  Pattern pattern() {
    Pattern result{.hidden = hidden_};
    for (std::uint32_t c = 0; c < hidden_.size(); ++c) {
      const Cell& cell = table_.cells[c];
      result.primary += cell.primary;
      if (hidden_[c] != 0 && !cell.primary) ++result.secondary, result.secondary_cost += cell.cost;
      if (cell.primary)
        result.whole = result.whole && is_whole(proofs_[c].up, c, up_[c]) && is_whole(proofs_[c].down, c, down_[c]);
    }
    std::sort(unprotected_.begin(), unprotected_.end());
    unprotected_.erase(std::unique(unprotected_.begin(), unprotected_.end()), unprotected_.end());
    result.unprotected = unprotected_;
    return result;
  }

  const SumTable& table_;
  Fields& fields_;
  const SuppressionOptions& options_;
  Plan plan_;
  std::vector<std::uint8_t> hidden_, still_;
  std::vector<Proofs> proofs_;
  std::vector<double> up_, down_;      // what is to be proved of each cell
  std::vector<std::uint32_t> reason_;  // of each secondary cell: the primary cell it was hidden for
  std::vector<double> weight_;
  std::vector<Direction> directions_;
  std::vector<std::size_t> unprotected_;
};

// The greatest need first; then other orders, with and without proofs for both ways at once, and with costs a little
// changed.
Plan plan_of(const SumTable& table, const std::vector<std::uint32_t>& primary, int attempt, std::uint64_t seed) {
  Plan plan{.order = primary, .both_ways = attempt % 2 == 0};
  double sum = 0;
  for (const Cell& cell : table.cells) sum += cell.cost;
  const double mean = sum > 0 ? sum / static_cast<double>(table.cells.size()) : 1;
  Random random(seed, static_cast<std::uint64_t>(attempt));
  for (const Cell& cell : table.cells)
    plan.cost.push_back((cell.cost / mean + 1e-4) * (attempt < 2 ? 1 : 0.7 + 0.6 * random.uniform()));
  const auto need = [&](std::uint32_t c) { return std::max(up_of(table.cells[c]), down_of(table.cells[c])); };
  if (attempt < 2)
    std::stable_sort(plan.order.begin(), plan.order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return need(a) > need(b); });
  else
    for (std::size_t i = plan.order.size(); i > 1; --i) std::swap(plan.order[i - 1], plan.order[random.below(i)]);
  return plan;
}

int attempts_for(const SumTable& table) {
  return table.cells.size() <= 100 ? 64 : table.cells.size() <= 2000 ? 8 : 1;
}

bool is_better(const Pattern& a, const Pattern& b) {
  if (a.unprotected.size() != b.unprotected.size()) return a.unprotected.size() < b.unprotected.size();
  if (a.secondary_cost != b.secondary_cost) return a.secondary_cost < b.secondary_cost;
  return a.secondary < b.secondary;
}

}  // namespace

Result<Pattern> suppress(const SumTable& table, const SuppressionOptions& options) {
  if (Status ok = check(table); !ok) return pass(ok);
  std::vector<std::uint32_t> primary, movable;
  for (std::uint32_t c = 0; c < table.cells.size(); ++c) {
    if (table.cells[c].primary) primary.push_back(c);
    if (table.cells[c].primary || table.cells[c].may_hide) movable.push_back(c);
  }
  if (primary.empty()) return Pattern{.hidden = std::vector<std::uint8_t>(table.cells.size())};
  Fields fields(table, std::move(movable));
  const int attempts = options.attempts > 0 ? options.attempts : attempts_for(table);
  Result<Pattern> best = Attempt(table, fields, options, plan_of(table, primary, 0, options.seed)).carry_out();
  for (int attempt = 1; best && attempt < attempts; ++attempt) {
    Result<Pattern> other = Attempt(table, fields, options, plan_of(table, primary, attempt, options.seed)).carry_out();
    if (!other || is_better(*other, *best)) best = std::move(other);
  }
  return best;
}

}  // namespace tartip::disclosure
