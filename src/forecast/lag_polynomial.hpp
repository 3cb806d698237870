// Polynomials in the lag operator B: what ARMA models are written with. Coefficients stand without the leading 1; an
// empty polynomial is 1.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace tartip::forecast {

// Multiplies out (1 + s₁x₁B + …)(1 + s₁X₁Bᵐ + …) with sign s and returns the coefficients after the 1, times s.
void multiply_out(std::span<const double> near, std::span<const double> far, int season, double sign,
                  std::vector<double>& product);
bool stationary(std::span<const double> ar);  // all roots of 1 − φ₁z − … outside the unit circle (step-down recursion)
double smallest_root(std::span<const double> polynomial);  // modulus of 1 + a₁z + a₂z² …; at most 1e3
void make_invertible(std::vector<double>& ma);             // mirrors the roots of 1 + θ₁z + … that lie inside
void multiply_difference(std::vector<double>& ar, std::size_t lag);  // 1 − a₁B − … times 1 − Bˡᵃᵍ

}  // namespace tartip::forecast
