// The mean shape of a season by classical decomposition: moving average over one cycle, mean of what is left by
// position in the cycle.
#pragma once
#include <optional>
#include <span>
#include <vector>

namespace tartip::forecast {

enum class Shape { additive, multiplicative };

// index[j] for the period j of the cycle (0-based, counted from the first value): additive indices sum to 0,
// multiplicative ones to m. Nothing when the series has less than two cycles, or m < 2. A multiplicative shape needs
// values whose moving average is not 0. As R's decompose (Kendall & Stuart 1983). Cost O(n).
std::optional<std::vector<double>> seasonal_indices(std::span<const double> values, int season, Shape shape);

// Whether the autocorrelation at the seasonal lag is beyond 1.645 standard errors (Bartlett), the test of the Theta
// method (Assimakopoulos & Nikolopoulos 2000; R forecast::thetaf). False below two cycles and for constants.
bool is_seasonal(std::span<const double> values, int season);

}  // namespace tartip::forecast
