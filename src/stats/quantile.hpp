// Sample quantiles, by linear interpolation of the order statistics: h = (n − 1)p (Hyndman & Fan 1996, type 7; R's
// default).
#pragma once
#include <span>
#include <vector>

namespace tartip::stats {

// NaN values are left out; nothing left, or p outside [0, 1]: NaN. Cost O(n log n) in one sort.
double quantile(std::span<const double> values, double p);
std::vector<double> quantiles(std::span<const double> values, std::span<const double> ps);
double median(std::span<const double> values);

}  // namespace tartip::stats
