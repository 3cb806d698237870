// Forecasts that add up: base forecasts of all nodes of a hierarchy are changed as little as possible, in the metric of
// their errors, so that every node is the sum of what lies below it.
//
// With base forecasts y, the summing matrix S (nodes × bottom) and an error covariance W the answer is
// ỹ = S (SᵀW⁻¹S)⁻¹ SᵀW⁻¹ y. It is computed in its other form, ỹ = y − W K (KᵀWK)⁻¹ Kᵀ y, where Kᵀ says "upper node
// minus its sum": that system is as large as there are upper nodes and sparse, and W need not be invertible. The bottom
// of ỹ is then added up, so that sums agree to the last bit that addition keeps; with `digits` the bottom is rounded
// first and sums agree exactly as printed.
//
// Methods: bottom_up (sums of the base), ols (W = I), wls_struct (W = number of bottom nodes below), wls_var (error
// variances), mint_shrink (error covariance shrunk to its diagonal, intensity of Schäfer & Strimmer 2005; errors are
// not centred). Wickramasuriya, Athanasopoulos & Hyndman (2019), JASA 114. `non_negative`: the same least change under
// ỹ ≥ 0, by an active set (Wickramasuriya, Turlach & Hyndman 2020).
//
// Missing residuals: a row with one is left out. Fewer than 3 rows: refused for wls_var and mint_shrink. A node whose
// errors are all zero gets a millionth of the mean variance, so that it moves last. Cost: one sparse factorisation of
// the upper nodes, and for mint_shrink as many solves as there are residual rows.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace tartip::forecast {

// Row i of the summing matrix: which bottom nodes make up node i, with their weight (1 for a sum).
struct Part {
  std::uint32_t bottom = 0;
  double weight = 1;
};
struct Hierarchy {
  std::size_t bottom_count = 0;
  std::vector<std::vector<Part>> nodes;  // every bottom node must itself be a node: one part of weight 1
};

enum class Reconciliation { bottom_up, ols, wls_struct, wls_var, mint_shrink };
std::string_view name_of(Reconciliation method);  // "mint_shrink"
std::optional<Reconciliation> reconciliation_named(std::string_view name);

using Rows = std::vector<std::vector<double>>;  // each as long as there are nodes

struct ReconcileOptions {
  Reconciliation method = Reconciliation::mint_shrink;
  bool non_negative = false;
  std::optional<int> digits = {};  // after the decimal point: round the bottom before it is added up
};

struct Reconciled {
  Rows forecasts;        // as the base: one row a step
  double shrinkage = 0;  // of mint_shrink, 0 … 1
};

// `base`: one row a step; `residuals`: one row a period of the past, NaN for missing; may be empty where the method
// does not need them. Errors, bad_input: `error.forecast.hierarchy_bottom` (a bottom node that is no node),
// `error.forecast.hierarchy_residuals` (too few rows), `error.forecast.hierarchy_value` (a base forecast is not
// finite).
Result<Reconciled> reconcile(const Hierarchy& hierarchy, const Rows& base, const Rows& residuals,
                             const ReconcileOptions& options);

// The intensity λ of mint_shrink: 0 keeps the covariance of the errors as it is, 1 only its diagonal.
double shrinkage_of(const Rows& residuals);

}  // namespace tartip::forecast
