#include "stats/negative_binomial.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/special.hpp"

namespace tartip::stats {
namespace {

// Above this size the negative binomial is the Poisson to all digits that matter, and its parameters lose theirs.
constexpr double k_poisson_size = 1e9;

struct Parameters {
  double mean;
  double size;     // +inf: Poisson
  double success;  // size / (size + mean)
};

Parameters parameters_of(const CountModel& model) {
  const double excess = model.variance - model.mean;
  if (!(excess > 0)) return {model.mean, std::numeric_limits<double>::infinity(), 1};
  const double size = model.mean * model.mean / excess;
  if (size > k_poisson_size) return {model.mean, std::numeric_limits<double>::infinity(), 1};
  return {model.mean, size, model.mean / model.variance};
}

double at_most(const Parameters& law, double count) {
  if (count < 0) return 0;
  if (law.mean <= 0) return 1;
  if (std::isinf(law.size)) return gamma_above(count + 1, law.mean);
  return beta_below(law.size, count + 1, law.success);
}

double at_least(const Parameters& law, double count) {
  if (count <= 0) return 1;
  if (law.mean <= 0) return 0;
  if (std::isinf(law.size)) return gamma_below(count, law.mean);
  return beta_above(law.size, count, law.success);
}

}  // namespace

double probability_at_most(const CountModel& model, double count) {
  return at_most(parameters_of(model), count);
}

double probability_at_least(const CountModel& model, double count) {
  return at_least(parameters_of(model), count);
}

double count_quantile(const CountModel& model, double p) {
  if (std::isnan(model.mean) || std::isnan(p)) return std::numeric_limits<double>::quiet_NaN();
  const Parameters law = parameters_of(model);
  if (law.mean <= 0 || p <= 0) return 0;
  if (p >= 1) return std::numeric_limits<double>::infinity();
  // In the upper half the complement is compared, which keeps its digits.
  const auto reaches = [&](double count) {
    return p <= 0.5 ? at_most(law, count) >= p : at_least(law, count + 1) <= 1 - p;
  };
  // Bracket around the normal guess, then halve.
  const double spread = std::sqrt(std::max(model.variance, model.mean));
  double high = std::max(0.0, std::floor(law.mean + normal_quantile(p) * spread));
  double step = std::max(1.0, std::floor(spread / 4));
  double low = high;
  if (reaches(high)) {
    while (low >= 0 && reaches(low)) {
      high = low;
      low -= step;
      step *= 2;
    }
    low = std::max(low, -1.0);
  } else {
    while (!reaches(high)) {
      low = high;
      high += step;
      step *= 2;
    }
  }
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (reaches(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace tartip::stats
