#include "disclosure/proof.hpp"

#include <algorithm>
#include <cmath>

#include "base/require.hpp"

namespace tartip::disclosure {
namespace {

constexpr double k_moved = 1e-7;  // of the wanted step; less is rounding of the solver

std::vector<std::int64_t> pairs_of(const SumTable& table, const std::vector<std::uint32_t>& movable) {
  std::vector<std::int64_t> pair(table.cells.size(), -1);
  for (std::size_t j = 0; j < movable.size(); ++j) pair[movable[j]] = static_cast<std::int64_t>(j);
  return pair;
}

LinearProgram program_of(const SumTable& table, const std::vector<std::int64_t>& pair, std::size_t pairs) {
  std::vector<LinearProgram::Entry> entries;
  std::uint32_t rows = 0;
  for (const Sum& sum : table.sums) {
    const std::size_t before = entries.size();
    const auto add = [&](std::size_t cell, double factor) {
      if (pair[cell] < 0) return;
      const auto up = static_cast<std::uint32_t>(2 * pair[cell]);
      entries.push_back({rows, up, factor});
      entries.push_back({rows, up + 1, -factor});
    };
    add(sum.total, -1);
    for (const std::size_t part : sum.parts) add(part, 1);
    rows += entries.size() > before;
  }
  return {rows, 2 * pairs, entries};
}

// Whole steps come out of the solver as 1.9999999998.
double tidy(double amount) {
  const double whole = std::round(amount);
  return std::abs(amount - whole) < 1e-6 ? whole : amount;
}

Direction walked(const SumTable& table, std::vector<Direction::Move> moves) {
  Direction direction{.moves = std::move(moves), .forward = k_unbounded, .backward = k_unbounded};
  for (const auto& [cell, amount] : direction.moves) {
    const double above = table.cells[cell].high - table.cells[cell].value;
    const double below = table.cells[cell].value - table.cells[cell].low;
    direction.forward = std::min(direction.forward, amount > 0 ? above / amount : below / -amount);
    direction.backward = std::min(direction.backward, amount > 0 ? below / amount : above / -amount);
  }
  return direction;
}

tl::unexpected<Error> gave_up() {
  return fail(Code::bad_data, "error.disclosure.solver");
}

}  // namespace

Field::Field(const SumTable& table, std::vector<std::uint32_t> movable)
    : table_(&table),
      cells_(std::move(movable)),
      pair_(pairs_of(table, cells_)),
      program_(program_of(table, pair_, cells_.size())) {}

void Field::release(const Wanted& wanted, std::span<const std::uint8_t> still) {
  const double step = std::abs(wanted.step);
  for (std::size_t j = 0; j < cells_.size(); ++j) {
    const Cell& cell = table_->cells[cells_[j]];
    const bool moves = still.empty() || still[cells_[j]] == 0;
    const double above = cell.high - cell.value, below = cell.value - cell.low;
    const auto room = [&](double ahead, double behind) {
      return !moves ? 0 : std::min(ahead / step, wanted.back > 0 ? behind / wanted.back : k_unbounded);
    };
    program_.set_bounds(2 * j, 0, room(above, below));
    program_.set_bounds(2 * j + 1, 0, room(below, above));
  }
}

Result<std::optional<Direction>> Field::cheapest(const Wanted& wanted, std::span<const double> weight,
                                                 std::span<const std::uint8_t> still) {
  require(pair_[wanted.cell] >= 0, "the wanted cell can move");
  release(wanted, still);
  for (std::size_t j = 0; j < cells_.size(); ++j) {
    program_.set_cost(2 * j, weight[cells_[j]]);
    program_.set_cost(2 * j + 1, weight[cells_[j]]);
  }
  const auto up = static_cast<std::size_t>(2 * pair_[wanted.cell]);
  program_.set_bounds(up, wanted.step > 0 ? 1 : 0, wanted.step > 0 ? 1 : 0);
  program_.set_bounds(up + 1, wanted.step > 0 ? 0 : 1, wanted.step > 0 ? 0 : 1);
  switch (program_.minimise()) {
    case LinearProgram::Outcome::optimal:
      break;
    case LinearProgram::Outcome::infeasible:
      return std::optional<Direction>();
    default:
      return gave_up();
  }
  std::vector<Direction::Move> moves;
  for (std::size_t j = 0; j < cells_.size(); ++j) {
    const double moved = program_.value(2 * j) - program_.value(2 * j + 1);
    if (std::abs(moved) > k_moved) moves.push_back({cells_[j], tidy(moved * std::abs(wanted.step))});
  }
  std::sort(moves.begin(), moves.end(), [](const auto& a, const auto& b) { return a.cell < b.cell; });
  return walked(*table_, std::move(moves));
}

Result<double> Field::reach(std::uint32_t cell, int sign, double most, std::span<const std::uint8_t> still) {
  require(pair_[cell] >= 0, "the wanted cell can move");
  if (most <= 0) return 0.0;
  release({.cell = cell, .step = most}, still);
  for (std::size_t j = 0; j < 2 * cells_.size(); ++j) program_.set_cost(j, 0);
  const auto up = static_cast<std::size_t>(2 * pair_[cell]);
  const std::size_t column = sign > 0 ? up : up + 1;
  program_.set_bounds(up, 0, 0);
  program_.set_bounds(up + 1, 0, 0);
  program_.set_bounds(column, 0, 1);
  program_.set_cost(column, -1);
  if (program_.minimise() != LinearProgram::Outcome::optimal) return gave_up();
  const double found = program_.value(column) * most;
  return found < most * k_moved ? 0 : tidy(found);
}

}  // namespace tartip::disclosure
