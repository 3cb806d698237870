// The fields in which proofs for cells are sought: first the neighbourhood of the cell, where a linear programme is
// small, then all cells that may move.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "disclosure/proof.hpp"
#include "disclosure/sum_table.hpp"

namespace tartip::disclosure {

class Fields {
 public:
  // `movable`: the cells that may ever be hidden, ascending.
  Fields(const SumTable& table, std::vector<std::uint32_t> movable);

  Field& wide() { return wide_; }
  // The cells that can move when only sums near the cell are allowed to: those of its sums' cells. Null when nothing
  // moves there, or when it is not much smaller than the whole.
  Field* near(std::uint32_t cell);

 private:
  std::vector<std::uint32_t> neighbourhood(std::uint32_t cell) const;
  void drop_what_is_alone(std::vector<std::uint8_t>& moves, const std::vector<std::uint32_t>& sums) const;

  const SumTable& table_;
  std::vector<std::uint32_t> movable_;
  std::vector<std::uint8_t> is_movable_;             // of each cell
  std::vector<std::vector<std::uint32_t>> sums_of_;  // of each cell
  Field wide_;
  std::map<std::vector<std::uint32_t>, std::unique_ptr<Field>> near_;  // many cells share a neighbourhood
  std::vector<std::pair<bool, Field*>> known_;                         // of each cell: asked before, and what it was
};

}  // namespace tartip::disclosure
