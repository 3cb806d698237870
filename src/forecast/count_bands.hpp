// Central intervals of counts, or of non-negative amounts, with a given mean and variance at each step.
#pragma once
#include <span>
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

bool whole_counts(std::span<const double> values);          // all whole and not negative
Status check_not_negative(std::span<const double> values);  // else bad_data with the first negative value and its place

// Negative binomial (Poisson where the variance is not larger) for counts, gamma for amounts. A mean of 0: always 0.
std::vector<Band> count_bands(std::span<const double> mean, std::span<const double> variance,
                              std::span<const double> levels, bool counts);

}  // namespace tartip::forecast
