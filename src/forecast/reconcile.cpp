#include "forecast/reconcile.hpp"

#include <Eigen/Cholesky>
#include <Eigen/SparseCholesky>
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/require.hpp"

namespace tartip::forecast {
namespace {

using Sparse = Eigen::SparseMatrix<double>;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t k_least_rows = 3;
constexpr double k_least_variance = 1e-6;   // of the mean variance
constexpr double k_least_shrinkage = 1e-6;  // below, the diagonal would vanish from the sparse part

Rows complete_rows(const Rows& residuals) {
  Rows whole;
  for (const auto& row : residuals)
    if (std::all_of(row.begin(), row.end(), [](double value) { return std::isfinite(value); })) whole.push_back(row);
  return whole;
}

// The node that stands for each bottom node: the last with it as its only part.
Result<std::vector<Index>> bottom_nodes(const Hierarchy& hierarchy) {
  std::vector<Index> at(hierarchy.bottom_count, -1);
  for (std::size_t i = 0; i < hierarchy.nodes.size(); ++i) {
    const auto& parts = hierarchy.nodes[i];
    if (parts.size() == 1 && parts[0].weight == 1) at[parts[0].bottom] = static_cast<Index>(i);
  }
  for (std::size_t j = 0; j < at.size(); ++j)
    if (at[j] < 0) return fail(Code::bad_input, "error.forecast.hierarchy_bottom", {{"column", std::to_string(j + 1)}});
  return at;
}

// W = diag(variance) + L Lᵀ; L (nodes × rows) is empty for all methods but mint_shrink.
struct Covariance {
  VectorXd variance;
  MatrixXd low_rank;
  double shrinkage = 0;
};

Covariance covariance_of(const Hierarchy& hierarchy, const Rows& residuals, Reconciliation method) {
  const auto count = static_cast<Index>(hierarchy.nodes.size());
  Covariance w{VectorXd::Ones(count), MatrixXd(count, 0), 0};
  if (method == Reconciliation::wls_struct)
    for (Index i = 0; i < count; ++i) {
      double sum = 0;
      for (const Part& part : hierarchy.nodes[static_cast<std::size_t>(i)]) sum += part.weight;
      w.variance[i] = sum;
    }
  if (method != Reconciliation::wls_var && method != Reconciliation::mint_shrink) return w;
  const auto rows = static_cast<Index>(residuals.size());
  MatrixXd errors(count, rows);
  for (Index t = 0; t < rows; ++t)
    for (Index i = 0; i < count; ++i)
      errors(i, t) = residuals[static_cast<std::size_t>(t)][static_cast<std::size_t>(i)];
  w.variance = errors.rowwise().squaredNorm() / static_cast<double>(rows);
  const double floor = k_least_variance * w.variance.mean();
  for (Index i = 0; i < count; ++i)
    if (w.variance[i] <= floor) w.variance[i] = floor > 0 ? floor : 1;
  if (method == Reconciliation::mint_shrink) {
    w.shrinkage = shrinkage_of(residuals);
    const double lambda = std::max(w.shrinkage, k_least_shrinkage);
    w.variance *= lambda;
    w.low_rank = errors * std::sqrt((1 - lambda) / static_cast<double>(rows));
  }
  return w;
}

// y − W K (KᵀWK)⁻¹ Kᵀ y for constraints Kᵀ y = 0, and the multipliers (KᵀWK)⁻¹ Kᵀ y.
class Projection {
 public:
  Projection(Sparse constraints, const Covariance& w) : k_(std::move(constraints)), w_(w) {
    const Sparse inner = k_.transpose() * w_.variance.asDiagonal() * k_;
    solver_.compute(inner);
    if (w_.low_rank.cols() == 0) return;
    // Woodbury: (A + B Bᵀ)⁻¹ = A⁻¹ − A⁻¹ B (I + Bᵀ A⁻¹ B)⁻¹ Bᵀ A⁻¹.
    b_ = k_.transpose() * w_.low_rank;
    solved_b_ = solver_.solve(b_);
    core_.compute(MatrixXd::Identity(b_.cols(), b_.cols()) + b_.transpose() * solved_b_);
  }
  bool good() const { return solver_.info() == Eigen::Success; }

  VectorXd multipliers(const VectorXd& y) const {
    const VectorXd gap = k_.transpose() * y;
    VectorXd z = solver_.solve(gap);
    if (b_.cols() > 0) z -= solved_b_ * core_.solve(b_.transpose() * z);
    return z;
  }
  VectorXd project(const VectorXd& y, const VectorXd& multipliers) const {
    const VectorXd step = k_ * multipliers;
    VectorXd out = y - w_.variance.cwiseProduct(step);
    if (w_.low_rank.cols() > 0) out -= w_.low_rank * (w_.low_rank.transpose() * step);
    return out;
  }

 private:
  Sparse k_;
  const Covariance& w_;
  Eigen::SimplicialLDLT<Sparse> solver_;
  MatrixXd b_, solved_b_;
  Eigen::LDLT<MatrixXd> core_;
};

// One column for each upper node ("node minus its parts"), then one for each bottom node held at zero.
Sparse constraints_of(const Hierarchy& hierarchy, const std::vector<Index>& bottom, const std::vector<Index>& upper,
                      const std::vector<Index>& at_zero) {
  std::vector<Eigen::Triplet<double>> entries;
  for (std::size_t c = 0; c < upper.size(); ++c) {
    entries.emplace_back(upper[c], static_cast<Index>(c), 1);
    for (const Part& part : hierarchy.nodes[static_cast<std::size_t>(upper[c])])
      entries.emplace_back(bottom[part.bottom], static_cast<Index>(c), -part.weight);
  }
  for (std::size_t c = 0; c < at_zero.size(); ++c)
    entries.emplace_back(at_zero[c], static_cast<Index>(upper.size() + c), 1);
  Sparse k(static_cast<Index>(hierarchy.nodes.size()), static_cast<Index>(upper.size() + at_zero.size()));
  k.setFromTriplets(entries.begin(), entries.end());
  return k;
}

// Least change with no bottom forecast below zero: bottom nodes are held at zero and let go until none that is free is
// negative and none that is held would rise. All wrong ones are exchanged at once; when that does not help three times,
// only the last wrong one (Murty's rule, which ends; Kim & Park 2011).
VectorXd non_negative(const Hierarchy& hierarchy, const std::vector<Index>& bottom, const std::vector<Index>& upper,
                      const Covariance& w, const VectorXd& y, const VectorXd& unbounded) {
  const double slack = 1e-10 * std::max(1.0, y.cwiseAbs().maxCoeff());
  std::vector<char> held(bottom.size(), 0);
  VectorXd out = unbounded;
  std::vector<double> pull(bottom.size(), 0);  // multiplier of "= 0": positive when the node would rise
  double pull_slack = 0;
  std::size_t fewest = bottom.size() + 1;
  int patience = 3;
  for (std::size_t round = 0; round < 20 * bottom.size() + 100; ++round) {
    std::vector<std::size_t> wrong;
    for (std::size_t j = 0; j < bottom.size(); ++j)
      if (held[j] != 0 ? pull[j] > pull_slack : out[bottom[j]] < -slack) wrong.push_back(j);
    if (wrong.empty()) break;
    if (wrong.size() < fewest) {
      fewest = wrong.size();
      patience = 3;
    } else {
      --patience;
    }
    if (patience < 0) wrong = {wrong.back()};
    for (const std::size_t j : wrong) held[j] = held[j] != 0 ? 0 : 1;
    std::vector<Index> at_zero;
    for (std::size_t j = 0; j < bottom.size(); ++j)
      if (held[j] != 0) at_zero.push_back(bottom[j]);
    const Projection projection(constraints_of(hierarchy, bottom, upper, at_zero), w);
    const VectorXd z = projection.multipliers(y);
    out = projection.project(y, z);
    pull_slack = 1e-10 * z.cwiseAbs().maxCoeff();
    std::size_t next = upper.size();
    for (std::size_t j = 0; j < bottom.size(); ++j) pull[j] = held[j] != 0 ? z[static_cast<Index>(next++)] : 0;
  }
  for (const Index node : bottom) out[node] = std::max(0.0, out[node]);
  return out;
}

// Sums from the bottom, in the order of the parts.
std::vector<double> added_up(const Hierarchy& hierarchy, std::vector<double> bottom, std::optional<int> digits) {
  const double scale = digits ? std::pow(10.0, *digits) : 1;
  if (digits)
    for (double& value : bottom) value = std::round(value * scale);  // whole numbers add without error
  std::vector<double> row;
  for (const auto& parts : hierarchy.nodes) {
    double sum = 0;
    for (const Part& part : parts) sum += part.weight * bottom[part.bottom];
    row.push_back(sum / scale);
  }
  return row;
}

}  // namespace

std::string_view name_of(Reconciliation method) {
  switch (method) {
    case Reconciliation::bottom_up:
      return "bottom_up";
    case Reconciliation::ols:
      return "ols";
    case Reconciliation::wls_struct:
      return "wls_struct";
    case Reconciliation::wls_var:
      return "wls_var";
    case Reconciliation::mint_shrink:
      return "mint_shrink";
  }
  return "";
}

std::optional<Reconciliation> reconciliation_named(std::string_view name) {
  using enum Reconciliation;
  for (const Reconciliation method : {bottom_up, ols, wls_struct, wls_var, mint_shrink})
    if (name_of(method) == name) return method;
  return std::nullopt;
}

double shrinkage_of(const Rows& residuals) {
  const Rows whole = complete_rows(residuals);
  if (whole.empty()) return 1;
  const auto rows = static_cast<Index>(whole.size()), count = static_cast<Index>(whole.front().size());
  const double n = static_cast<double>(rows);
  MatrixXd x(count, rows);  // errors in units of their root mean square
  for (Index i = 0; i < count; ++i) {
    for (Index t = 0; t < rows; ++t) x(i, t) = whole[static_cast<std::size_t>(t)][static_cast<std::size_t>(i)];
    const double size = std::sqrt(x.row(i).squaredNorm() / n);
    if (size > 0) x.row(i) /= size;
  }
  // Sums over all pairs of nodes, by way of the matrix over pairs of periods: Σᵢⱼ (Σₜ xᵢₜxⱼₜ)² = ‖XᵀX‖² and
  // Σᵢⱼ Σₜ xᵢₜ²xⱼₜ² = Σₜ (Σᵢ xᵢₜ²)².
  const double crossed = (x.transpose() * x).squaredNorm();
  const MatrixXd squares = x.cwiseProduct(x);
  const double fourth = squares.colwise().sum().squaredNorm();
  const VectorXd own = squares.rowwise().sum();  // n, or 0 for errors that are all zero
  const double variances = (fourth - squares.squaredNorm() - (crossed - own.squaredNorm()) / n) / (n * (n - 1));
  const double distances = (crossed - own.squaredNorm()) / (n * n);
  if (!(distances > 0)) return 1;
  return std::clamp(variances / distances, 0.0, 1.0);
}

Result<Reconciled> reconcile(const Hierarchy& hierarchy, const Rows& base, const Rows& residuals,
                             const ReconcileOptions& options) {
  const std::size_t count = hierarchy.nodes.size();
  auto bottom = bottom_nodes(hierarchy);
  if (!bottom) return pass(bottom);
  for (std::size_t h = 0; h < base.size(); ++h) {
    require(base[h].size() == count, "a row of base forecasts has not one value a node");
    for (std::size_t i = 0; i < count; ++i)
      if (!std::isfinite(base[h][i]))
        return fail(Code::bad_input, "error.forecast.hierarchy_value",
                    {{"step", std::to_string(h + 1)}, {"node", std::to_string(i + 1)}});
  }
  const bool needs_errors = options.method == Reconciliation::wls_var || options.method == Reconciliation::mint_shrink;
  const Rows whole = complete_rows(residuals);
  if (needs_errors && whole.size() < k_least_rows)
    return fail(Code::bad_input, "error.forecast.hierarchy_residuals",
                {{"rows", std::to_string(whole.size())}, {"least", std::to_string(k_least_rows)}});

  std::vector<Index> upper;
  std::vector<char> is_bottom(count, 0);
  for (const Index node : *bottom) is_bottom[static_cast<std::size_t>(node)] = 1;
  for (std::size_t i = 0; i < count; ++i)
    if (is_bottom[i] == 0) upper.push_back(static_cast<Index>(i));

  const Covariance w = covariance_of(hierarchy, whole, options.method);
  Reconciled out{{}, w.shrinkage};
  std::optional<Projection> projection;
  if (options.method != Reconciliation::bottom_up && !upper.empty()) {
    projection.emplace(constraints_of(hierarchy, *bottom, upper, {}), w);
    if (!projection->good()) return fail(Code::bad_input, "error.forecast.hierarchy_singular");
  }
  for (const auto& row : base) {
    const VectorXd y = Eigen::Map<const VectorXd>(row.data(), static_cast<Index>(count));
    VectorXd solved = projection ? projection->project(y, projection->multipliers(y)) : y;
    if (options.non_negative) {
      if (projection)
        solved = non_negative(hierarchy, *bottom, upper, w, y, solved);
      else
        solved = solved.cwiseMax(0);
    }
    std::vector<double> at_bottom;
    for (const Index node : *bottom) at_bottom.push_back(solved[node]);
    out.forecasts.push_back(added_up(hierarchy, std::move(at_bottom), options.digits));
  }
  return out;
}

}  // namespace tartip::forecast
