// Forecast of a series with one or several seasons: STL takes them out, exponential smoothing forecasts the rest, the
// last cycle of each season is put back (R forecast::stlf with mstl).
//
// `seasons` of a history follow from its longest: 168 hours also have 24, 365 days also 7, 336 half hours also 48; a
// season with no more than two cycles in the history is left out, and without any the rest is the series. Variances are
// those of exponential smoothing, made wider by what the season has taken from the noise and by its own uncertainty
// (the weights of the local mean are known). Short and constant series as in ets.hpp. Cost: of STL, some tens of
// microseconds for 100 months.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "forecast/prediction.hpp"

namespace tartip::forecast {

std::vector<int> seasons_of(int longest);

// A series without its seasons longer than `longest`, by MSTL with all of `seasons`.
struct WithoutSeasons {
  std::vector<double> rest;    // the series less those seasons
  std::vector<double> season;  // their sum
  std::vector<double> coming;  // their sum in the periods to come: each season's last cycle again
  int left = 1;                // the longest season that is still in the rest
  std::size_t taken_off = 0;   // how many seasons
  double share = 1;            // of the noise that is left in the rest
  double unsure = 0;           // variance of the coming seasons, in units of that of one value
};
WithoutSeasons without_seasons(std::span<const double> values, const std::vector<int>& seasons, std::size_t horizon,
                               int longest = 0);
// Puts them back onto a prediction of the rest, whose variances become what they are with the season not known.
void put_seasons_back(const WithoutSeasons& without, Prediction& prediction);

Result<Prediction> predict_mstl(const History& history, const std::vector<int>& seasons, const PredictOptions& options);
Result<Prediction> mstl(const History& history, const PredictOptions& options);

}  // namespace tartip::forecast
