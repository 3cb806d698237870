#include "disclosure/linear_program.hpp"

#include <ClpSimplex.hpp>
#include <CoinError.hpp>
#include <CoinPackedMatrix.hpp>
#include <cmath>

namespace tartip::disclosure {

struct LinearProgram::Solver {
  ClpSimplex simplex;
};

LinearProgram::LinearProgram(std::size_t rows, std::size_t columns, std::span<const Entry> entries)
    : solver_(std::make_unique<Solver>()) {
  std::vector<int> row, column;
  std::vector<double> factor;
  for (const Entry& entry : entries) {
    row.push_back(static_cast<int>(entry.row));
    column.push_back(static_cast<int>(entry.column));
    factor.push_back(entry.factor);
  }
  CoinPackedMatrix matrix(true, row.data(), column.data(), factor.data(), static_cast<CoinBigIndex>(entries.size()));
  matrix.setDimensions(static_cast<int>(rows), static_cast<int>(columns));
  const std::vector<double> none(std::max(rows, columns));
  ClpSimplex& simplex = solver_->simplex;
  simplex.setLogLevel(0);
  simplex.loadProblem(matrix, none.data(), none.data(), none.data(), none.data(), none.data());
}
LinearProgram::~LinearProgram() = default;
LinearProgram::LinearProgram(LinearProgram&&) noexcept = default;
LinearProgram& LinearProgram::operator=(LinearProgram&&) noexcept = default;

void LinearProgram::set_right_side(std::size_t row, double value) {
  solver_->simplex.setRowBounds(static_cast<int>(row), value, value);
}
void LinearProgram::set_bounds(std::size_t column, double low, double high) {
  solver_->simplex.setColumnBounds(static_cast<int>(column), std::isfinite(low) ? low : -COIN_DBL_MAX,
                                   std::isfinite(high) ? high : COIN_DBL_MAX);
}
void LinearProgram::set_cost(std::size_t column, double cost) {
  solver_->simplex.setObjectiveCoefficient(static_cast<int>(column), cost);
}

LinearProgram::Outcome LinearProgram::minimise() {
  // The last solution keeps the sums when only costs have changed, and the primal method starts from there.
  constexpr int k_keep_scaling = 1;
  try {
    ClpSimplex& simplex = solver_->simplex;
    simplex.primal(0, k_keep_scaling);
    if (simplex.status() > 2) {  // numerical trouble: once more, from nothing
      simplex.allSlackBasis(true);
      simplex.dual();
    }
    if (simplex.status() == 0) return Outcome::optimal;
    if (simplex.status() == 1) return Outcome::infeasible;
    if (simplex.status() == 2) return Outcome::unbounded;
  } catch (const CoinError&) {
  }
  return Outcome::failed;
}
double LinearProgram::objective() const {
  return solver_->simplex.objectiveValue();
}
double LinearProgram::value(std::size_t column) const {
  return solver_->simplex.primalColumnSolution()[static_cast<int>(column)];
}

}  // namespace tartip::disclosure
