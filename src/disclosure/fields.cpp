#include "disclosure/fields.hpp"

#include <algorithm>
#include <utility>

namespace tartip::disclosure {
namespace {

void sort_unique(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

template <class Visit>
void each_cell(const Sum& sum, Visit visit) {
  visit(static_cast<std::uint32_t>(sum.total));
  for (const std::size_t part : sum.parts) visit(static_cast<std::uint32_t>(part));
}

}  // namespace

Fields::Fields(const SumTable& table, std::vector<std::uint32_t> movable)
    : table_(table),
      movable_(std::move(movable)),
      is_movable_(table.cells.size()),
      sums_of_(table.cells.size()),
      wide_(table, movable_),
      known_(table.cells.size()) {
  for (const std::uint32_t cell : movable_) is_movable_[cell] = 1;
  for (std::uint32_t s = 0; s < table.sums.size(); ++s)
    each_cell(table.sums[s], [&](std::uint32_t cell) { sums_of_[cell].push_back(s); });
}

Field* Fields::near(std::uint32_t cell) {
  if (known_[cell].first) return known_[cell].second;
  std::vector<std::uint32_t> cells = neighbourhood(cell);
  Field* field = nullptr;
  if (std::binary_search(cells.begin(), cells.end(), cell) && cells.size() < movable_.size() / 3) {
    auto& kept = near_[cells];
    if (!kept) kept = std::make_unique<Field>(table_, cells);
    field = kept.get();
  }
  known_[cell] = {true, field};
  return field;
}

std::vector<std::uint32_t> Fields::neighbourhood(std::uint32_t cell) const {
  std::vector<std::uint32_t> reached, sums;
  for (const std::uint32_t sum : sums_of_[cell])
    each_cell(table_.sums[sum], [&](std::uint32_t other) { reached.push_back(other); });
  sort_unique(reached);
  std::vector<std::uint8_t> is_near(table_.sums.size());
  for (const std::uint32_t other : reached)
    for (const std::uint32_t sum : sums_of_[other])
      if (std::exchange(is_near[sum], std::uint8_t{1}) == 0) sums.push_back(sum);
  // A cell moves only if each of its sums is one of these, and if it can be hidden at all.
  std::vector<std::uint8_t> moves(table_.cells.size());
  for (const std::uint32_t sum : sums)
    each_cell(table_.sums[sum], [&](std::uint32_t other) {
      moves[other] = is_movable_[other] != 0 && std::all_of(sums_of_[other].begin(), sums_of_[other].end(),
                                                            [&](std::uint32_t s) { return is_near[s] != 0; });
    });
  drop_what_is_alone(moves, sums);
  std::vector<std::uint32_t> cells;
  for (std::uint32_t c = 0; c < moves.size(); ++c)
    if (moves[c] != 0) cells.push_back(c);
  return cells;
}

// The only cell of a sum that could move cannot.
void Fields::drop_what_is_alone(std::vector<std::uint8_t>& moves, const std::vector<std::uint32_t>& sums) const {
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::uint32_t sum : sums) {
      std::uint32_t count = 0, last = 0;
      each_cell(table_.sums[sum], [&](std::uint32_t other) {
        if (moves[other] != 0) ++count, last = other;
      });
      if (count != 1) continue;
      moves[last] = 0;
      changed = true;
    }
  }
}

}  // namespace tartip::disclosure
