// Which part of a series is trend, which season, which remainder?
//
// STL (Cleveland, Cleveland, McRae & Terpenning 1990, J. Off. Stat. 6): local regressions of each period of the cycle
// and of the trend in turn; `robust` gives outliers less weight. Parameters and the interpolation between every tenth
// part of a window as in R's stl, whose numbers this reproduces. MSTL (Bandara, Hyndman & Bergmeir 2021) does it for
// several seasons in turn, shortest first, with seasonal windows 11, 15, 19, …, as R forecast::mstl.
//
// Values are finite and cover more than two cycles of each season (a programmer's duty); the three parts add up to the
// series. A constant series is all trend. Cost O(n · window / 10).
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace tartip::forecast {

struct StlOptions {
  int season = 12;
  int seasonal_window = 11;  // in cycles, odd; 0: the season never changes
  int trend_window = 0;      // in periods, odd; 0: by Cleveland's rule
  bool robust = false;
};

struct StlComponents {
  std::vector<double> trend, seasonal, remainder;
};

StlComponents stl(std::span<const double> values, const StlOptions& options);

struct MstlComponents {
  std::vector<double> trend, remainder;
  std::vector<int> seasons;                   // as used: ascending, those with more than two cycles in the series
  std::vector<std::vector<double>> seasonal;  // one for each of them
};

// No season left: trend is the series and the rest empty.
MstlComponents decompose(std::span<const double> values, std::vector<int> seasons, bool robust = false);

}  // namespace tartip::forecast
