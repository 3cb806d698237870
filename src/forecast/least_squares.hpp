// The smallest sum of squares within a box, by Levenberg–Marquardt steps over the unknowns that are not held at a
// bound.
//
// An objective gives `value(x)` (infinity where x is not possible) and `normal(x, Normal&)` (value, J'r, J'J). Steps
// are scaled by the diagonal of J'J, so units do not matter. Every accepted step lowers the value; the result is a
// local minimum, to be started from several places where there may be more. No allocation. Marquardt (1963), Kanzow,
// Yamashita & Fukushima (2004) for the box.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace tartip::forecast {

inline constexpr int k_most_unknowns = 32;

using Unknowns = std::array<double, k_most_unknowns>;

struct Normal {
  double value = 0;
  Unknowns gradient{};                                                            // J'r
  alignas(64) std::array<double, k_most_unknowns * k_most_unknowns> curvature{};  // J'J, upper triangle used
};

struct Box {
  Unknowns lower, upper;
  Box() {
    lower.fill(-std::numeric_limits<double>::infinity());
    upper.fill(std::numeric_limits<double>::infinity());
  }
};

struct SearchOptions {
  int count = 0;  // unknowns in use
  int most_steps = 60;
  double tolerance = 1e-10;  // relative decrease of the value at which the search ends
};

// Solves (A + λ diag A) step = g over the free unknowns; false when not positive definite.
inline bool damped_step(const Normal& normal, const std::array<bool, k_most_unknowns>& held, int count, double lambda,
                        Unknowns& step) {
  std::array<int, k_most_unknowns> free{};
  int size = 0;
  for (int i = 0; i < count; ++i)
    if (!held[static_cast<std::size_t>(i)]) free[static_cast<std::size_t>(size++)] = i;
  step.fill(0);
  std::array<double, k_most_unknowns * k_most_unknowns> lower;  // L by rows, of the scaled matrix
  Unknowns scale, z;
  const auto at = [](int i, int j) { return static_cast<std::size_t>(i * k_most_unknowns + j); };
  for (int i = 0; i < size; ++i) {
    const int a = free[static_cast<std::size_t>(i)];
    const double diagonal = normal.curvature[at(a, a)];
    if (!(diagonal > 0)) {
      if (diagonal != 0) return false;
      scale[static_cast<std::size_t>(i)] = 0;
    } else {
      scale[static_cast<std::size_t>(i)] = 1 / std::sqrt(diagonal);
    }
  }
  for (int i = 0; i < size; ++i) {
    const int a = free[static_cast<std::size_t>(i)];
    const double si = scale[static_cast<std::size_t>(i)];
    for (int j = 0; j <= i; ++j) {
      const int b = free[static_cast<std::size_t>(j)];
      double sum = i == j ? 1 + lambda : normal.curvature[at(b, a)] * si * scale[static_cast<std::size_t>(j)];
      for (int k = 0; k < j; ++k) sum -= lower[at(i, k)] * lower[at(j, k)];
      if (i == j) {
        if (!(sum > 1e-14)) return false;
        lower[at(i, i)] = std::sqrt(sum);
      } else {
        lower[at(i, j)] = sum / lower[at(j, j)];
      }
    }
    double sum = normal.gradient[static_cast<std::size_t>(a)] * si;
    for (int k = 0; k < i; ++k) sum -= lower[at(i, k)] * z[static_cast<std::size_t>(k)];
    z[static_cast<std::size_t>(i)] = sum / lower[at(i, i)];
  }
  for (int i = size - 1; i >= 0; --i) {
    double sum = z[static_cast<std::size_t>(i)];
    for (int k = i + 1; k < size; ++k) sum -= lower[at(k, i)] * z[static_cast<std::size_t>(k)];
    z[static_cast<std::size_t>(i)] = sum / lower[at(i, i)];
    step[static_cast<std::size_t>(free[static_cast<std::size_t>(i)])] =
        z[static_cast<std::size_t>(i)] * scale[static_cast<std::size_t>(i)];
  }
  return true;
}

// Moves x to a local minimum and returns the value there; infinity when the start is not possible.
template <class Objective>
double minimise(const Objective& objective, Unknowns& x, const Box& box, const SearchOptions& options) {
  Normal normal;
  if (!std::isfinite(objective.value(x))) return std::numeric_limits<double>::infinity();
  objective.normal(x, normal);
  double lambda = 1e-3;
  int small = 0;
  for (int iteration = 0; iteration < options.most_steps && normal.value > 0; ++iteration) {
    std::array<bool, k_most_unknowns> held{};
    for (std::size_t i = 0; i < static_cast<std::size_t>(options.count); ++i)
      held[i] = (x[i] <= box.lower[i] && normal.gradient[i] > 0) || (x[i] >= box.upper[i] && normal.gradient[i] < 0);
    bool moved = false;
    while (lambda < 1e8) {
      Unknowns step, trial = x;
      if (damped_step(normal, held, options.count, lambda, step)) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(options.count); ++i)
          trial[i] = std::clamp(x[i] - step[i], box.lower[i], box.upper[i]);
        const double value = objective.value(trial);
        if (value < normal.value) {
          small = normal.value - value < options.tolerance * normal.value ? small + 1 : 0;
          x = trial;
          moved = true;
          lambda = std::max(lambda * 0.2, 1e-9);
          break;
        }
      }
      lambda *= 5;
    }
    if (!moved || small >= 2) break;
    objective.normal(x, normal);
  }
  return normal.value;
}

}  // namespace tartip::forecast
