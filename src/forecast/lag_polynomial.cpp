#include "forecast/lag_polynomial.hpp"

#include <algorithm>
#include <cmath>
#include <complex>

namespace tartip::forecast {

void multiply_out(std::span<const double> near, std::span<const double> far, int season, double sign,
                  std::vector<double>& product) {
  const std::size_t m = static_cast<std::size_t>(season);
  product.assign(near.size() + far.size() * m, 0);
  std::copy(near.begin(), near.end(), product.begin());
  for (std::size_t j = 0; j < far.size(); ++j) {
    product[(j + 1) * m - 1] += far[j];
    for (std::size_t i = 0; i < near.size(); ++i) product[(j + 1) * m + i] += sign * far[j] * near[i];
  }
}

bool stationary(std::span<const double> ar) {
  std::vector<double> a(ar.begin(), ar.end()), b(ar.size());
  for (std::size_t m = a.size(); m > 0; --m) {
    const double k = a[m - 1];
    if (!(std::abs(k) < 1)) return false;
    for (std::size_t i = 0; i + 1 < m; ++i) b[i] = (a[i] + k * a[m - 2 - i]) / (1 - k * k);
    a.swap(b);
  }
  return true;
}

namespace {

// All roots of 1 + a₁z + … + a_k zᵏ with a_k ≠ 0, by the simultaneous iteration of Durand and Kerner.
std::vector<std::complex<double>> roots(std::span<const double> a) {
  using Complex = std::complex<double>;
  const std::size_t k = a.size();
  if (k == 1) return {Complex(-1 / a[0])};
  // In w = 1/z the polynomial is monic: wᵏ + a₁wᵏ⁻¹ + … + a_k.
  double radius = 0;
  for (double value : a) radius = std::max(radius, std::abs(value));
  std::vector<Complex> w(k);
  for (std::size_t i = 0; i < k; ++i)
    w[i] = std::polar(std::min(1.0, radius) + 0.1,
                      0.7 + 6.283185307179586 * static_cast<double>(i) / static_cast<double>(k));
  for (int iteration = 0; iteration < 200; ++iteration) {
    double moved = 0;
    for (std::size_t i = 0; i < k; ++i) {
      Complex value = 1, below = 1;
      for (double coefficient : a) value = value * w[i] + coefficient;
      for (std::size_t j = 0; j < k; ++j)
        if (j != i) below *= w[i] - w[j];
      if (std::abs(below) == 0) below = 1e-300;
      const Complex step = value / below;
      w[i] -= step;
      moved = std::max(moved, std::abs(step));
    }
    if (moved < 1e-14) break;
  }
  for (Complex& value : w) value = 1.0 / value;
  return w;
}

std::span<const double> without_zero_tail(std::span<const double> a) {
  while (!a.empty() && std::abs(a.back()) < 1e-8) a = a.first(a.size() - 1);
  return a;
}

}  // namespace

double smallest_root(std::span<const double> polynomial) {
  double smallest = 1e3;
  const auto a = without_zero_tail(polynomial);
  if (a.empty()) return smallest;
  for (const auto& root : roots(a)) smallest = std::min(smallest, std::abs(root));
  return smallest;
}

void make_invertible(std::vector<double>& ma) {
  const auto a = without_zero_tail(ma);
  if (a.empty()) return;
  std::vector<double> mirrored(a.size());
  std::transform(a.begin(), a.end(), mirrored.begin(), [](double value) { return -value; });
  if (stationary(mirrored)) return;
  std::vector<std::complex<double>> product{1.0};
  for (std::complex<double> root : roots(a)) {
    if (std::abs(root) < 1) root = 1.0 / std::conj(root);
    product.push_back(0);
    for (std::size_t i = product.size() - 1; i > 0; --i) product[i] -= product[i - 1] / root;
  }
  for (std::size_t i = 0; i < a.size(); ++i) ma[i] = product[i + 1].real();
}

void multiply_difference(std::vector<double>& ar, std::size_t lag) {
  const std::vector<double> before = ar;
  ar.resize(before.size() + lag, 0);
  ar[lag - 1] += 1;
  for (std::size_t i = 0; i < before.size(); ++i) ar[lag + i] -= before[i];
}

}  // namespace tartip::forecast
