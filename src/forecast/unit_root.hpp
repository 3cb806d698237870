// How often has a series to be differenced before it is stationary?
//
// `first_differences`: KPSS tests of level stationarity at 5 % (Kwiatkowski, Phillips, Schmidt & Shin 1992; Bartlett
// weights up to lag ⌊3√n/13⌋), differencing while they reject, at most `most`. `seasonal_differences`: 1 when the
// strength of the season 1 − var(remainder)/var(remainder + season) of an STL decomposition exceeds 0.64 (Wang, Smith &
// Hyndman 2006), else 0; 0 with fewer than two cycles and a value. Both as R forecast 8.20 (ndiffs, nsdiffs). Constant
// series: 0. Values are finite. Cost O(n).
#pragma once
#include <span>
#include <vector>

namespace tartip::forecast {

bool is_constant(std::span<const double> values);  // to 1.5e-8 of its size
std::vector<double> difference(std::span<const double> values, std::size_t lag);

double kpss_statistic(std::span<const double> values);  // NaN for a constant
int first_differences(std::span<const double> values, int most = 2);

double seasonal_strength(std::span<const double> values, int season);  // 0 … 1
int seasonal_differences(std::span<const double> values, int season);

}  // namespace tartip::forecast
