// The special functions behind the distributions, without Boost in the header. Arguments must lie in the domain named;
// at its edges the limits are returned. No exception leaves: where a series does not converge, the best value so far
// stands.
#pragma once

namespace tartip::stats {

double gamma_below(double shape, double x);          // regularised lower incomplete gamma P(shape, x); shape 0: 1
double gamma_above(double shape, double x);          // Q = 1 − P, without cancellation
double gamma_quantile(double shape, double p);       // x with P(shape, x) = p; p 0: 0, p 1: +inf
double beta_below(double a, double b, double x);     // regularised incomplete beta I_x(a, b); a 0: 1, b 0: 0 for x < 1
double beta_above(double a, double b, double x);     // 1 − I
double beta_quantile(double a, double b, double p);  // x with I_x(a, b) = p; a 0: 0, b 0: 1
double normal_quantile(double p);                    // p in (0, 1)
double normal_below(double z);                       // Φ(z)
double student_quantile(double degrees, double p);   // degrees > 0, p in (0, 1)

}  // namespace tartip::stats
