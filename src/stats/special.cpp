#include "stats/special.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace tartip::stats {
namespace {

namespace policies = boost::math::policies;
// promote_double<false>: long double costs three times as much and adds no digit that is shown.
using Policy =
    policies::policy<policies::overflow_error<policies::ignore_error>,
                     policies::underflow_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>, policies::domain_error<policies::ignore_error>,
                     policies::pole_error<policies::ignore_error>, policies::promote_double<false>>;
constexpr double k_infinity = std::numeric_limits<double>::infinity();

}  // namespace

double gamma_below(double shape, double x) {
  if (shape <= 0) return 1;
  if (x <= 0) return 0;
  return boost::math::gamma_p(shape, x, Policy());
}

double gamma_above(double shape, double x) {
  if (shape <= 0) return 0;
  if (x <= 0) return 1;
  return boost::math::gamma_q(shape, x, Policy());
}

double gamma_quantile(double shape, double p) {
  if (shape <= 0 || p <= 0) return 0;
  if (p >= 1) return k_infinity;
  return boost::math::gamma_p_inv(shape, p, Policy());
}

double beta_below(double a, double b, double x) {
  if (x >= 1) return 1;
  if (a <= 0) return 1;
  if (b <= 0 || x <= 0) return 0;
  return boost::math::ibeta(a, b, x, Policy());
}

double beta_above(double a, double b, double x) {
  if (x >= 1) return 0;
  if (a <= 0) return 0;
  if (b <= 0 || x <= 0) return 1;
  return boost::math::ibetac(a, b, x, Policy());
}

double beta_quantile(double a, double b, double p) {
  if (a <= 0 || p <= 0) return 0;
  if (b <= 0 || p >= 1) return 1;
  return boost::math::ibeta_inv(a, b, p, Policy());
}

double normal_quantile(double p) {
  if (p <= 0) return -k_infinity;
  if (p >= 1) return k_infinity;
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, Policy());
}

double normal_below(double z) {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

double student_quantile(double degrees, double p) {
  return boost::math::quantile(boost::math::students_t_distribution<double, Policy>(degrees), p);
}

}  // namespace tartip::stats
