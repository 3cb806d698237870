// A linear programme that is solved again and again with other costs and bounds: minimise cost·x where every row adds
// up to its right side (0 until said otherwise) and low ≤ x ≤ high. Each solution starts from the last one.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tartip::disclosure {

class LinearProgram {
 public:
  struct Entry {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
    double factor = 1;
  };
  enum class Outcome : std::uint8_t { optimal, unbounded, infeasible, failed };

  LinearProgram(std::size_t rows, std::size_t columns, std::span<const Entry> entries);
  ~LinearProgram();
  LinearProgram(LinearProgram&&) noexcept;
  LinearProgram& operator=(LinearProgram&&) noexcept;

  void set_right_side(std::size_t row, double value);
  void set_bounds(std::size_t column, double low, double high);  // infinite: none
  void set_cost(std::size_t column, double cost);
  Outcome minimise();
  double objective() const;  // of the last optimal solution
  double value(std::size_t column) const;

 private:
  struct Solver;
  std::unique_ptr<Solver> solver_;
};

}  // namespace tartip::disclosure
