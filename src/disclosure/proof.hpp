// A proof that a cell is protected: a way to move the cells of a table together so that every sum still holds. Walked
// forwards and backwards from the true values, it leads to tables that nobody can tell from the true one, as long as
// only hidden cells move.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "disclosure/linear_program.hpp"
#include "disclosure/sum_table.hpp"

namespace tartip::disclosure {

struct Direction {
  struct Move {
    std::uint32_t cell = 0;
    double amount = 0;
  };
  std::vector<Move> moves;  // by cell; none is 0
  double forward = 0;       // value + step × amount stays within low and high for −backward ≤ step ≤ forward
  double backward = 0;
};

// The cells that may move, and the linear programme that moves them.
class Field {
 public:
  Field(const SumTable& table, std::vector<std::uint32_t> movable);

  const std::vector<std::uint32_t>& cells() const { return cells_; }  // that may move

  struct Wanted {
    std::uint32_t cell = 0;
    double step = 0;  // how far the cell must go, with its sign; not 0
    double back = 0;  // how far it must be able to go the other way, ≥ 0
  };
  // The cheapest way to move the wanted cell, when moving a cell of the table by |step| costs its `weight` (≥ 0).
  // `still` (one a cell): cells that stay where they are. Nothing when there is no way.
  Result<std::optional<Direction>> cheapest(const Wanted& wanted, std::span<const double> weight,
                                            std::span<const std::uint8_t> still);
  // How far the cell can go up (sign 1) or down (sign −1), at most `most`.
  Result<double> reach(std::uint32_t cell, int sign, double most, std::span<const std::uint8_t> still);

 private:
  void release(const Wanted& wanted, std::span<const std::uint8_t> still);

  const SumTable* table_;
  std::vector<std::uint32_t> cells_;  // pair j of columns moves cells_[j]: 2j up, 2j + 1 down
  std::vector<std::int64_t> pair_;    // of each cell of the table; −1: cannot move
  LinearProgram program_;
};

}  // namespace tartip::disclosure
